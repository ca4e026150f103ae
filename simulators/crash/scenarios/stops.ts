/** Services that an operator keeps down, for ever and for a time: through cuts, updates and other commands. */
import { Outcome } from '../../../protocol/enums.ts'
import { application, type Sketch } from '../application.ts'
import { after, answered, command, deploy, during, type Scenario, type Step } from '../scenario.ts'

const services = (tag: string): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'] },
  // An engine that comes back starts it whatever it ended by, unless it was stopped.
  worker: { tag, restart: 'unless-stopped' },
})
const v1 = application('v1', services('one'))
const v2 = application('v2', services('two'))

const holding = { apps: [v1], before: [deploy(1, v1)], linkMs: 15, ends: () => ['v1'] }
const STOP = command('s1', { stop: { service: 'web' } })
const FOR_MS = 40_000
const STOP_FOR = command('s1', { stop: { service: 'web', forMs: FOR_MS } })
const DONE = { s1: Outcome.OUTCOME_OK }

export const stop: Scenario = {
  ...holding,
  name: 'stop',
  tells: 'a service is stopped, and stays down',
  steps: [STOP],
  answered: DONE,
  toldToEnd: { web: 1, worker: 0 },
}

const waiting = (tag: string) =>
  application(`v-${tag}`, { web: { tag }, worker: { tag, restart: 'always', dependsOn: { web: 'started' } } })
const [one, two] = [waiting('one'), waiting('two')]
/** Longer than a release has for coming up. */
const LONG_MS = 120_000

export const stopAwaited: Scenario = {
  apps: [one, two],
  before: [deploy(1, one)],
  name: 'stop-awaited',
  tells: 'a release of which something waits for what is kept down is not refused for it: it waits',
  steps: [
    STOP,
    answered('s1', deploy(2, two, one)),
    during('waiting', after(LONG_MS, command('s2', { start: { service: 'web' } }))),
  ],
  answered: { ...DONE, s2: Outcome.OUTCOME_OK },
  mayPass: (gate, { sent }) => gate === 'download' || sent.includes('s2'),
  ends: () => ['v-two'],
}

export const stopAll: Scenario = {
  ...holding,
  name: 'stop-all',
  tells: 'every service is stopped, one is started again',
  steps: [command('s1', { stop: { service: '' } }), answered('s1', command('s2', { start: { service: 'worker' } }))],
  answered: { ...DONE, s2: Outcome.OUTCOME_OK },
  toldToEnd: { web: 1, worker: 1 },
}

export const stopAndStart: Scenario = {
  ...holding,
  name: 'stop-start',
  tells: 'a service is stopped and started again: once each',
  steps: [STOP, answered('s1', after(2_000, command('s2', { start: { service: 'web' } })))],
  answered: { ...DONE, s2: Outcome.OUTCOME_OK },
  toldToEnd: { web: 1, worker: 0 },
}

export const stopFor: Scenario = {
  ...holding,
  name: 'stop-for',
  tells: 'a service is stopped for a time, which neither ends at once nor never',
  steps: [STOP_FOR],
  answered: DONE,
  toldToEnd: { web: 1, worker: 0 },
}

export const stopForEver: Scenario = {
  ...holding,
  name: 'stop-for-longer',
  tells: 'a stop for a time is followed by one for ever',
  steps: [STOP_FOR, answered('s1', command('s2', { stop: { service: 'web' } }))],
  answered: { ...DONE, s2: Outcome.OUTCOME_OK },
  toldToEnd: { web: 1, worker: 0 },
}

export const stoppedUpdate: Scenario = {
  name: 'stop-update',
  tells: 'what is stopped stays down through an update',
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [STOP, answered('s1', deploy(2, v2, v1))],
  answered: DONE,
  toldToEnd: { web: 1, worker: 1 },
  ends: () => ['v2'],
}

export const stoppedForUpdate: Scenario = {
  ...stoppedUpdate,
  name: 'stop-for-update',
  tells: 'the time of a stop ends while the next release proves itself, or after it',
  steps: [command('s1', { stop: { service: 'web', forMs: 4_000 } }), answered('s1', deploy(2, v2, v1))],
  // Its time may be over, for nobody knows how long it was dark, before the update has come to it.
  toldToEnd: { web: 2, worker: 1 },
}

export const stoppedWhileProving: Scenario = {
  ...stoppedUpdate,
  name: 'stop-proving',
  tells: 'a stop that is asked for while a release proves itself',
  steps: [deploy(2, v2, v1), during('proving', STOP)],
  toldToEnd: { web: 2, worker: 1 },
}

export const stoppedAndRestarted: Scenario = {
  ...holding,
  name: 'stop-restart',
  tells: 'every service is restarted, and the one that is stopped stays down',
  steps: [STOP, answered('s1', command('s2', { restart: { service: '' } }))],
  answered: { ...DONE, s2: Outcome.OUTCOME_OK },
  toldToEnd: { web: 1, worker: 1 },
}

export const stoppedAndPurged: Scenario = {
  ...holding,
  name: 'stop-purge',
  tells: 'the volume of a service that is stopped is emptied, and the service stays down',
  steps: [STOP, answered('s1', command('p1', { purge: { volume: 'data' } }))],
  answered: { ...DONE, p1: Outcome.OUTCOME_OK },
  toldToEnd: { web: 1, worker: 0 },
  purged: () => ({ data: 1 }),
}

/** The first that is told to end has ended: the stop has begun. */
const begun = (step: Step): Step => during('idle', { ...step, when: (view) => !view.runs('worker') && step.when(view) })

export const stopNotOvertaken: Scenario = {
  ...holding,
  name: 'stop-forced',
  tells: 'a stop that has begun is overtaken by no restart with force',
  steps: [
    command('s1', { stop: { service: '' } }),
    begun(command('s2', { restart: { service: 'worker', force: true } })),
  ],
  answered: { ...DONE, s2: Outcome.OUTCOME_REFUSED },
  toldToEnd: { web: 1, worker: 1 },
}
