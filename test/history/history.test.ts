/** A device that was off for years goes on from the checkpoint that it wrote then. */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { intentFrom } from '../../agent/checkpoint.ts'
import { FRESH_INTENT } from '../../machines/intent.ts'
import { UPDATE_VERSION } from '../../machines/update.ts'
import { Driver, holding } from '../machines/driver.ts'
import { MACHINES } from './machines.ts'
import { type OldCheckpoint, type Written, writtenOf } from './old-checkpoint.ts'
import { recordPath, recordsNow } from './record.ts'
import { unseen } from './unseen.ts'

const recorded = readdirSync(recordPath(''))
const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))

const ADVICE = `What stands in test/history/recorded is not what the machines are now.
A device may hold a checkpoint of the recorded version, written before this change. Ask: does it still mean the same?
- No, or fields were renamed or have another meaning: raise the machine's version (UPDATE_VERSION in
  machines/update.ts, …), add a migration from the old version where its checkpoint is read (agent/checkpoint.ts, …), and run: node test/history/record.ts
- Yes (a state within a phase, a field with a default in FRESH_INTENT), or no device has that version yet: look through
  the difference, and run: node test/history/record.ts --again`

const now = await recordsNow()

describe('the structure of each machine', () => {
  it.each(Object.entries(now).filter(([name]) => name.endsWith('.txt')))('is as recorded in %s', (name, text) => {
    expect(text, ADVICE).toBe(recorded.includes(name) ? readFileSync(recordPath(name), 'utf8') : '')
  })
})

function checkpointsIn(name: string): OldCheckpoint[] {
  return JSON.parse(readFileSync(recordPath(name), 'utf8')) as OldCheckpoint[]
}

describe.each(Object.entries(MACHINES))('of the machine %s', (machine, { version, form, read, resumed }) => {
  const old = recorded.filter((name) => name.startsWith(`${machine}-checkpoints.`)).flatMap(checkpointsIn)

  it('everything that its version can write is recorded', () => {
    const bodies = old.filter((one) => one.version === version).map(({ body }) => Buffer.from(body, 'base64'))
    const values = bodies.map((body) => JSON.parse(body.toString('utf8')) as unknown)
    expect(unseen(form, values, 'intent'), ADVICE).toEqual([])
  })

  it('checkpoints are written as is recorded of its version', () => {
    const name = `${machine}-checkpoints.v${version}.json`
    expect(now[name], ADVICE).toBe(recorded.includes(name) ? readFileSync(recordPath(name), 'utf8') : '')
  })

  it.each(old.map((one) => [`${one.name}, version ${one.version}`, one] as const))(
    'a checkpoint of old is resumed: %s',
    (_, one) => {
      const { intent, problem } = read(writtenOf(one))
      expect(problem).toBe(null)
      expect(intent.phase).toBe(one.phase)
      expect(resumed(writtenOf(one))).toBe(one.resumesAt)
    },
  )

  it.each<[string, Partial<Written>]>([
    ['of a version to come', { version: version + 1 }],
    ['of no version', { version: 0 }],
    ['that is no JSON', { body: Buffer.from('{"phase":') }],
    ['that is empty', { body: Buffer.alloc(0) }],
    ['in a phase that there is not', { body: bytesOf({ phase: 'dreaming' }) }],
  ])('a checkpoint %s is told, and the world is read instead', (_, change) => {
    const { problem } = read({ ...writtenOf(old.findLast((one) => one.version === version)!), ...change })
    expect(problem).toContain(`The ${machine} checkpoint`)
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
