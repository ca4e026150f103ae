/**
 * Ways in which ports can be wrong: what is read, written or sent is something else.
 *
 * Invariant: all else goes through to the true port.
 */
import { around } from '../../agent/around.ts'
import type { Intent } from '../../machines/intent.ts'
import type { CommandRecord, FlightEntry } from '../../protocol/types.ts'
import type { Loaded } from '../../storage/store.ts'
import type { Dressing } from '../device/device-options.ts'

/** Each life finds something else than what is on its disk. */
export function finding(change: (loaded: Loaded) => Loaded): Dressing {
  return {
    store: (store) => around(store, { load: async () => change(await store.load()) }),
  }
}

function findingCommands(change: (record: CommandRecord) => Partial<CommandRecord>): Dressing {
  return finding((loaded) => ({
    ...loaded,
    commands: loaded.commands.map((record) => ({ ...record, ...change(record) })),
  }))
}

export function findingIntent(change: (intent: Intent) => Partial<Intent>): Dressing {
  return finding((loaded) => {
    const checkpoint = loaded.checkpoints.get('update')
    if (checkpoint === undefined) return loaded
    const intent = JSON.parse(Buffer.from(checkpoint.body).toString()) as Intent
    const body = Buffer.from(JSON.stringify({ ...intent, ...change(intent) }))
    return { ...loaded, checkpoints: new Map(loaded.checkpoints).set('update', { ...checkpoint, body }) }
  })
}

/** What is written into the flight record is something else. */
export function recording(change: Partial<FlightEntry>): Dressing {
  return {
    store: (store) =>
      around(store, {
        commit: (writes) =>
          store.commit(
            writes.map((write) =>
              write.op === 'flight'
                ? { ...write, entries: write.entries.map((entry) => ({ ...entry, ...change })) }
                : write,
            ),
          ),
      }),
  }
}

/** What a program or a restart had begun is not known any more. */
export const FORGETS_NOTES = findingCommands(() => ({ note: '' }))

/** What was given to a connection is taken for sent. */
export const FORGETFUL_OUTBOX: Dressing = {
  broker: (broker) =>
    around(broker, {
      publish: async (topic, payload, options) => {
        const sent = broker.publish(topic, payload, options)
        if (!topic.endsWith('/result')) return sent
        sent.catch(() => {
          // Nobody hears of it: that is what is wrong here.
        })
      },
    }),
}
