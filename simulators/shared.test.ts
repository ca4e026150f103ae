/** That what agents of one process share is what each would have read or computed, and that nobody can change it. */
import { describe, expect, it } from 'vitest'
import { OPENING } from '../agent/opening.ts'
import { begin, type Machines, type StepResult, step } from '../agent/runtime/step.ts'
import { deviceMachine } from '../machines/device.ts'
import { FRESH_INTENT } from '../machines/intent.ts'
import { KINDS } from '../protocol/codec.ts'
import { seal } from '../storage/record.ts'
import { application, KEYS, signedRollout, signedTarget } from './crash/application.ts'
import { sharedOpening } from './shared-opening.ts'
import { sharedRecords } from './shared-records.ts'
import { sharedSteps } from './shared-steps.ts'

const MACHINES: Machines = { root: { name: 'device', logic: deviceMachine }, journalActions: new Set(['answer']) }

/** As data: snapshots hold their machine. */
function plainly({ snapshots, ...rest }: StepResult) {
  const states = [...snapshots].map(([name, { value, context, status }]) => ({ name, value, context, status }))
  return { ...rest, states }
}

describe('steps', () => {
  const input = { updateIntent: FRESH_INTENT, networkIntent: null }
  const event = { type: 'SERVICES_CHANGED' }

  it('are computed once for the same state and event, and are what they would be', () => {
    const steps = sharedSteps()
    const first = steps.begin(MACHINES, input)
    expect(plainly(first)).toEqual(plainly(begin(MACHINES, input)))
    expect(steps.begin(MACHINES, structuredClone(input))).toBe(first)
    const second = steps.step(MACHINES, first.snapshots, 'device', event)
    expect(plainly(second)).toEqual(plainly(step(MACHINES, first.snapshots, 'device', event)))
    expect(steps.step(MACHINES, first.snapshots, 'device', { ...event })).toBe(second)
  })

  it.each([
    ['another event', 'device', { type: 'NETWORK' }],
    ['another machine', 'update', event],
    ['a field of nothing', 'device', { ...event, extra: undefined }],
    ['a number that JSON does not know', 'device', { ...event, extra: Number.POSITIVE_INFINITY }],
    ['bytes', 'device', { ...event, extra: Uint8Array.of(1) }],
  ])('are others for %s', (_, machine, other) => {
    const steps = sharedSteps()
    const { snapshots } = steps.begin(MACHINES, input)
    const known = [event, { ...event, extra: null }, { ...event, extra: { 0: 1 } }].map((one) =>
      steps.step(MACHINES, snapshots, 'device', one),
    )
    expect(known).not.toContain(steps.step(MACHINES, snapshots, machine, other))
  })

  it('cannot be changed by who is handed them', () => {
    const { snapshots } = sharedSteps().begin(MACHINES, input)
    const update = snapshots.get('update') as unknown as { context: { intent: { phase: string } } }
    expect(() => {
      update.context.intent.phase = 'switching'
    }).toThrow(TypeError)
  })
})

describe('records', () => {
  const value = seal('counter', { version: 1, revision: 7, body: Buffer.from('12') })

  it('are read once, and under their own kind alone', () => {
    const { unseal } = sharedRecords()
    const sealed = unseal('counter', value)
    expect(sealed).toMatchObject({ version: 1, revision: 7 })
    expect(unseal('counter', value)).toBe(sealed)
    expect(unseal('document', value)).toHaveProperty('damage')
    expect(unseal('counter', value)).not.toHaveProperty('damage')
  })

  it('are looked at themselves when they are damaged copies', () => {
    const { unseal } = sharedRecords()
    unseal('counter', value)
    const damaged = value.map((byte, at) => (at === value.length - 1 ? byte ^ 1 : byte))
    expect(unseal('counter', damaged)).toHaveProperty('damage')
  })

  it('cannot be changed by who is handed them', () => {
    const { decode } = sharedRecords()
    const entry = decode<{ machine: string }>(KINDS.FlightEntry, new Uint8Array())
    expect(decode(KINDS.FlightEntry, new Uint8Array())).not.toBe(entry)
    expect(() => {
      entry.machine = 'another'
    }).toThrow(TypeError)
  })
})

describe('targets and rollouts', () => {
  const target = signedTarget(1, application('1', { web: {} }), null)
  const rollout = signedRollout(1, 1, 'go')

  it('are opened once for the same bytes and the same trust, and are what they would be', () => {
    const { trusted, others } = { trusted: [...KEYS], others: [...KEYS] }
    const shared = sharedOpening()
    for (const [what, bytes] of [
      ['target', target],
      ['rollout', rollout],
    ] as const) {
      const first = shared[what](bytes, trusted)
      expect(first).toEqual(OPENING[what](bytes, trusted))
      expect(shared[what](bytes, trusted)).toBe(first)
      expect(shared[what](Uint8Array.from(bytes), others)).toBe(first)
    }
  })

  it('are looked at by each trust, and again when they were refused', () => {
    const shared = sharedOpening()
    shared.rollout(rollout, KEYS)
    const strangers = KEYS.filter(({ role }) => role !== 'rollout')
    for (let n = 0; n < 2; n += 1)
      expect(() => shared.rollout(rollout, strangers)).toThrow(
        expect.objectContaining({ code: 'HF_SIGNATURE_INVALID' }),
      )
    const damaged = rollout.map((byte, at) => (at === rollout.length - 1 ? byte ^ 1 : byte))
    expect(() => shared.rollout(damaged, KEYS)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^HF_/) }),
    )
  })
})
