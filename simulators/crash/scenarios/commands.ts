/** Commands that work on the device. */
import { Outcome } from '../../../protocol/enums.ts'
import { application, type Sketch } from '../application.ts'
import { after, answered, atRest, command, deploy, during, type Scenario, wasDone, weather } from '../scenario.ts'

const services: Record<string, Sketch> = {
  web: { health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data', 'cache'] },
  worker: { volumes: ['data'], dependsOn: { web: 'started' } },
}
const v1 = application('v1', services)
const v2 = application('v2', services)

/** On the way to the broker a message can be lost. */
const LINK_MS = 15

const holding = { apps: [v1], before: [deploy(1, v1)], linkMs: LINK_MS, ends: () => ['v1'] }

export const purge: Scenario = {
  ...holding,
  name: 'purge',
  tells: 'a volume that two services use is emptied, once, and no other',
  steps: [command('p1', { purge: { volume: 'data' } })],
  purged: (view) => ({ data: wasDone(view, 'p1') ? 1 : 0 }),
}

export const purgeTwice: Scenario = {
  ...holding,
  name: 'purge-twice',
  tells: 'two purges of one volume are two',
  steps: [command('p1', { purge: { volume: 'data' } }), command('p2', { purge: { volume: 'data' } })],
  purged: (view) => ({ data: Number(wasDone(view, 'p1')) + Number(wasDone(view, 'p2')) }),
}

export const purgeForced: Scenario = {
  ...holding,
  latencyMs: 200,
  name: 'purge-forced',
  tells: 'a volume is emptied, and before that is answered once more, over locks',
  steps: [
    command('p1', { purge: { volume: 'data' } }),
    after(1500, command('p2', { purge: { volume: 'data', force: true } })),
  ],
  purged: (view) => ({ data: Number(wasDone(view, 'p1')) + Number(wasDone(view, 'p2')) }),
}

const many = application('v1', { ...services, mail: {}, printer: {}, scale: {} })

/** Looking for so many locks takes longer here than finding that a container is missing: what drifted is repaired first. */
export const purgeRepaired: Scenario = {
  ...holding,
  apps: [many],
  before: [deploy(1, many)],
  latencyMs: 5,
  name: 'purge-repaired',
  tells: 'a purge that is cut off and repaired before it goes on empties its volume once',
  steps: [command('p1', { purge: { volume: 'cache' } })],
  purged: (view) => ({ cache: wasDone(view, 'p1') ? 1 : 0 }),
}

/** The engine refuses a call until the purge has been answered. */
function failingPurge(name: string, tells: string, refused: string, emptied: number): Scenario {
  return {
    ...holding,
    name: `purge-${name}`,
    tells,
    steps: [
      weather({ refused }),
      command('p1', { purge: { volume: 'data' } }),
      { ...weather({ refused: null }), when: (view) => view.results.has('p1') },
    ],
    answered: { p1: Outcome.OUTCOME_FAILED },
    purged: () => ({ data: emptied }),
  }
}

export const purgeNotBegun = failingPurge(
  'not-begun',
  'the engine does not give the volume up: nothing is emptied, and what used it runs again',
  'removeVolume',
  0,
)
export const purgeNotEnded = failingPurge(
  'not-ended',
  'the engine gives the volume up and cannot make it anew: it has been emptied once, and is made when it can be',
  'ensureVolume',
  1,
)

export const restart: Scenario = {
  ...holding,
  name: 'restart',
  tells: 'one service is restarted, then all',
  steps: [command('s1', { restart: { service: 'web' } }), command('s2', { restart: { service: '' } })],
  answered: { s1: Outcome.OUTCOME_OK, s2: Outcome.OUTCOME_OK },
  toldToEnd: { web: 2, worker: 1 },
}

const LINES = Array.from({ length: 20 }, (_, n) => ({ afterMs: n * 400, text: `line ${n}`, stderr: n % 3 === 0 }))
const talkative = application('v1', { web: { behaviour: { lines: LINES } } })

export const logs: Scenario = {
  ...holding,
  name: 'logs',
  tells: 'logs are asked for, once as they are, once as they come',
  apps: [talkative],
  before: [deploy(1, talkative)],
  steps: [
    command('l1', { logs: { service: 'web', tail: 5 } }),
    command('l2', { logs: { service: 'web', follow: true }, budgetMs: 5_000 }),
  ],
  answered: { l1: Outcome.OUTCOME_OK, l2: Outcome.OUTCOME_OK },
}

export const reboot: Scenario = {
  ...holding,
  name: 'reboot',
  tells: 'the device reboots, and answers afterwards',
  steps: [command('b1', { reboot: {} })],
  reboots: 1,
}

export const shutdown: Scenario = {
  ...holding,
  name: 'shutdown',
  tells: 'the device is switched off, once, and answers when somebody has switched it on again',
  steps: [command('b1', { shutdown: {} })],
  answered: { b1: Outcome.OUTCOME_OK },
  shutdowns: 1,
}

const FORCED = after(300, command('s1', { restart: { service: 'web', force: true } }))
const BOTH = { b1: Outcome.OUTCOME_OK, s1: Outcome.OUTCOME_OK }

export const rebootNotOvertaken: Scenario = {
  ...reboot,
  name: 'reboot-forced',
  tells: 'a reboot that has been ordered is overtaken by no restart with force',
  steps: [...reboot.steps, FORCED],
  answered: BOTH,
}

export const shutdownNotOvertaken: Scenario = {
  ...shutdown,
  name: 'shutdown-forced',
  tells: 'a device that is to be switched off is kept from it by no restart with force',
  steps: [...shutdown.steps, FORCED],
  answered: BOTH,
}

const v3 = application('v3', { web: { ...services.web, tag: 'three' } })

export const prune: Scenario = {
  name: 'prune',
  tells: 'what no release needs is removed, and with what is left the device goes back without the network',
  apps: [v1, v2, v3],
  before: [
    deploy(1, v1),
    atRest(deploy(2, v2, v1)),
    // What is left of the first release stays for once.
    atRest(weather({ refused: 'removeImage' })),
    deploy(3, v3, v2),
    atRest(weather({ refused: null })),
  ],
  steps: [
    weather({ registry: 'unreachable' }),
    command('q1', { prune: {} }),
    answered('q1', command('r1', { revert: {} })),
  ],
  answered: { q1: Outcome.OUTCOME_OK, r1: Outcome.OUTCOME_OK },
  ends: () => ['v2'],
}

export const manyCommands: Scenario = {
  ...holding,
  name: 'commands',
  tells: 'more commands than one at once, among them some that are refused',
  steps: [
    command('a1', { identify: {} }),
    command('a2', { restart: { service: 'nobody' } }),
    command('a3', { hold: { reason: 'lunch' } }),
    command('a4', { purge: { volume: 'nothing' } }),
    command('a5', { cancel: {} }),
    command('a6', { unhold: {} }),
    command('a7', { identify: {} }),
  ],
}

export const commandsDuringUpdate: Scenario = {
  name: 'commands-during-update',
  tells: 'a restart and a purge wait for the update, or it for them',
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [
    deploy(2, v2, v1),
    during('switching', command('s1', { restart: { service: 'web' } })),
    during('proving', command('p1', { purge: { volume: 'data' } })),
  ],
  ends: () => ['v2'],
  purged: (view) => ({ data: wasDone(view, 'p1') ? 1 : 0 }),
}

/** A purge takes long here, and what is fetched is there soon. */
export const purgeBeforeStaging: Scenario = {
  name: 'purge-before-staging',
  tells: 'containers of a new release are made only when the purge of a volume of theirs has ended',
  latencyMs: 400,
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [command('p1', { purge: { volume: 'data' } }), after(700, deploy(2, v2, v1))],
  ends: () => ['v2'],
  answered: { p1: Outcome.OUTCOME_OK },
  purged: () => ({ data: 1 }),
}
