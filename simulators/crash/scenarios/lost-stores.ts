/** Stores that are gone, or that a later agent has written: what runs is adopted, and nothing of it is touched for that. */
import { application, type Sketch } from '../application.ts'
import { after, atRest, deploy, during, harm, type Scenario, weather } from '../scenario.ts'

const services = (tag: string, web: Sketch = {}): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'], ...web },
  worker: { tag: 'steady', dependsOn: { web: 'started' } },
})
const v1 = application('v1', services('one'))
const v2 = application('v2', services('two'))
const broken = application('v2', services('broken', { behaviour: { healthyAfterMs: null } }))

const updating = { apps: [v1, v2], before: [deploy(1, v1)] }

export const storeLost: Scenario = {
  ...updating,
  name: 'store-lost',
  tells: 'the store is lost at rest: what runs is adopted, and then proved to be what is wanted',
  steps: [atRest(harm('store-lost'))],
  creates: 0,
  ends: () => ['v1'],
}

export const storeLostAlone: Scenario = {
  ...updating,
  name: 'store-lost-alone',
  tells: 'the store is lost, and nobody says what shall run: what ran runs on',
  steps: [weather({ brokerAway: true }), harm('store-lost'), after(600_000, weather({ brokerAway: false }))],
  creates: 0,
  ends: () => ['v1'],
}

export const storeLostUpdate: Scenario = {
  ...updating,
  name: 'store-lost-update',
  tells: 'the store is lost, and the first target that is seen then is the next one',
  steps: [harm('store-lost'), deploy(2, v2, v1)],
  ends: () => ['v2'],
}

export const storeLostRollback: Scenario = {
  name: 'store-lost-rollback',
  tells: 'the store is lost, the next release is bad: back to what was adopted',
  apps: [v1, broken],
  before: [deploy(1, v1)],
  steps: [harm('store-lost'), deploy(2, broken)],
  bad: ['v2'],
  ends: () => [null],
  adopts: v1,
}

export const storeLostSwitching: Scenario = {
  ...updating,
  name: 'store-lost-switching',
  tells: 'the store is lost in the middle of a switch',
  steps: [deploy(2, v2, v1), during('switching', harm('store-lost'))],
  ends: () => ['v2'],
}

export const laterCheckpoint: Scenario = {
  ...updating,
  name: 'later-checkpoint',
  tells: 'the checkpoint is of a version that this agent does not know',
  steps: [harm('checkpoint-of-later-version')],
  creates: 0,
  ends: () => ['v1'],
}

export const laterCheckpointProving: Scenario = {
  ...updating,
  name: 'later-checkpoint-proving',
  tells: 'the same, in the middle of a proof',
  steps: [deploy(2, v2, v1), during('proving', harm('checkpoint-of-later-version'))],
  ends: () => ['v2'],
}
