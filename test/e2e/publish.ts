/**
 * A hand at the broker, to send what the command line would not.
 *
 * Invariant: it speaks MQTT and the project's own messages, and sends bytes as they are given.
 */
import { connectBroker } from '../../fleet/broker/connection.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Command, Result } from '../../protocol/types.ts'

export interface Hand {
  send(topic: string, bytes: Uint8Array, retain?: boolean): Promise<void>
  command(device: string, command: Loose<Command>): Promise<void>
  /** Results with this id that have come so far. */
  answers(id: string): Result[]
  close(): Promise<void>
}

/** @param results topic of the results to gather */
export async function publish(broker: string, results?: string): Promise<Hand> {
  const seen: Result[] = []
  const connection = await connectBroker({ url: broker, version: '5', connectTimeoutMs: 10_000 }, (_, payload) =>
    seen.push(decode(KINDS.Result, payload)),
  )
  if (results !== undefined) await connection.subscribe([results])
  return {
    send: (topic, bytes, retain = false) => connection.publish(topic, bytes, retain),
    command: (device, command) =>
      connection.publish(deviceTopics(device).command, encode(KINDS.Command, command), false),
    answers: (id) => seen.filter((result) => result.id === id),
    close: () => connection.close(),
  }
}
