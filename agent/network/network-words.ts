/**
 * The network in the report: how the device is connected, what has become of a change, and what stands against it.
 *
 * Invariant: pure; no secret of a configuration is in it.
 */
import { type BlockerFact, blocker } from '../../machines/gates.ts'
import { byPreference, isSetBack } from '../../machines/link-choice.ts'
import type { LinkFact, LinkReading } from '../../machines/link-port.ts'
import { wayOutOf } from '../../machines/link-state.ts'
import { isPending } from '../../machines/network-intent.ts'
import type { NetworkContext } from '../../machines/network-setup.ts'
import type { Loose } from '../../protocol/codec.ts'
import type { Fault } from '../../protocol/errors.ts'
import { cutTo } from '../../protocol/text.ts'
import type { LinkStatus, NetworkChange, NetworkReport } from '../../protocol/types.ts'
import type { ModemReading } from './modem-reading.ts'

const MAX_LINKS = 32
const MAX_ADDRESSES = 16
const MAX_TEXT = 300

export interface NetworkFacts {
  context: NetworkContext
  /** The region's state. */
  internet: string
  /** By name. */
  readings: ReadonlyMap<string, LinkReading>
  /** By the name of its link. */
  modems: ReadonlyMap<string, ModemReading>
  isMetered(link: LinkFact): boolean
  /** Of the broker; zero: not known. */
  roundTripMs: number
  connections: number
  lost: Fault | null
  /** Whether somebody keeps the clock; null: nobody tells. */
  isClockKept: boolean | null
}

export function networkReport(facts: NetworkFacts): Loose<NetworkReport> {
  const { context, internet, roundTripMs, connections, lost, isClockKept } = facts
  return {
    links: shownOf(context.links).map((link) => statusOf(link, facts)),
    main: wayOutOf(context.links)?.name ?? '',
    internet,
    connections,
    lostCode: lost?.code ?? '',
    lostMessage: cutTo(lost?.message ?? '', MAX_TEXT),
    roundTripMs: Math.round(roundTripMs),
    clock: isClockKept === null ? '' : isClockKept ? 'synchronized' : 'unsynchronized',
  }
}

/** By name; where there are more than a report holds, the one in use, those that lead out and the radios before others. */
function shownOf(links: readonly LinkFact[]): LinkFact[] {
  const main = wayOutOf(links)
  const radios = links.filter(({ kind }) => kind === 'wifi' || kind === 'cellular')
  const first = new Set([...(main === null ? [] : [main]), ...byPreference(links), ...radios, ...links])
  const shown = new Set([...first].slice(0, MAX_LINKS))
  return links.filter((link) => shown.has(link))
}

function statusOf(link: LinkFact, { readings, modems, isMetered }: NetworkFacts): Loose<LinkStatus> {
  const { name, kind, isUp, addresses, defaultMetrics, gateway } = link
  const { rxBytes = 0, txBytes = 0, signalDbm = null } = readings.get(name) ?? {}
  return {
    name,
    kind,
    up: isUp,
    addresses: addresses.slice(0, MAX_ADDRESSES),
    gateway,
    metric: defaultMetrics[0] ?? 0,
    hasRoute: defaultMetrics.length > 0,
    metered: isMetered(link),
    signalDbm: signalDbm ?? 0,
    rxBytes,
    txBytes,
    setBack: isSetBack(link),
    modem: modems.get(name) ?? null,
  }
}

/** Null: nothing is, or was, asked of the network. */
export function networkChange({ context, change }: Standing): Loose<NetworkChange> | null {
  const { phase, wanted, current, refused } = context.intent
  if (wanted === null && current === null && phase === 'settled') return null
  const told = phase === 'settled' ? (refused ?? nobodyThere({ context, change })) : context.fault
  return {
    state: stateOf({ context, change }),
    wanted: wanted?.hash ?? '',
    inForce: current?.hash ?? '',
    code: told?.code ?? '',
    message: cutTo(told?.message ?? '', MAX_TEXT),
  }
}

/** The machine, and the state of its region `change`. */
export interface Standing {
  context: NetworkContext
  change: string
}

function stateOf({ context, change }: Standing): string {
  const { phase, wanted, current, refused } = context.intent
  if (phase === 'applying' || phase === 'confirming') return 'trial'
  if (phase !== 'settled') return phase
  if (wanted !== null && wanted.hash === refused?.hash) return 'refused'
  if (isPending(context.intent, inForceIn({ context, change }))) return 'waiting'
  return wanted === null && current === null ? 'none' : 'confirmed'
}

/** Before whoever configures the network was asked, what was confirmed counts as in force. */
function inForceIn({ context: { intent, reading }, change }: Standing): string | null {
  return isAsked(change) ? reading.inForce : (intent.current?.hash ?? null)
}

function isAsked(change: string): boolean {
  return !change.startsWith('reconciling')
}

function nobodyThere({ context, change }: Standing): Fault | null {
  const { intent, reading } = context
  if (!isAsked(change) || reading.canChange || !isPending(intent, reading.inForce)) return null
  return { code: 'HF_NETWORK_UNAVAILABLE', message: 'nobody on the device can configure its network' }
}

/** @param lacking secrets that a configuration waits for */
export function networkBlockers(standing: Standing, lacking: readonly string[]): BlockerFact[] {
  const blockers = lacking.map((name) =>
    blocker('apply', 'network', `the network configuration needs the secret ${name}`, 'HF_SECRET_MISSING'),
  )
  const { intent, fault } = standing.context
  const state = stateOf(standing)
  if (state === 'refused') {
    const { code, message } = intent.refused!
    blockers.push(blocker('apply', 'network', `the network configuration was refused: ${message}`, code))
  } else if (state === 'waiting') {
    const nobody = nobodyThere(standing)
    const message = nobody?.message ?? 'the network configuration waits until nothing else disturbs the device'
    blockers.push(blocker('apply', 'network', message, nobody?.code))
  } else if (state !== 'none' && state !== 'confirmed') {
    const why = fault === null ? '' : `: ${fault.message}`
    const words = state === 'trial' ? 'is being tried' : 'is being taken back'
    blockers.push(blocker('apply', 'network', `another network configuration ${words}${why}`, fault?.code))
  }
  return blockers
}
