/**
 * bench:idle-bytes: what an idle device sends and receives in a day.
 *
 * Invariant: measured is the published agent, holding a release whose health checks run, through a proxy that counts; with TLS
 * beside it where the rig can be had. What is reckoned for a day is a stated span of rest in which nothing happens, so
 * that a connection, and what is told at its beginning, are figures of their own.
 *
 * `npm run bench:idle-bytes -- [--json] [--seconds N]`; N should be some times the longest keepalive, of 10 minutes on a metered
 * link. It is measured from when that of a free link has grown to its longest, after 8 minutes.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { ON_METERED_LINKS } from '../agent/keepalive-rule.ts'
import { bundle } from '../deploy/bundle.ts'
import { decode, KINDS } from '../protocol/codec.ts'
import { Restart } from '../protocol/enums.ts'
import { generateKey } from '../protocol/keys.ts'
import { deviceTopics } from '../protocol/topics.ts'
import { pushImage } from '../test/rig/images.ts'
import { startMosquitto } from '../test/rig/mosquitto.ts'
import { freePort } from '../test/rig/process.ts'
import { type CountingProxy, countingProxy, onTheLink, type Passed } from './lib/counting-proxy.ts'
import { type Device, deviceOf } from './lib/device.ts'
import { benchFlags } from './lib/flags.ts'
import { observe } from './lib/observer.ts'
import { plainEngine } from './lib/plain-engine.ts'
import { type Measured, report } from './lib/report.ts'
import { startSite } from './lib/site.ts'
import { targetFor } from './lib/target.ts'

const HEALTH = { test: ['CMD', '/bin/true'], intervalMs: 1_000, timeoutMs: 10_000, retries: 5 }
/** After this nothing is going on any more. */
const SETTLE_MS = 8_000
const DAY_S = 86_400
/** Until a free link asks as seldom as it ever will: three times each of 60 and 90 s. */
const GROWN_MS = 480_000
/** As a metered link comes to it after an hour of rest. */
const LONGEST_S = ON_METERED_LINKS.mostMs / 1_000
const METERED = { link: { type: 'cellular' }, keepalive: { leastSeconds: LONGEST_S, mostSeconds: LONGEST_S } }

const { seconds } = benchFlags({ seconds: 1815 })
const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const site = await startSite(folder)
const stops: (() => Promise<unknown>)[] = [() => site.stop()]
try {
  const dist = join(folder, 'dist')
  await bundle(dist)
  const image = await imageRef()
  const { broker, tlsPort } = await brokers()
  const plain = await lineOf('plain', `mqtt://127.0.0.1:`, Number(new URL(broker).port), image, { broker, dist })
  const tls = tlsPort === null ? null : await lineOf('tls', 'mqtts://localhost:', tlsPort, image, { broker, dist })
  const metered = await lineOf(
    'metered',
    `mqtt://127.0.0.1:`,
    Number(new URL(broker).port),
    image,
    { broker, dist },
    METERED,
  )
  const lines = [plain, metered, ...(tls === null ? [] : [tls])]
  await sleep(GROWN_MS)
  for (const line of lines) line.proxy.take()
  await sleep(seconds * 1_000)
  const rests = lines.map((line) => line.proxy.take())
  report('idle-bytes', [
    ...figuresOf('', plain.first, rests[0]!, { day: 400_000, connection: 8_000 }),
    ...figuresOf(', on a metered link', metered.first, rests[1]!, { day: 100_000, connection: 8_000 }),
    ...(tls === null ? [] : figuresOf(', with TLS', tls.first, rests[2]!, { day: 600_000, connection: 14_000 })),
  ])
} finally {
  for (const stop of stops.reverse()) await stop()
  await rm(folder, { recursive: true, force: true })
}

function figuresOf(how: string, first: Passed, rest: Passed, budget: { day: number; connection: number }): Measured[] {
  const aDay = (bytes: number) => (bytes * DAY_S) / seconds
  if (rest.connections > 0) throw new Error('the device has connected anew while it should rest')
  return [
    { name: `a day of rest${how}, as TCP carries it`, value: aDay(rest.bytes), unit: 'bytes' },
    { name: `a day of rest${how}, on the link`, value: aDay(onTheLink(rest)), unit: 'bytes', budget: budget.day },
    {
      name: `a connection and its report${how}, on the link`,
      value: onTheLink(first),
      unit: 'bytes',
      budget: budget.connection,
    },
  ]
}

interface Line {
  proxy: CountingProxy
  /** Of a start: connecting, subscribing, what is retained, birth and report. */
  first: Passed
}

/** A device that rests, connected through a proxy. */
async function lineOf(
  name: string,
  url: string,
  port: number,
  image: string,
  { broker, dist }: { broker: string; dist: string },
  more: object = {},
): Promise<Line> {
  const observer = await observe(broker)
  const proxy = await countingProxy(port)
  const key = generateKey('release')
  const device: Device = await deviceOf({
    name,
    folder: join(folder, name),
    dist,
    broker: `${url}${proxy.port}`,
    caFile: url.startsWith('mqtts') ? join(folder, 'cert.pem') : undefined,
    engine: site.engine,
    trusted: key,
    observer,
    more,
  })
  stops.push(async () => {
    await device.stop()
    await proxy.stop()
    await observer.close()
  })
  await device.start()
  const service = { name: 'web', image, restart: Restart.RESTART_UNLESS_STOPPED, healthcheck: HEALTH }
  const { bytes, releaseId } = targetFor(name, 1, [service], key)
  const topics = deviceTopics(name)
  const held = observer.next(topics.report, (payload) => {
    const said = decode(KINDS.Report, payload)
    return said.current?.releaseId === releaseId && said.phase === 'idle'
  })
  await observer.publish(topics.target, bytes)
  await held
  await sleep(SETTLE_MS)
  await device.stop()
  proxy.take()
  await device.start()
  await sleep(SETTLE_MS)
  return { proxy, first: proxy.take() }
}

/** A broker of the bench's own, with a second door for TLS, where there is a Mosquitto. */
async function brokers(): Promise<{ broker: string; tlsPort: number | null }> {
  if (site.registry === null) return { broker: site.broker, tlsPort: null }
  const request =
    'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=localhost ' +
    `-addext subjectAltName=DNS:localhost -keyout ${folder}/key.pem -out ${folder}/cert.pem`
  await promisify(execFile)('openssl', request.split(' '))
  const tlsPort = await freePort()
  const doors = [`listener ${tlsPort} 127.0.0.1`, `certfile ${folder}/cert.pem`, `keyfile ${folder}/key.pem`]
  const broker = await startMosquitto(doors)
  stops.push(() => broker.stop())
  return { broker: broker.address, tlsPort }
}

async function imageRef(): Promise<string> {
  if (site.registry !== null) return (await pushImage(site.registry, { name: 'bench/idle' })).ref
  const engine = plainEngine(site.engine)
  const said = await engine.ask('POST', '/holdfast/images', { repository: 'registry.test/idle' })
  engine.close()
  return (JSON.parse(said) as { reference: string }).reference
}
