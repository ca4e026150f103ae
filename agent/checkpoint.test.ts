/** Intent goes to the disk and comes back; what cannot be read is said so, and never guessed at. */
import { describe, expect, it } from 'vitest'
import { deviceMachine } from '../machines/device.ts'
import { FRESH_INTENT, type Intent } from '../machines/intent.ts'
import { UPDATE_VERSION } from '../machines/update.ts'
import type { Checkpoint } from '../storage/store.ts'
import { checkpointOf, intentFrom } from './checkpoint.ts'
import { begin } from './runtime/step.ts'

const INTENT: Intent = { ...FRESH_INTENT, hold: { reason: 'démo', downloads: false }, runs: ['web'] }

function written(intent: Intent) {
  const machines = { root: { name: 'device', logic: deviceMachine }, journalActions: new Set(['answer']) }
  return checkpointOf('update', begin(machines, { updateIntent: intent }).snapshots)!
}

function read(body: Uint8Array, version = UPDATE_VERSION) {
  const checkpoint: Checkpoint = { machine: 'update', version, revision: 1, body }
  return intentFrom(checkpoint)
}

describe('a checkpoint', () => {
  it('brings back the intent that was written', () => {
    const { version, body } = written(INTENT)
    expect(read(Buffer.from(body), version)).toEqual({ intent: INTENT, problem: null })
  })

  it('is the same bytes for the same intent, so that nothing is written twice', () => {
    expect(written(INTENT).body).toEqual(written(structuredClone(INTENT)).body)
  })

  it('is only made of the machine that has intent', () => {
    const machines = { root: { name: 'device', logic: deviceMachine }, journalActions: new Set(['answer']) }
    expect(checkpointOf('device', begin(machines, undefined).snapshots)).toBeNull()
    expect(checkpointOf('update', new Map())).toBeNull()
  })

  it('of an older agent of the same version lacks fields, which are as on a fresh device', () => {
    const { runs: _runs, ...older } = INTENT
    expect(read(Buffer.from(JSON.stringify(older))).intent).toEqual({ ...INTENT, runs: [] })
  })
})

describe('the world is read instead', () => {
  it('where there is none, without a word', () => {
    expect(intentFrom(undefined)).toEqual({ intent: FRESH_INTENT, problem: null })
  })

  it('but what owner and operators have said stays, where it can be read', () => {
    const floors = { fleet: { epoch: 7, document: 'd' }, device: { epoch: 0, document: '' } }
    const later = { ...INTENT, floors, stops: 'in a form to come', phases: ['new'] }
    const { intent, problem } = read(Buffer.from(JSON.stringify(later)), UPDATE_VERSION + 1)
    expect(intent).toEqual({ ...FRESH_INTENT, floors, hold: INTENT.hold })
    expect(problem).toContain(`version ${UPDATE_VERSION + 1}`)
  })

  it.each([
    ['another version', UPDATE_VERSION + 1, '{}', `version ${UPDATE_VERSION + 1}`],
    ['bytes that are not JSON', UPDATE_VERSION, '{"phase":', 'cannot be read'],
  ])('where there is %s, and it is told', (_, version, text, words) => {
    expect(read(Buffer.from(text), version)).toEqual({ intent: FRESH_INTENT, problem: expect.stringContaining(words) })
  })
})
