/** The newest state, not more often than needed, and never none. */
import { beforeEach, describe, expect, it } from 'vitest'
import { decode, KINDS, type Loose } from '../protocol/codec.ts'
import type { Report } from '../protocol/types.ts'
import { Reporter } from './reporter.ts'
import { listeningLog, ScriptedBroker } from './scripted-broker.ts'
import { settle, VirtualClock } from './virtual-clock.ts'

let clock: VirtualClock
let broker: ScriptedBroker
let log: ReturnType<typeof listeningLog>
let state: Loose<Report>

beforeEach(() => {
  clock = new VirtualClock()
  broker = new ScriptedBroker()
  broker.isObliging = true
  log = listeningLog()
  state = { device: 'd1', phase: 'idle' }
})

async function reporting(paceMs?: () => number): Promise<Reporter> {
  const reporter = new Reporter({
    broker,
    clock,
    log,
    topic: 'report',
    make: () => Promise.resolve({ ...state, atMs: clock.now().wallMs }),
    firstSequence: 100,
    intervalMs: 500,
    ...(paceMs === undefined ? {} : { paceMs }),
  })
  await settle()
  return reporter
}

const sent = () => broker.sent.map(({ payload }) => decode<Report>(KINDS.Report, payload))
const phases = () => sent().map(({ phase }) => phase)

describe('the retained report', () => {
  it('is sent once at the start, and then only when something has changed', async () => {
    const reporter = await reporting()
    reporter.changed()
    await clock.advance(10_000)
    reporter.changed()
    await clock.advance(10_000)
    expect(phases()).toEqual(['idle'])
    state = { ...state, phase: 'fetching' }
    reporter.changed()
    await settle()
    expect(phases()).toEqual(['idle', 'fetching'])
  })

  it('is the newest state, not more than one in each interval, numbered without end', async () => {
    const reporter = await reporting()
    for (const phase of ['admitting', 'planning', 'waiting', 'fetching']) {
      state = { ...state, phase }
      reporter.changed()
      await clock.advance(200)
    }
    await clock.advance(5_000)
    expect(phases()).toEqual(['idle', 'waiting', 'fetching'])
    expect(sent().map(({ sequence }) => sequence)).toEqual([100, 101, 102])
  })

  it('is not new because of the time, a counter, or the free disk', async () => {
    const reporter = await reporting()
    state = { ...state, counters: { 'mqtt.received': 7 }, host: { diskFreeBytes: 12 } }
    reporter.changed()
    await clock.advance(5_000)
    expect(phases()).toHaveLength(1)
  })

  it('is not new because of a signal, or by which technology it comes; where the modem is at home it is', async () => {
    const modem = { state: 'connected', registration: 'home', technology: 'lte', qualityPercent: 62 }
    const over = (changes: object) => ({ network: { links: [{ name: 'wwan0', modem: { ...modem, ...changes } }] } })
    state = { ...state, ...over({}) }
    const reporter = await reporting()
    state = { ...state, ...over({ technology: 'umts', qualityPercent: 20 }) }
    reporter.changed()
    await clock.advance(5_000)
    expect(sent()).toHaveLength(1)
    state = { ...state, ...over({ registration: 'roaming' }) }
    reporter.changed()
    await clock.advance(5_000)
    expect(sent().map(({ network }) => network?.links[0]?.modem?.registration)).toEqual(['home', 'roaming'])
  })

  it('does not wait for its interval when somebody waits for it, but for what follows at once', async () => {
    const reporter = await reporting()
    state = { ...state, phase: 'committing' }
    reporter.changed(true)
    await clock.advance(200)
    state = { ...state, phase: 'idle again' }
    reporter.changed(true)
    await clock.advance(49)
    expect(phases()).toEqual(['idle'])
    await clock.advance(1)
    expect(phases()).toEqual(['idle', 'idle again'])
    await clock.advance(5_000)
    expect(phases()).toHaveLength(2)
  })

  it('gathers nothing after a new connection, which has been waited for long enough', async () => {
    const reporter = await reporting()
    await broker.cut()
    state = { ...state, phase: 'committing' }
    reporter.changed(true)
    await broker.connect()
    expect(phases()).toEqual(['idle', 'committing'])
  })

  it('is not sent at the close, though somebody waits for it', async () => {
    const reporter = await reporting()
    state = { ...state, phase: 'committing' }
    reporter.changed(true)
    await clock.advance(100)
    await reporter.close()
    await clock.advance(60_000)
    expect(phases()).toEqual(['idle'])
  })

  it('is sent anew on each connection, and kept back while there is none', async () => {
    const reporter = await reporting()
    await broker.cut()
    state = { ...state, phase: 'fetching' }
    reporter.changed()
    await clock.advance(60_000)
    expect(phases()).toEqual(['idle'])
    state = { ...state, phase: 'staging' }
    await broker.connect()
    expect(phases()).toEqual(['idle', 'staging'])
    await broker.cut()
    await broker.connect(3)
    expect(phases()).toEqual(['idle', 'staging', 'staging'])
  })

  it('that was not acknowledged is made again later, as it is then', async () => {
    broker.isObliging = false
    await reporting()
    await broker.sent[0]?.refuse('HF_BROKER_REFUSED')
    expect(log.lines).toHaveLength(1)
    state = { ...state, phase: 'fetching' }
    await clock.advance(5_000)
    expect(phases()).toEqual(['idle', 'fetching'])
  })

  it('overlooks no change while the last report ends', async () => {
    const reporter = await reporting()
    for (let ticks = 0; ticks < 12; ticks += 1) {
      await clock.advance(10_000)
      state = { ...state, phase: `first ${ticks}` }
      reporter.changed()
      await clock.advance(499)
      const end = clock.advance(1)
      for (let tick = 0; tick < ticks; tick += 1) await Promise.resolve()
      state = { ...state, phase: `then ${ticks}` }
      reporter.changed()
      await end
      await clock.advance(1_000)
      expect(phases()).toContain(`then ${ticks}`)
    }
  })

  it('is not sent any more after the close', async () => {
    const reporter = await reporting()
    await reporter.close()
    state = { ...state, phase: 'fetching' }
    reporter.changed()
    await broker.connect(2)
    await clock.advance(60_000)
    expect(phases()).toEqual(['idle'])
  })
})

