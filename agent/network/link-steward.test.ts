import { BehaviorSubject, Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { type FailoverRule, SET_BACK_METRIC } from '../../machines/link-choice.ts'
import type { LinkFact } from '../../machines/link-port.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { stewardLinks } from './link-steward.ts'

const RULE: FailoverRule = { afterMs: 60_000, backAfterMs: 300_000 }
const S = 1_000

const linksWith = (setBack: readonly string[] = []): LinkFact[] =>
  Object.entries({ eth0: 100, wwan0: 700 }).map(([name, metric]) => ({
    name,
    kind: 'other',
    isUp: true,
    addresses: ['192.0.2.7/24'],
    defaultMetrics: [metric + (setBack.includes(name) ? SET_BACK_METRIC : 0)],
    gateway: '192.0.2.1',
  }))

function rig(rule: FailoverRule | null = RULE) {
  const clock = new VirtualClock()
  const links = new BehaviorSubject(linksWith())
  const isConnected = new BehaviorSubject(true)
  const holds: Record<string, boolean | null> = { eth0: true, wwan0: true }
  const looks: [number, string][] = []
  const chosen: [number, string[]][] = []
  const nowMs = (): number => clock.now().monoMs
  const beganMs = nowMs()
  const port = {
    look: async (name: string) => {
      looks.push([nowMs() - beganMs, name])
      return holds[name] ?? null
    },
  }
  const settled = { now: true }
  const isSettled = (): boolean => settled.now
  const unsteered = new Subject<readonly string[]>()
  /** Whether it can be brought about. */
  const steering = { works: true }
  const steward = stewardLinks({
    links,
    isConnected,
    rule: new BehaviorSubject(rule),
    port,
    clock,
    isSettled,
    unsteered,
  })
  const watch = steward.subscribe((setBack) => {
    chosen.push([nowMs() - beganMs, setBack])
    if (steering.works) links.next(linksWith(setBack))
    else queueMicrotask(() => unsteered.next(setBack))
  })
  return { clock, links, isConnected, holds, looks, chosen, watch, settled, steering }
}

async function flaps(links: Subject<LinkFact[]>, clock: VirtualClock, times: number): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    links.next(linksWith().filter(({ name }) => name === 'wwan0'))
    await clock.advance(30 * S)
    links.next(linksWith())
    if (n < times - 1) await clock.advance(0)
  }
}

