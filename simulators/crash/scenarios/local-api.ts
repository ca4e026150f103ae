/** What applications ask by the local API, and what a release says of a service's locks. */
import { application, type Sketch } from '../application.ts'
import { after, deploy, during, file, lease, type Scenario, type Step, type View } from '../scenario.ts'

const services = (tag: string, change: Partial<Sketch> = {}): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, ...change },
  worker: { tag: 'steady' },
})

function updating(change: Partial<Sketch> = {}, change2 = change) {
  const [v1, v2] = [application('v1', services('one', change)), application('v2', services('two', change2))]
  const common = { apps: [v1, v2], before: [deploy(1, v1)], toldToEnd: { web: 1, worker: 0 }, ends: () => ['v2'] }
  return { common, next: deploy(2, v2, v1) }
}

/** Or at rest: a power cut takes the lock with the run that held it. */
const orAtRest = (step: Step, given: Step): Step => ({
  ...step,
  when: (view) => given.when(view) || (view.resting && step.when(view)),
})

// ---------------------------------------------------------------- by the local API

const leasing = updating()
const BACK = lease('web', 'release')

const lockByApi: Scenario = {
  ...leasing.common,
  name: 'lock-api',
  tells: 'an application holds a lock by the local API, over the deaths of the agent, and gives it back',
  steps: [
    lease('web', 'acquire'),
    after(1_000, leasing.next),
    orAtRest(BACK, during('waiting.blocked', after(45_000, BACK))),
  ],
  mayPass: (gate, { leased }) => gate === 'download' || !leased,
  mayEnd: (_, { leased }) => !leased,
}

const handing = updating({}, { strategy: 'hand-over', waitUntilReady: true })

const readyByApi: Scenario = {
  ...handing.common,
  name: 'update-hand-over-word',
  tells: 'the old one stays until the new one says by the local API that it is ready',
  steps: [handing.next],
  shared: ['web'],
  handsOver: 'web',
  saysReady: 'web',
}

// ---------------------------------------------------------------- what a release says of locks

const LOCK = '/run/holdfast/lock'
const OWN = '/var/lib/press/busy'
/** Also after each start. */
const locking = (path: string, until: (stepsDone: number) => boolean) => {
  return (service: string, { stepsDone }: View) =>
    service === 'web' && stepsDone > 0 && until(stepsDone) ? [path] : []
}

const ignored = updating({ locks: { ignored: true } })

const lockIgnored: Scenario = {
  ...ignored.common,
  name: 'lock-ignored',
  tells: 'a lock of a service whose locks count for nothing puts nothing off',
  steps: [file('web', LOCK, 'for ever'), ignored.next],
  writes: locking(LOCK, () => true),
}

const owning = updating({ locks: { file: OWN } })

const lockOwnFile: Scenario = {
  ...owning.common,
  name: 'lock-own-file',
  tells: 'a lock under the name that the service itself has for it puts an update off until it is given back',
  steps: [
    file('web', OWN, 'in the middle of a print'),
    owning.next,
    during('waiting.blocked', after(45_000, file('web', OWN, null))),
  ],
  writes: locking(OWN, (stepsDone) => stepsDone < 3),
  mayPass: (gate, { hasFile }) => gate === 'download' || !hasFile(OWN),
  mayEnd: (_, { hasFile }) => !hasFile(OWN),
}

const LONGEST_MS = 60_000
const bounded = updating({ locks: { longestMs: LONGEST_MS } })

const lockAtMostOfService: Scenario = {
  ...bounded.common,
  name: 'lock-service-at-most',
  tells: 'a lock without end puts an update off for as long as the release allows its service, and no longer',
  steps: [file('web', LOCK, 'for ever'), bounded.next],
  writes: locking(LOCK, () => true),
  mayPass: (gate, { sinceMs }) => gate === 'download' || sinceMs >= LONGEST_MS,
}

export const localApiScenarios: readonly Scenario[] = [
  lockByApi,
  readyByApi,
  lockIgnored,
  lockOwnFile,
  lockAtMostOfService,
]
