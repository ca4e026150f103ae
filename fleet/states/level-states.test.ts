import { describe, expect, it } from 'vitest'
import { dropped, MemoryDisk } from '../../storage/memory-kv.ts'
import { LevelStates } from './level-states.ts'
import { presence, report, statesContract } from './states-contract.ts'

const quiet = (): void => {}

describe('device states in LevelDB', () => {
  statesContract(
    async () => {
      let disk = new MemoryDisk()
      return {
        states: await LevelStates.on(disk.open(), quiet),
        reopen: () => {
          disk = disk.cut(dropped)
          return LevelStates.on(disk.open(), quiet)
        },
        second: () => Promise.resolve(null),
      }
    },
    async () => {},
  )

  it('leaves out what is damaged, and says so', async () => {
    const disk = new MemoryDisk()
    const states = await LevelStates.on(disk.open(), quiet)
    await states.apply([presence('good'), report('bad', 1)], 0)
    await states.close()
    const kv = disk.open()
    await kv.batch([{ key: 'states/1/bad', value: Buffer.from('rubbish') }], true)
    const told: string[] = []
    const again = await LevelStates.on(kv, (event) => void told.push(event))
    expect(told).toEqual(['damaged'])
    const query = { fleet: 'shop', epoch: 1, fallbackId: '', restarts: 0, timeoutMs: 0, nowMs: 0, retries: false }
    const { named } = await again.standing({ ...query, named: ['good', 'bad'] })
    expect(named.map(({ name }) => name)).toEqual(['good'])
  })
})
