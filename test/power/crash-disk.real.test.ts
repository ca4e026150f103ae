/** The power cut at any write of the true agent on a true file system; and that the rig would notice a loss. */
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { describeReal } from '../rig/use-rig.ts'
import { crashDisk } from './crash-disk.ts'
import type { Verdict } from './crash-worker.ts'

const UNSYNCED = fileURLToPath(new URL('unsynced-agent.ts', import.meta.url))

const lostOf = (verdicts: readonly Verdict[]) => verdicts.filter(({ faults }) => faults.length > 0)

describeReal('a power cut at any write to the disk', () => {
  it('takes nothing that was acknowledged, the first start included, and the agent goes on from it', async () => {
    const seed = process.env.HOLDFAST_SEED ?? randomBytes(4).toString('hex')
    console.info(`crash:disk: seed ${seed}`)
    const { verdicts } = await crashDisk({ states: 1000, seed, runEvery: 50 })
    expect(lostOf(verdicts)).toEqual([])
    expect(verdicts).toHaveLength(1000)
    expect(verdicts.filter(({ setAside }) => setAside)).toEqual([])
    expect(new Set(verdicts.map(({ task }) => task.fate))).toEqual(new Set(['dropped', 'kept', 'subset', 'torn']))
    expect(verdicts.filter(({ task }) => task.isFirstStart)).toHaveLength(334)
    expect(verdicts.filter(({ task }) => task.isRun)).toHaveLength(20)
  }, 900_000)

  it('is noticed by this rig when an agent acknowledges what it has not synced', async () => {
    const { verdicts } = await crashDisk({ states: 60, seed: 'unsynced', runEvery: 0, agentFile: UNSYNCED })
    expect(lostOf(verdicts).length).toBeGreaterThan(10)
  })
})
