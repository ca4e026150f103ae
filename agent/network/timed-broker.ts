/**
 * A broker port that knows how long the last acknowledged message took.
 *
 * Invariant: nothing is sent for its sake.
 */
import type { ClockPort } from '../../machines/ports.ts'
import { around } from '../around.ts'
import type { BrokerPort } from '../broker-port.ts'

export interface Timed {
  broker: BrokerPort
  /** Milliseconds; zero: nothing has been acknowledged yet. */
  roundTripMs(): number
}

export function timedBroker(broker: BrokerPort, clock: ClockPort): Timed {
  let lastMs = 0
  const publish: BrokerPort['publish'] = async (topic, payload, options) => {
    const beganMs = clock.now().monoMs
    await broker.publish(topic, payload, options)
    if (options.qos === 1) lastMs = Math.max(1, Math.round(clock.now().monoMs - beganMs))
  }
  return { broker: around<BrokerPort>(broker, { publish }), roundTripMs: () => lastMs }
}
