/** A device that was off for years goes on from the checkpoint that it wrote then. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { intentFrom } from '../../agent/checkpoint.ts'
import { FRESH_INTENT, type Phase } from '../../machines/intent.ts'
import { UPDATE_VERSION } from '../../machines/update.ts'
import { Driver, holding } from '../machines/driver.ts'
import { type OldCheckpoint, resumed } from './checkpoints.ts'
import { recordPath, recordsNow } from './record.ts'

const recorded = readdirSync(recordPath(''))
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

const ADVICE = `What stands in test/history/recorded is not what the machines are now.
A device may hold a checkpoint of the recorded version, written before this change. Ask: does it still mean the same?
- No, or fields were renamed or have another meaning: raise UPDATE_VERSION (machines/update.ts) or DEVICE_VERSION
  (machines/device.ts), add a migration from the old version to agent/checkpoint.ts, and run: node test/history/record.ts
- Yes (a state within a phase, a field with a default in FRESH_INTENT), or no device has that version yet: look through
  the difference, and run: node test/history/record.ts --again`

describe('the structure of each machine', () => {
  it.each(Object.entries(recordsNow()).filter(([name]) => name.endsWith('.txt')))(
    'is as recorded in %s',
    (name, now) => {
      const before = recorded.includes(name) ? readFileSync(recordPath(name), 'utf8') : ''
      expect(now, ADVICE).toBe(before)
    },
  )

  it('has checkpoints recorded for its version, in every phase', () => {
    const phases: Phase[] = ['idle', 'admitting', 'planning', 'waiting', 'fetching', 'staging', 'switching']
    phases.push('proving', 'committing', 'reverting', 'cancelling')
    const found = new Set(checkpointsIn(`update-checkpoints.v${UPDATE_VERSION}.json`).map(({ phase }) => phase))
    expect([...found].sort()).toEqual(phases.sort())
  })
})

function checkpointsIn(name: string): OldCheckpoint[] {
  return JSON.parse(readFileSync(recordPath(name), 'utf8')) as OldCheckpoint[]
}

const old = recorded.filter((name) => name.startsWith('update-checkpoints.')).flatMap(checkpointsIn)

describe('a checkpoint of any version that there ever was', () => {
  it.each(old.map((one) => [`${one.name}, version ${one.version}`, one] as const))('%s: is resumed', (_, one) => {
    const checkpoint = { version: one.version, body: Buffer.from(one.body, 'base64') }
    expect(intentFrom(checkpoint).problem).toBe(null)
    expect(intentFrom(checkpoint).intent.phase).toBe(one.phase)
    expect(resumed(checkpoint)).toBe(one.resumesAt)
  })
})

describe('a checkpoint that cannot be read', () => {
  const good = holding(1).intent
  it.each<[string, { version: number; body: Uint8Array }, string]>([
    ['of a version to come', { version: UPDATE_VERSION + 1, body: bytesOf(good) }, 'does not know'],
    ['of no version', { version: 0, body: bytesOf(good) }, 'does not know any more'],
    ['that is no JSON', { version: UPDATE_VERSION, body: Buffer.from('{"phase":') }, 'cannot be read'],
    ['that is no text', { version: UPDATE_VERSION, body: Buffer.from([0x22, 0xff, 0x22]) }, 'cannot be read'],
    ['that is empty', { version: UPDATE_VERSION, body: Buffer.alloc(0) }, 'cannot be read'],
    ...[null, [], 'idle', 7].map(
      (value) =>
        [
          `that is ${JSON.stringify(value)}`,
          { version: UPDATE_VERSION, body: bytesOf(value) },
          'intent: is no object',
        ] as [string, { version: number; body: Uint8Array }, string],
    ),
    ['in a phase that there is not', form({ phase: 'dreaming' }), 'intent.phase: is none of'],
    ['in a phase that needs a task, without', form({ phase: 'switching' }), 'intent.task: is missing in switching'],
    [
      'with an epoch that is text',
      form({ floors: { fleet: { epoch: '1', document: '' } } }),
      'intent.floors.fleet.epoch',
    ],
    ['with a refusal that is none', form({ refused: [null] }), 'intent.refused[0]: is no object'],
  ])('%s: the device says so and reads the world instead', (_, checkpoint, why) => {
    const { intent, problem } = intentFrom(checkpoint)
    expect(problem).toContain(why)
    // What owner and operators have said stays, where it can be read.
    const { floors, refused } = intent
    expect(intent).toEqual({ ...FRESH_INTENT, floors, refused })
    expect([FRESH_INTENT.floors, good.floors]).toContainEqual(floors)
    expect(refused).toEqual([])
    expect(new Driver(intent).state).toBe('reconciling.observing')
  })

  function form(change: object): { version: number; body: Uint8Array } {
    return { version: UPDATE_VERSION, body: bytesOf({ ...good, ...change }) }
  }

  it('but only lacks a field that came later has its default', () => {
    const { runs: _, adopted: __, ...early } = good
    expect(intentFrom({ version: UPDATE_VERSION, body: bytesOf(early) })).toEqual({
      intent: { ...good, runs: [], adopted: [] },
      problem: null,
    })
  })
})

describe('a checkpoint of an older version', () => {
  // Made up: version 1 had the phase under "state", version 2 had the committed release under "running".
  const good = holding(1).intent
  const { phase, current, ...rest } = good
  const migrations = {
    1: (intent: unknown) => {
      const { state, ...others } = intent as { state: string }
      return { ...others, phase: state }
    },
    2: (intent: unknown) => {
      const { running, ...others } = intent as { running: unknown }
      return { ...others, current: running }
    },
  }

  it.each([
    [1, { ...rest, state: phase, running: current }],
    [2, { ...rest, phase, running: current }],
    [3, good],
  ])('%i is brought to the present one step by step', (version, body) => {
    expect(intentFrom({ version, body: bytesOf(body) }, migrations, 3)).toEqual({ intent: good, problem: null })
  })

  it('from which no way leads is not guessed at', () => {
    const found = intentFrom({ version: 1, body: bytesOf(good) }, { 2: migrations[2] }, 3)
    const { floors } = good
    expect(found).toMatchObject({ intent: { ...FRESH_INTENT, floors }, problem: expect.stringContaining('version 1') })
  })

  it('whose migration fails is not guessed at', () => {
    const found = intentFrom({ version: 1, body: bytesOf(null) }, migrations, 3)
    expect(found).toMatchObject({ intent: FRESH_INTENT, problem: expect.stringContaining('cannot be read') })
  })
})
