/**
 * Several nodes of a cluster that keep what is retained each for themselves, as RabbitMQ's do.
 *
 * Invariant: one is read, and says everything; at the others what is retained is published too, after the first has
 * taken it, and brought to those that were away when they are back, as long as we are there.
 */
import type { Broker, OnMessage } from './connection.ts'
import { OtherNode } from './other-node.ts'

export interface Others {
  nodes: readonly { url: string; connect(onMessage: OnMessage): Promise<Broker> }[]
  /** What of that which the first retains they are to have as well, whoever has published it. */
  keeps(topic: string): boolean
  patienceMs: number
  againMs: number
  warn(message: string): void
  brought(url: string, topics: readonly string[]): void
}

/** @param connectFirst to the one whose retained messages the others keep too @throws what it throws */
export async function keptByEach(
  connectFirst: (onMessage: OnMessage) => Promise<Broker>,
  { nodes, keeps, ...rest }: Others,
  onMessage: OnMessage,
): Promise<Broker> {
  const wanted = new Map<string, Uint8Array>()
  const others = nodes.map((node) => new OtherNode({ ...rest, ...node, wanted }))
  const first = await connectFirst((topic, payload, retained) => {
    const known = wanted.get(topic)
    if (keeps(topic) && (known === undefined || Buffer.compare(known, payload) !== 0)) {
      wanted.set(topic, payload)
      for (const other of others) other.check()
    }
    return onMessage(topic, payload, retained)
  })
  await Promise.all(others.map((other) => other.open()))
  return {
    subscribe: (filters) => first.subscribe(filters),
    unsubscribe: (filters) => first.unsubscribe(filters),
    publish: async (topic, payload, retain) => {
      await first.publish(topic, payload, retain)
      if (!retain) return
      wanted.set(topic, payload)
      await Promise.all(others.map((other) => other.publish(topic, payload)))
    },
    get isOnline() {
      return first.isOnline
    },
    onReturn: (listener) => first.onReturn(listener),
    close: async () => {
      await first.close()
      await Promise.all(others.map((other) => other.close()))
    },
  }
}
