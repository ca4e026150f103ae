/**
 * A death that comes late: brokers that are bridged, or one cluster, may keep the will of a connection that is over as
 * the last word, over the birth of the one that stands.
 *
 * Invariant: while a connection stands, the last word about the device is its birth. A death is ours to answer only when
 * its number is lower; a higher one is of another life, and what we say would be the stale word.
 */
import { BehaviorSubject, filter } from 'rxjs'
import { decode, KINDS } from '../protocol/codec.ts'
import { faultOf } from '../protocol/errors.ts'
import type { BrokerPort, Connection, Delivery } from './broker-port.ts'
import type { Log } from './log.ts'
import type { Presence } from './presence.ts'

/** Whether a presence of ours, as the broker has it, hides that we live by this connection. */
function hidesUs(told: { device: string; online: boolean; connection: number }, device: string, connection: number) {
  return told.device === device && !told.online && told.connection < connection
}

interface Heeding {
  /** Of our own presence. Subscribed by whoever made the port. */
  topic: string
  device: string
  presence: Pick<Presence, 'birth'>
  log: Log
}

/** The port, without what is told of our own presence: that is answered here. */
export function heedStaleDeaths(broker: BrokerPort, { topic, device, presence, log }: Heeding): BrokerPort {
  const current = new BehaviorSubject<Connection>({ connected: false, reason: null })
  broker.connection.subscribe(current)
  let isAnswering = false
  const heed = ({ payload, ack }: Delivery): false => {
    ack()
    const state = current.value
    const told = tolerantly(payload)
    if (!state.connected || told === null || isAnswering || !hidesUs(told, device, state.connection)) return false
    isAnswering = true
    log.info('a death came late, and is answered', { of: told.connection, connection: state.connection })
    presence
      .birth(broker, state.connection)
      .catch((error: unknown) => log.warn('the birth could not be published', { ...faultOf(error) }))
      .finally(() => {
        isAnswering = false
      })
    return false
  }
  return {
    deliveries: broker.deliveries.pipe(filter((delivery) => delivery.topic !== topic || heed(delivery))),
    connection: broker.connection,
    publish: (...message) => broker.publish(...message),
    reconnect: () => broker.reconnect(),
    hasten: () => broker.hasten(),
    close: () => broker.close(),
  }
}

/** Null: it is of nobody that we know, or of a newer form; it hides nothing that we could mend. */
function tolerantly(payload: Uint8Array) {
  try {
    return decode(KINDS.Presence, payload)
  } catch {
    return null
  }
}