describe('reaching the broker', () => {
  it('is done only when the broker has acknowledged something that was made after the call', async () => {
    broker.isObliging = false
    const reporter = await reporting()
    let isReached = false
    void reporter.reach(new AbortController().signal).then(() => {
      isReached = true
    })
    await settle()
    expect(broker.sent).toHaveLength(2)
    await broker.sent[0]?.ack()
    expect(isReached).toBe(false)
    await broker.sent[1]?.ack()
    expect(isReached).toBe(true)
  })

  it('by a report that is filled up to so many bytes, and says nothing else', async () => {
    let chance = 0
    clock = new VirtualClock(() => (chance = (chance + 0.37) % 1))
    const reporter = await reporting()
    const reached = reporter.reach(new AbortController().signal, 1_500)
    await settle()
    await reached
    const [own, filled] = broker.sent.map(({ payload }) => payload)
    expect(own?.length).toBeLessThan(1_000)
    expect(filled?.length).toBeGreaterThanOrEqual(1_500)
    expect(filled?.length).toBeLessThan(1_520)
    const { fill, sequence: _, ...rest } = decode<Report>(KINDS.Report, filled!)
    const { fill: none, sequence: __, ...before } = decode<Report>(KINDS.Report, own!)
    expect(rest).toEqual(before)
    expect(none).toHaveLength(0)
    expect(new Set(fill).size).toBeGreaterThan(90)
  })

  it('waits for a connection, and tries again when the broker does not take it', async () => {
    broker.isObliging = false
    await broker.cut()
    const reporter = await reporting()
    let isReached = false
    void reporter.reach(new AbortController().signal).then(() => {
      isReached = true
    })
    await clock.advance(3_600_000)
    await broker.connect()
    for (const { refuse } of broker.sent) await refuse('HF_BROKER_UNAVAILABLE')
    expect(isReached).toBe(false)
    broker.isObliging = true
    await clock.advance(5_000)
    expect(isReached).toBe(true)
  })

  it.each([
    ['before it began', (given: AbortController) => given.abort(), async () => {}],
    ['while there is no connection', () => {}, () => broker.cut()],
    ['while the broker does not answer', () => {}, async () => {}],
    ['between two tries', () => {}, async () => broker.sent.at(-1)?.refuse('HF_BROKER_REFUSED')],
  ])('ends at once with HF_CANCELLED when aborted %s', async (when, before, during) => {
    broker.isObliging = false
    if (when.includes('no connection')) await during()
    const reporter = await reporting()
    const given = new AbortController()
    before(given)
    const outcome = reporter.reach(given.signal).catch((error: unknown) => error)
    await settle()
    if (!when.includes('no connection')) await during()
    given.abort()
    expect(await outcome).toMatchObject({ code: 'HF_CANCELLED' })
  })
})

describe('where bytes are scarce', () => {
  const HOUR = 3_600_000

  it('what nobody waits for is told once in its pace, as it is then; what somebody waits for soon', async () => {
    const reporter = await reporting(() => HOUR)
    for (const phase of ['admitting', 'planning', 'fetching']) {
      state = { ...state, phase }
      reporter.changed()
      await clock.advance(60_000)
    }
    expect(phases()).toEqual(['idle'])
    await clock.advance(HOUR)
    expect(phases()).toEqual(['idle', 'fetching'])
    state = { ...state, phase: 'committing' }
    reporter.changed(true)
    await clock.advance(250)
    expect(phases()).toEqual(['idle', 'fetching', 'committing'])
  })

  it('what somebody waits for is owed still when the connection breaks under it', async () => {
    const reporter = await reporting(() => HOUR)
    broker.isObliging = false
    state = { ...state, phase: 'committing' }
    reporter.changed(true)
    await clock.advance(250)
    await broker.sent.at(-1)?.refuse('HF_BROKER_UNAVAILABLE')
    await broker.cut()
    await clock.advance(60_000)
    broker.isObliging = true
    await broker.connect()
    expect(phases()).toEqual(['idle', 'committing', 'committing'])
    await clock.advance(HOUR / 2)
    expect(phases()).toHaveLength(3)
  })

  it('a connection that comes and goes costs no report each time', async () => {
    const reporter = await reporting(() => HOUR)
    for (let n = 2; n < 12; n += 1) {
      await broker.cut()
      await broker.connect(n)
      await clock.advance(60_000)
    }
    expect(phases()).toEqual(['idle'])
    await clock.advance(HOUR)
    expect(phases()).toEqual(['idle', 'idle'])
    await reporter.reach(new AbortController().signal)
    expect(phases()).toHaveLength(3)
  })

  it('and plenty again, it is as before', async () => {
    let pace = HOUR
    const reporter = await reporting(() => pace)
    state = { ...state, phase: 'fetching' }
    reporter.changed()
    await clock.advance(1_000)
    pace = 0
    reporter.changed(true)
    await clock.advance(250)
    state = { ...state, phase: 'staging' }
    await clock.advance(500)
    reporter.changed()
    await clock.advance(500)
    expect(phases()).toEqual(['idle', 'fetching', 'staging'])
  })
})