describe('a device with two links', () => {
  it('looks at none while the preferred one carries the broker', async () => {
    const { clock, looks, links } = rig()
    await clock.advance(86_400 * S)
    links.next(linksWith())
    await clock.advance(86_400 * S)
    expect(looks).toEqual([])
  })

  it('goes to the other when the preferred one has failed for the stated time, and comes back when it has held', async () => {
    const { clock, isConnected, holds, looks, chosen } = rig()
    await clock.advance(100 * S)
    holds.eth0 = false
    isConnected.next(false)
    await clock.advance(70 * S)
    expect(chosen).toEqual([[160 * S, ['eth0']]])
    isConnected.next(true)
    const before = looks.length
    await clock.advance(1_000 * S)
    // Only the one that is to come back, once a minute.
    expect(new Set(looks.slice(before).map(([, name]) => name))).toEqual(new Set(['eth0']))
    expect(looks.length - before).toBeLessThanOrEqual(19)
    expect(chosen).toHaveLength(1)
    holds.eth0 = true
    await clock.advance(370 * S)
    expect(chosen[1]?.[1]).toEqual([])
    expect(chosen[1]![0]).toBeGreaterThanOrEqual(1_170 * S + RULE.backAfterMs)
    const after = looks.length
    await clock.advance(3_600 * S)
    expect(looks).toHaveLength(after)
  })

  it('stays where it is when the broker is away and the link holds, or both fail, or nobody can look', async () => {
    for (const [eth0, wwan0] of [
      [true, true],
      [false, false],
      [null, null],
    ] as const) {
      const { clock, isConnected, holds, chosen } = rig()
      Object.assign(holds, { eth0, wwan0 })
      isConnected.next(false)
      await clock.advance(3_600 * S)
      expect(chosen).toEqual([])
    }
  })

  it('chooses none when its target says nothing of links', async () => {
    const { clock, isConnected, holds, looks } = rig(null)
    holds.eth0 = false
    isConnected.next(false)
    await clock.advance(3_600 * S)
    expect(looks).toEqual([])
  })

  it('of which the preferred one comes and goes uses it again at once one time, and then only when it has held', async () => {
    for (const sight of [true, null]) {
      const { clock, links, holds, chosen } = rig()
      Object.assign(holds, { eth0: sight, wwan0: sight })
      const flap = async (): Promise<void> => {
        links.next(linksWith().filter(({ name }) => name === 'wwan0'))
        await clock.advance(10 * S)
        links.next(linksWith())
        await clock.advance(20 * S)
      }
      await flap()
      expect(chosen).toEqual([])
      await flap()
      expect(chosen).toEqual([[40 * S, ['eth0']]])
      // However often it does so: it is held off each time, and comes back after the last one.
      for (let n = 0; n < 20; n += 1) await flap()
      expect(chosen.map(([, setBack]) => setBack)).toEqual(Array(21).fill(['eth0']))
      await clock.advance(400 * S)
      expect(chosen.slice(21)).toEqual([[expect.any(Number), []]])
      expect(chosen[21]![0] - chosen[20]![0]).toBeGreaterThanOrEqual(RULE.backAfterMs)
      await clock.advance(3_600 * S)
      expect(chosen).toHaveLength(22)
    }
  })

  it('of which one was set back in an earlier life comes back to it, also where nobody can look', async () => {
    const { clock, links, holds, chosen } = rig()
    Object.assign(holds, { eth0: null, wwan0: null })
    links.next(linksWith(['eth0']))
    await clock.advance(299 * S)
    expect(chosen).toEqual([])
    await clock.advance(100 * S)
    expect(chosen.map(([, setBack]) => setBack)).toEqual([[]])
  })

  it('of which one goes twice while a change is tried uses it at once', async () => {
    const { clock, links, chosen, settled } = rig()
    settled.now = false
    for (let n = 0; n < 3; n += 1) {
      links.next(linksWith().filter(({ name }) => name === 'wwan0'))
      await clock.advance(10 * S)
      links.next(linksWith())
      await clock.advance(10 * S)
    }
    expect(chosen).toEqual([])
  })

  it('that cannot be steered is told again at the time of each next look, until it is done', async () => {
    const { clock, links, chosen, steering } = rig()
    steering.works = false
    await flaps(links, clock, 2)
    expect(chosen).toEqual([[60 * S, ['eth0']]])
    await clock.advance(130 * S)
    expect(chosen).toEqual([60, 120, 180].map((atS) => [atS * S, ['eth0']]))
    steering.works = true
    await clock.advance(60 * S)
    expect(chosen).toHaveLength(4)
    const done = chosen.length
    await clock.advance(200 * S)
    expect(chosen).toHaveLength(done)
  })

  it.each<[string, (at: ReturnType<typeof rig>) => void | Promise<void>, number]>([
    ['it has stayed for so long that it holds', ({ clock }) => clock.advance(3_600 * S), 5],
    ['it is lost again', ({ links }) => links.next(linksWith().filter(({ name }) => name === 'wwan0')), 1],
    ['the other one is lost', ({ links }) => links.next(linksWith().filter(({ name }) => name === 'eth0')), 1],
    ['a change of the network is under way', ({ settled }) => void Object.assign(settled, { now: false }), 1],
  ])('that comes and goes and cannot be steered is held off no more when %s', async (_, happens, times) => {
    const at = rig()
    at.steering.works = false
    await flaps(at.links, at.clock, 2)
    await happens(at)
    await at.clock.advance(3_600 * S)
    expect(at.chosen).toHaveLength(times)
  })

  it('waits with it until a change of the network has settled', async () => {
    const { clock, links, chosen, steering, settled } = rig()
    steering.works = false
    await flaps(links, clock, 2)
    settled.now = false
    await clock.advance(100 * S)
    settled.now = true
    await clock.advance(60 * S)
    expect(chosen.map(([atMs]) => atMs)).toEqual([60 * S, 180 * S])
  })

  it('of which the preferred one fails is told again while it does', async () => {
    for (const recovers of [false, true]) {
      const { clock, isConnected, holds, chosen, steering } = rig()
      steering.works = false
      holds.eth0 = false
      isConnected.next(false)
      await clock.advance(65 * S)
      expect(chosen).toEqual([[60 * S, ['eth0']]])
      if (recovers) holds.eth0 = true
      await clock.advance(50 * S)
      expect(chosen.map(([atMs]) => atMs / S)).toEqual(recovers ? [60] : [60, 75, 90, 105])
    }
  })

  it('that come and go all the time are not looked at all the time', async () => {
    const { clock, isConnected, links, looks, watch } = rig()
    isConnected.next(false)
    for (let step = 0; step < 600; step += 1) {
      links.next(linksWith())
      await clock.advance(100)
    }
    expect(looks.length).toBeLessThanOrEqual(2 * 13)
    watch.unsubscribe()
    const before = looks.length
    await clock.advance(600 * S)
    expect(looks).toHaveLength(before)
  })
})
