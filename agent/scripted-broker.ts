/**
 * A broker port of which a test says what the broker answers: only for tests.
 *
 * Invariant: nothing is acknowledged but by the test's word, or by itself when `isObliging`.
 */
import { BehaviorSubject, NEVER } from 'rxjs'
import { HoldfastError } from '../protocol/errors.ts'
import type { BrokerPort, Connection, PublishOptions } from './broker-port.ts'
import type { Log } from './log.ts'
import { settle } from './virtual-clock.ts'

export interface Sent {
  topic: string
  payload: Uint8Array
  ack(): Promise<void>
  refuse(code: 'HF_BROKER_REFUSED' | 'HF_BROKER_UNAVAILABLE' | 'HF_WIRE_TOO_LARGE'): Promise<void>
}

export class ScriptedBroker implements BrokerPort {
  readonly deliveries = NEVER
  readonly connection: BehaviorSubject<Connection>
  /** Everything that was handed over, in order. */
  readonly sent: Sent[] = []
  isObliging = false

  constructor(isConnected = true) {
    this.connection = new BehaviorSubject<Connection>(isConnected ? connected(1) : { connected: false, reason: null })
  }

  publish(topic: string, payload: Uint8Array, { signal }: PublishOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      const cancelled = (): void => reject(new HoldfastError('HF_CANCELLED', 'the publish was given up'))
      if (signal.aborted) return cancelled()
      if (!this.connection.value.connected)
        return reject(new HoldfastError('HF_BROKER_UNAVAILABLE', 'there is no connection'))
      signal.addEventListener('abort', cancelled, { once: true })
      const sent: Sent = {
        topic,
        payload,
        ack: () => {
          resolve()
          return settle()
        },
        refuse: (code) => {
          reject(new HoldfastError(code, 'the broker says no'))
          return settle()
        },
      }
      this.sent.push(sent)
      if (this.isObliging) resolve()
    })
  }

  async cut(): Promise<void> {
    this.connection.next({ connected: false, reason: null })
    await settle()
  }

  async connect(connection = 2): Promise<void> {
    this.connection.next(connected(connection))
    await settle()
  }

  /** The test connects it again. */
  reconnect(): void {
    this.connection.next({ connected: false, reason: null })
  }

  /** As for {@link reconnect}. */
  hasten(): void {}

  async close(): Promise<void> {
    this.connection.complete()
  }
}

function connected(connection: number): Connection {
  return { connected: true, connection, sessionPresent: true }
}

/** Keeps what was said, as "warn: message". */
export function listeningLog(): Log & { lines: string[] } {
  const lines: string[] = []
  const at = (level: string) => (message: string) => void lines.push(`${level}: ${message}`)
  return { lines, debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
