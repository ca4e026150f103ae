/**
 * bench:update: what an update by the agent costs over what the engine needs for it anyway.
 *
 * Invariant: both sides replace three running services by those of the next release, on the same engine, in
 * turns. Ours is from the publish of the signed target at the broker to the report that it is committed,
 * seen at the broker; the floor is the engine's own pull, stop, create and start, asked one after the other
 * as plainly as can be. Waiting that a policy asks for is set as short as it can be. Removing the old
 * release is on neither side's clock, and done before the next turn.
 *
 * `npm run bench:update -- [--json] [--rounds N]`; needs the rig.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle } from '../deploy/bundle.ts'
import { decode, KINDS } from '../protocol/codec.ts'
import { Restart } from '../protocol/enums.ts'
import { generateKey } from '../protocol/keys.ts'
import { deviceTopics } from '../protocol/topics.ts'
import { percentile } from '../simulators/statistics.ts'
import { pushImage } from '../test/rig/images.ts'
import { startRig } from '../test/rig/rig.ts'
import { type Device, deviceOf } from './lib/device.ts'
import { benchFlags } from './lib/flags.ts'
import { observe } from './lib/observer.ts'
import { plainEngine } from './lib/plain-engine.ts'
import { report } from './lib/report.ts'
import { targetFor } from './lib/target.ts'

const SERVICES = ['web', 'worker', 'store']
/** Over a base of busybox that is there already. */
const LAYERS = [4_000_000, 2_000_000, 500_000]

const { rounds } = benchFlags({ rounds: 9 })

interface Image {
  ref: string
  bytes: number
}

const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const rig = await startRig()
const observer = await observe(rig.broker)
const engine = plainEngine(rig.engine)
let device: Device | undefined
try {
  const dist = join(folder, 'dist')
  await bundle(dist)
  const key = generateKey('release')
  device = await deviceOf({
    name: 'update',
    folder: join(folder, 'device'),
    dist,
    broker: rig.broker,
    engine: rig.engine,
    trusted: key,
    observer,
  })
  await device.start()
  const agent = agentSide(device)
  const floor = await engineSide()

  const cached = { ours: [] as number[], floor: [] as number[] }
  const uncached = { ours: [] as number[], floor: [] as number[] }
  let shared = await imagesOf('base')
  let turn = 0
  const both = async (into: typeof cached, mine: Image[], theirs: Image[]) => {
    turn += 1
    const ours = async () => into.ours.push(await agent.update(turn, mine))
    const bare = async () => into.floor.push(await floor.update(turn, theirs))
    // Whoever is first finds the machine as the other left it: take turns in that, too.
    for (const side of turn % 2 === 0 ? [ours, bare] : [bare, ours]) await side()
  }

  // Unmeasured: from nothing, with code that is not compiled yet.
  await both({ ours: [], floor: [] }, shared, shared)
  for (let round = 0; round < rounds; round++) await both(cached, shared, shared)
  for (let round = 0; round < rounds; round++) {
    shared = await imagesOf(`ours-${round}`)
    await both(uncached, shared, await imagesOf(`floor-${round}`))
  }
  await floor.end()

  const median = (values: readonly number[]) => percentile(values, 0.5)
  // Of each turn by itself: what else the machine does meanwhile slows both sides of it.
  const ratio = ({ ours, floor: bare }: typeof cached) => median(ours.map((value, at) => value / bare[at]!))
  report('update', [
    { name: 'cached images, over the engine’s own', value: ratio(cached), unit: '×', budget: 1.15 },
    { name: 'uncached images, over the engine’s own', value: ratio(uncached), unit: '×', budget: 1.15 },
    { name: 'cached images', value: median(cached.ours), unit: 'ms', floor: median(cached.floor) },
    { name: 'uncached images', value: median(uncached.ours), unit: 'ms', floor: median(uncached.floor) },
  ])

  function agentSide({ name }: Device) {
    const topics = deviceTopics(name)
    return {
      async update(epoch: number, images: readonly Image[]): Promise<number> {
        const services = SERVICES.map((service, at) => ({
          name: service,
          image: images[at]!.ref,
          imageBytes: images[at]!.bytes,
          restart: Restart.RESTART_UNLESS_STOPPED,
          environment: { EPOCH: String(epoch) },
        }))
        const { bytes, releaseId } = targetFor(name, epoch, services, key)
        const seen = (isWanted: (phase: string) => boolean) =>
          observer.next(topics.report, (payload) => {
            const { current, phase } = decode(KINDS.Report, payload)
            return current?.releaseId === releaseId && isWanted(phase)
          })
        const committed = seen(() => true)
        const tidied = seen((phase) => phase === 'idle')
        const began = performance.now()
        await observer.publish(topics.target, bytes)
        const took = (await committed) - began
        await tidied
        return took
      },
    }
  }

  async function engineSide() {
    await engine.ask('POST', '/networks/create', { Name: 'floor' })
    let running: string[] = []
    return {
      async update(epoch: number, images: readonly Image[]): Promise<number> {
        const old = running
        running = []
        const began = performance.now()
        for (const { ref } of images) {
          const isHere = await engine.ask('GET', `/images/${ref}/json`).catch(() => null)
          if (isHere === null) await engine.ask('POST', `/images/create?fromImage=${encodeURIComponent(ref)}`)
        }
        for (const [at, service] of SERVICES.entries()) {
          const created = await engine.ask('POST', `/containers/create?name=floor-${service}-${epoch}`, {
            Image: images[at]!.ref,
            Env: [`EPOCH=${epoch}`],
            Labels: { service, epoch: String(epoch) },
            HostConfig: { NetworkMode: 'floor', RestartPolicy: { Name: 'unless-stopped' } },
            NetworkingConfig: { EndpointsConfig: { floor: { Aliases: [service] } } },
          })
          const { Id: id } = JSON.parse(created) as { Id: string }
          if (old[at] !== undefined) await engine.ask('POST', `/containers/${old[at]}/stop?t=10`)
          await engine.ask('POST', `/containers/${id}/start`)
          running.push(id)
        }
        const took = performance.now() - began
        for (const id of old) await engine.ask('DELETE', `/containers/${id}?v=true`)
        return took
      },
      async end(): Promise<void> {
        for (const id of running) await engine.ask('DELETE', `/containers/${id}?force=true&v=true`)
      },
    }
  }

  /** Three images, alike for the same salt, and in the registry. */
  function imagesOf(salt: string): Promise<Image[]> {
    return Promise.all(
      SERVICES.map((service) => pushImage(rig.registry, { name: `bench/${service}`, layers: LAYERS, salt })),
    )
  }
} finally {
  await device?.stop()
  await observer.close()
  engine.close()
  await rig.stop()
  await rm(folder, { recursive: true, force: true })
}
