/**
 * bench:fleet: what a simulated fleet costs: memory of a device, devices that a rollout updates in a second, messages
 * for an update, and virtual time.
 *
 * Invariant: the devices are real agents with their own connections to a real Mosquitto; their simulated work takes no
 * time, so that what is left is ours, the library's and the broker's. Everything is on the cores of one machine, who
 * measures too. A rollout is over when the broker has the last device's report that it runs the release. Memory is what is
 * resident of the processes some seconds after the last rollout.
 *
 * `npm run bench:fleet -- [--json] [--devices N] [--processes N] [--days N]`
 */
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import mqtt from 'mqtt'
import { decode, KINDS } from '../protocol/codec.ts'
import { formatPublicKey } from '../protocol/keys.ts'
import { everyDevice, fleetTopics } from '../protocol/topics.ts'
import type { Presence, Report } from '../protocol/types.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../simulators/crash/application.ts'
import { whyNoRig } from '../test/rig/install.ts'
import { startMosquitto } from '../test/rig/mosquitto.ts'
import { benchFlags } from './lib/flags.ts'
import { familyMs, ownMs } from './lib/processor.ts'
import { report } from './lib/report.ts'

const HERE = import.meta.dirname
const BIN = join(HERE, '..', 'bin', 'holdfast')
const BARE = 500
/** Until all are there, and until all have a release. */
const PATIENCE_MS = 1_200_000
/** The devices are quiet then, and what was garbage is given back: see `simulators/fleet/quiet-heap.ts`. */
const SETTLED_MS = 15_000
/** Enough that what a process costs at its start is a small part. */
const VIRTUAL_DEVICES = 200
const run = promisify(execFile)

const flags = benchFlags({ devices: 10000, processes: 2, days: 30 })
const count = flags.devices

const why = await whyNoRig()
if (why !== null) {
  process.stderr.write(`bench:fleet needs a Mosquitto of its own: ${why}\n`)
  process.exit(flags.json ? 0 : 1)
}

interface Printed {
  figures: { name: string; value: number }[]
}

const broker = await startMosquitto([
  // Whoever measures hears every device at once: what a full queue drops would be waited for.
  'max_queued_messages 200000',
  'max_inflight_messages 100',
  // As "holdfast broker config mosquitto" writes it. The rig's own writes all that it holds down at each change, for
  // brokers that are killed: with a fleet on it that is most of what it does.
  'autosave_on_changes false',
  'autosave_interval 60',
])
const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
try {
  const { stdout: bare } = await run(process.execPath, [
    join(HERE, 'lib/bare-clients.ts'),
    broker.address,
    String(BARE),
  ])
  const fleet = await realFleet()
  const life = ['--virtual', '--devices', String(VIRTUAL_DEVICES), '--days', String(flags.days), '--faults', 'none']
  const { stdout } = await run(BIN, ['simulate', ...life, '--json'])
  const virtual = (JSON.parse(stdout) as Printed).figures.find(({ name }) => name === 'virtual time')?.value ?? 0
  const own = fleet.memoryKb - Number(bare) / 1000
  report('fleet', [
    { name: 'devices with their own connection', value: count, unit: 'devices' },
    { name: 'memory of a device', value: fleet.memoryKb, unit: 'KB' },
    { name: 'of it on the heap', value: fleet.heapKb, unit: 'KB' },
    { name: 'memory of a bare client', value: Number(bare) / 1000, unit: 'KB' },
    { name: 'memory of a device beyond that', value: own, unit: 'KB', budget: 60 },
    { name: 'first installation', value: count / fleet.firstS, unit: 'devices a second' },
    { name: 'update', value: count / fleet.updateS, unit: 'devices a second', budget: 2_500, atLeast: true },
    {
      name: 'processor for an update',
      value: fleet.cpuMs.devices + fleet.cpuMs.broker + fleet.cpuMs.observer,
      unit: 'ms',
    },
    { name: 'of it by the devices', value: fleet.cpuMs.devices, unit: 'ms' },
    { name: 'of it by the broker', value: fleet.cpuMs.broker, unit: 'ms' },
    { name: 'of it by who measures', value: fleet.cpuMs.observer, unit: 'ms' },
    { name: 'messages for an update', value: fleet.messages, unit: 'messages' },
    { name: 'reports for an update', value: fleet.reports, unit: 'reports' },
    { name: 'bytes of reports for an update', value: fleet.reportBytes, unit: 'bytes' },
    { name: 'virtual time', value: virtual, unit: 'device-days per second of processor', budget: 1_000, atLeast: true },
  ])
} finally {
  await broker.stop()
  await rm(folder, { recursive: true, force: true })
}

