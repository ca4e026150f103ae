/**
 * One image and what became of it, brought by one device by its layers and by another by the delta, over a bad link, with kills.
 *
 * Invariant: both devices find the old image in the engine and nothing of the new one; the first does not know of a delta,
 * because there is none yet.
 */
import { mkdir, mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import { seededRandom } from '../../../simulators/seeded-random.ts'
import { askEngine } from '../../rig/ask-engine.ts'
import type { Dockerd } from '../../rig/dockerd.ts'
import type { BadLink } from '../bad-link.ts'
import { type Brought, bring, type Kill, nameIn } from './bring.ts'
import type { Kind, PairImages } from './pair-images.ts'
import { type PushedPair, publishPair, pushPair, xdeltaOf } from './push-pair.ts'
import type { Stack } from './stacks.ts'

export interface Ground {
  registry: string
  dockerd: Dockerd
  link: BadLink
  images: PairImages
  /** For what lies on disks of devices, and for comparisons. */
  folder: string
}

export interface Played {
  stack: string
  kind: Kind
  /** Of all layers, packed; of those that the engine lacks; of the delta, and of xdelta3 -9 (null: not measured). */
  wholeBytes: number
  lackingBytes: number
  deltaBytes: number
  xdeltaBytes: number | null
  makeMs: number
  byLayers: Brought
  byDelta: Brought
}

export interface Badness {
  /** Bytes of a connection until it is cut, where so much is to come. */
  cutAfter: number
  /** Bytes a second of a connection. */
  rate: number
  /** One byte is changed in the middle, and one more for so many bytes. */
  changeEvery: number
  /** Where less is to come, nothing is changed. */
  changeFrom: number
}

const LEAST_CUT = 16_000
/** Of a fetch: cuts that a small one has too. */
const CUTS = 6

export class Play {
  readonly #ground: Ground
  readonly #stack: Stack
  readonly #badness: Badness
  readonly #packed = new Map<string, Promise<Buffer>>()
  readonly #random: () => number
  #old: PushedPair | undefined

  constructor(ground: Ground, stack: Stack, badness: Badness) {
    this.#ground = ground
    this.#stack = stack
    this.#badness = badness
    this.#random = seededRandom(`pairs/${stack.name}`)
  }

  /** @param compare with xdelta3, which takes its time */
  async pair(kind: Kind, compare: boolean): Promise<Played> {
    const { images, folder } = this.#ground
    const old = await this.#oldThere()
    const fresh = await this.#push(await images.changed(this.#stack, kind))
    const held = old.layers.findIndex(({ digest }, at) => digest !== fresh.layers[at]?.digest)
    const lackingBytes = fresh.layers.slice(held).reduce((sum, { bytes }) => sum + bytes, 0)
    const byLayers = await this.#bring(fresh, lackingBytes)
    const began = performance.now()
    const deltaBytes = await publishPair(old, fresh)
    const makeMs = performance.now() - began
    const xdeltaBytes = compare ? await xdeltaOf(old, fresh, folder) : null
    const byDelta = await this.#bring(fresh, Math.min(deltaBytes, lackingBytes))
    const wholeBytes = fresh.bytes
    return {
      stack: this.#stack.name,
      kind,
      wholeBytes,
      lackingBytes,
      deltaBytes,
      xdeltaBytes,
      makeMs,
      byLayers,
      byDelta,
    }
  }

  /** Of the engine; what runs on a device is not what is tried here. */
  async close(): Promise<void> {
    if (this.#old !== undefined) await this.#remove(this.#old)
  }

  async #oldThere(): Promise<PushedPair> {
    if (this.#old !== undefined) return this.#old
    const old = await this.#push(await this.#ground.images.old(this.#stack))
    const { link, dockerd } = this.#ground
    Object.assign(link, { cutAfter: 0, rate: 0, changeAt: [] })
    await bring({ link, dockerd, dataDir: await this.#newDevice() }, old, [])
    this.#old = old
    return old
  }

  async #bring(image: PushedPair, planned: number): Promise<Brought> {
    const { link, dockerd } = this.#ground
    const { cutAfter, rate, changeEvery, changeFrom } = this.#badness
    const changeAt: number[] = []
    const most = planned < changeFrom ? 0 : 3 * planned
    for (let at = planned / 2; at < most; at += Math.max(changeEvery, planned)) changeAt.push(at)
    Object.assign(link, {
      cutAfter: Math.round(Math.min(cutAfter, Math.max(LEAST_CUT, planned / CUTS))),
      rate,
      changeAt: changeAt.map((at) => link.carried + Math.round(at)),
    })
    const brought = await bring({ link, dockerd, dataDir: await this.#newDevice() }, image, this.#kills())
    await this.#remove(image)
    return brought
  }

  /** While it comes, and while it is unpacked. */
  #kills(): Kill[] {
    const soon = (): number => Math.round(1500 * this.#random())
    return [
      { victim: 'agent', share: 0.3, afterMs: 0 },
      { victim: 'engine', share: 0.6, afterMs: 0 },
      { victim: 'agent', share: 1, afterMs: soon() },
      { victim: 'engine', share: 1, afterMs: soon() },
    ]
  }

  #push(image: Parameters<typeof pushPair>[2]): Promise<PushedPair> {
    return pushPair(this.#ground.registry, this.#stack, image, this.#packed)
  }

  async #newDevice(): Promise<string> {
    await mkdir(this.#ground.folder, { recursive: true })
    return mkdtemp(join(this.#ground.folder, 'device-'))
  }

  async #remove({ digest }: PushedPair): Promise<void> {
    const engine = this.#ground.dockerd.address
    await askEngine(engine, 'DELETE', `/images/${encodeURIComponent(await nameIn(engine, digest))}`)
    const images = await askEngine<{ Id: string; RepoTags: string[] | null }[]>(engine, 'GET', '/images/json?all=true')
    const strange = images.filter(({ Id }) => Id !== this.#old?.id)
    if (strange.length > 0) throw new Error(`the engine keeps ${JSON.stringify(strange)}`)
  }
}
