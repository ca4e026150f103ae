/** Results arrive in order, at least once, whatever happens to the broker and to us. */
import { beforeEach, describe, expect, it } from 'vitest'
import type { Outgoing } from '../protocol/types.ts'
import { kept, MemoryDisk } from '../storage/memory-kv.ts'
import { openStore } from '../storage/open-store.ts'
import type { Store } from '../storage/store.ts'
import { Counters } from './ingress/counters.ts'
import { Outbox } from './outbox.ts'
import { PACE } from './outbox-rule.ts'
import { listeningLog, ScriptedBroker } from './scripted-broker.ts'
import { settle, VirtualClock } from './virtual-clock.ts'

const message = (text: string): Outgoing => ({ topic: 't', payload: new TextEncoder().encode(text), retain: false })

let disk: MemoryDisk
let store: Store
let clock: VirtualClock
let log: ReturnType<typeof listeningLog>

beforeEach(async () => {
  disk = new MemoryDisk()
  store = await openStore(disk.open())
  clock = new VirtualClock()
  log = listeningLog()
})

async function outboxOver(broker: ScriptedBroker): Promise<Outbox> {
  const { outgoing } = await store.load()
  return new Outbox({ broker, store, clock, log, counters: new Counters(), unsent: outgoing })
}

async function write(outbox: Outbox, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    await store.commit([{ op: 'outgoing', key: text, message: message(text) }])
    outbox.add(text, message(text))
  }
  await settle()
}

const textsOf = (broker: ScriptedBroker) => broker.sent.map(({ payload }) => new TextDecoder().decode(payload))
const onDisk = async () => (await store.load()).outgoing.map(({ key }) => key)

it('sends one after the other, in the order of writing, and forgets each once it is acknowledged', async () => {
  const broker = new ScriptedBroker()
  const outbox = await outboxOver(broker)
  await write(outbox, 'a', 'b', 'c')
  expect(textsOf(broker)).toEqual(['a'])
  expect(await onDisk()).toEqual(['a', 'b', 'c'])
  await broker.sent[0]?.ack()
  expect(textsOf(broker)).toEqual(['a', 'b'])
  expect(await onDisk()).toEqual(['b', 'c'])
  expect([outbox.has('a'), outbox.has('b')]).toEqual([false, true])
})

it('sends what an earlier life left, before anything new', async () => {
  await write(await outboxOver(new ScriptedBroker(false)), 'a', 'b')
  store = await openStore(disk.cut(kept).open())
  const broker = new ScriptedBroker()
  broker.isObliging = true
  await write(await outboxOver(broker), 'c')
  expect(textsOf(broker)).toEqual(['a', 'b', 'c'])
  expect(await onDisk()).toEqual([])
})

it('waits for a connection without a sound', async () => {
  const broker = new ScriptedBroker(false)
  await write(await outboxOver(broker), 'a')
  await clock.advance(3_600_000)
  expect([broker.sent, log.lines]).toEqual([[], []])
  broker.isObliging = true
  await broker.connect()
  expect(textsOf(broker)).toEqual(['a'])
})

describe('a broker that', () => {
  it('refuses is asked again later, and the order stays', async () => {
    const broker = new ScriptedBroker()
    await write(await outboxOver(broker), 'a', 'b')
    await broker.sent[0]?.refuse('HF_BROKER_REFUSED')
    expect(textsOf(broker)).toEqual(['a'])
    await clock.advance(5_000)
    expect(textsOf(broker)).toEqual(['a', 'a'])
    await broker.sent[1]?.ack()
    expect(textsOf(broker)).toEqual(['a', 'a', 'b'])
    expect(log.lines).toHaveLength(1)
  })

  it('breaks off in the middle gets the same again at once when it is back', async () => {
    const broker = new ScriptedBroker()
    await write(await outboxOver(broker), 'a', 'b')
    broker.connection.next({ connected: false, reason: null })
    await broker.sent[0]?.refuse('HF_BROKER_UNAVAILABLE')
    expect(await onDisk()).toEqual(['a', 'b'])
    await broker.connect()
    expect(textsOf(broker)).toEqual(['a', 'a'])
  })
})

it('lets one that the broker never takes hold up no other, and keeps it', async () => {
  const broker = new ScriptedBroker()
  await write(await outboxOver(broker), 'huge', 'b')
  await broker.sent[0]?.refuse('HF_WIRE_TOO_LARGE')
  await clock.advance(60_000)
  expect(textsOf(broker)).toEqual(['huge', 'b'])
  await broker.sent[1]?.ack()
  expect(textsOf(broker)).toEqual(['huge', 'b', 'huge'])
  expect(await onDisk()).toEqual(['huge'])
})

it('sends again what was acknowledged while the disk did not take the deletion', async () => {
  const broker = new ScriptedBroker()
  const outbox = await outboxOver(broker)
  await write(outbox, 'a')
  store.commit = () => Promise.reject(new Error('full'))
  const { commit } = Object.getPrototypeOf(store) as Store
  await broker.sent[0]?.ack()
  expect(outbox.has('a')).toBe(true)
  store.commit = commit.bind(store)
  await clock.advance(5_000)
  await broker.sent[1]?.ack()
  expect([textsOf(broker), await onDisk()]).toEqual([['a', 'a'], []])
})

it('overlooks nothing that is added while the last one ends', async () => {
  const broker = new ScriptedBroker()
  broker.isObliging = true
  for (let ticks = 0; ticks < 12; ticks += 1) {
    const outbox = new Outbox({ broker, store, clock, log, counters: new Counters(), unsent: [] })
    store.commit = () => Promise.resolve()
    outbox.add('first', message('first'))
    for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
    outbox.add(`after ${ticks} ticks`, message(`after ${ticks} ticks`))
    await settle()
    expect(textsOf(broker)).toContain(`after ${ticks} ticks`)
  }
})

it('sends a few at once, and then one after the other, however fast the broker takes them', async () => {
  const texts = Array.from({ length: PACE.burst + 20 }, (_, n) => `m${n}`)
  await write(await outboxOver(new ScriptedBroker(false)), ...texts)
  const broker = new ScriptedBroker(false)
  broker.isObliging = true
  const outbox = await outboxOver(broker)
  await broker.connect()
  await clock.advance(0)
  expect(textsOf(broker)).toEqual(texts.slice(0, PACE.burst))
  await clock.advance(5 * PACE.everyMs)
  expect(textsOf(broker)).toEqual(texts.slice(0, PACE.burst + 5))
  // What gives way while it waits for its turn is not sent.
  outbox.drop(texts[PACE.burst + 5] as string)
  await clock.advance(60_000)
  expect(textsOf(broker)).toEqual(texts.filter((_, n) => n !== PACE.burst + 5))
})

it('stops when it is closed; what is left is on the disk', async () => {
  const broker = new ScriptedBroker()
  const outbox = await outboxOver(broker)
  await write(outbox, 'a', 'b')
  await outbox.close()
  await broker.connect(3)
  expect(textsOf(broker)).toEqual(['a'])
  expect(await onDisk()).toEqual(['a', 'b'])
  expect(log.lines).toEqual([])
})
