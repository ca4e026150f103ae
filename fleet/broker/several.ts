/**
 * Several nodes of a cluster that keep what is retained each for themselves, as RabbitMQ's do.
 *
 * Invariant: one is read, and says everything; at the others what is retained is published too, after the first has
 * taken it. None of the others holds anybody up: one that is away gets it when it is back, as long as we are there.
 */
import type { Broker } from './connection.ts'

interface Others {
  brokers: readonly { url: string; broker: Broker }[]
  /** How long each is waited for. */
  patienceMs: number
  warn(message: string): void
}

/** The first, whose retained messages the others keep too. */
export function keptByEach(first: Broker, { brokers, patienceMs, warn }: Others): Broker {
  const keep = async (url: string, taken: Promise<void>): Promise<void> => {
    const late = Symbol('late')
    const why = await Promise.race([
      taken.then(() => null).catch((error: Error) => error.message),
      waited(patienceMs).then(() => late),
    ])
    if (why === late) warn(`${url}: has not taken it yet`)
    else if (typeof why === 'string') warn(`${url}: ${why}`)
  }
  return {
    subscribe: (filters) => first.subscribe(filters),
    unsubscribe: (filters) => first.unsubscribe(filters),
    publish: async (topic, payload, retain) => {
      await first.publish(topic, payload, retain)
      if (retain) await Promise.all(brokers.map(({ url, broker }) => keep(url, broker.publish(topic, payload, true))))
    },
    get isOnline() {
      return first.isOnline
    },
    onReturn: (listener) => first.onReturn(listener),
    close: async () => {
      await first.close()
      // One that is away would be waited for.
      await Promise.all(brokers.map(({ broker }) => Promise.race([broker.close(), waited(patienceMs)])))
    },
  }
}

function waited(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref())
}
