/**
 * What goes wrong with the devices of a simulated fleet, and how often.
 *
 * Invariant: pure. When a device's faults come, and how long they last, follows from the seed and its name alone.
 */
import { seededRandom } from '../seeded-random.ts'

interface FaultKind {
  tells: string
  /** Shortest and longest, milliseconds; between them by chance, so that short ones are the most. */
  least: number
  most: number
}

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE

export const FAULTS = {
  'power-cut': { tells: 'the power goes', least: 5 * SECOND, most: 2 * HOUR },
  'lost-link': { tells: 'the link to the broker is lost', least: 2 * SECOND, most: 3 * HOUR },
  'slow-pull': { tells: 'pulls take twenty times as long', least: MINUTE, most: 6 * HOUR },
  'full-disk': { tells: "the store's disk and the engine's are full", least: MINUTE, most: 2 * HOUR },
  'bad-health': { tells: "the services' health checks fail", least: 10 * SECOND, most: 30 * MINUTE },
  'wrong-clock': { tells: 'the wall clock is wrong from the next boot on', least: HOUR, most: 48 * HOUR },
  'lying-registry': { tells: 'the registry answers with garbage', least: MINUTE, most: 3 * HOUR },
} as const satisfies Record<string, FaultKind>

export type FaultName = keyof typeof FAULTS

/** How often, per hour and device. */
export type FaultRates = ReadonlyMap<FaultName, number>

/** What a device in the field may expect: a power cut a week, its link lost every third day, the rest now and then. */
export const FIELD_RATES: FaultRates = new Map([
  ['power-cut', 1 / 168],
  ['lost-link', 1 / 72],
  ['slow-pull', 1 / 500],
  ['full-disk', 1 / 1_500],
  ['bad-health', 1 / 1_000],
  ['wrong-clock', 1 / 1_500],
  ['lying-registry', 1 / 1_000],
])

/** Twelve times as often. */
export const HARD_RATES: FaultRates = new Map([...FIELD_RATES].map(([name, rate]) => [name, rate * 12]))

export interface ComingFault {
  /** Since the begin. */
  atMs: number
  name: FaultName
  forMs: number
}

/** One after the other, for ever; nothing at all without rates. */
export function* faultsOf(seed: string, device: string, rates: FaultRates): Generator<ComingFault, undefined> {
  const chance = seededRandom(`${seed}/faults/${device}`)
  const perHour = [...rates.values()].reduce((sum, rate) => sum + rate, 0)
  if (perHour <= 0) return
  for (let atMs = 0; ; ) {
    atMs += (-Math.log(1 - chance()) / perHour) * HOUR
    const name = drawn(rates, perHour, chance())
    const { least, most } = FAULTS[name]
    // Evenly in its logarithm.
    yield { atMs, name, forMs: least * (most / least) ** chance() }
  }
}

function drawn(rates: FaultRates, sum: number, draw: number): FaultName {
  let left = draw * sum
  let last: FaultName = 'power-cut'
  for (const [name, rate] of rates) {
    if (rate <= 0) continue
    last = name
    left -= rate
    if (left < 0) break
  }
  return last
}
