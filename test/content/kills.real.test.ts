/** The agent, the engine, or both are killed while an image comes, at instants all along its way. */
import { execFile as execFileBack, spawn } from 'node:child_process'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { seededRandom } from '../../simulators/seeded-random.ts'
import { uniqueName } from '../engine/specs.ts'
import { askEngine, bytesFromEngine } from '../rig/ask-engine.ts'
import { type Dockerd, startDockerd } from '../rig/dockerd.ts'
import { type Pushed, pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { BadLink } from './bad-link.ts'

const execFile = promisify(execFileBack)
const MB = 1_000_000
/** Of each layer: large enough to be loaded before the others. */
const LAYERS = [6 * MB, 5 * MB, 7 * MB]
const VICTIMS = ['the agent', 'the engine', 'both'] as const
const ROUNDS = 6
/** Lives that an image may take after the kill. */
const LIVES = 4

describeReal('a kill while an image comes', (rig) => {
  let dockerd: Dockerd
  let link: BadLink
  let dataDir: string
  let old: Pushed
  const name = uniqueName('kills')
  const random = seededRandom('kills')

  beforeAll(async () => {
    dockerd = await startDockerd()
    link = await BadLink.to(rig.registry)
    link.rate = 20 * MB
    dataDir = await mkdtemp(join(tmpdir(), 'holdfast-kills-'))
    old = await image(0)
    expect(await life(old).ended).toBe(0)
  })
  afterAll(async () => {
    await dockerd.stop()
    await link.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  /** @param more bytes of its layers: what is longer begins as the shorter one does */
  async function image(more: number, salt = 'same'): Promise<Pushed> {
    const pushed = await pushImage(rig.registry, { name, salt, layers: LAYERS.map((size) => size + more) })
    return { ...pushed, ref: pushed.ref.replace(rig.registry, link.address) }
  }

  function life({ ref }: Pushed): { kill(): void; ended: Promise<number | null> } {
    const script = join(import.meta.dirname, 'fetching.ts')
    const child = spawn(process.execPath, [script, dockerd.address, dataDir, ref], { stdio: 'ignore' })
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve))
    return { kill: () => child.kill('SIGKILL'), ended }
  }

  /** Kills once at that moment, and lets it come after that. @returns whether the kill was in time */
  async function survives(it: Pushed, victim: (typeof VICTIMS)[number], afterMs: number): Promise<boolean> {
    const first = life(it)
    await sleep(afterMs)
    if (victim !== 'the engine') first.kill()
    if (victim !== 'the agent') {
      await dockerd.kill()
      await dockerd.restart()
    }
    const wasInTime = (await first.ended) !== 0
    for (let lives = 0; lives < LIVES; lives++) if ((await life(it).ended) === 0) return wasInTime
    throw new Error(`it did not come in ${LIVES} lives`)
  }

  /** What a container of it reads in its files. */
  async function sumsOf(engine: string, { ref }: Pushed): Promise<string[]> {
    const Cmd = ['sha256sum', ...LAYERS.map((_, index) => `/data/${index}`)]
    const named = await nameIn(engine, ref)
    const { Id } = await askEngine<{ Id: string }>(engine, 'POST', '/containers/create', { Image: named, Cmd })
    await askEngine(engine, 'POST', `/containers/${Id}/start`)
    await askEngine(engine, 'POST', `/containers/${Id}/wait`)
    const said = await bytesFromEngine(engine, `/containers/${Id}/logs?stdout=true`)
    await askEngine(engine, 'DELETE', `/containers/${Id}`)
    return said.toString('latin1').match(/[0-9a-f]{64}/g) ?? []
  }

  async function nameIn(engine: string, ref: string): Promise<string> {
    const tag = ref.split('@')[1]?.replace(':', '-') ?? ''
    return (await namesIn(engine)).find((named) => named.endsWith(tag)) ?? ref
  }

  async function namesIn(engine: string): Promise<string[]> {
    const images = await askEngine<{ RepoTags: string[] | null }[]>(engine, 'GET', '/images/json')
    return images.map(({ RepoTags }) => RepoTags?.[0] ?? '<none>:<none>')
  }

  it.each([
    ['by its layers', () => uniqueName('salt'), 0],
    ['by a delta', () => 'same', 2000],
  ])('costs nothing but time when it comes %s', async (_, salt, step) => {
    const fresh = async (more: number): Promise<Pushed> => {
      const it = await image(more, salt())
      const pair = [old, it].map(({ digest }) => `${rig.registry}/${name}@${digest}`)
      if (step > 0) await execFile(process.execPath, ['bin/holdfast.ts', 'delta', ...pair, '--publish'])
      return it
    }
    const uncut = await fresh(step)
    const [began, before] = [performance.now(), link.carried]
    expect(await life(uncut).ended).toBe(0)
    const layers = LAYERS.reduce((sum, bytes) => sum + bytes, 0)
    if (step > 0) expect(link.carried - before).toBeLessThan(layers / 10)
    else expect(link.carried - before).toBeGreaterThan(layers)
    const spanMs = performance.now() - began
    const brought = [uncut]
    let inTime = 0
    for (let round = 0; round < ROUNDS; round++) {
      const next = await fresh(step * (round + 2))
      const victim = VICTIMS[round % VICTIMS.length] as (typeof VICTIMS)[number]
      if (await survives(next, victim, spanMs * (0.3 + (0.7 * (round + random())) / ROUNDS))) inTime += 1
      brought.push(next)
    }
    expect(inTime).toBeGreaterThan(ROUNDS / 3)
    for (const each of brought) {
      const right = { ...each, ref: each.ref.replace(link.address, rig.registry) }
      await askEngine(rig.engine, 'POST', `/images/create?fromImage=${encodeURIComponent(right.ref)}`)
      expect(await sumsOf(dockerd.address, each)).toEqual(await sumsOf(rig.engine, right))
      await askEngine(rig.engine, 'DELETE', `/images/${right.ref}`)
    }
    // No stem, nothing without a name, nothing in the store.
    const tags = [old, ...brought].map(({ digest }) => digest.replace(':', '-'))
    const strange = (await namesIn(dockerd.address)).filter((named) => !tags.includes(named.split(':').at(-1) ?? ''))
    expect(strange).toEqual([])
    expect(await readdir(join(dataDir, 'content'))).toEqual([])
    for (const { ref } of brought)
      await askEngine(dockerd.address, 'DELETE', `/images/${await nameIn(dockerd.address, ref)}`)
  })
})
