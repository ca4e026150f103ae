/**
 * An aggregator: reads its part of what devices say, and writes it into the database that the controller judges by.
 *
 * Invariant: nobody has to read everything alone. What an aggregator had heard and not written when it died is read again
 * by the next one that starts or comes back: the broker retains what each device said last.
 */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { everyDevice, probeTopic } from '../../protocol/topics.ts'
import { type Broker, connectBroker } from '../broker/connection.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { Collector } from './collector.ts'
import { isInPart, type Part } from './part.ts'
import { PostgresStates } from './postgres-states.ts'

export interface AggregatorOptions {
  broker: BrokerOptions
  database: string
  /** A group that shares the messages; or, where the broker cannot share, a part of the devices: each reads everything. */
  by: { group: string } | Part
  log(event: string, facts: object): void
  signal: AbortSignal
  /** Called when it serves; what it returns is closed at the end. */
  served?(counts: () => AggregatorCounts): Promise<{ close(): void }>
}

export type AggregatorCounts = Collector['counts'] & { waiting: number; sweeps: number }

const TOPICS = [everyDevice('presence'), everyDevice('report')]
/** For a message of our own through the group. */
const PROBE_MS = 10_000
/** All that come back after the broker do not ask at once. */
const SPREAD_MS = 2000
/** No retained message for so long: they are all there. */
const QUIET_MS = 2000
const TELL_MS = 60_000

/**
 * Serves until the signal.
 * @throws HF_DATABASE_UNAVAILABLE, HF_BROKER_…; HF_BROKER_REFUSED when the broker does not share subscriptions
 */
export async function serveAggregator(options: AggregatorOptions): Promise<void> {
  const states = await PostgresStates.open(options.database)
  try {
    await serveWith(states, options)
  } finally {
    await states.close()
  }
}

async function serveWith(states: PostgresStates, { broker: way, by, log, signal, served }: AggregatorOptions) {
  const isOurs = 'group' in by ? undefined : (device: string) => isInPart(device, by)
  const collector = new Collector({ states, log, now: Date.now, ...(isOurs === undefined ? {} : { isOurs }) })
  const probe = probeTopic(randomUUID())
  let isShared = false
  let retainedAt = 0
  let sweeps = 0
  const broker = await connectBroker(way, (topic, payload, retained) => {
    if (topic === probe) isShared = true
    if (retained) retainedAt = performance.now()
    collector.heard(topic, payload)
    return collector.flush()
  })
  const counts = (): AggregatorCounts => ({ ...collector.counts, waiting: collector.waiting, sweeps })
  const sweep = async (): Promise<void> => {
    // Retained messages do not come through a shared subscription.
    const since = await states.nowMs()
    await sleep(Math.random() * SPREAD_MS, undefined, { signal })
    if (!(await states.claimSweep(since))) return
    retainedAt = performance.now()
    await broker.subscribe(TOPICS)
    while (!signal.aborted && performance.now() - retainedAt < QUIET_MS) await sleep(100, undefined, { signal })
    await broker.unsubscribe(TOPICS)
    sweeps += 1
    log('swept', counts())
  }
  const sweepSoon = (): void => {
    sweep().catch((error: unknown) => {
      if (signal.aborted) return
      log('fault', {
        what: 'reading what is retained',
        message: error instanceof Error ? error.message : String(error),
      })
      setTimeout(sweepSoon, PROBE_MS).unref()
    })
  }
  const telling = setInterval(() => log('health', counts()), TELL_MS)
  let open: { close(): void } | undefined
  try {
    if ('group' in by) {
      const shared = (topic: string): string => `$share/${by.group}/${topic}`
      await probed(broker, { shared: `$share/${randomUUID()}/${probe}`, probe, isThere: () => isShared }, signal)
      await broker.subscribe(TOPICS.map(shared))
      broker.onReturn(sweepSoon)
      sweepSoon()
    } else await broker.subscribe(TOPICS)
    open = await served?.(counts)
    log('serving', by)
    await new Promise<void>((resolve) => {
      if (signal.aborted) resolve()
      else signal.addEventListener('abort', () => resolve(), { once: true })
    })
  } finally {
    clearInterval(telling)
    open?.close()
    await broker.close()
    await collector.close()
  }
}

/**
 * A broker that does not know shared subscriptions takes the filter for a name that nobody uses, and is silent.
 * @throws HF_BROKER_REFUSED
 */
async function probed(
  broker: Broker,
  { shared, probe, isThere }: { shared: string; probe: string; isThere(): boolean },
  signal: AbortSignal,
): Promise<void> {
  await broker.subscribe([shared])
  const began = performance.now()
  await broker.publish(probe, Buffer.from('probe'), false)
  while (!isThere() && !signal.aborted) {
    if (performance.now() - began > PROBE_MS)
      throw new HoldfastError('HF_BROKER_REFUSED', 'the broker does not share subscriptions: use --part', {
        place: '--group',
      })
    await sleep(20)
  }
  await broker.unsubscribe([shared])
}
