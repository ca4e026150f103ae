/** Releases on a medium, for a device whose broker and registry are away; the medium may go in the middle too. */
import { application, type Sketch } from '../application.ts'
import { after, deploy, during, type Scenario, type Step, weather } from '../scenario.ts'

const web: Sketch = { health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'] }
const v1 = application('v1', { web: { ...web, tag: 'one' } })
const v2 = application('v2', { web: { ...web, tag: 'two' } })
const sick = application('v2', { web: { ...web, tag: 'two', behaviour: { healthyAfterMs: null } } })

const OFFLINE = weather({ brokerAway: true, registry: 'unreachable' })
/** At the broker stands what was there before. */
const BACK: Step = {
  ...weather({ brokerAway: false, registry: null }),
  when: ({ intent }) => intent?.phase === 'idle' && intent.current?.epoch === 2,
}
const inserted = weather({ medium: { epoch: 2, version: 'v2' } })
const offline = { before: [deploy(1, v1)], isOffline: true } as const

export const bundle: Scenario = {
  ...offline,
  name: 'bundle',
  tells:
    'a release comes on a medium: it is committed without broker and registry, and outlives the broker that knows less',
  apps: [v1, v2],
  steps: [OFFLINE, after(1_000, inserted), BACK],
  ends: () => ['v2'],
}

export const bundleTakenAway: Scenario = {
  ...offline,
  name: 'bundle-taken-away',
  tells: 'the medium is taken away as soon as the images are fetched from it, and is back later: nothing is lost',
  apps: [v1, v2],
  steps: [
    OFFLINE,
    after(1_000, inserted),
    during('fetching', weather({ medium: null })),
    after(30_000, inserted),
    BACK,
  ],
  ends: () => ['v2'],
}

export const bundleThatIsSick: Scenario = {
  ...offline,
  name: 'bundle-sick',
  tells: 'a release from a medium that is not healthy: the device goes back, alone',
  apps: [v1, sick],
  bad: ['v2'],
  steps: [
    OFFLINE,
    after(1_000, inserted),
    { ...weather({ brokerAway: false, registry: null }), when: ({ intent }) => (intent?.refused.length ?? 0) > 0 },
  ],
  ends: () => ['v1'],
}
