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
const SPREAD_MS = 5_000

function rig(chance = 0.5) {
  const clock = new VirtualClock(() => chance)
  const links = new BehaviorSubject<LinkFact[]>([])
  const connection = new BehaviorSubject<Connection>({ connected: false, reason: null })
  const settled = { now: true }
  const moved: number[] = []
  linkMoves({ links, connection, clock, isSettled: () => settled.now }).subscribe(() => moved.push(clock.now().monoMs))
  links.next([ETH0, WLAN0])
  connection.next(under(1))
  return { clock, links, connection, settled, moved }
}

it('makes the connection anew once traffic leaves by another link, within seconds and not everywhere at once', async () => {
  for (const chance of [0, 0.5, 0.999]) {
    const { clock, links, moved } = rig(chance)
    await clock.advance(60_000)
    expect(moved).toEqual([])
    const began = clock.now().monoMs
    links.next([WLAN0])
    await clock.advance(60_000)
    expect(moved).toHaveLength(1)
    expect(moved[0]! - began).toBeCloseTo(chance * SPREAD_MS, -2)
  }
})

it('follows also when none led out in between, and not back to where it was', async () => {
  const { clock, links, moved } = rig()
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

it.each<[string, (at: ReturnType<typeof rig>) => void]>([
  ['that has ended meanwhile', ({ connection }) => connection.next({ connected: false, reason: null })],
  ['that was made over the new link', ({ connection }) => connection.next(under(2))],
  ['while a change of the network is under way', ({ settled }) => (settled.now = false)],
])('leaves a connection alone %s', async (_, happens) => {
  const at = rig()
  at.links.next([WLAN0])
  happens(at)
  await at.clock.advance(60_000)
  expect(at.moved).toEqual([])
})

it('follows once, when links come and go faster than it would', async () => {
  const { clock, links, moved } = rig()
  for (let n = 0; n < 5; n += 1) for (const facts of [[WLAN0], [ETH0, WLAN0]]) links.next(facts)
  links.next([WLAN0])
  await clock.advance(60_000)
  expect(moved).toHaveLength(1)
})
