/**
 * A network with a page to log in at: every name is the gateway, and whoever asks there gets the page, in whatever they speak.
 *
 * Invariant: what the device says of it is read from its own log and its doctor, since no report leaves such a network.
 */
import { expect } from 'vitest'
import type { Server } from '../rig/process.ts'
import { ADDRESSES, type FarDevice, GATEWAY } from './far-device.ts'
import { PROBE_PROGRAM } from './further-links.ts'
import { listening } from './listening.ts'
import { BACKOFF_MS, began, births, on, type Story, says, within } from './story.ts'

const EVERY_MS = 10_000
const PROBE = { url: 'http://probe.test/', status: 204, everySeconds: EVERY_MS / 1000 }
const REAL = { 'broker.test': ADDRESSES[0], 'probe.test': ADDRESSES[0] }
/** What is quiet and gone: the keepalive of these devices, and the broker's answer. */
const SILENCE_MS = 25_000

const toBroker = (how: '-A' | '-D') => [how, 'INPUT', '-i', 'peer0', '-d', ADDRESSES[0], '-j', 'DROP']

export const PORTALS: Record<string, Story> = Object.fromEntries(
  [302, 200].map((status): [string, Story] => [
    `a page to log in at, which answers ${status}: it is no internet, and the device goes on when the page is gone`,
    (dist) =>
      on(dist, { more: { network: { probe: PROBE } } }, async (far) => {
        const running: Server[] = [await listening(far.world, 'probes.log', PROBE_PROGRAM, ADDRESSES[0])]
        try {
          await atThePage(far, String(status), running)
        } finally {
          for (const one of running) await one.end('SIGKILL')
        }
      }),
  ]),
)

async function atThePage(far: FarDevice, status: string, running: Server[]): Promise<void> {
  far.dns('answers', REAL)
  await began(far)
  await far.world.exec('iptables', ...toBroker('-A'))
  far.dns('answers', { '*': GATEWAY })
  const page = await listening(far.world, 'page.log', PROBE_PROGRAM, GATEWAY, status, '80', '1883')
  running.push(page)
  await within(far, SILENCE_MS + EVERY_MS, 'that it is a page', () => says(far, /internet\.captive/))
  const seen = far.log.length
  await within(far, BACKOFF_MS, 'that the page is no broker', () =>
    says(far, /broker\.test: whoever answers there does not speak MQTT/),
  )
  const { status: code, out } = await far.run('doctor', '--json')
  const { first, findings } = JSON.parse(out.join('')) as { first: string; findings: { layer: string; what: string }[] }
  expect(first).toBe('internet')
  expect(findings).toContainEqual(
    expect.objectContaining({ layer: 'internet', what: expect.stringContaining(`answered ${status} instead of 204`) }),
  )
  expect(code).toBe(1)

  expect(far.log.slice(seen).filter((line) => /to="[^"]*internet\.reachable/.test(line))).toEqual([])
  const [before, reported] = [births(far), far.brokers[0]!.reports.length]
  await page.end('SIGKILL')
  far.dns('answers', REAL)
  await far.world.exec('iptables', ...toBroker('-D'))
  await within(far, 2 * BACKOFF_MS, 'that it is back by itself', () => births(far) > before)
  await within(far, BACKOFF_MS, 'its report', () => far.brokers[0]!.reports.length > reported)
  await within(far, BACKOFF_MS, 'the internet', () => far.brokers[0]!.reports.at(-1)?.network?.internet === 'reachable')
}
