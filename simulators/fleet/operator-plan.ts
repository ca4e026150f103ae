/**
 * What the operators of a simulated fleet do over the weeks.
 *
 * Invariant: pure; it follows from the seed alone, whatever the devices make of it and however many there are. Every
 * release is followed by what says how it went: it is widened, or sent back.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Command } from '../../protocol/types.ts'
import { type Application, application, type RolloutWord, type Sketch } from '../crash/application.ts'
import { seededRandom } from '../seeded-random.ts'

export type FleetAct = { atMs: number } & (
  | { do: 'deploy'; epoch: number; app: Application; fallback: Application | null }
  | { do: 'rollout'; epoch: number; revision: number; word: RolloutWord; share: number }
)

export interface Plan {
  apps: readonly Application[]
  /** Versions that cannot prove themselves. */
  bad: readonly string[]
  /** In the order of their time. */
  acts: readonly FleetAct[]
  /** Good, and the last: what every device must run when all is over. */
  last: FleetAct[]
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How an update is proved, milliseconds. */
const POLICY = { healthTimeoutMs: 300_000, soakMs: 60_000, contactTimeoutMs: 86_400_000 }

/** @param days until the faults end; the last release comes then */
export function operatorPlan(seed: string, days: number): Plan {
  const chance = seededRandom(`${seed}/operator`)
  const acts: FleetAct[] = []
  const apps: Application[] = []
  const bad: string[] = []
  let good: Application | null = null
  for (let atMs = 0, epoch = 1; atMs < days * DAY; epoch += 1) {
    const isBad = epoch > 1 && chance() < 0.2
    const app = appOf(chance, epoch, isBad)
    apps.push(app)
    if (isBad) bad.push(app.version)
    acts.push(...rolloutOf(chance, atMs, epoch, app, good, isBad))
    if (!isBad) good = app
    atMs += (4 + chance() * 10) * DAY
  }
  const epoch = apps.length + 1
  const app = appOf(chance, epoch, false)
  apps.push(app)
  const atMs = days * DAY
  const last: FleetAct[] = [
    { atMs, do: 'rollout', epoch, revision: 1, word: 'go', share: 10_000 },
    { atMs, do: 'deploy', epoch, app, fallback: good },
  ]
  return { apps, bad, acts: acts.filter((act) => act.atMs < days * DAY).toSorted((a, b) => a.atMs - b.atMs), last }
}

function rolloutOf(
  chance: () => number,
  atMs: number,
  epoch: number,
  app: Application,
  fallback: Application | null,
  isBad: boolean,
): FleetAct[] {
  const step = (afterMs: number, revision: number, word: RolloutWord, share: number): FleetAct => {
    return { atMs: atMs + afterMs, do: 'rollout', epoch, revision, word, share }
  }
  const first = epoch === 1 ? 10_000 : Math.floor(500 + chance() * 2_000)
  const deploy: FleetAct = { atMs, do: 'deploy', epoch, app, fallback }
  const begun = [step(0, 1, 'go', first), deploy]
  if (isBad || (fallback !== null && chance() < 0.15))
    return [...begun, step((1 + chance() * 5) * HOUR, 2, 'revert', first)]
  return [
    ...begun,
    ...(chance() < 0.3 ? [step(HOUR, 2, 'paused', first)] : []),
    step(6 * HOUR, 3, 'go', 5_000),
    step(24 * HOUR, 4, 'go', 10_000),
  ]
}

/** One to three services, some on volumes, as real ones are. */
function appOf(chance: () => number, epoch: number, isBad: boolean): Application {
  const names = ['web', 'store', 'sync'].slice(0, 1 + Math.floor(chance() * 3))
  const culprit = names[Math.floor(chance() * names.length)]
  const sketches = names.map((name): [string, Sketch] => {
    const health = name === culprit || chance() < 0.5
    return [
      name,
      {
        tag: `${name === culprit ? epoch : Math.ceil(epoch / 2)}`,
        health,
        volumes: name === 'store' ? ['data'] : [],
        behaviour: { healthyAfterMs: isBad && name === culprit ? null : Math.floor(chance() * 1_500) },
      },
    ]
  })
  return application(`v${epoch}`, Object.fromEntries(sketches), POLICY)
}

export interface DeviceCommand {
  atMs: number
  id: string
  action: Loose<Command>
}

/** What somebody asks of one device: every week or so. */
export function commandsOf(seed: string, device: string, days: number): DeviceCommand[] {
  const chance = seededRandom(`${seed}/commands/${device}`)
  const commands: DeviceCommand[] = []
  const add = (atMs: number, action: Loose<Command>) => commands.push({ atMs, id: `c${commands.length + 1}`, action })
  for (let atMs = chance() * 7 * DAY; atMs < days * DAY; atMs += (3 + chance() * 10) * DAY) {
    const kinds: (() => void)[] = [
      () => add(atMs, { identify: {} }),
      () => add(atMs, { reboot: {} }),
      () => add(atMs, { restart: { service: '' } }),
      () => {
        add(atMs, { hold: { reason: 'market day' } })
        add(atMs + (1 + chance() * 20) * HOUR, { unhold: {} })
      },
      () => add(atMs, { stop: { service: 'web', forMs: Math.floor((0.1 + chance() * 5) * HOUR) } }),
    ]
    kinds[Math.floor(chance() * kinds.length)]?.()
  }
  return commands.filter((command) => command.atMs < days * DAY).toSorted((a, b) => a.atMs - b.atMs)
}
