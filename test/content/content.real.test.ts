/** The content store between a real registry and a real engine, over a link that is bad in a known way. */
import { execFile as execFileBack, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { USUAL_CONTENT } from '../../agent/content/content-config.ts'
import { contentEngine } from '../../agent/content/content-engine.ts'
import { LOST_AT_MOST } from '../../agent/content/part-rule.ts'
import { createLog } from '../../agent/log.ts'
import type { EnginePort } from '../../machines/ports.ts'
import { uniqueName } from '../engine/specs.ts'
import { askEngine } from '../rig/ask-engine.ts'
import { type Pushed, pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { BadLink } from './bad-link.ts'

const execFile = promisify(execFileBack)
const NEVER = new AbortController().signal
const MB = 1_000_000
/** HTTP headers, tokens and manifests of a fetch with this many requests. */
const HEADERS = (requests: number): number => 50_000 + requests * 1000

describeReal('the content store', (rig) => {
  let link: BadLink
  let dataDir: string
  let engine: EnginePort
  let plain: EnginePort
  /** It knows an image by its manifest, goes on with a pull that broke off, and takes no deltas. */
  let isContainerdStore: boolean
  const log: string[] = []
  const made: string[] = []

  beforeAll(async () => {
    const { DriverStatus } = await askEngine<{ DriverStatus: unknown }>(rig.engine, 'GET', '/info')
    isContainerdStore = JSON.stringify(DriverStatus).includes('io.containerd.snapshotter')
  })

  beforeEach(async () => {
    log.length = 0
    link = await BadLink.to(rig.registry)
    dataDir = await mkdtemp(join(tmpdir(), 'holdfast-content-'))
    plain = dockerEngine({ socketPath: rig.engine })
    engine = contentEngine({
      engine: plain,
      dataDir,
      config: { ...USUAL_CONTENT, by: 'store' },
      clock: systemClock(),
      log: createLog({ level: 'warn', format: 'text', write: (line) => void log.push(line) }),
    })
  })

  afterEach(async () => {
    for (const ref of made.splice(0)) await plain.removeImage(ref)
    await link.close()
    await rm(dataDir, { recursive: true })
  })

  /** Pushed to the registry; its name leads over the link. */
  async function image(name: string, layers: number[], salt = uniqueName(name)): Promise<Pushed> {
    const pushed = await pushImage(rig.registry, { name: `content/${name}`, salt, layers })
    const ref = pushed.ref.replace(rig.registry, link.address)
    made.push(ref)
    return { ...pushed, ref }
  }

  const pull = (by: EnginePort, { ref }: Pushed, signal = NEVER) => by.pull(ref, () => {}, signal)
  const left = () => readdir(join(dataDir, 'content'))

  it('brings an image over a link that is cut all the time, on which a pull of the classic store never ends', async () => {
    const it = await image('cut', [12 * MB, 4 * MB])
    link.cutAfter = 1_000_000
    const ending = new AbortController()
    const theirs = pull(plain, it, ending.signal).then(
      () => 'ended',
      () => 'failed',
    )
    const before = link.carried
    await pull(engine, it)
    const carried = link.carried - before
    ending.abort()
    if (!isContainerdStore) expect(await theirs).toBe('failed')
    expect(await engine.hasImage(it.ref)).toBe(true)
    expect(link.cuts).toBeGreaterThan(it.bytes / link.cutAfter - 2)
    // The engine's own attempts are in it too; it gives up long before it has as much again.
    expect(carried).toBeLessThan(3 * it.bytes)
    expect(await left()).toEqual([])
    expect(log).toEqual([])
  })

  it('has the very image that the release names, which runs', async () => {
    const it = await image('same', [2 * MB])
    await pull(engine, it)
    const { Id } = await askEngine<{ Id: string }>(
      rig.engine,
      'GET',
      `/images/${encodeURIComponent(`holdfast.local/${it.ref.split('@')[0]?.replace(':', '_')}:${it.digest.replace(':', '-')}`)}/json`,
    )
    const manifest = (await (await fetch(`http://${rig.registry}/v2/content/same/manifests/${it.digest}`)).json()) as {
      config: { digest: string }
    }
    expect(Id).toBe(isContainerdStore ? it.digest : manifest.config.digest)
  })

  it('fetches after a kill what had not come, and at most a little of the rest', async () => {
    const it = await image('killed', [16 * MB])
    const told: number[] = []
    /** In bytes over the network, of each life: what was in the link's buffers when it ended is nobody's. */
    const fetched: number[] = []
    const life = (): Promise<number | NodeJS.Signals | null> => {
      const args = [join(import.meta.dirname, 'fetching.ts'), rig.engine, dataDir, it.ref]
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
      const number = fetched.push(0) - 1
      createInterface(child.stdout).on('line', (line) => {
        told.push(Number(line.split(' ')[0]))
        fetched[number] = Number(line.split(' ')[1])
        if (kills > 0 && (told.at(-1) ?? 0) > it.bytes * (1 - kills / 3) - 2 * MB) {
          kills -= 1
          child.kill('SIGKILL')
        }
      })
      return new Promise((resolve) => child.once('close', (code, signal) => resolve(signal ?? code)))
    }
    link.rate = 20 * MB
    let kills = 2
    for (const end of ['SIGKILL', 'SIGKILL']) expect(await life()).toBe(end)
    link.rate = 0
    expect(await life()).toBe(0)
    expect(await engine.hasImage(it.ref)).toBe(true)
    const all = fetched.reduce((sum, bytes) => sum + bytes, 0)
    // The engine may have the base from others.
    expect(all).toBeGreaterThanOrEqual(16 * MB)
    expect(all).toBeLessThan(it.bytes + 2 * LOST_AT_MOST + HEADERS(20))
  })

  it('has the lower layers in the engine before the last one is here, and afterwards the image alone', async () => {
    const it = await image('lower', [6 * MB, 5 * MB, 16 * MB])
    link.rate = 4 * MB
    const names = async (): Promise<string[]> =>
      (await askEngine<{ RepoTags: string[] | null }[]>(rig.engine, 'GET', '/images/json'))
        .flatMap(({ RepoTags }) => RepoTags ?? [])
        .filter((name) => name.includes('/content/lower:'))
    const seen = new Set<string>()
    let isOver = false
    const watching = (async () => {
      // An engine may fail to list images while one is removed.
      for (; !isOver; await sleep(50)) for (const name of await names().catch(() => [])) seen.add(name)
    })()
    await pull(engine, it)
    isOver = true
    await watching
    expect(log).toEqual([])
    const tag = it.digest.replace(':', '-')
    expect([...seen]).toContainEqual(expect.not.stringContaining(tag))
    expect(await names()).toEqual([expect.stringContaining(tag)])
    expect(await left()).toEqual([])
  })

  it('can be rid of an image that has no name yet, by its id', async () => {
    const it = await image('nameless', [1000])
    await pull(plain, it)
    const { Id: container } = await askEngine<{ Id: string }>(rig.engine, 'POST', '/containers/create', {
      Image: it.ref,
    })
    const { Id: id } = await askEngine<{ Id: string }>(rig.engine, 'POST', `/commit?container=${container}`)
    await askEngine(rig.engine, 'DELETE', `/containers/${container}`)
    expect(await plain.hasImage(id)).toBe(true)
    await plain.removeImage(id)
    await plain.removeImage(id)
    expect(await plain.hasImage(id)).toBe(false)
    expect(await plain.hasImage(it.ref)).toBe(true)
  })

  it('refuses what was changed on the way, and takes what comes right the next time', async () => {
    const it = await image('changed', [3 * MB])
    link.corruptEvery = 400_000
    await expect(pull(engine, it)).rejects.toMatchObject({ code: 'HF_REGISTRY_INVALID' })
    expect(await engine.hasImage(it.ref)).toBe(false)
    link.corruptEvery = 0
    await pull(engine, it)
    expect(await engine.hasImage(it.ref)).toBe(true)
  })

  it('brings an image by a delta that the operator has published, bit for bit', async () => {
    const salt = uniqueName('delta')
    const old = await image('delta', [6 * MB, 300_000], salt)
    await pull(engine, old)
    // Longer noise begins as the shorter one does.
    const fresh = await image('delta', [6 * MB + 2000, 310_000], salt)
    const names = [old, fresh].map(({ digest }) => `${rig.registry}/content/delta@${digest}`)
    const made = await execFile(process.execPath, ['bin/holdfast.ts', 'delta', ...names, '--publish', '--json'])
    const { bytes, published } = JSON.parse(made.stdout) as { bytes: number; published: boolean }
    expect(published).toBe(true)
    const before = link.carried
    await pull(engine, fresh)
    expect(await engine.hasImage(fresh.ref)).toBe(true)
    expect(bytes).toBeLessThan(40_000)
    expect(await left()).toEqual([])
    expect(log).toEqual([])
    const came = link.carried - before
    // Not a byte of it comes for an engine that could give nothing to make it from.
    const layers = 6 * MB + 312_000
    if (isContainerdStore) return expect(came > layers && came < layers + HEADERS(12)).toBe(true)
    expect(came).toBeLessThan(bytes + HEADERS(12))
  })

  it('fetches of a second image only the layers that the first has not', async () => {
    const salt = uniqueName('shared')
    const first = await image('shared', [6 * MB, 300_000], salt)
    await pull(engine, first)
    const before = link.carried
    const second = await image('shared', [6 * MB, 300_000, 500_000], salt)
    await pull(engine, second)
    expect(await engine.hasImage(second.ref)).toBe(true)
    expect(link.carried - before).toBeLessThan(500_000 + HEADERS(6))
    await engine.removeImage(first.ref)
    expect(await engine.hasImage(second.ref)).toBe(true)
    expect(log).toEqual([])
  })
})
