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
import { execFile, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs, promisify } from 'node:util'
import { dockerEngine } from '../agent/adapters/docker.ts'
import { systemClock } from '../agent/adapters/system-clock.ts'
import { USUAL_CONTENT } from '../agent/content/content-config.ts'
import { contentEngine } from '../agent/content/content-engine.ts'
import { createLog } from '../agent/log.ts'
import type { EnginePort } from '../machines/ports.ts'
import { BadLink } from '../test/content/bad-link.ts'
import { startDockerd } from '../test/rig/dockerd.ts'
import { type Pushed, pushImage } from '../test/rig/images.ts'
import { install, whyNoRig } from '../test/rig/install.ts'
import { startRegistry } from '../test/rig/registry.ts'
import { debianLayers } from './lib/debian-layers.ts'
import { deltaPairs, measurePair } from './lib/delta-pairs.ts'
import { type Measured, report } from './lib/report.ts'

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean' },
    rounds: { type: 'string', default: '5' },
  },
})
const rounds = Number(flags.rounds)
const CUTS = 100
const NEVER = new AbortController().signal
const run = promisify(execFile)

const reason = await whyNoRig()
if (reason !== null) throw new Error(reason)
await install()
const folder = await mkdtemp(join(tmpdir(), 'holdfast-bench-'))
const registry = await startRegistry()
const dockerd = await startDockerd()
const link = await BadLink.to(registry.address)
try {
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
  const bring = async (by: EnginePort, ref: string): Promise<number> => {
    const began = performance.now()
    await by.pull(ref, () => {}, NEVER)
    return performance.now() - began
  }

  // Unmeasured: the base, and code that is not compiled yet.
  for (const by of [store, plain]) await bring(by, (await image()).ref)
  const took = { ours: [] as number[], theirs: [] as number[] }
  for (let round = 0; round < rounds; round++) {
    const ours = async () => took.ours.push(await bring(store, (await image()).ref))
    const theirs = async () => took.theirs.push(await bring(plain, (await image()).ref))
    for (const side of round % 2 === 0 ? [ours, theirs] : [theirs, ours]) await side()
  }

  const cut = await image()
  // The engine has the base.
  const missing = cut.layers.slice(1).reduce((sum, { bytes }) => sum + bytes, 0)
  link.cutAfter = Math.floor(missing / CUTS)
  const before = link.carried
  await bring(store, cut.ref.replace(registry.address, link.address))
  const again = (link.carried - before - missing) / link.cuts
  link.cutAfter = 0

  const peaks = { ours: await peakOf(store, (await image()).ref), theirs: await peakOf(plain, (await image()).ref) }
  const memory = await memoryFor((await image()).ref)

  report('content', [
    {
      name: 'fetch and load',
      value: median(took.ours),
      unit: 'ms',
      floor: median(took.theirs),
      budget: 1.2,
      isGoal: true,
    },
    { name: `bytes again after each of ${link.cuts} cuts`, value: again, unit: 'bytes', budget: 65_536 },
    { name: 'peak disk', value: peaks.ours / 1e6, unit: 'MB', floor: peaks.theirs / 1e6 },
    { name: 'peak memory of the process', value: memory, unit: 'MB' },
    ...(await deltaFigures()),
  ])
} finally {
  await link.close()
  await dockerd.stop()
  await registry.stop()
  await rm(folder, { recursive: true, force: true })
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

/** The most that both directories take while an image comes, beyond what they take before. */
async function peakOf(by: EnginePort, ref: string): Promise<number> {
  const taken = async (): Promise<number> => {
    // Files go while they are counted: that is no failure.
    const { stdout } = await run('du', ['-sxBK', '--total', folder, dockerd.dataRoot]).catch((error) => error)
    return Number(/(\d+)K\s+total/.exec(String(stdout))?.[1] ?? 0) * 1024
  }
  const start = await taken()
  let peak = start
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await taken())
      await sleep(20)
    }
  })()
  await by.pull(ref, () => {}, NEVER)
  isOver = true
  await watching
  return peak - start
}

/** Of a process that does nothing else. In MB, of a million bytes. */
async function memoryFor(ref: string): Promise<number> {
  const script = join(import.meta.dirname, '../test/content/fetching.ts')
  // As deploy/holdfast-agent starts the agent.
  const flags = ['--max-semi-space-size=1', '--optimize-for-size']
  const env = { ...process.env, MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '2' }
  const child = spawn(process.execPath, [...flags, script, dockerd.address, folder, ref], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
  let peak = 0
  const watch = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      peak = Math.max(peak, (Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024) / 1e6)
    } catch {
      // It has ended.
    }
  }, 50)
  const code = await ended
  clearInterval(watch)
  if (code !== 0) throw new Error(`it ended with ${code}`)
  return peak
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}
