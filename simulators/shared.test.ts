/** That what agents of one process share is what each would have read or computed, and that nobody can change it. */
import { describe, expect, it } from 'vitest'
import { begin, type Machines, type StepResult, step } from '../agent/runtime/step.ts'
import { deviceMachine } from '../machines/device.ts'
import { FRESH_INTENT } from '../machines/intent.ts'
import { KINDS } from '../protocol/codec.ts'
import { seal } from '../storage/record.ts'
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
