/**
 * bench:content: what it costs to bring an image by way of the content store, and what a bad link costs it.
 *
 * Invariant: both sides bring images that are made alike and that neither has seen, from the same registry into the same
 * engine, in turns; what is counted of a link is counted by the link. Removing is on nobody's clock.
 *
 * What is to be reached is told, and missing it is no failure. Images and pairs are made of Debian's packages, which apt
 * fetches; xdelta3 is held against the pairs where it is installed.
 *
 * `npm run bench:content -- [--json] [--rounds N]`; needs the rig.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import v8 from 'node:v8'
import vm from 'node:vm'
import { dockerEngine } from '../agent/adapters/docker.ts'
import { systemClock } from '../agent/adapters/system-clock.ts'
import { USUAL_CONTENT } from '../agent/content/content-config.ts'
import { contentEngine } from '../agent/content/content-engine.ts'
import { createLog } from '../agent/log.ts'
import { bundle } from '../deploy/bundle.ts'
import type { EnginePort } from '../machines/ports.ts'
import { BLOB_MEMORY_BYTES, DELTA_MEMORY_BYTES } from '../protocol/fetch-plan.ts'
import { BadLink } from '../test/content/bad-link.ts'
import { startDockerd } from '../test/rig/dockerd.ts'
import { type Pushed, pushImage } from '../test/rig/images.ts'
import { install, whyNoRig } from '../test/rig/install.ts'
import { startMosquitto } from '../test/rig/mosquitto.ts'
import { startRegistry } from '../test/rig/registry.ts'
import { type Endured, overCuts, overKills } from './lib/bad-days.ts'
import { debianLayers } from './lib/debian-layers.ts'
import { deltaPairs, measurePair } from './lib/delta-pairs.ts'
import { fetcher, type Peaks } from './lib/fetch-peaks.ts'
import { benchFlags } from './lib/flags.ts'
import { largeImages } from './lib/large-images.ts'
import { type Measured, report } from './lib/report.ts'

const { rounds } = benchFlags({ rounds: 9 })
const CUTS = 100
const KILLS = 20
/** Each of which the engine ends after a minute. */
const TRIES_OF_PULL = 2
v8.setFlagsFromString('--expose-gc')
const collectGarbage = vm.runInNewContext('gc') as () => void
const NEVER = new AbortController().signal

const reason = await whyNoRig()
if (reason !== null) throw new Error(reason)
await install()
const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const registry = await startRegistry()
const broker = await startMosquitto()
const dockerd = await startDockerd()
const link = await BadLink.to(registry.address)
const plain = dockerEngine({ socketPath: dockerd.address })
const store = contentEngine({
  engine: plain,
  dataDir: folder,
  config: { ...USUAL_CONTENT, by: 'store' },
  clock: systemClock(),
  log: createLog({ level: 'warn', format: 'text' }),
})
let made = 0
const layersOf = await debianLayers(folder)
const image = (): Promise<Pushed> => {
  const salt = String(made++)
  return pushImage(registry.address, { name: 'bench/content', salt, archives: layersOf(salt) })
}
try {
  report('content', [
    await wallTime(),
    ...(await badLinkFigures()),
    ...(await peakFigures()),
    ...(await deltaFigures()),
  ])
} finally {
  await link.close()
  await dockerd.stop()
  await broker.stop()
  await registry.stop()
  await rm(folder, { recursive: true, force: true })
}

async function wallTime(): Promise<Measured> {
  const bring = async (by: EnginePort): Promise<number> => {
    const { ref } = await image()
    // What making it has left behind is not to be tidied up meanwhile.
    collectGarbage()
    const began = performance.now()
    await by.pull(ref, () => {}, NEVER)
    return performance.now() - began
  }
  // Unmeasured: the base, and code that is not compiled yet.
  for (const by of [store, plain]) await bring(by)
  const took = { ours: [] as number[], theirs: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const ours = async () => took.ours.push(await bring(store))
    const theirs = async () => took.theirs.push(await bring(plain))
    for (const side of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) await side()
  }
  return {
    name: 'fetch and load',
    value: median(took.ours),
    unit: 'ms',
    floor: median(took.theirs),
    budget: 1.2,
    isGoal: true,
  }
}

