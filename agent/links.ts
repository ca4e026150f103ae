/**
 * What the agent makes of the broker's and the engine's coming and going.
 *
 * Invariant: each connection to the broker is told of by a birth; nothing that ended while the engine was away
 * counts as ended by itself.
 */
import type { Observable, Subscription } from 'rxjs'
import type { EnginePort } from '../machines/ports.ts'
import { faultOf } from '../protocol/errors.ts'
import { deviceTopics, fleetTopics } from '../protocol/topics.ts'
import type { BrokerPort } from './broker-port.ts'
import type { World } from './effects/world.ts'
import type { EngineFacts } from './ingress/engine-ingress.ts'
import type { Identity } from './ingress/mqtt-ingress.ts'
import type { Log } from './log.ts'
import type { Presence } from './presence.ts'
import type { Standing } from './standing.ts'

export function followBroker(broker: BrokerPort, presence: Presence, log: Log): Subscription {
  return broker.connection.subscribe((state) => {
    if (!state.connected) return log.info('not connected to the broker', { ...state.reason })
    log.info('connected to the broker', { connection: state.connection, broker: state.broker })
    presence
      .birth(broker, state.connection)
      .catch((error: unknown) => log.warn('the birth could not be published', { ...faultOf(error) }))
  })
}

interface EngineFollower {
  facts: Observable<EngineFacts>
  engine: Pick<EnginePort, 'info'>
  world: Pick<World, 'startedHere'>
  standing: Standing
  log: Log
  /** Tells the machines. */
  servicesChanged: () => void
}

export function followEngine({ facts, engine, world, standing, log, servicesChanged }: EngineFollower): Subscription {
  return facts.subscribe((next) => {
    const wasAway = standing.seen.engine?.available !== true
    standing.note({ engine: next })
    if (!next.available) {
      // It may go down, and take everything with it: what ends from now on need not have ended by itself.
      world.startedHere.clear()
      return log.warn('the engine does not answer', { ...next.fault })
    }
    if (wasAway)
      engine.info().then(
        (info) => standing.note({ info }),
        (error: unknown) => log.warn('the engine says nothing of itself', { ...faultOf(error) }),
      )
    servicesChanged()
  })
}

/** The trust first, then secrets and the rollout, so that a target finds them there. */
export function subscriptionsOf({ device, fleet }: Identity): string[] {
  const own = deviceTopics(device)
  const shared = fleetTopics(fleet)
  return [shared.trust, own.secrets, shared.rollout, shared.target, own.target, own.command]
}
