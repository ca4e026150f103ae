/** Our way to XState's pure transitions is theirs, and shares nothing between two devices. */
import { describe, expect, it } from 'vitest'
import { type AnyMachineSnapshot, type AnyStateMachine, initialTransition, transition } from 'xstate'
import { deviceMachine } from '../../machines/device.ts'
import { FRESH_INTENT } from '../../machines/intent.ts'
import { updateMachine } from '../../machines/update.ts'
import { type Action, pureInitialTransition, pureTransition } from './pure-transition.ts'

const MACHINES: [string, AnyStateMachine, unknown][] = [
  ['device', deviceMachine, { updateIntent: FRESH_INTENT }],
  ['update', updateMachine, { intent: FRESH_INTENT }],
]
const EVENTS = [
  { type: 'SERVICES_CHANGED' },
  { type: 'xstate.done.actor.observe', output: [], actorId: 'observe' },
  { type: 'TARGET_CLEARED', scope: 'fleet' },
  { type: 'xstate.error.actor.observe', error: { code: 'HF_CANCELLED', message: '', place: '' }, actorId: 'observe' },
]

const plain = ([snapshot, actions]: readonly [AnyMachineSnapshot, readonly { type: string }[]]) => ({
  value: snapshot.value,
  context: snapshot.context,
  status: snapshot.status,
  actions: actions.map(({ type }) => type),
})

describe.each(MACHINES)('the %s machine', (_, logic, input) => {
  it('goes the way that xstate would take it', () => {
    let theirs = initialTransition(logic, input) as [AnyMachineSnapshot, Action[]]
    let ours = pureInitialTransition(logic, input)
    expect(plain(ours)).toEqual(plain(theirs))
    for (const event of EVENTS) {
      theirs = transition(logic, theirs[0], event) as [AnyMachineSnapshot, Action[]]
      ours = pureTransition(logic, ours[0], event)
      expect(plain(ours), event.type).toEqual(plain(theirs))
    }
  })

  it('keeps nothing of its children but their names', () => {
    const [first] = pureInitialTransition(logic, input)
    const theirs = initialTransition(logic, input)[0] as AnyMachineSnapshot
    expect(Object.keys(theirs.children).length).toBeGreaterThan(0)
    const names = Object.keys(theirs.children).map((id) => [id, { id }])
    expect(first.children).toEqual(Object.fromEntries(names))
  })

  it('of one device says nothing to another', () => {
    const [first] = pureInitialTransition(logic, input)
    const before = plain([first, []])
    const [other] = pureInitialTransition(logic, input)
    for (const event of EVENTS) pureTransition(logic, other, event)
    expect(plain([first, []])).toEqual(before)
  })
})