/** Of a link that is cut a hundred times while an image comes, and of an agent that is killed. */
async function badLinkFigures(): Promise<Measured[]> {
  const over = async (): Promise<{ ref: string; missing: number }> => {
    const { ref, layers } = await image()
    // The engine has the base.
    const missing = layers.slice(1).reduce((sum, { bytes }) => sum + bytes, 0)
    return { ref: ref.replace(registry.address, link.address), missing }
  }
  const cut = await over()
  const cutAfter = Math.floor(cut.missing / CUTS)
  const ours = await overCuts(link, store, cut.ref, cutAfter)
  if (!ours.ended) throw new Error('it did not come over the link that is cut')
  const { ref } = await over()
  const theirs: Endured[] = []
  for (let tries = 0; tries < TRIES_OF_PULL; tries++) theirs.push(await overCuts(link, plain, ref, cutAfter))
  const killed = await over()
  // So slow that all of its lives are seen to.
  link.rate = 20_000_000
  const lives = await overKills(dockerd.address, join(folder, 'killed'), killed.ref, Math.floor(killed.missing / KILLS))
  link.rate = 0
  const sum = (of: (each: Endured) => number): number => theirs.reduce((all, each) => all + of(each), 0)
  const theirTries = `docker pull over such a link, ${theirs.length} tries`
  return [
    {
      name: `bytes again after each of ${ours.cuts} cuts`,
      value: (ours.bytes - cut.missing) / ours.cuts,
      unit: 'bytes',
      budget: 65_536,
    },
    { name: `fetch and load over a link cut every ${(cutAfter / 1e6).toFixed(2)} MB`, value: ours.ms, unit: 'ms' },
    {
      name: `${theirTries}: ended`,
      value: sum(({ ended }) => Number(ended)),
      unit: 'tries',
      budget: 0,
    },
    { name: `${theirTries}: given up after`, value: sum(({ ms }) => ms) / theirs.length, unit: 'ms' },
    { name: `${theirTries}: carried for nothing`, value: sum(({ bytes }) => bytes) / 1e6, unit: 'MB' },
    {
      name: `bytes again after each of ${lives.kills} kills`,
      value: (lives.bytes - killed.missing) / lives.kills,
      unit: 'bytes',
      budget: 2 ** 20,
    },
  ]
}

/** What the published agent and its engine take at most. */
async function peakFigures(): Promise<Measured[]> {
  const dist = join(folder, 'dist')
  await bundle(dist)
  const parts = { folder, dist, broker: broker.address, dockerd }
  const { old, fresh, bytes } = await largeImages(folder, registry.address)
  const theirs = await fetcher({ ...parts, by: 'pull' })
  const pulled = await theirs.bring(await image(), '')
  await theirs.close()
  const ours = await fetcher({ ...parts, by: 'store' })
  const came = await ours.bring(await image(), 'missing')
  const large = await ours.bring(old, 'missing')
  const byDelta = await ours.bring(fresh, 'delta')
  await ours.close()
  const one = `one layer of ${Math.round(bytes / 1e6)} MB`
  // A plan says what it takes, and is held to it.
  const beyond = (what: string, { agent }: Peaks, planned: number): Measured => ({
    name: `memory beyond the idle agent, ${what}`,
    value: agent,
    unit: 'MB',
    budget: planned / 1e6,
  })
  return [
    beyond('by layers', came, BLOB_MEMORY_BYTES),
    beyond(`by ${one}`, large, BLOB_MEMORY_BYTES),
    beyond(`by a delta for ${one}`, byDelta, DELTA_MEMORY_BYTES),
    { name: 'memory beyond the idle agent, while the engine pulls', value: pulled.agent, unit: 'MB' },
    { name: 'peak memory of agent and engine', value: came.memory, unit: 'MB', floor: pulled.memory },
    { name: 'peak disk', value: came.disk, unit: 'MB', floor: pulled.disk },
    { name: `peak disk, ${one}`, value: large.disk, unit: 'MB' },
    { name: `peak disk, a delta for ${one}`, value: byDelta.disk, unit: 'MB' },
  ]
}

/** Bytes against xdelta3 -9, and the memory that applying takes, for each pair. */
async function deltaFigures(): Promise<Measured[]> {
  const figures: Measured[] = []
  for (const pair of await deltaPairs(folder)) {
    const { bytes, xdelta, memory: peak } = await measurePair(pair, folder)
    const floor = xdelta === undefined ? {} : { floor: xdelta / 1e6, budget: 1.5 }
    figures.push({ name: `delta, ${pair.name}`, value: bytes / 1e6, unit: 'MB', ...floor, isGoal: true })
    figures.push({ name: `memory to apply it`, value: peak, unit: 'MB', budget: 80, isGoal: true })
  }
  return figures
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
