/** What holds an update up, and lets it go on: windows, locks, holds, and an operator who hurries it. */

import type { Loose } from '../../../protocol/codec.ts'
import { Gate, Outcome } from '../../../protocol/enums.ts'
import type { Policy } from '../../../protocol/types.ts'
import { application, type Sketch } from '../application.ts'
import { after, answered, command, deploy, during, file, type Scenario, type Step, type View } from '../scenario.ts'

const services = (tag: string): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'] },
  worker: { tag: 'steady' },
})
const v1 = application('v1', services('one'))
const next = (policy: Loose<Policy> = {}) => application('v2', services('two'), policy)

const OK = Outcome.OUTCOME_OK
const LOCK = '/run/holdfast/lock'
const ENDED_ONCE = { web: 1, worker: 0 }

function updating(v2 = next()) {
  return { apps: [v1, v2], before: [deploy(1, v1)], toldToEnd: ENDED_ONCE, ends: () => ['v2'] }
}

// ---------------------------------------------------------------- windows

const MINUTE = 60_000
/** Minutes of each hour; the clock of a scenario begins with one. */
const DOWNLOAD = { from: 10, until: 15 }
const APPLY = { from: 20, until: 25 }
const isIn = ({ from, until }: typeof APPLY, { wallMs }: View) => {
  const minute = (wallMs / MINUTE) % 60
  return minute >= from && minute < until
}
const windowOf = ({ from, until }: typeof APPLY, gate: Gate, when = '* * * *') => ({
  schedule: `${from} ${when}`,
  durationMs: (until - from) * MINUTE,
  gate,
})
const windowed = next({ windows: [windowOf(DOWNLOAD, Gate.GATE_DOWNLOAD), windowOf(APPLY, Gate.GATE_APPLY)] })

export const windows: Scenario = {
  ...updating(windowed),
  name: 'windows',
  tells: 'an update waits for a window to download in, and for another one to apply in',
  steps: [deploy(2, windowed, v1)],
  mayPass: (gate, view) => isIn(gate === 'download' ? DOWNLOAD : APPLY, view),
}

/** Each comes once in a year. */
const rare = next({
  windows: [windowOf(DOWNLOAD, Gate.GATE_DOWNLOAD, '0 1 1 *'), windowOf(APPLY, Gate.GATE_APPLY, '0 1 1 *')],
})

export const rareWindows: Scenario = {
  ...updating(rare),
  name: 'windows-rare',
  tells: 'what was downloaded in one window is applied in the next, and waits for no other to download in',
  steps: [deploy(2, rare, v1)],
  mayPass: (gate, view) => isIn(gate === 'download' ? DOWNLOAD : APPLY, view),
}

/** None of these comes in the time of a scenario. */
const closed = next({ windows: [{ schedule: '0 0 29 2 *' }] })

export const updateNow: Scenario = {
  ...updating(closed),
  name: 'update-now',
  tells: 'an operator lets an update pass over its windows, which are closed',
  steps: [deploy(2, closed, v1), during('waiting.blocked', after(45_000, command('u1', { updateNow: {} })))],
  answered: { u1: OK },
  mayPass: (_, { sent }) => sent.includes('u1'),
}

// ---------------------------------------------------------------- locks

const unlocked = (_: string, { hasFile }: View) => !hasFile(LOCK)
/** Also after each start, until the last step, in which it gives the lock back or is passed over. */
const locking = (steps: readonly Step[]): Pick<Scenario, 'steps' | 'writes'> => ({
  steps,
  writes: (service, { stepsDone }) => (service === 'web' && stepsDone > 0 && stepsDone < steps.length ? [LOCK] : []),
})
const LOCKED = file('web', LOCK, 'in the middle of a print')

export const lock: Scenario = {
  ...updating(),
  name: 'lock',
  tells: 'an application holds a lock while its update is fetched, and gives it back',
  ...locking([LOCKED, deploy(2, next(), v1), during('waiting.blocked', after(45_000, file('web', LOCK, null)))]),
  mayPass: (gate, { hasFile }) => gate === 'download' || !hasFile(LOCK),
  mayEnd: unlocked,
}

const LOCK_S = 50

export const lockThatEnds: Scenario = {
  ...updating(),
  name: 'lock-seconds',
  tells: 'a lock that names its seconds ends by itself, and not before',
  steps: [file('web', LOCK, JSON.stringify({ seconds: LOCK_S })), deploy(2, next(), v1)],
  mayPass: (gate, { sinceMs, hasFile }) => gate === 'download' || sinceMs >= LOCK_S * 1_000 || !hasFile(LOCK),
}

const AT_MOST_MS = 60_000
const limited = next({ longestLockMs: AT_MOST_MS })

