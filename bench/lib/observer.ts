/**
 * The bench at the broker: what it publishes there, and when what it waits for arrives.
 *
 * Invariant: only what is published from now on counts, never what the broker had retained.
 */
import mqtt from 'mqtt'

export interface Observer {
  publish(topic: string, payload: Uint8Array): Promise<void>
  /**
   * The moment (`performance.now()`) at which the next message comes that is wanted.
   * @throws Error when none comes within two minutes
   */
  next(topic: string, isWanted: (payload: Uint8Array) => boolean): Promise<number>
  close(): Promise<void>
}

const PATIENCE_MS = 120_000

interface Waiting {
  topic: string
  isWanted: (payload: Uint8Array) => boolean
  arrived(at: number): void
}

/** @param url of the broker */
export async function observe(url: string): Promise<Observer> {
  const client = await mqtt.connectAsync(url)
  const waiting = new Set<Waiting>()
  client.on('message', (topic, payload, { retain }) => {
    const at = performance.now()
    if (retain) return
    for (const entry of waiting) {
      if (entry.topic !== topic || !entry.isWanted(payload)) continue
      waiting.delete(entry)
      entry.arrived(at)
    }
  })
  await client.subscribeAsync('hf/1/#', { qos: 1 })
  return {
    async publish(topic, payload) {
      await client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain: true })
    },
    next: (topic, isWanted) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.delete(entry)
          reject(new Error(`nothing of what was waited for has come on ${topic}`))
        }, PATIENCE_MS)
        const entry: Waiting = {
          topic,
          isWanted,
          arrived(at) {
            clearTimeout(timer)
            resolve(at)
          },
        }
        waiting.add(entry)
      }),
    close: () => client.endAsync(),
  }
}
