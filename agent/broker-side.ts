/**
 * The agent's side of its broker, put together: what it says of itself, who is listened to, and what is sent.
 *
 * Invariant: bytes are counted and times are taken of what goes to the broker itself, and not of what an engineer's
 * desk on the device is told.
 */
import { encode, KINDS } from '../protocol/codec.ts'
import { faultOf } from '../protocol/errors.ts'
import { deviceTopics } from '../protocol/topics.ts'
import type { Loaded } from '../storage/store.ts'
import type { AgentOptions } from './agent-options.ts'
import type { BrokerPort } from './broker-port.ts'
import type { BundleDoor } from './bundle-door.ts'
import type { Life } from './life.ts'
import { subscriptionsOf } from './links.ts'
import type { NetworkSide } from './network/network-side.ts'
import { deskIfAny, type OperatorDesk } from './operator-desk.ts'
import { Outbox } from './outbox.ts'
import { type Presence, presenceOf } from './presence.ts'
import { Reporter } from './reporter.ts'
import { heedStaleDeaths } from './stale-death.ts'
import type { Standing } from './standing.ts'
import { toldOnce } from './told-problems.ts'
import type { Traffic } from './usage/traffic.ts'

interface BrokerSideOptions
  extends Pick<AgentOptions, 'identity' | 'store' | 'clock' | 'log' | 'counters' | 'connect' | 'hearsOwnPresence'> {
  life: Life
  unsent: Loaded['outgoing']
  standing: Standing
  traffic: Traffic
  networkSide: NetworkSide
  presence: Presence
  desk: OperatorDesk | null
}

export interface BrokerSide {
  broker: BrokerPort
  presence: Presence
  outbox: Outbox
  reporter: Reporter
  /** Null: this device has none. */
  desk: OperatorDesk | null
}

interface PresentOptions extends Pick<BrokerSideOptions, 'identity' | 'clock' | 'log' | 'life' | 'standing'> {
  door: BundleDoor
  operatorSocket?: AgentOptions['operatorSocket']
}

/** What the device says of its being there, and whoever listens to that on the device itself. */
export async function presentOn(options: PresentOptions): Promise<Pick<BrokerSide, 'presence' | 'desk'>> {
  const { identity, clock, log, life, standing, door } = options
  const topics = deviceTopics(identity.device)
  const presence = presenceOf(identity, clock, life.firstNumber)
  const desk = await deskIfAny(options.operatorSocket ?? null, {
    device: identity.device,
    accepts: new Set([...subscriptionsOf(identity), topics.watch]),
    log,
    clock,
    apply: (path) => door.apply(path),
    standing: async () => [
      { topic: topics.presence, payload: presence.present() },
      {
        topic: topics.report,
        payload: encode(KINDS.Report, { ...(await standing.report()), sequence: life.firstNumber }),
      },
    ],
  })
  return { presence, desk }
}

/**
 * Begins to connect. Whoever calls it must go on in the same turn until all that the broker may ask for is there, so it
 * waits for nothing.
 */
export function brokerSideOf(options: BrokerSideOptions): BrokerSide {
  const { identity, store, clock, log, counters, life, standing, traffic, networkSide, presence, desk } = options
  const topics = deviceTopics(identity.device)
  const wires: Parameters<AgentOptions['connect']>[0] = {
    subscriptions: subscriptionsOf(identity),
    fleeting: {
      filters: [topics.watch, ...(options.hearsOwnPresence === true ? [topics.presence] : [])],
      refused: (error) => log.warn('nobody can watch the machines', { ...faultOf(error) }),
    },
    will: (connection) => presence.will(connection),
    nextConnection: () => presence.nextConnection(),
  }
  const port = networkSide.timed(traffic.counted(options.connect(wires)))
  const heeding = { topic: topics.presence, device: identity.device, presence, log }
  const counted = options.hearsOwnPresence === true ? heedStaleDeaths(port, heeding) : port
  const broker = desk?.beside(counted) ?? counted
  const outbox = new Outbox({
    broker,
    store,
    clock,
    log,
    counters,
    unsent: options.unsent,
    added: (message) => desk?.tell(message.topic, message.payload, false),
  })
  const reporter = new Reporter({
    broker,
    clock,
    log,
    topic: topics.report,
    firstSequence: life.firstNumber,
    acknowledged: toldOnce(life.recovered, store, log),
    make: () => standing.report(),
    paceMs: () => traffic.reportPaceMs(),
  })
  return { broker, presence, outbox, reporter, desk }
}