export const lockThatIsPassedOver: Scenario = {
  ...updating(limited),
  name: 'lock-at-most',
  tells: 'a lock without end puts an update off for as long as its target allows, and no longer',
  steps: [LOCKED, deploy(2, limited, v1)],
  writes: (service, { stepsDone }) => (service === 'web' && stepsDone > 0 ? [LOCK] : []),
  mayPass: (gate, { sinceMs }) => gate === 'download' || sinceMs >= AT_MOST_MS,
}

export const updateNowForced: Scenario = {
  ...updating(closed),
  name: 'update-now-force',
  tells: 'an operator lets an update pass over its windows and over a lock, one after the other',
  ...locking([
    LOCKED,
    deploy(2, closed, v1),
    during('waiting.blocked', after(3_000, command('u1', { updateNow: {} }))),
    answered('u1', during('waiting.blocked', after(5_000, command('u2', { updateNow: { force: true } })))),
  ]),
  answered: { u1: OK, u2: OK },
  mayPass: (gate, { sent }) => sent.includes(gate === 'download' ? 'u1' : 'u2'),
  mayEnd: (_, { sent }) => sent.includes('u2'),
}

/** A command that an application puts off, and then does not any more. */
function lockedCommand(
  name: string,
  tells: string,
  step: ReturnType<typeof command>,
  more: Partial<Scenario>,
): Scenario {
  return {
    apps: [v1],
    before: [deploy(1, v1)],
    ends: () => ['v1'],
    name: `lock-${name}`,
    tells,
    ...locking([LOCKED, step, after(20_000, file('web', LOCK, null))]),
    mayEnd: unlocked,
    ...more,
  }
}

export const lockedCommands: readonly Scenario[] = [
  lockedCommand('restart', 'a restart waits for a lock', command('c1', { restart: { service: 'web' } }), {
    toldToEnd: ENDED_ONCE,
    answered: { c1: OK },
  }),
  lockedCommand('stop', 'a stop waits for a lock', command('c1', { stop: { service: 'web' } }), {
    toldToEnd: ENDED_ONCE,
    answered: { c1: OK },
  }),
  lockedCommand('purge', 'a purge waits for a lock', command('c1', { purge: { volume: 'data' } }), {
    toldToEnd: ENDED_ONCE,
    answered: { c1: OK },
    purged: () => ({ data: 1 }),
  }),
  lockedCommand('reboot', 'a reboot waits for a lock', command('c1', { reboot: {} }), {
    reboots: 1,
    answered: { c1: OK },
  }),
  {
    ...lockedCommand(
      'overtaken',
      'a restart with force overtakes one that waits for a lock, and both are done',
      LOCKED,
      {},
    ),
    ...locking([
      LOCKED,
      command('c1', { restart: { service: 'web' } }),
      after(3_000, command('c2', { restart: { service: 'web', force: true } })),
      answered('c2', after(20_000, file('web', LOCK, null))),
    ]),
    toldToEnd: { web: 2, worker: 0 },
    answered: { c1: OK, c2: OK },
    mayEnd: (_, { hasFile, sent }) => !hasFile(LOCK) || sent.includes('c2'),
  },
  {
    ...lockedCommand(
      'behind',
      'what waits behind a command that waits for a lock is answered when its time is over',
      LOCKED,
      {},
    ),
    ...locking([
      LOCKED,
      command('c1', { restart: { service: 'web' } }),
      command('c2', { restart: { service: 'worker' }, budgetMs: 5_000 }),
      answered('c2', after(5_000, file('web', LOCK, null))),
    ]),
    toldToEnd: ENDED_ONCE,
    answered: { c1: OK, c2: Outcome.OUTCOME_EXPIRED },
  },
]

// ---------------------------------------------------------------- holds

const ON = command('h2', { unhold: {} })

export const holdDownloads: Scenario = {
  ...updating(),
  name: 'hold-downloads',
  tells: 'an operator holds downloading too: nothing moves until it is released',
  steps: [
    command('h1', { hold: { reason: 'a dear link', downloads: true } }),
    answered('h1', deploy(2, next(), v1)),
    during('waiting.blocked', after(45_000, ON)),
  ],
  answered: { h1: OK, h2: OK },
  mayPass: (_, { sent }) => sent.includes('h2'),
}

export const holdChanged: Scenario = {
  ...updating(),
  name: 'hold-changed',
  tells: 'a hold of downloads becomes one of applying alone: it is fetched, and not applied',
  steps: [
    command('h1', { hold: { reason: 'a dear link', downloads: true } }),
    answered('h1', deploy(2, next(), v1)),
    during('waiting.blocked', after(2_000, command('h3', { hold: { reason: 'a surgeon is at work' } }))),
    answered('h3', during('waiting.blocked', after(20_000, ON))),
  ],
  answered: { h1: OK, h2: OK, h3: OK },
  mayPass: (gate, { sent }) => sent.includes(gate === 'download' ? 'h3' : 'h2'),
}