/** Of one update, in milliseconds. */
interface Processor {
  devices: number
  broker: number
  observer: number
}

async function realFleet(): Promise<{
  memoryKb: number
  heapKb: number
  firstS: number
  updateS: number
  cpuMs: Processor
  messages: number
  reports: number
  reportBytes: number
}> {
  for (const key of KEYS) await writeFile(join(folder, `${key.role}.pub`), `${formatPublicKey(key)}\n`)
  const online = new Set<string>()
  const running = new Map<string, number>()
  const told = { reports: 0, bytes: 0 }
  const client = await mqtt.connectAsync(broker.address)
  client.on('message', (topic, payload) => {
    if (topic.endsWith('/presence')) {
      const { device, online: is } = decode<Presence>(KINDS.Presence, payload)
      if (is) online.add(device)
    } else {
      const { device, current } = decode<Report>(KINDS.Report, payload)
      running.set(device, current?.epoch ?? 0)
      told.reports += 1
      told.bytes += payload.byteLength
    }
  })
  // Whoever measures acknowledges nothing: that would be a message more for each of the devices'.
  await client.subscribeAsync([everyDevice('presence'), everyDevice('report')], { qos: 0 })
  const ramp = `${Math.max(2, Math.ceil(count / 200))}s`
  const size = ['--devices', String(count), '--processes', String(flags.processes), '--ramp', ramp]
  const simulation = spawn(
    BIN,
    ['simulate', '--broker', broker.address, '--fleet', FLEET, ...size, '--profile', 'instant=1', '--json'],
    { env: { ...process.env, HOLDFAST_KEYS: folder }, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  let out = ''
  simulation.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  const ended = new Promise<void>((resolve) => simulation.once('exit', () => resolve()))
  try {
    await until(() => online.size === count)
    const [one, two] = [application('1', { web: {} }, { soakMs: 1 }), application('2', { web: {} }, { soakMs: 1 })]
    const first = await published(1, signedTarget(1, one, null))
    const before = { ...told, cpu: processor(simulation.pid) }
    const update = await published(2, signedTarget(2, two, one))
    const after = processor(simulation.pid)
    const [reports, reportBytes] = [told.reports - before.reports, told.bytes - before.bytes]
    await sleep(SETTLED_MS)
    simulation.kill('SIGTERM')
    await ended
    const { figures } = JSON.parse(out) as Printed
    const figure = (name: string): number => figures.find((each) => each.name === name)?.value ?? Number.NaN
    return {
      memoryKb: figure('memory for each device'),
      heapKb: figure('of it on the heap'),
      firstS: first,
      updateS: update,
      cpuMs: {
        devices: (after.devices - before.cpu.devices) / count,
        broker: (after.broker - before.cpu.broker) / count,
        observer: (after.observer - before.cpu.observer) / count,
      },
      messages: figure('messages for each update'),
      reports: reports / count,
      reportBytes: reportBytes / count,
    }
  } finally {
    simulation.kill('SIGTERM')
    await ended
    await client.endAsync(true)
  }

  /** @returns seconds until every device runs it */
  async function published(epoch: number, target: Uint8Array): Promise<number> {
    const topics = fleetTopics(FLEET)
    const say = (topic: string, payload: Uint8Array): Promise<unknown> =>
      client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain: true })
    await say(topics.target, target)
    const began = performance.now()
    await say(topics.rollout, signedRollout(epoch, 1, 'go'))
    await until(() => running.size === count && [...running.values()].every((each) => each === epoch))
    return (performance.now() - began) / 1000
  }
}

/** Until now, of all who have a part in it. */
function processor(simulation = 0): Processor {
  const [devices, observer] = [familyMs(simulation), ownMs(process.pid)]
  // Mosquitto is the only other one that this process has started, and that has not ended.
  return { devices, observer, broker: familyMs(process.pid) - observer - devices }
}

/** @throws Error when it does not come true in time */
async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !isSo(); await sleep(50))
    if (performance.now() > end) throw new Error('the fleet does not come to where it should be')
}
