/** Secrets that arrive, are rotated and are taken away while an update runs. */
import { application, type Sketch } from '../application.ts'
import { after, atRest, deploy, during, type Scenario, type Step } from '../scenario.ts'

const services = (tag: string, uses: readonly string[]): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, secrets: [...uses] },
  worker: { tag: 'steady', dependsOn: { web: 'started' } },
})
const bare = application('v1', services('one', []))
const v1 = application('v1', services('one', ['db']))
const v2 = application('v2', services('two', ['db']))

const [ONE, TWO] = ['value-one', 'value-two']
const ever = [{ db: ONE }, { db: TWO }]

function secrets(revision: number, values: Record<string, string>): Step {
  return {
    tells: `publish secrets ${revision}: ${Object.keys(values).join() || 'none'}`,
    when: () => true,
    act: (hands) => hands.secrets(revision, values),
  }
}

const given = [secrets(1, { db: ONE }), deploy(1, v1)]

export const secretScenarios: readonly Scenario[] = [
  {
    name: 'secret-arrives',
    tells: 'a release waits for a secret that the device does not have, and goes on when it comes',
    apps: [bare, v2],
    before: [deploy(1, bare)],
    steps: [deploy(2, v2, bare), after(2_000, secrets(1, { db: ONE }))],
    secrets: { ends: 1, values: { db: ONE }, ever },
    ends: () => ['v2'],
  },
  {
    name: 'secret-rotated',
    tells: 'a value changes at rest: the service that uses it is made anew, and no other',
    apps: [v1],
    before: given,
    steps: [atRest(secrets(2, { db: TWO }))],
    secrets: { ends: 2, values: { db: TWO }, ever },
    ends: () => ['v1'],
  },
  ...(['proving'] as const).map(
    (phase): Scenario => ({
      name: `secret-rotated-${phase}`,
      tells: `a value changes while an update is ${phase}`,
      apps: [v1, v2],
      before: given,
      steps: [deploy(2, v2, v1), during(phase, secrets(2, { db: TWO }))],
      secrets: { ends: 2, values: { db: TWO }, ever },
      ends: () => ['v2'],
    }),
  ),
  ...(['switching', 'proving'] as const).map(
    (phase): Scenario => ({
      name: `secret-removed-${phase}`,
      tells: `a secret is taken away while an update is ${phase}, and comes back`,
      apps: [v1, v2],
      before: given,
      steps: [deploy(2, v2, v1), during(phase, secrets(2, {})), after(60_000, secrets(3, { db: TWO }))],
      secrets: { ends: 3, values: { db: TWO }, ever },
      ends: () => ['v2'],
    }),
  ),
]
