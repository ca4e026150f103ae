/**
 * The instants at which the power may go: at every write, effect, publish and acknowledgement.
 *
 * Invariant: each is announced before what it stands for happens, or after it has and before the agent
 * knows; when the power goes there, nothing of what would follow happens.
 */
import { map } from 'rxjs'
import { around } from '../../agent/around.ts'
import type { BrokerPort } from '../../agent/broker-port.ts'
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import type { Kv } from '../../storage/kv.ts'
import { NEVER } from '../device/mortal-kv.ts'
import { Refusal } from '../engine/engine-types.ts'

/** Announces an instant. @returns true when the power went in it */
export type Reach = (what: string) => boolean

/** Calls of the engine that change something; one call of the port may be several. */
const CHANGES: ReadonlySet<string> = new Set([
  'createContainer',
  'putFiles',
  'startContainer',
  'updateContainer',
  'stopContainer',
  'removeContainer',
  'pull',
  'loadImage',
  'removeImage',
  'ensureVolume',
  'removeVolume',
  'ensureNetwork',
  'removeNetwork',
])

/** Before the batch; the moment between the write and its acknowledgement is the disk's `onSync`. */
export function kvWithBoundaries(kv: Kv, reach: Reach): Kv {
  return {
    get: (key) => kv.get(key),
    entries: (prefix, from) => kv.entries(prefix, from),
    close: () => kv.close(),
    async batch(changes, sync) {
      if (reach(`before the write of ${keysOf(changes)}`)) return NEVER
      await kv.batch(changes, sync)
    },
  }
}

/** Right before the disk, which takes whatever comes to it: what was refused on the way there was not written. */
export function kvWithNotes(kv: Kv, note: (change: 'written' | 'synced') => void): Kv {
  return {
    get: (key) => kv.get(key),
    entries: (prefix, from) => kv.entries(prefix, from),
    close: () => kv.close(),
    async batch(changes, sync) {
      note('written')
      await kv.batch(changes, sync)
      if (sync) note('synced')
    },
  }
}

function keysOf(changes: readonly { key: string; value: unknown }[]): string {
  const kinds = changes.map(({ key, value }) => `${value === null ? '-' : ''}${key.split('/')[0]}`)
  return [...new Set(kinds)].filter((kind) => kind !== 'inventory').join(', ')
}

/** For the engine's `intercept`: before each of its own calls. @param refused the call that it does not do */
export function interceptWithBoundaries(
  operation: string,
  reach: Reach,
  refused: string | null,
): Refusal | 'away' | null {
  if (CHANGES.has(operation) && reach(`before the engine's ${operation}`)) return 'away'
  return operation === refused ? new Refusal(500, 'no space left on device') : null
}

/**
 * After each call of the port that changed something, around a program, and once in the middle of a pull and of a load.
 *
 * @param begun hears of each program that is run in a container
 */
export function engineWithBoundaries(
  engine: EnginePort,
  reach: Reach,
  begun: (command: readonly string[]) => void,
): EnginePort {
  const after = async <T>(what: string, call: Promise<T>): Promise<T> => {
    const result = await call
    return reach(`after ${what}, before its result is known`) ? NEVER : result
  }
  return around(engine, {
    createContainer: (spec) => after(`createContainer ${spec.name}`, engine.createContainer(spec)),
    startContainer: (id, ...rest) => after('startContainer', engine.startContainer(id, ...rest)),
    stopContainer: (id, graceMs) => after('stopContainer', engine.stopContainer(id, graceMs)),
    removeContainer: (id) => after('removeContainer', engine.removeContainer(id)),
    removeImage: (image) => after('removeImage', engine.removeImage(image)),
    ensureVolume: (spec) => after(`ensureVolume ${spec.name}`, engine.ensureVolume(spec)),
    removeVolume: (name) => after(`removeVolume ${name}`, engine.removeVolume(name)),
    ensureNetwork: (spec) => after('ensureNetwork', engine.ensureNetwork(spec)),
    removeNetwork: (name) => after('removeNetwork', engine.removeNetwork(name)),
    exec: async (id, command, signal) => {
      if (reach("before the engine's exec")) return NEVER
      begun(command)
      return after('exec', engine.exec(id, command, signal))
    },
    pull: (image, onProgress, signal) =>
      after('pull', engine.pull(image, withMiddle('pull', onProgress, reach), signal)),
    loadImage: (image, source, onProgress, signal) =>
      after('loadImage', engine.loadImage(image, source, withMiddle('load', onProgress, reach), signal)),
  })
}

/** With the first bytes the middle has come. */
function withMiddle(
  what: string,
  onProgress: (progress: PullProgress) => void,
  reach: Reach,
): (progress: PullProgress) => void {
  let told = false
  return (done) => {
    const isFirst = !told && done.doneBytes > 0
    told ||= isFirst
    if (isFirst && reach(`in the middle of a ${what}`)) return
    onProgress(done)
  }
}

/** Around every publish, and around every acknowledgement of what came. */
export function brokerWithBoundaries(broker: BrokerPort, reach: Reach): BrokerPort {
  return {
    connection: broker.connection,
    deliveries: broker.deliveries.pipe(
      map((delivery) => ({
        ...delivery,
        ack: () => {
          const { topic } = delivery
          if (reach(`before the acknowledgement of ${leafOf(topic)}`)) return
          delivery.ack()
          reach(`after the acknowledgement of ${leafOf(topic)}`)
        },
      })),
    ),
    async publish(topic, payload, options) {
      if (reach(`before the publish of ${leafOf(topic)}`)) return NEVER
      await broker.publish(topic, payload, options)
      return reach(`after the publish of ${leafOf(topic)}, before the agent knows`) ? NEVER : undefined
    },
    reconnect: () => broker.reconnect(),
    hasten: () => broker.hasten(),
    close: () => broker.close(),
  }
}

function leafOf(topic: string): string {
  return topic.split('/').at(-1) ?? topic
}
