/**
 * Agents that are wrong on purpose, each in one of the ways that power cuts punish: only for tests.
 *
 * Invariant: the product is untouched; each wraps the ports so that the agent behaves as if it were wrong.
 */
import { map } from 'rxjs'
import { around } from '../../agent/around.ts'
import type { Dressing } from '../device/device-options.ts'
import { FORGETFUL_OUTBOX, FORGETS_NOTES, finding, findingIntent, recording } from './wrong-ports.ts'

export interface Sabotage {
  tells: string
  /** A scenario in which it must be found. */
  scenario: string
  /** Whether it does its work as well as any as long as nothing is cut. Default: true. */
  needsCut?: boolean
  /** A part of what is said of it. Default: anything. */
  fault?: string
  dressing: Dressing
}

const NEVER = new AbortController().signal

export const SABOTAGES: readonly Sabotage[] = [
  {
    tells: 'a store that says yes before the disk has synced',
    scenario: 'update-download-then-kill',
    dressing: {
      kv: (kv) => around(kv, { batch: (changes) => kv.batch(changes, false) }),
    },
  },
  {
    tells: 'effects that start before their batch is written',
    scenario: 'update-download-then-kill',
    dressing: {
      store: (store, clock) => {
        let last: Promise<unknown> = Promise.resolve()
        return around(store, {
          // It knows what it will have written.
          document: (id) => last.then(() => store.document(id)),
          commit: async (writes) => {
            last = last.then(() => clock.sleep(30, NEVER)).then(() => store.commit(writes))
          },
        })
      },
    },
  },
  {
    tells: 'a runtime that does not go on with commands',
    scenario: 'purge',
    dressing: finding((loaded) => ({
      ...loaded,
      commands: loaded.commands.filter(({ result }) => result !== null),
    })),
  },
  {
    tells: 'messages that are acknowledged before they are on the disk',
    scenario: 'hold-unhold',
    dressing: {
      broker: (broker) =>
        around(broker, {
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
    dressing: FORGETFUL_OUTBOX,
  },
  {
    tells: 'a purge that does not see what it has done before',
    scenario: 'purge',
    dressing: {
      engine: (port) =>
        around(port, {
          listVolumes: async (device) => (await port.listVolumes(device)).map(({ name }) => ({ name, operation: '' })),
        }),
    },
  },
  {
    tells: 'a container that is stopped keeps its restart policy',
    scenario: 'update-kill-then-download',
    dressing: {
      engine: (port, engine) =>
        around(port, {
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
    dressing: finding((loaded) => ({ ...loaded, checkpoints: new Map() })),
  },
  {
    tells: 'an agent that forgets at a start what is stopped',
    scenario: 'stop',
    fault: 'web runs, although it was stopped',
    dressing: findingIntent(() => ({ stops: [] })),
  },
  {
    tells: 'an agent for which the time of a stop is over at a start',
    scenario: 'stop-for',
    fault: 'the stop of web was forgotten',
    dressing: findingIntent(({ stops }) => ({ stops: stops.map((stop) => ({ ...stop, forMs: 1 })) })),
  },
  {
    tells: 'an agent for which a stop for a time is one for ever',
    scenario: 'stop-for',
    fault: 'it keeps down web, not nothing',
    dressing: findingIntent(({ stops }) => ({ stops: stops.map((stop) => ({ ...stop, forMs: 0 })) })),
  },
  {
    tells: 'an agent that runs a program again',
    scenario: 'exec',
    fault: 'the program of x1 was run 2 times',
    dressing: FORGETS_NOTES,
  },
  {
    tells: 'an agent that forgets what it has answered',
    scenario: 'exec-sent-again',
    fault: 'the program of x1 was run 2 times',
    dressing: finding((loaded) => ({ ...loaded, commands: loaded.commands.filter(({ result }) => result === null) })),
  },
  {
    tells: 'an agent whose flight record tells of another boot',
    scenario: 'exec',
    needsCut: false,
    fault: 'the flight record tells of',
    dressing: recording({ bootId: 'x', monoMs: 0 }),
  },
  {
    tells: 'an agent that runs a program beside its service again',
    scenario: 'run',
    fault: 'the program of r1 was run 2 times',
    dressing: FORGETS_NOTES,
  },
  {
    tells: 'a stop that has begun, and is overtaken after a cut',
    scenario: 'stop-forced',
    fault: 'worker was told to end 2 times',
    dressing: FORGETS_NOTES,
  },
  {
    tells: 'a restart that does not see what it has done before',
    scenario: 'restart',
    fault: 'was told to end',
    dressing: FORGETS_NOTES,
  },
  {
    tells: 'the same, of a device that was switched off',
    scenario: 'shutdown',
    fault: 'it does not come to rest',
    dressing: FORGETFUL_OUTBOX,
  },
  {
    tells: 'an agent that forgets that an update was hurried',
    scenario: 'update-now',
    fault: 'it does not come to rest',
    dressing: findingIntent(({ task }) => ({ task: task && { ...task, hurry: 'no' } })),
  },
  {
    tells: 'an agent that hurries what it finds under way',
    scenario: 'lock',
    fault: 'the gate of apply was passed, and it was closed',
    dressing: findingIntent(({ task }) => ({ task: task && { ...task, hurry: 'locks' } })),
  },
  {
    tells: 'the same, against a window',
    scenario: 'windows',
    fault: 'was passed, and it was closed',
    dressing: findingIntent(({ task }) => ({ task: task && { ...task, hurry: 'windows' } })),
  },
  {
    tells: 'an agent that forgets a hold of downloads',
    scenario: 'hold-downloads',
    fault: 'the gate of download was passed, and it was closed',
    dressing: findingIntent(() => ({ hold: null })),
  },
  {
    tells: 'a prune that does not know what to go back to',
    scenario: 'prune',
    fault: 'the command r1 was answered',
    dressing: findingIntent(() => ({ previous: null })),
  },
]
