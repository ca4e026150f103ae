/** A fresh device takes its first release. */
import { application } from '../application.ts'
import { atRest, deploy, during, rollout, type Scenario } from '../scenario.ts'

const v1 = application('v1', { web: { health: true, behaviour: { healthyAfterMs: 500 }, volumes: ['data'] } })

export const firstInstall: Scenario = {
  name: 'first-install',
  tells: 'a fresh device takes its first release',
  apps: [v1],
  steps: [deploy(1, v1)],
  ends: () => ['v1'],
}

const v2 = application('v2', {
  web: { tag: 'two', health: true, behaviour: { healthyAfterMs: 500 }, volumes: ['data'] },
})
const bad = application('v2', {
  web: { tag: 'two', health: true, behaviour: { healthyAfterMs: null }, volumes: ['data'] },
})

export const newcomerSentBack: Scenario = {
  name: 'newcomer-sent-back',
  tells: 'the fleet is sent back while a fresh device fetches its first release: it takes what the others go back to',
  apps: [v1, v2],
  steps: [deploy(2, v2, v1), during('fetching', rollout(2, 2, 'revert'))],
  ends: () => ['v1'],
}

export const newcomerOfBadRelease: Scenario = {
  name: 'newcomer-of-bad-release',
  tells: 'the first release of a fresh device is bad, and its fleet is sent back: it takes what the others go back to',
  apps: [v1, bad],
  before: [atRest(deploy(2, bad, v1))],
  steps: [rollout(2, 2, 'revert')],
  bad: ['v2'],
  ends: () => ['v1'],
}
