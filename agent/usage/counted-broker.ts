/**
 * A broker port that counts what goes over it.
 *
 * Invariant: answers, presence and what comes to the device always go; logs and charts do not once their budget is spent.
 * What is counted is an estimate of the bytes on the link: the messages, their MQTT framing and acknowledgements, and the
 * headers of TCP and IP below them; not TLS, keepalives and the making of connections.
 */
import { map } from 'rxjs'
import { HoldfastError } from '../../protocol/errors.ts'
import { parseTopic } from '../../protocol/topics.ts'
import { around } from '../around.ts'
import type { BrokerPort } from '../broker-port.ts'
import type { ByteClass } from './counts.ts'
import type { Usage } from './usage.ts'
import { spentSentence } from './words.ts'

/** IPv4 and TCP, with the timestamps that Linux sends. */
const PACKET_BYTES = 52
/** Fixed header, the topic's length, the packet's number. */
const FRAMING_BYTES = 7
const ACK_BYTES = 4

/** On the link, of one message: it, its acknowledgement by MQTT, and that one's by TCP. */
export function bytesOnTheWire(topic: string, payloadBytes: number, qos: 0 | 1): number {
  const message = payloadBytes + Buffer.byteLength(topic) + FRAMING_BYTES
  const packets = Math.ceil(message / 1_448)
  return message + packets * PACKET_BYTES + (qos === 0 ? PACKET_BYTES : ACK_BYTES + 2 * PACKET_BYTES)
}

function classOf(topic: string): ByteClass {
  const leaf = parseTopic(topic)?.leaf
  if (leaf === 'report') return 'reports'
  return leaf === 'log' || leaf === 'chart' ? 'logs' : 'control'
}

export function countedBroker<B extends BrokerPort>(broker: B, usage: Usage): B {
  let isConnected = false
  broker.connection.subscribe(({ connected }) => {
    isConnected = connected
  })
  // With `map`, which keeps half of what `tap` does.
  const deliveries = broker.deliveries.pipe(
    map((delivery) => {
      usage.count('control', bytesOnTheWire(delivery.topic, delivery.payload.byteLength, 1))
      return delivery
    }),
  )
  const publish: BrokerPort['publish'] = async (topic, payload, options) => {
    const of = classOf(topic)
    const left = usage.left(of)
    if (of === 'logs' && left.bytes === 0)
      throw new HoldfastError('HF_BUDGET_SPENT', spentSentence(left, usage.wholeAtMs(left)), { place: topic })
    // What is given to a connection goes out, whatever becomes of it.
    if (isConnected) usage.count(of, bytesOnTheWire(topic, payload.byteLength, options.qos))
    await broker.publish(topic, payload, options)
  }
  return around<BrokerPort>(broker, { deliveries, publish }) as B
}
