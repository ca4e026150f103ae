/** The contract on a real PostgreSQL, and what only a server can do: go away in the middle, and come back. */
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { startPostgres } from '../../test/rig/postgres.ts'
import type { Part } from '../../test/rig/process.ts'
import { describeReal } from '../../test/rig/use-rig.ts'
import { Collector } from './collector.ts'
import { PostgresStates } from './postgres-states.ts'
import { presence, report, statesContract } from './states-contract.ts'

describeReal('device states in PostgreSQL', () => {
  let server: Part
  const opened: PostgresStates[] = []
  let made = 0
  let url = ''
  beforeAll(async () => {
    server = await startPostgres()
  })
  afterAll(() => server.stop())

  /** Each test has a database of its own. */
  async function fresh(): Promise<void> {
    const client = new pg.Client({ connectionString: server.address })
    await client.connect()
    made += 1
    await client.query(`CREATE DATABASE test_${made}`)
    await client.end()
    url = server.address.replace(/postgres$/, `test_${made}`)
  }

  async function open(): Promise<PostgresStates> {
    const states = await PostgresStates.open(url)
    opened.push(states)
    return states
  }

  async function close(): Promise<void> {
    for (const states of opened.splice(0)) await states.close()
  }

  statesContract(async () => {
    await fresh()
    return {
      states: await open(),
      reopen: async () => {
        await server.kill()
        await server.restart()
        return open()
      },
      second: () => PostgresStates.open(url),
    }
  }, close)

  it('may be opened by many at once when there are no tables yet', async () => {
    await fresh()
    const all = await Promise.all(Array.from({ length: 6 }, () => PostgresStates.open(url)))
    await Promise.all(all.map((states) => states.close()))
  })

  it('goes away in the middle: what was heard is kept, and is in it afterwards', async () => {
    await fresh()
    const states = await open()
    const told: string[] = []
    const collector = new Collector({ states, log: (event) => void told.push(event), now: () => 0 })
    await states.apply([presence('before')], 0)
    await server.kill()
    const query = { fleet: 'shop', epoch: 1, fallbackId: '', restarts: 0, timeoutMs: 0, nowMs: 0, retries: false }
    await expect(states.standing({ ...query, named: [] })).rejects.toMatchObject({ code: 'HF_DATABASE_UNAVAILABLE' })
    for (let at = 0; at < 20; at += 1) {
      const message = report(`d${at}`, 1)
      if ('report' in message)
        collector.heard(deviceTopics(`d${at}`).report, encode(KINDS.Report, message.report as never))
    }
    await expect.poll(() => told.includes('fault'), { timeout: 120_000 }).toBe(true)
    await server.restart()
    await collector.flush()
    const { groups } = await states.standing({ ...query, named: [] })
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(21)
    await collector.close()
    await close()
  })

  it('that is not there is said so, without its password', async () => {
    const gone = PostgresStates.open('postgres://joe:geheim@127.0.0.1:1/nothing')
    await expect(gone).rejects.toMatchObject({ code: 'HF_DATABASE_UNAVAILABLE' })
    await expect(gone).rejects.not.toThrow(/geheim/)
  })
})
