/**
 * A session that the broker keeps while we are away.
 *
 * Invariant: a message is acknowledged once whoever heard it has kept it; what was not is delivered again, by this
 * connection's end or the next. Many may be kept at once.
 */
import type { MqttClient } from 'mqtt'

/** What comes while nobody of that name is there is kept for so long. */
export const SESSION_S = 86_400
/** Messages on their way to us that are not acknowledged yet. */
export const MOST_UNKEPT = 1000

/** @param keep resolves when the message need not come again */
export function acknowledgeKept(
  client: MqttClient,
  keep: (topic: string, payload: Uint8Array, retained: boolean) => Promise<unknown>,
): void {
  client.handleMessage = (packet, done) => {
    const { topic, payload, retain, messageId } = packet
    const { stream } = client
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
    keep(topic, bytes, retain).then(
      () => {
        // Another connection has numbers of its own.
        if (messageId !== undefined && client.stream === stream && stream.writable) stream.write(puback(messageId))
      },
      () => undefined, // It comes again.
    )
    if (messageId === undefined) return done()
    // MQTT.js then acknowledges nothing, and reads on.
    done(new Error('is acknowledged later'))
  }
}

/** The same in both versions (section 3.4 of each). */
function puback(id: number): Buffer {
  return Buffer.from([0x40, 2, id >> 8, id & 0xff])
}
