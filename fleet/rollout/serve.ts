/**
 * The running controller: waits its turn, then steers until it is told to stop.
 *
 * Invariant: nothing is decided without the lock on the data; whoever starts while another has it stands by and takes
 * over when that one has ended, however it ended.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PrivateKey } from '../../protocol/keys.ts'
import { everyDevice, fleetTopics, parseTopic } from '../../protocol/topics.ts'
import { connectBroker } from '../broker/connection.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { inTurn } from '../control/in-turn.ts'
import { askLine, serveLines } from '../control/line-socket.ts'
import { Collector } from '../states/collector.ts'
import { LevelStates } from '../states/level-states.ts'
import { PostgresStates } from '../states/postgres-states.ts'
import type { StateBase } from '../states/state-base.ts'
import type { ListenAddress } from '../web/listen-address.ts'
import { Controller } from './controller.ts'
import { metricsText } from './metrics.ts'
import { answer, type ControllerRequest } from './requests.ts'
import { RolloutStore } from './rollout-store.ts'
import { serveMetrics } from './serve-metrics.ts'
import type { RolloutView } from './view.ts'

export interface ServeOptions {
  /** Where the rollouts are kept. */
  data: string
  /** PostgreSQL that aggregators write the devices' states into; absent: we write them, into our data. */
  database?: string
  broker: BrokerOptions
  keys: readonly PrivateKey[]
  log(event: string, facts: object): void
  signal: AbortSignal
  /** Between two looks, in ms. */
  everyMs: number
  /** Where Prometheus asks; absent is nowhere. */
  metrics?: ListenAddress
  /** Does its work with the controller; what it resolves with ends it. Default: until the signal. */
  meanwhile?(controller: Controller): Promise<void>
}

/** How long retained messages may take to follow the subscription, and the quiet that ends it earlier. */
const SETTLE_MS = 3000
const QUIET_MS = 250
/** From a connection that stands again until what is retained has begun to come. */
const RETURN_MS = 1000

/**
 * Serves until the signal.
 * @throws HF_STORE_…, HF_DATABASE_UNAVAILABLE, HF_BROKER_…, HF_LISTEN_FAILED
 */
export async function serveController(options: ServeOptions): Promise<void> {
  const store = await inTurn(() => RolloutStore.open(options.data), { ...options, other: 'another controller' })
  if (store === null) return
  let states: StateBase | null = null
  try {
    const { data, database, log } = options
    states = await (database === undefined
      ? LevelStates.open(join(data, 'states'), log)
      : PostgresStates.open(database))
    await serveWith(store, states, options)
  } finally {
    await states?.close()
    await store.close()
  }
}

async function serveWith(store: RolloutStore, states: StateBase, options: ServeOptions): Promise<void> {
  const { data, keys, log, signal, everyMs } = options
  const collector = options.database === undefined ? new Collector({ states, log, now: Date.now }) : null
  let heardAt = performance.now()
  // A session keeps what devices say; of fleets only the newest word counts, and what is old must not come after it.
  const { session, ...unkept } = options.broker
  // A node that was away gets all that belongs to a fleet: a rollout is of no use to a newcomer that finds no target there.
  const ofFleets = {
    keeps: (topic: string) => parseTopic(topic)?.scope === 'fleet',
    brought: (node: string, topics: readonly string[]) => log('brought', { node, topics }),
  }
  const broker = await connectBroker({ ...unkept, ...ofFleets }, (topic, payload) => {
    heardAt = performance.now()
    controller.heard(topic, payload)
    if (session === undefined) collector?.heard(topic, payload)
  })
  const subscribe = async (topics: readonly string[], from = broker): Promise<void> => {
    await from.subscribe(topics)
    const began = performance.now()
    heardAt = began
    for (let now = began; now - began < SETTLE_MS && now - heardAt < QUIET_MS; now = performance.now()) await sleep(25)
  }
  // What was heard before a cut is old, and what is retained comes again: nothing is decided until that is in.
  let returnedAt = Number.NEGATIVE_INFINITY
  broker.onReturn(() => {
    returnedAt = performance.now()
    controller.anew()
  })
  const isKnown = (): boolean => {
    const now = performance.now()
    return (
      broker.isOnline && now - returnedAt >= RETURN_MS && (now - heardAt >= QUIET_MS || now - returnedAt >= SETTLE_MS)
    )
  }
  const controller = new Controller({
    store,
    keys,
    states,
    subscribe: (topics) => subscribe(topics),
    publish: (topic, payload, retain) => broker.publish(topic, payload, retain),
    log,
    now: Date.now,
  })
  let ear = broker
  const end = new AbortController()
  const until = AbortSignal.any([signal, end.signal])
  try {
    if (session !== undefined)
      ear = await connectBroker({ ...options.broker, others: [] }, (topic, payload) => {
        heardAt = performance.now()
        collector?.heard(topic, payload)
        return collector?.flush()
      })
    if (collector !== null) await subscribe([everyDevice('presence'), everyDevice('report')], ear)
    await collector?.flush()
    // Newcomers take a release whose rollout is over, too.
    const steered = unkept.others?.length ? [...store.newest().keys()] : []
    if (steered.length > 0) await subscribe(steered.flatMap((fleet) => Object.values(fleetTopics(fleet))))
    await controller.resume()
    const text = (): string => {
      const collected = collector && { ...collector.counts, waiting: collector.waiting }
      return metricsText(controller.views(), { collected, isOnline: broker.isOnline })
    }
    const metrics = options.metrics === undefined ? null : await serveMetrics(options.metrics, text)
    const socket = await serveLines(socketOf(data), (line) => answer(controller, line))
    try {
      log('serving', { rollouts: store.newest().size })
      const look = async (): Promise<void> => {
        await collector?.flush()
        await controller.look()
      }
      const looking = lookUntil(look, isKnown, everyMs, until)
      const working = options.meanwhile?.(controller).finally(() => end.abort())
      await Promise.all([looking, working])
    } finally {
      socket.close()
      metrics?.close()
    }
  } finally {
    if (ear !== broker) await ear.close()
    await broker.close()
    await collector?.close()
  }
}

async function lookUntil(
  look: () => Promise<void>,
  isKnown: () => boolean,
  everyMs: number,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    if (isKnown()) await look()
    await sleep(everyMs, undefined, { signal }).catch(() => {}) // told to stop
  }
}

function socketOf(data: string): string {
  return join(data, 'controller.sock')
}

/**
 * Asks the controller of a data directory; null when none runs.
 * @throws HF_… as it answers
 */
export async function askController<R extends ControllerRequest>(
  data: string,
  request: R,
): Promise<(R extends { do: 'status' } ? RolloutView[] : RolloutView) | null> {
  const over = await askLine(socketOf(data), request, {
    code: 'HF_REQUEST_INVALID',
    message: 'the controller did not answer',
  })
  return over === null ? null : (over.ok as R extends { do: 'status' } ? RolloutView[] : RolloutView)
}
