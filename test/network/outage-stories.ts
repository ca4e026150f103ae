/**
 * What networks do to an agent: it is back within the times of docs/broker-connection.md, and says what was wrong.
 *
 * Invariant: the limits are the document's, with time for a busy machine.
 */
import { expect } from 'vitest'
import { deviceTopics } from '../../protocol/topics.ts'
import { ADDRESSES, DEVICE, type FarDevice } from './far-device.ts'
import { goesNowhere } from './half-open.ts'
import { BACKOFF_MS, began, births, on, reports, SPARE_MS, type Story, says, within } from './story.ts'

/** What is quiet and gone: the keepalive of these devices, and the broker's answer. */
const SILENCE_MS = 25_000

export const OUTAGES: Record<string, Story> = {
  'a cable that is cut and comes back, and an address that changes under a connection': (dist) =>
    on(dist, {}, async (far) => {
      await began(far)
      await far.world.exec('ip', 'link', 'set', 'peer0', 'down')
      await within(far, 10_000, 'the link is down', () => says(far, /to="\(link\.down/))
      await far.world.exec('ip', 'link', 'set', 'peer0', 'up')
      await reports(far, SILENCE_MS + BACKOFF_MS)
      const before = births(far)
      await far.manager.nmcli('connection', 'modify', 'base', 'ipv4.addresses', '10.9.0.77/24')
      await far.manager.nmcli('--wait', '20', 'connection', 'up', 'base')
      expect(await far.address()).toBe('10.9.0.77')
      // A change of links sends a report, and what is not acknowledged is noticed.
      await within(far, SILENCE_MS + BACKOFF_MS, 'a birth from the new address', () => births(far) > before)
      await within(
        far,
        20_000,
        'the new address in the report',
        () =>
          far.brokers[0]!.reports.at(-1)?.network?.links.some(({ addresses }) =>
            addresses.some((address) => address.startsWith('10.9.0.77')),
          ) === true,
      )
    }),

  'a connection that goes nowhere while all is quiet': (dist) =>
    on(dist, {}, async (far) => {
      await began(far)
      const had = far.brokers[0]!.reports.length
      const gone = await goesNowhere(far, { quietMs: 4_500, patienceMs: SILENCE_MS + SPARE_MS })
      // No sooner, either: what was thrown away was nothing of ours, but a ping alone.
      expect(gone.noticedMs).toBeGreaterThan(SILENCE_MS - 2_000)
      const before = births(far)
      await far.world.exec('iptables', '-F')
      await within(far, BACKOFF_MS, 'it is back', () => births(far) > before)
      await within(far, 10_000, 'its report', () => far.brokers[0]!.reports.length > had)
    }),

  'a slow link: a message longer than the broker would wait for a ping': (dist) =>
    on(dist, { more: { keepalive: { leastSeconds: 10, mostSeconds: 10 } } }, async (far) => {
      await began(far)
      const before = births(far)
      const rate = ['rate', '16kbit', 'burst', '2kb', 'limit', '4500']
      await far.world.exec('tc', 'qdisc', 'add', 'dev', 'peer0', 'root', 'tbf', ...rate)
      const sent = performance.now()
      await far.brokers[0]!.publish(deviceTopics(DEVICE).command, Buffer.alloc(60_000, 1))
      await within(far, 60_000, 'it is told of', () => says(far, /HF_WIRE_/))
      // A ping when it begins, and the broker's one and a half keepalives.
      expect(performance.now() - sent).toBeGreaterThan(25_000)
      expect(births(far)).toBe(before)
      expect(far.brokers[0]!.presence.every(({ online }) => online)).toBe(true)
    }),

  'a name server that refuses, is silent, lies and is slow, and a broker that moves': (dist) =>
    on(dist, { brokers: 2, names: ['broker.test'] }, async (far) => {
      await began(far)
      far.dns('refuses')
      await far.brokers[0]!.kill()
      await within(far, BACKOFF_MS, 'no address', () => says(far, /the name has no address/))
      far.dns('is silent')
      const unanswered = /DNS does not answer within 10 s/
      await within(far, 2 * BACKOFF_MS, 'no answer', () => says(far, unanswered))
      far.dns('answers', { 'broker.test': '10.9.0.250' })
      const lied = /(nothing answers at|cannot connect to) 10\.9\.0\.250:1883/
      await within(far, BACKOFF_MS + 20_000, 'a lie', () => says(far, lied))
      far.dns('is slow', { 'broker.test': ADDRESSES[1] })
      await within(
        far,
        BACKOFF_MS + 20_000,
        'its report where it has moved to',
        () => far.brokers[1]!.reports.length > 0,
      )
    }),

  'a broker that is killed, and one that falls silent': (dist) =>
    on(dist, { brokers: 2 }, async (far) => {
      await began(far)
      const [one, two] = far.brokers as [FarDevice['brokers'][0], FarDevice['brokers'][0]]
      await one.kill()
      await within(far, BACKOFF_MS, 'the second one has it', () => births(far, 1) === 1)
      expect(two.presence.at(-1)!.connection).toBeGreaterThan(one.presence.at(-1)!.connection)
      await within(far, 20_000, 'and its report', () => two.reports.length > 0)
      await one.start()
      const last = two.presence.at(-1)!.connection
      two.freeze()
      // What it kept of the time before is told again.
      const isBack = (): boolean => one.presence.some(({ online, connection }) => online && connection > last)
      await within(far, SILENCE_MS + BACKOFF_MS, 'the first one has it again', isBack)
      expect(says(far, /no PINGRESP|no PUBACK/)).toBe(true)
      two.thaw()
    }),

  'a broker that accepts connections and says nothing': (dist) =>
    on(dist, { brokers: 2 }, async (far) => {
      far.brokers[0]!.freeze()
      await began(far, 1)
      expect(says(far, /no CONNACK within 20 s/)).toBe(true)
      far.brokers[0]!.thaw()
    }),
}
