/**
 * bench:durability: what it costs to lose nothing.
 *
 * Invariant: measured are whole updates of three services that run, each proved by its health check. The kill
 * falls in the middle of the switch, told by the engine's own event of the first new container. Bytes are what
 * the kernel counts for a process that runs nothing but the agent, and keeps no compiled code on the disk; those that were meant are counted at the
 * store of an agent in this process, in updates of the same kind. An idle device is watched while the health
 * checks of its containers run.
 *
 * `npm run bench:durability -- [--json] [--rounds N] [--idle SECONDS]`; with the rig on a real engine, else on
 * the simulated one.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { bundle } from '../deploy/bundle.ts'
import { decode, KINDS } from '../protocol/codec.ts'
import { Restart } from '../protocol/enums.ts'
import { generateKey } from '../protocol/keys.ts'
import { deviceTopics } from '../protocol/topics.ts'
import { percentile } from '../simulators/statistics.ts'
import { pushImage } from '../test/rig/images.ts'
import { type AgentInside, agentInside } from './lib/agent-inside.ts'
import { type Device, deviceOf } from './lib/device.ts'
import { diskWritesOf } from './lib/disk-writes.ts'
import { nextEvent } from './lib/engine-moment.ts'
import { benchFlags } from './lib/flags.ts'
import { observe } from './lib/observer.ts'
import { plainEngine } from './lib/plain-engine.ts'
import { report } from './lib/report.ts'
import { startSite } from './lib/site.ts'
import { targetFor } from './lib/target.ts'

const SERVICES = ['web', 'worker', 'store']
const HEALTH = { test: ['CMD', '/bin/true'], intervalMs: 1_000, timeoutMs: 10_000, retries: 5 }
/** After an update; then nothing is going on any more. */
const SETTLE_MS = 3_000

const { rounds, idle: idleSeconds } = benchFlags({ rounds: 7, idle: 60 })

const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const site = await startSite(folder)
const observer = await observe(site.broker)
let device: Device | undefined
let inside: AgentInside | undefined
try {
  const dist = join(folder, 'dist')
  await bundle(dist)
  const image = await imageRef()
  const key = generateKey('release')
  const { broker, engine } = site
  const shared = { dist, broker, engine, trusted: key, observer }
  device = await deviceOf({ name: 'durable', folder: join(folder, 'device'), ...shared, keepsCode: false })
  const own = device
  await own.start()
  let epoch = 0
  const next = (name: string) => {
    epoch += 1
    const services = SERVICES.map((service) => ({
      name: service,
      image,
      restart: Restart.RESTART_UNLESS_STOPPED,
      environment: { EPOCH: String(epoch) },
      healthcheck: HEALTH,
    }))
    const { bytes, releaseId } = targetFor(name, epoch, services, key)
    const topics = deviceTopics(name)
    const reports = (isWanted: (phase: string) => boolean) =>
      observer.next(topics.report, (payload) => {
        const said = decode(KINDS.Report, payload)
        return said.current?.releaseId === releaseId && isWanted(said.phase)
      })
    const committed = reports(() => true)
    const idle = reports((phase) => phase === 'idle')
    return { committed, idle, publish: () => observer.publish(topics.target, bytes) }
  }

  /** From the publish to the report that it is committed. */
  const undisturbed = async (name: string): Promise<number> => {
    const update = next(name)
    const began = performance.now()
    await update.publish()
    const took = (await update.committed) - began
    await update.idle
    await sleep(SETTLE_MS)
    return took
  }
  /** From the start after the kill to the same report. */
  const killed = async (): Promise<number> => {
    const update = next(own.name)
    const { happens } = await nextEvent(engine, 'start')
    await update.publish()
    await happens
    await own.kill()
    const began = performance.now()
    await own.start()
    const took = (await update.committed) - began
    await update.idle
    await sleep(SETTLE_MS)
    return took
  }

  // Unmeasured: from nothing, with code that is not compiled yet.
  await undisturbed(own.name)
  const times = { calm: [] as number[], killed: [] as number[] }
  const writes: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = diskWritesOf(own.pid)
    times.calm.push(await undisturbed(own.name))
    writes.push(diskWritesOf(own.pid) - before)
    times.killed.push(await killed())
  }

  const idleFrom = diskWritesOf(own.pid)
  await sleep(idleSeconds * 1_000)
  const idleBytes = diskWritesOf(own.pid) - idleFrom
  await own.stop()

  await mkdir(join(folder, 'inside'))
  epoch = 0
  inside = await agentInside({ device: 'inside', dataDir: join(folder, 'inside'), broker, engine, trusted: key })
  await undisturbed('inside')
  const meant = { bytes: [] as number[], synced: [] as number[], unsynced: 0 }
  for (let round = 0; round < rounds; round++) {
    inside.take()
    await undisturbed('inside')
    const { bytes, synced, unsynced } = inside.take()
    meant.bytes.push(bytes)
    meant.synced.push(synced)
    meant.unsynced += unsynced
  }

  const median = (values: readonly number[]) => percentile(values, 0.5)
  report('durability', [
    {
      name: 'start after a kill in mid-switch to converged, against the whole update',
      value: median(times.killed),
      unit: 'ms',
      floor: median(times.calm),
      // The simulated engine works in no time, and leaves the start of the agent alone to be compared.
      ...(site.registry === null ? {} : { budget: 1.25 }),
    },
    { name: 'synced batches per update', value: median(meant.synced), unit: 'batches', budget: 40 },
    { name: 'batches that were not synced', value: meant.unsynced, unit: 'batches', budget: 0 },
    {
      name: 'written to the disk per update, against what was meant',
      value: median(writes),
      unit: 'bytes',
      floor: median(meant.bytes),
      budget: 10,
    },
    {
      name: `written in ${idleSeconds} s of rest, health checks every second`,
      value: idleBytes,
      unit: 'bytes',
      budget: 0,
    },
    { name: 'written per hour of rest', value: (idleBytes * 3_600) / idleSeconds, unit: 'bytes', budget: 0 },
  ])
} finally {
  await inside?.stop()
  await device?.stop()
  await observer.close()
  await site.stop()
  await rm(folder, { recursive: true, force: true })
}

async function imageRef(): Promise<string> {
  if (site.registry !== null) return (await pushImage(site.registry, { name: 'bench/durable' })).ref
  const engine = plainEngine(site.engine)
  const said = await engine.ask('POST', '/holdfast/images', { repository: 'registry.test/durable' })
  engine.close()
  return (JSON.parse(said) as { reference: string }).reference
}
