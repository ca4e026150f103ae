/**
 * A simulated device's link to a real broker.
 *
 * Invariant: once its agent's process is dead, or while the link is lost, no connection stands; the broker has published
 * the will of each that broke. What a message takes to the broker is the link's latency and what is real.
 */
import { map, type Observable } from 'rxjs'
import { type MqttPort, mqttBroker } from '../../agent/adapters/mqtt.ts'
import type { MqttBrokerOptions } from '../../agent/adapters/mqtt-options.ts'
import type { BrokerPort, Connection, Delivery, PublishOptions } from '../../agent/broker-port.ts'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Connect } from '../device/device-options.ts'

/** How the broker is reached; every device in the same way. */
export type Way = Pick<MqttBrokerOptions, 'url' | 'username' | 'passwordFile' | 'caFile' | 'protocol'>

export interface MqttLinkOptions {
  way: Way
  clientId: string
  /** One way to the broker. */
  latencyMs: number
  /** Told of each message that was sent and acknowledged, and of each that came. */
  sent(topic: string, payload: Uint8Array): void
  received(topic: string, payload: Uint8Array): void
  /** Whether it is connected, at each change. */
  changed(isConnected: boolean): void
}

export class MqttLink {
  readonly #options: MqttLinkOptions
  #isLost = false
  #current: MqttPort | null = null

  constructor(options: MqttLinkOptions) {
    this.#options = options
  }

  /** From now on; what stands breaks. */
  set isLost(isLost: boolean) {
    this.#isLost = isLost
    if (isLost) this.#current?.cut()
  }

  /** For one life of the agent. */
  readonly connect: Connect = (wires, clock) => {
    const { way, clientId, latencyMs, sent, received, changed } = this.#options
    let isDead = false
    const port = mqttBroker({
      ...way,
      ...wires,
      clientId,
      clock,
      will: (connection) => {
        if (this.#isLost) throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'the link is lost')
        return wires.will(connection)
      },
    })
    this.#current = port
    port.connection.subscribe(({ connected }) => {
      // It was on its way when the link was lost or the process died.
      if (connected && (isDead || this.#isLost)) port.cut()
      else if (!isDead) changed(connected)
    })
    return {
      port: new CountedPort(port, { clock, latencyMs, sent, received }),
      die: () => {
        isDead = true
        port.cut()
        changed(false)
      },
    }
  }
}

type Counting = Pick<MqttLinkOptions, 'latencyMs' | 'sent' | 'received'> & { clock: Pick<ClockPort, 'sleep'> }

class CountedPort implements BrokerPort {
  readonly deliveries: Observable<Delivery>
  readonly connection: Observable<Connection>
  readonly #port: BrokerPort
  readonly #counting: Counting

  constructor(port: BrokerPort, counting: Counting) {
    this.#port = port
    this.#counting = counting
    // With `map`, of which thousands of links take half the memory of as many with `tap`.
    this.deliveries = port.deliveries.pipe(
      map((delivery) => {
        counting.received(delivery.topic, delivery.payload)
        return delivery
      }),
    )
    this.connection = port.connection
  }

  async publish(topic: string, payload: Uint8Array, options: PublishOptions): Promise<void> {
    const { clock, latencyMs, sent } = this.#counting
    if (latencyMs > 0) await clock.sleep(latencyMs, options.signal)
    await this.#port.publish(topic, payload, options)
    sent(topic, payload)
  }

  reconnect(): void {
    this.#port.reconnect()
  }

  hasten(): void {
    this.#port.hasten()
  }

  close(): Promise<void> {
    return this.#port.close()
  }
}
