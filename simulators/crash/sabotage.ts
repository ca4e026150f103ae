/**
 * Agents that are wrong on purpose, each in one of the ways that power cuts punish: only for tests.
 *
 * Invariant: the product is untouched; each wraps the ports so that the agent behaves as if it were wrong.
 */
import { map } from 'rxjs'
import type { Dressing } from '../device/simulated-device.ts'

export interface Sabotage {
  tells: string
  /** A scenario in which it must be found. */
  scenario: string
  dressing: Dressing
}

const NEVER = new AbortController().signal

export const SABOTAGES: readonly Sabotage[] = [
  {
    tells: 'a store that says yes before the disk has synced',
    scenario: 'update-download-then-kill',
    dressing: {
      kv: (kv) => ({
        get: (key) => kv.get(key),
        entries: (prefix, from) => kv.entries(prefix, from),
        close: () => kv.close(),
        batch: (changes) => kv.batch(changes, false),
      }),
    },
  },
  {
    tells: 'effects that start before their batch is written',
    scenario: 'update-download-then-kill',
    dressing: {
      store: (store, clock) => {
        let last: Promise<unknown> = Promise.resolve()
        return {
          load: () => store.load(),
          // It knows what it will have written.
          document: (id) => last.then(() => store.document(id)),
          flight: (limit) => store.flight(limit),
          close: () => store.close(),
          commit: async (writes) => {
            last = last.then(() => clock.sleep(30, NEVER)).then(() => store.commit(writes))
          },
        }
      },
    },
  },
  {
    tells: 'a runtime that does not go on with commands',
    scenario: 'purge',
    dressing: {
      store: (store) => ({
        load: async () => {
          const loaded = await store.load()
          return { ...loaded, commands: loaded.commands.filter(({ result }) => result !== null) }
        },
        document: (id) => store.document(id),
        flight: (limit) => store.flight(limit),
        close: () => store.close(),
        commit: (writes) => store.commit(writes),
      }),
    },
  },
  {
    tells: 'messages that are acknowledged before they are on the disk',
    scenario: 'hold-unhold',
    dressing: {
      broker: (broker) => ({
        connection: broker.connection,
        publish: (topic, payload, options) => broker.publish(topic, payload, options),
        close: () => broker.close(),
        deliveries: broker.deliveries.pipe(
          map((delivery) => {
            delivery.ack()
            return { ...delivery, ack: () => {} }
          }),
        ),
      }),
    },
  },
  {
    tells: 'an outbox that forgets before the broker has said yes',
    scenario: 'restart',
    dressing: {
      broker: (broker) => ({
        connection: broker.connection,
        deliveries: broker.deliveries,
        close: () => broker.close(),
        publish: async (topic, payload, options) => {
          const sent = broker.publish(topic, payload, options)
          if (!topic.endsWith('/result')) return sent
          sent.catch(() => {
            // Nobody hears of it: that is what is wrong here.
          })
        },
      }),
    },
  },
  {
    tells: 'a purge that does not see what it has done before',
    scenario: 'purge',
    dressing: {
      engine: (port) => ({
        ...port,
        listVolumes: async (device) => (await port.listVolumes(device)).map(({ name }) => ({ name, operation: '' })),
      }),
    },
  },
  {
    tells: 'a container that is stopped keeps its restart policy',
    scenario: 'update-kill-then-download',
    dressing: {
      engine: (port, engine) => ({
        ...port,
        stopContainer: async (id, graceMs) => {
          await port.stopContainer(id, graceMs)
          engine.act((model) => model.update(id, { name: 'always', maxRetries: 0 }))
        },
      }),
    },
  },
  {
    tells: 'an agent that reads an old checkpoint',
    scenario: 'update-download-then-kill',
    dressing: {
      store: (store) => ({
        load: async () => ({ ...(await store.load()), checkpoints: new Map() }),
        document: (id) => store.document(id),
        flight: (limit) => store.flight(limit),
        close: () => store.close(),
        commit: (writes) => store.commit(writes),
      }),
    },
  },
]
