/**
 * The broker port: what the agent needs of an MQTT broker.
 *
 * Invariant: nothing is acknowledged to the broker before `ack`, and nothing is kept in memory for a
 * broker that is not there: what must arrive waits in the outbox on disk.
 */
import type { Observable } from 'rxjs'
import type { Fault, HoldfastError } from '../protocol/errors.ts'

/** One message from the broker. */
export interface Delivery {
  topic: string
  payload: Uint8Array
  /** It was kept by the broker from before; not set when it has just been published. */
  retained: boolean
  /**
   * Lets the broker forget the message. Until then nothing else is read from the connection, its PINGRESP
   * neither: call it as soon as the message is on disk. After the connection broke it does nothing, and the
   * message comes again. A second call does nothing.
   */
  ack(): void
  /**
   * Of one that cannot be kept: it stays with the broker, and all behind it, until the next connection, for which whoever
   * calls it has to see. What this one carries else, acknowledgements too, goes on. Absent where nothing is held up by it.
   */
  leave?: () => void
  /** Of a message that did not come from a broker: hears, before `ack`, why it was refused, or null. */
  judged?: (fault: Fault | null) => void
}

export type Connection =
  | {
      connected: true
      /** Of this device; rises with every connection, also across restarts. */
      connection: number
      sessionPresent: boolean
      /** Its address. */
      broker?: string
    }
  | {
      connected: false
      /** Why; null before the first attempt has ended and after `close`. */
      reason: Fault | null
    }

/** What a device listens to only as long as it is connected. */
export interface Fleeting {
  /**
   * Topic filters, subscribed with QoS 0: the broker keeps nothing of them for a device that is away. One that takes
   * QoS 1 at the most is asked for that, and may keep them.
   */
  filters: readonly string[]
  /** Told when the broker does not allow it; the connection is as good as with it. */
  refused(error: HoldfastError): void
}

export interface PublishOptions {
  retain: boolean
  qos: 0 | 1
  /** Ends the waiting, not the sending: the message may still arrive. */
  signal: AbortSignal
}

export interface BrokerPort {
  /** Has one consumer, subscribed in the tick in which the port was made. What nobody takes is not acknowledged. */
  readonly deliveries: Observable<Delivery>
  /** The current value first, then each change. Connected means: subscribed too. */
  readonly connection: Observable<Connection>
  /**
   * Resolves once the broker has acknowledged it (QoS 1) or it is written to the connection (QoS 0).
   * @throws HF_BROKER_UNAVAILABLE when not connected, or when the connection breaks before
   * @throws HF_BROKER_REFUSED when the broker answers that it does not take it
   * @throws HF_WIRE_TOO_LARGE when it is larger than the broker takes
   * @throws HF_CANCELLED when aborted
   */
  publish(topic: string, payload: Uint8Array, options: PublishOptions): Promise<void>
  /** Ends this connection in good order, or the wait for the next one, and connects anew at once. */
  reconnect(): void
  /** The device's own link has come back: where an attempt is waited for, it comes soon, at a moment by chance. */
  hasten(): void
  /** Ends the connection in good order: the will is not published. Publishes nothing by itself. */
  close(): Promise<void>
}
