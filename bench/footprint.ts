/**
 * bench:footprint: what the idle agent takes, and how soon it is there.
 *
 * Invariant: measured is what is published, started by its launcher, against bare Node in the same run;
 * broker, engine and bench are other processes. Figures are medians of starts on a device that has run
 * before; the very first start, when nothing is compiled yet and the database is made, is shown beside.
 *
 * `npm run bench:footprint -- [--json] [--rounds N]`
 */
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bundle } from '../deploy/bundle.ts'
import { decode, KINDS } from '../protocol/codec.ts'
import { generateKey, type PrivateKey } from '../protocol/keys.ts'
import { deviceTopics } from '../protocol/topics.ts'
import { percentile } from '../simulators/statistics.ts'
import { pushImage } from '../test/rig/images.ts'
import { type Device, deviceOf } from './lib/device.ts'
import { benchFlags } from './lib/flags.ts'
import { type Memory, memoryOf } from './lib/memory.ts'
import { type Observer, observe } from './lib/observer.ts'
import { type Measured, report } from './lib/report.ts'
import { startSite } from './lib/site.ts'
import { targetFor } from './lib/target.ts'

/** After this nothing is going on any more. */
const SETTLE_MS = 5_000

/** Says that it is up, and waits. */
const BARE = 'process.stdout.write("up"); setInterval(() => {}, 2 ** 30)'

interface Sample extends Memory {
  startMs: number
}

const { rounds } = benchFlags({ rounds: 7 })
const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const site = await startSite(folder)
const observer = await observe(site.broker)
try {
  const dist = join(folder, 'dist')
  await bundle(dist)
  const key = generateKey('release')
  const device = await deviceOf({
    name: 'footprint',
    folder: join(folder, 'device'),
    dist,
    broker: site.broker,
    engine: site.engine,
    trusted: key,
    observer,
  })

  const first = await life(device)
  const bare: Sample[] = []
  const idle: Sample[] = []
  for (let round = 0; round < rounds; round++) {
    bare.push(await bareLife())
    idle.push(await life(device))
  }
  const holding: Sample[] = []
  if (site.registry !== null) {
    await hold(device, site.registry, key, observer)
    for (let round = 0; round < rounds; round++) holding.push(await life(device))
  }
  report('footprint', [
    ...figuresOf(idle, bare),
    ...(holding.length === 0
      ? []
      : [
          { name: 'resident, holding a release', value: median(holding, 'resident'), unit: 'MB' },
          { name: 'private, holding a release', value: median(holding, 'private'), unit: 'MB' },
          { name: 'start to subscribed, holding a release', value: median(holding, 'startMs'), unit: 'ms' },
        ]),
    { name: 'very first start to subscribed', value: first.startMs, unit: 'ms' },
  ])
} finally {
  await observer.close()
  await site.stop()
  await rm(folder, { recursive: true, force: true })
}

function figuresOf(idle: readonly Sample[], bare: readonly Sample[]): Measured[] {
  const resident = median(idle, 'resident')
  const start = median(idle, 'startMs')
  const taken = median(idle, 'private')
  return [
    { name: 'resident', value: resident, unit: 'MB', budget: 75 },
    { name: 'resident, against bare Node', value: resident, unit: 'MB', floor: median(bare, 'resident'), budget: 1.75 },
    { name: 'private', value: taken, unit: 'MB', budget: 24 },
    { name: 'private, against bare Node', value: taken, unit: 'MB', floor: median(bare, 'private') },
    { name: 'start to subscribed', value: start, unit: 'ms', budget: 250 },
    { name: 'start, against bare Node', value: start, unit: 'ms', floor: median(bare, 'startMs') },
  ]
}

function median(samples: readonly Sample[], field: keyof Sample): number {
  return percentile(
    samples.map((sample) => sample[field]),
    0.5,
  )
}

/** One life of the agent, from its start to its rest. */
async function life(device: Device): Promise<Sample> {
  try {
    const startMs = await device.start()
    await sleep(SETTLE_MS)
    return { startMs, ...memoryOf(device.pid) }
  } finally {
    await device.stop()
  }
}

/** Node with the launcher's settings and nothing to do. */
async function bareLife(): Promise<Sample> {
  const began = performance.now()
  const node = spawn(process.execPath, ['--max-semi-space-size=1', '--optimize-for-size', '-e', BARE], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '2' },
  })
  const gone = new Promise((resolve) => node.once('exit', resolve))
  try {
    await new Promise((resolve) => node.stdout.once('data', resolve))
    const startMs = performance.now() - began
    await sleep(1_000)
    return { startMs, ...memoryOf(node.pid!) }
  } finally {
    node.kill()
    await gone
  }
}

/** Has the device take a release of three services. */
async function hold(device: Device, registry: string, key: PrivateKey, watcher: Observer): Promise<void> {
  const image = await pushImage(registry, { name: 'footprint/app' })
  const services = ['web', 'worker', 'store'].map((name) => ({ name, image: image.ref, imageBytes: image.bytes }))
  const { bytes, releaseId } = targetFor(device.name, 1, services, key)
  const topics = deviceTopics(device.name)
  try {
    await device.start()
    const held = watcher.next(topics.report, (payload) => {
      const { current, phase } = decode(KINDS.Report, payload)
      return current?.releaseId === releaseId && phase === 'idle'
    })
    await watcher.publish(topics.target, bytes)
    await held
  } finally {
    await device.stop()
  }
}
