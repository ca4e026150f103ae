/** Bytes are counted over restarts and cuts, for few writes, and what is spent stops what can wait, and nothing else. */
import { describe, expect, it, vi } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { ByteClass } from '../../protocol/enums.ts'
import type { Report } from '../../protocol/types.ts'
import { dropped, MemoryDisk } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import { listeningLog, ScriptedBroker } from '../scripted-broker.ts'
import { VirtualClock } from '../virtual-clock.ts'
import type { Budget } from './budget.ts'
import { bytesOnTheWire, countedBroker } from './counted-broker.ts'
import { USAGE } from './saved-usage.ts'
import { SAVED_EVERY, Usage } from './usage.ts'

const budget = (change: Partial<Budget>): Budget => ({ class: 'all', link: '', dayBytes: 0, monthBytes: 0, ...change })
const NEVER = new AbortController().signal

class Device {
  readonly clock = new VirtualClock()
  readonly log = listeningLog()
  link = { type: 'cellular', metered: true }
  disk = new MemoryDisk()
  commits = 0

  async live(...own: Budget[]): Promise<Usage> {
    const store = await openStore(this.disk.open())
    const { commit } = store
    const saved = (await store.load()).checkpoints.get(USAGE)
    const counting = {
      commit: (writes: Parameters<typeof commit>[0]) => {
        this.commits += 1
        return commit.call(store, writes)
      },
    }
    return new Usage({
      store: counting,
      clock: this.clock,
      log: this.log,
      link: { current: () => this.link },
      own,
      saved,
    })
  }

  cut(): void {
    this.disk = this.disk.cut(dropped)
  }
}

const dayOf = (usage: Usage) => usage.message().counts?.reduce((sum, { dayBytes = 0 }) => sum + dayBytes, 0)

describe('counting', () => {
  it('writes nothing for the few bytes of an idle device, and little for many', async () => {
    const device = new Device()
    const usage = await device.live()
    for (let hour = 0; hour < 24; hour += 1) {
      usage.count('reports', 1_000)
      await device.clock.advance(3_600_000)
    }
    expect(device.commits).toBe(0)
    for (let chunk = 0; chunk < 640; chunk += 1) {
      usage.count('content', 64 * 1024)
      await device.clock.advance(10)
    }
    expect(device.commits).toBeLessThanOrEqual(40)
    expect(device.commits).toBeGreaterThan(30)
  })

  it('loses to a cut no more than it says, and to an orderly end nothing', async () => {
    const device = new Device()
    const usage = await device.live()
    for (let n = 0; n < 1_000; n += 1) {
      usage.count(n % 10 === 0 ? 'content' : 'control', n % 10 === 0 ? 50_000 : 300)
      await device.clock.advance(1)
    }
    const all = dayOf(usage) ?? 0
    device.cut()
    const next = await device.live()
    const kept = dayOf(next) ?? 0
    expect(kept).toBeLessThanOrEqual(all)
    expect(all - kept).toBeLessThan(SAVED_EVERY.messages + SAVED_EVERY.content)
    next.count('logs', 5)
    await next.close()
    device.cut()
    expect(dayOf(await device.live())).toBe(kept + 5)
  })

  it('goes on where a disk does not take it, and tells what cannot be read', async () => {
    const device = new Device()
    const usage = new Usage({
      store: { commit: () => Promise.reject(new Error('full')) },
      clock: device.clock,
      log: device.log,
      link: { current: () => device.link },
      own: [],
      saved: { version: 7, body: new Uint8Array() },
    })
    expect(usage.problem).toContain('begin anew')
    usage.count('content', 2 * SAVED_EVERY.content)
    await device.clock.advance(1)
    expect(device.log.lines).toEqual(['warn: the byte counts could not be written'])
    expect(dayOf(usage)).toBe(2 * SAVED_EVERY.content)
  })

  it('tells what is spent on the link in use, and when it is whole again; another link is not concerned', async () => {
    const device = new Device()
    const usage = await device.live(budget({ class: 'logs', link: 'cellular', dayBytes: 1_000 }))
    const changed = vi.fn()
    usage.changes.subscribe(changed)
    usage.count('logs', 1_000)
    expect(changed).toHaveBeenCalledTimes(1)
    const read = () => decode<Report>(KINDS.Report, encode(KINDS.Report, { usage: usage.message() })).usage
    const { wallMs } = device.clock.now()
    const midnight = Math.ceil(wallMs / 86_400_000) * 86_400_000
    expect(read()).toMatchObject({
      link: 'cellular',
      metered: true,
      counts: [{ class: ByteClass.BYTE_CLASS_LOGS, link: 'cellular', dayBytes: 1_000, monthBytes: 1_000 }],
      budgets: [{ budget: { link: 'cellular', dayBytes: 1_000 }, dayBytes: 1_000, wholeAtMs: midnight }],
    })
    device.link = { type: 'ethernet', metered: false }
    expect(usage.left('logs').bytes).toBe(Number.POSITIVE_INFINITY)
    device.link = { type: 'cellular', metered: true }
    expect(usage.left('logs').bytes).toBe(0)
    await device.clock.advance(midnight - wallMs)
    expect(usage.left('logs').bytes).toBe(1_000)
    expect(read()?.budgets[0]?.wholeAtMs).toBe(0)
  })
})

describe('a broker port that counts', () => {
  const TOPICS = { result: 'hf/1/device/d1/result', report: 'hf/1/device/d1/report', log: 'hf/1/device/d1/log' }
  const payload = new Uint8Array(100)

  it('counts by class what is given to a connection, and nothing while there is none', async () => {
    const usage = await new Device().live()
    const broker = new ScriptedBroker(false)
    broker.isObliging = true
    const counting = countedBroker(broker, usage)
    const send = (topic: string) => counting.publish(topic, payload, { qos: 1, retain: false, signal: NEVER })
    await expect(send(TOPICS.result)).rejects.toMatchObject({ code: 'HF_BROKER_UNAVAILABLE' })
    expect(usage.message().counts).toEqual([])
    await broker.connect()
    await send(TOPICS.result)
    await send(TOPICS.report)
    const bytes = bytesOnTheWire(TOPICS.result, 100, 1)
    expect(usage.message().counts).toMatchObject([
      { class: ByteClass.BYTE_CLASS_CONTROL, dayBytes: bytes },
      { class: ByteClass.BYTE_CLASS_REPORTS, dayBytes: bytes },
    ])
  })

  it('lets answers and reports go when all is spent, and logs not', async () => {
    const usage = await new Device().live(budget({ dayBytes: 1 }))
    usage.count('control', 10)
    const broker = new ScriptedBroker()
    broker.isObliging = true
    const counting = countedBroker(broker, usage)
    const send = (topic: string) => counting.publish(topic, payload, { qos: 1, retain: false, signal: NEVER })
    await send(TOPICS.result)
    await send(TOPICS.report)
    await expect(send(TOPICS.log)).rejects.toMatchObject({
      code: 'HF_BUDGET_SPENT',
      message: expect.stringMatching(/1 bytes a day for everything are spent; they are whole again at 20/),
    })
    expect(broker.sent.map(({ topic }) => topic)).toEqual([TOPICS.result, TOPICS.report])
  })
})
