/** Keys that are rotated: what they sign counts once the chain is on the disk, and what they no longer sign does not. */
import { application, type Sketch } from '../application.ts'
import { after, answered, atRest, command, deploy, during, harm, type Scenario, trust } from '../scenario.ts'

const services = (tag: string): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'] },
  worker: { tag: 'steady', dependsOn: { web: 'started' } },
})
const v1 = application('v1', services('one'))
const v2 = application('v2', services('two'))
const v3 = application('v3', services('three'))

const rotating = { apps: [v1, v2], before: [deploy(1, v1)], trust: { ends: 1, signs: { 2: 1 } } }

export const trustScenarios: readonly Scenario[] = [
  {
    ...rotating,
    name: 'keys-rotated',
    tells: 'a chain that replaces the release key is taken; the next release is signed by the new key alone',
    steps: [trust(1), deploy(2, v2, v1, 1)],
    ends: () => ['v2'],
  },
  {
    ...rotating,
    name: 'keys-rotated-late',
    tells: 'the release is there before the chain that lets it in',
    steps: [deploy(2, v2, v1, 1), after(2_000, trust(1))],
    ends: () => ['v2'],
  },
  {
    ...rotating,
    name: 'keys-rotated-twice',
    tells: 'two versions come at once, the second one with another trust key, in the middle of an update',
    trust: { ends: 2, signs: { 3: 2 } },
    steps: [deploy(2, v2, v1), during('fetching', trust(2)), atRest(deploy(3, v2, v1, 2))],
    // Each of them has v2, and the first is given up unless it was proved before the chain came.
    ends: () => ['v2'],
  },
  {
    ...rotating,
    name: 'key-removed-waiting',
    tells: 'a release waits, and its key is removed: it is given up, and never runs; the next one does',
    trust: { ends: 1, signs: { 3: 1 } },
    apps: [v1, v2, v3],
    steps: [
      command('h1', { hold: { reason: 'look first' } }),
      answered('h1', deploy(2, v2, v1)),
      during('waiting', trust(1)),
      atRest(command('u1', { unhold: {} })),
      answered('u1', atRest(deploy(3, v3, v1, 1))),
    ],
    ends: () => ['v3'],
  },
  {
    ...rotating,
    name: 'keys-rotated-store-lost',
    tells: 'the store is lost after keys were rotated: the device begins again from what it is configured with',
    steps: [trust(1), deploy(2, v2, v1, 1), atRest(harm('store-lost'))],
    ends: () => ['v2'],
  },
]
