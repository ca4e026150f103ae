/**
 * Whether the device is there: birth, death, and the will that tells of a death that came suddenly.
 *
 * Invariant: every connection has a higher number than all before it, also those of earlier lives, so that a
 * death that arrives late is seen to be stale.
 */
import type { ClockPort } from '../machines/ports.ts'
import { encode, KINDS } from '../protocol/codec.ts'
import { deviceTopics } from '../protocol/topics.ts'
import type { BrokerPort } from './broker-port.ts'
import { within } from './deadline.ts'
import type { Identity } from './ingress/mqtt-ingress.ts'
import { AGENT_VERSION } from './version.ts'

/** How long to try to publish a birth, and a death while the agent stops. */
const BIRTH_MS = 60_000
const DEATH_MS = 2_000

export interface Presence {
  will(connection: number): { topic: string; payload: Uint8Array; retain: boolean }
  nextConnection(): Promise<number>
  /** That it is there, as of now. */
  present(): Uint8Array
  birth(broker: BrokerPort, connection: number): Promise<void>
  /** In good order the broker forgets the will, so the death is told. */
  death(broker: BrokerPort): Promise<void>
}

/** @param firstConnection above the numbers of all lives before */
export function presenceOf(identity: Identity, clock: ClockPort, firstConnection: number): Presence {
  const { presence: topic } = deviceTopics(identity.device)
  let connections = firstConnection
  const message = (online: boolean, connection: number): Uint8Array => {
    const { bootId } = clock.now()
    return encode(KINDS.Presence, { ...identity, online, bootId, connection, agentVersion: AGENT_VERSION })
  }
  const tell = (broker: BrokerPort, payload: Uint8Array, limitMs: number): Promise<void> =>
    within(clock, limitMs, (signal) => broker.publish(topic, payload, { retain: true, qos: 1, signal }))
  return {
    will: (connection) => ({ topic, payload: message(false, connection), retain: true }),
    nextConnection: async () => {
      connections += 1
      return connections
    },
    present: () => message(true, connections),
    birth: (broker, connection) => tell(broker, message(true, connection), BIRTH_MS),
    death: (broker) => tell(broker, message(false, connections), DEATH_MS),
  }
}
