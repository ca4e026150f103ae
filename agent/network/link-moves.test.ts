import { BehaviorSubject } from 'rxjs'
import { expect, it } from 'vitest'
import type { LinkFact } from '../../machines/link-port.ts'
import type { Connection } from '../broker-port.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { linkMoves } from './link-moves.ts'

const link = (name: string, metric: number): LinkFact => ({
  name,
  kind: 'other',
  isUp: true,
  addresses: ['192.0.2.7/24'],
  defaultMetrics: [metric],
  gateway: '192.0.2.1',
})
const [ETH0, WLAN0] = [link('eth0', 100), link('wlan0', 600)]
const under = (connection: number): Connection => ({ connected: true, connection, sessionPresent: true })
/** As Node tells it: a link without a carrier has no address, whatever the kernel does. */
const unplugged = (fact: LinkFact): LinkFact => ({ ...fact, isUp: false, addresses: [] })
const SPREAD_MS = 5_000

async function rig(chance = 0.5) {
  const clock = new VirtualClock(() => chance)
  const links = new BehaviorSubject<LinkFact[]>([])
  const connection = new BehaviorSubject<Connection>({ connected: false, reason: null })
  const settled = new BehaviorSubject(true)
  const moved: number[] = []
  linkMoves({ links, connection, clock, settled }).subscribe(() => moved.push(clock.now().monoMs))
  links.next([ETH0, WLAN0])
  connection.next(under(1))
  await clock.advance(60_000)
  return { clock, links, connection, settled, moved }
}
type Rig = Awaited<ReturnType<typeof rig>>

it('makes the connection anew once traffic leaves by another link, within seconds and not everywhere at once', async () => {
  for (const chance of [0, 0.5, 0.999]) {
    const { clock, links, moved } = await rig(chance)
    expect(moved).toEqual([])
    const began = clock.now().monoMs
    links.next([WLAN0])
    await clock.advance(60_000)
    expect(moved).toHaveLength(1)
    expect(moved[0]! - began).toBeCloseTo(chance * SPREAD_MS, -2)
  }
})

it('follows also when none led out in between, and not back to where it was', async () => {
  const { clock, links, moved } = await rig()
  links.next([])
  await clock.advance(60_000)
  links.next([ETH0])
  await clock.advance(60_000)
  expect(moved).toEqual([])
  links.next([])
  links.next([WLAN0])
  await clock.advance(60_000)
  expect(moved).toHaveLength(1)
})

it('waits for the kernel, which sends by a link without a carrier until its route goes', async () => {
  const { clock, links, moved } = await rig()
  links.next([unplugged(ETH0), WLAN0])
  await clock.advance(600_000)
  expect(moved).toEqual([])
  links.next([{ ...unplugged(ETH0), defaultMetrics: [] }, WLAN0])
  await clock.advance(SPREAD_MS)
  expect(moved).toHaveLength(1)
})

it.each<[string, LinkFact[]]>([
  ['its carrier alone', [unplugged(ETH0), WLAN0]],
  ['its route too', [WLAN0]],
])('stays where it is when a link loses %s for a second, however often', async (_, without) => {
  const { clock, links, moved } = await rig()
  for (let n = 0; n < 60; n += 1) {
    links.next(without)
    await clock.advance(1_000)
    links.next([ETH0, WLAN0])
    await clock.advance(10_000)
  }
  expect(moved).toEqual([])
})

it.each<[string, (at: Rig) => void]>([
  ['that has ended meanwhile', ({ connection }) => connection.next({ connected: false, reason: null })],
  ['that was made over the new link', ({ connection }) => connection.next(under(2))],
  ['while a change of the network is under way', ({ settled }) => settled.next(false)],
])('leaves a connection alone %s', async (_, happens) => {
  const at = await rig()
  at.links.next([WLAN0])
  happens(at)
  await at.clock.advance(60_000)
  expect(at.moved).toEqual([])
})

it('leaves one alone that is told of before the link that it was made over', async () => {
  const { clock, links, connection, moved } = await rig()
  connection.next(under(2))
  await clock.advance(300)
  links.next([WLAN0])
  await clock.advance(60_000)
  expect(moved).toEqual([])
})

it('follows when a change of the network has settled, unless that made the connection anew or has ended as it began', async () => {
  for (const [isLeft, happens] of [
    [true, () => undefined],
    [false, ({ connection }) => connection.next(under(2))],
    [false, ({ links }) => links.next([ETH0, WLAN0])],
  ] as [boolean, (at: Rig) => void][]) {
    const at = await rig()
    at.settled.next(false)
    at.links.next([WLAN0])
    await at.clock.advance(60_000)
    happens(at)
    await at.clock.advance(60_000)
    expect(at.moved).toEqual([])
    at.settled.next(true)
    await at.clock.advance(60_000)
    expect(at.moved).toHaveLength(isLeft ? 1 : 0)
  }
})

it('follows once, when links come and go faster than it would', async () => {
  const { clock, links, moved } = await rig()
  for (let n = 0; n < 5; n += 1) for (const facts of [[WLAN0], [ETH0, WLAN0]]) links.next(facts)
  links.next([WLAN0])
  await clock.advance(60_000)
  expect(moved).toHaveLength(1)
})
