/** Services that wait for each other: one for the end of a one-shot, one for the health of another. */
import { application, type Sketch } from '../application.ts'
import { deploy, type Scenario } from '../scenario.ts'

const services = (tag: string): Record<string, Sketch> => ({
  database: { tag: 'steady', health: true, behaviour: { healthyAfterMs: 1_500 }, volumes: ['tables'] },
  migrate: {
    tag,
    restart: 'on-failure',
    behaviour: { exitsAfterMs: 700, exitCode: 0 },
    dependsOn: { database: 'healthy' },
    volumes: ['tables'],
  },
  web: { tag, health: true, dependsOn: { migrate: 'completed', database: 'healthy' } },
  worker: { tag, strategy: 'hand-over', dependsOn: { web: 'started' }, restart: 'unless-stopped' },
})

const v1 = application('v1', services('one'))
const v2 = application('v2', services('two'))
const v3 = application('v3', { database: services('two').database as Sketch })

export const severalServices: Scenario = {
  name: 'several-services',
  tells: 'four services in the order of their conditions, a one-shot among them',
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [deploy(2, v2, v1)],
  shared: ['worker'],
  ends: () => ['v2'],
}

export const fewerServices: Scenario = {
  name: 'fewer-services',
  tells: 'three of four services go, and the one that stays is not touched',
  apps: [v2, v3],
  before: [deploy(1, v2)],
  steps: [deploy(2, v3, v2)],
  shared: ['worker'],
  ends: () => ['v3'],
}
