/** What operators do in the middle of things: cancel, go back, send back, hold. */
import { application, type Sketch } from '../application.ts'
import { atRest, command, deploy, during, rollout, type Scenario, wasDone } from '../scenario.ts'

const services = (tag: string): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'] },
})
const v1 = application('v1', services('one'))
const v2 = application('v2', services('two'))
const v3 = application('v3', services('three'))

/** Calls of the engine take time here, so that a command finds the device where it was sent to. */
const SLOW = 20

const PHASES = [
  'admitting',
  'planning',
  'waiting',
  'fetching',
  'staging',
  'switching',
  'proving.gathering',
  'proving.soaking',
  'proving.contacting',
  'committing',
] as const

export const cancels: readonly Scenario[] = PHASES.map((phase) => ({
  name: `cancel-${phase.replace('.', '-')}`,
  tells: `the operator cancels while the device is ${phase}`,
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [deploy(2, v2, v1), during(phase, command('c1', { cancel: {} }))],
  latencyMs: SLOW,
  ends: (view) => [wasDone(view, 'c1') ? 'v1' : 'v2'],
}))

const bad = application('v2', {
  web: { tag: 'bad', health: true, behaviour: { healthyAfterMs: null }, volumes: ['data'] },
})

export const cancelReverting: Scenario = {
  name: 'cancel-reverting',
  tells: 'the operator cancels an update that has failed and goes back already',
  apps: [v1, bad],
  before: [deploy(1, v1)],
  steps: [deploy(2, bad, v1), during('reverting', command('c1', { cancel: {} }))],
  latencyMs: SLOW,
  bad: ['v2'],
  ends: () => ['v1'],
}

export const cancelTwice: Scenario = {
  name: 'cancel-cancelling',
  tells: 'the operator cancels what is being cancelled',
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [
    deploy(2, v2, v1),
    during('staging', command('c1', { cancel: {} })),
    {
      ...command('c2', { cancel: {} }),
      when: ({ update }) => update.startsWith('cancelling') || update.startsWith('idle'),
    },
  ],
  latencyMs: SLOW,
  ends: (view) => [wasDone(view, 'c1') || wasDone(view, 'c2') ? 'v1' : 'v2'],
}

export const operatorRevert: Scenario = {
  name: 'operator-revert',
  tells: 'the operator sends the device back to the release before',
  apps: [v1, v2],
  before: [deploy(1, v1), atRest(deploy(2, v2, v1))],
  steps: [command('r1', { revert: {} })],
  ends: () => ['v1'],
}

export const rolloutRevert: Scenario = {
  name: 'rollout-revert',
  tells: 'the rollout key sends the fleet to the fallback of its target',
  apps: [v1, v2],
  before: [deploy(1, v1), atRest(deploy(2, v2, v1))],
  steps: [rollout(2, 2, 'revert')],
  ends: () => ['v1'],
}

export const revertInTheMiddle: Scenario = {
  name: 'rollout-revert-proving',
  tells: 'the fleet is sent back while this device proves the release',
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [deploy(2, v2, v1), during('proving', rollout(2, 2, 'revert'))],
  ends: () => ['v1'],
}

export const overtaken: Scenario = {
  name: 'overtaken',
  tells: 'a newer target comes while the device switches to the last one',
  apps: [v1, v2, v3],
  before: [deploy(1, v1)],
  steps: [deploy(2, v2, v1), during('switching', deploy(3, v3, v2))],
  ends: () => ['v3'],
}

export const cancelReplaced: Scenario = {
  name: 'cancel-replaced',
  tells: 'the operator cancels, and publishes the next release before the device has given up the last one',
  apps: [v1, v2, v3],
  before: [deploy(1, v1)],
  steps: [deploy(2, v2, v1), during('waiting', command('c1', { cancel: {} })), deploy(3, v3, v1)],
  latencyMs: SLOW,
  ends: () => ['v3'],
}

export const cancelSentBack: Scenario = {
  name: 'cancel-sent-back',
  tells: 'the next release comes while the last one waits, and is sent back before the device could take it',
  apps: [v1, v2, v3],
  before: [deploy(1, v1)],
  steps: [deploy(2, v2, v1), during('waiting', deploy(3, v3, v1)), rollout(3, 2, 'revert')],
  latencyMs: SLOW,
  ends: () => ['v1'],
}

export const heldAndReleased: Scenario = {
  name: 'hold-unhold',
  tells: 'an operator holds the device, and releases it when the update waits',
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [
    command('h1', { hold: { reason: 'a surgeon is at work' } }),
    { ...deploy(2, v2, v1), when: (view) => view.results.has('h1') },
    during('waiting.blocked', command('h2', { unhold: {} })),
  ],
  ends: () => ['v2'],
}

export const triedAgain: Scenario = {
  name: 'forget-refusal',
  tells: 'a cancelled release is asked for once more',
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [
    deploy(2, v2, v1),
    during('fetching', command('c1', { cancel: {} })),
    atRest(command('f1', { forgetRefusal: { epoch: 2 } })),
  ],
  latencyMs: SLOW,
  ends: () => ['v2'],
}
