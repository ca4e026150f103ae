/**
 * Power cuts at every step of the content store's work: while it fetches, while it reads old layers and applies a delta to
 * them, and while the engine loads.
 *
 * Invariant: the same image and seed give the same cuts. A history is survived when every blob that a cut leaves under its
 * own name is whole, the image is there in the end, no more than a mebibyte was fetched again for each cut, a delta that was
 * of no use is not tried again once that has been written down, and the store is empty when the engine has the image.
 */
import { createHash } from 'node:crypto'
import { byDelta } from '../../agent/content/by-delta.ts'
import { ContentStore } from '../../agent/content/content-store.ts'
import { type Fetched, type FetchParts, fetchImage } from '../../agent/content/fetch-image.ts'
import { readName } from '../../agent/content/names.ts'
import type { Given, Registry, Wish } from '../../agent/content/registry.ts'
import { Slots, Turns } from '../../agent/content/slots.ts'
import { Throttle } from '../../agent/content/throttle.ts'
import type { Log } from '../../agent/log.ts'
import type { ClockPort, EngineInfo, EnginePort } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'
import { tarOf } from '../registry/tar.ts'
import { seededRandom } from '../seeded-random.ts'
import { CrashDisk, type Cut, FATES, PowerCut } from './content-disk.ts'

/** What a registry holds of one image. */
export interface HeldImage {
  /** Of its manifest. */
  digest: string
  /** Every blob and the manifest, by digest. */
  blobs: ReadonlyMap<string, Buffer>
  /** What refers to it; left out: nothing does. */
  referrers?: Buffer
}

/** An image that the engine has: the content of its layers, the lowest first. */
export type OldImage = readonly Buffer[]

const PIECE = 64 * 1024
const AGAIN_AT_MOST = 1024 * 1024
const NEVER = new AbortController().signal
const IGNORED = (): void => {}
const ANSWER = { headers: {}, complete: true, destroy() {} }
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }
const CLOCK: ClockPort = {
  now: () => ({ bootId: 'it', monoMs: 0, wallMs: 0 }),
  sleep: async () => {},
  random: () => 0,
}
const ENGINE: EngineInfo = {
  id: 'it',
  version: '20.10',
  architecture: 'amd64',
  os: 'linux',
  memoryBytes: 0,
  diskFreeBytes: 0,
  diskTotalBytes: 0,
}

export interface ContentResults {
  cutsTried: number
  /** In words. */
  faults: string[]
  /** The most that one cut cost, of all histories. */
  againBytes: number
  /** Histories in which the image was made by a delta in the end. */
  byDelta: number
}

/**
 * @param old what the engine has; nothing: no delta can be taken
 * @param forgets a store that is wrong on purpose: nothing that it syncs is on the disk
 */
export async function exploreContent(
  image: HeldImage,
  seed: string,
  old: OldImage | null = null,
  forgets = false,
): Promise<ContentResults> {
  const results: ContentResults = { cutsTried: 0, faults: [], againBytes: 0, byDelta: 0 }
  const whole = new CrashDisk(null)
  const uncut = beyond(old)
  await live(image, whole, uncut)
  const explored: Explored = { image, old, forgets, uncutBytes: uncut.sentBytes }
  const random = seededRandom(seed)
  for (let at = 1; at <= whole.steps; at++)
    for (const fate of FATES) {
      const first: Cut = { at, fate, isLate: random() < 0.5 }
      const second: Cut = { at: 1 + Math.floor(random() * whole.steps), fate, isLate: random() < 0.5 }
      await history(explored, random() < 0.25 ? [first, second] : [first], results)
    }
  return results
}

interface Explored {
  image: HeldImage
  old: OldImage | null
  forgets: boolean
  /** What comes when nothing is cut. */
  uncutBytes: number
}

async function history(explored: Explored, cuts: Cut[], results: ContentResults): Promise<void> {
  const { image, old, forgets, uncutBytes } = explored
  results.cutsTried += cuts.length
  const told = JSON.stringify(cuts)
  const world = beyond(old)
  let files = new Map<string, Buffer>()
  for (const cut of [...cuts, null]) {
    const disk = new CrashDisk(cut, files, forgets)
    const error = await live(image, disk, world).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (error !== null && cut === null) results.faults.push(`${told}: it never came: ${faultOf(error).message}`)
    files = disk.remains()
    for (const [name, bytes] of files)
      if (readName(name)?.kind === 'blob' && readName(name)?.digest !== digestOf(bytes))
        results.faults.push(`${told}: ${name} is not what its name says`)
  }
  if (files.size > 0) results.faults.push(`${told}: ${[...files.keys()].join(', ')} stayed`)
  if (world.isByDelta) results.byDelta += 1
  if (world.triedAgain) results.faults.push(`${told}: a delta was tried again that is known to be of no use`)
  const again = (world.sentBytes - uncutBytes) / cuts.length
  results.againBytes = Math.max(results.againBytes, again)
  if (again > AGAIN_AT_MOST) results.faults.push(`${told}: ${again} bytes came again for each cut`)
}

/** What no cut of the device takes back. */
interface Beyond {
  /** By the registry. */
  sentBytes: number
  /** The engine has the image, and it was made by a delta. */
  isLoaded: boolean
  isByDelta: boolean
  /** It is written down that the delta does not give it; and yet it was tried. */
  isRefused: boolean
  triedAgain: boolean
  old: OldImage | null
}

function beyond(old: OldImage | null): Beyond {
  return { sentBytes: 0, isLoaded: false, isByDelta: false, isRefused: false, triedAgain: false, old }
}

/** One life of an agent: what an earlier one left is looked at, the image fetched and read, and the store tidied. */
async function live(image: HeldImage, disk: CrashDisk, world: Beyond): Promise<void> {
  const store = new ContentStore(disk)
  const throttle = new Throttle(0, CLOCK)
  const parts: FetchParts = {
    disk,
    clock: CLOCK,
    log: SILENT,
    throttle,
    store,
    slots: new Slots(3),
    turns: new Turns(),
  }
  const name = `registry.test/app@${image.digest}`
  const place = {
    origin: new URL('https://registry.test'),
    username: undefined,
    passwordFile: undefined,
    caFile: undefined,
    proxy: null,
  }
  const source = { registry: registryOf(image, world), places: [place], repository: 'app', image: name }
  await store.sweep(async () => !world.isLoaded)
  if (world.isLoaded) return
  const old = world.old?.map(digestOf) ?? null
  const held = { images: old === null ? [] : [old], mayDelta: old !== null }
  for (;;) {
    const fetched = await fetchImage(parts, source, ENGINE, held, IGNORED, IGNORED, NEVER)
    try {
      await load(fetched, disk, store, name, world)
      break
    } catch (error) {
      if (error instanceof PowerCut || fetched.delta === null) throw error
      world.triedAgain ||= world.isRefused
      if (world.triedAgain) throw error
      await store.refuseDelta(name)
      world.isRefused = true
    }
  }
  await store.release(name)
}

/** As an engine does: it holds each layer against the configuration, and has the image when it has the last. */
async function load(
  fetched: Fetched,
  disk: CrashDisk,
  store: ContentStore,
  name: string,
  world: Beyond,
): Promise<void> {
  const engine = { saveImage: () => saved(world.old ?? []) } as Partial<EnginePort> as EnginePort
  const made = fetched.delta === null ? null : await byDelta(engine, store, name, fetched, NEVER)
  try {
    for (const layer of (made ?? fetched).source.layers) {
      const hash = createHash('sha256')
      disk.moment()
      for await (const piece of layer.open?.(NEVER) ?? []) hash.update(piece)
      if (layer.open !== null && `sha256:${hash.digest('hex')}` !== layer.digest)
        throw new Error(`${layer.digest} is another`)
    }
    disk.moment()
    world.isLoaded = true
    world.isByDelta = made !== null
    disk.moment()
  } finally {
    await made?.close()
  }
}

async function* saved(layers: OldImage): AsyncGenerator<Uint8Array> {
  const tar = tarOf(layers.map((content, index) => ({ path: `${index}/layer.tar`, content })))
  for (let at = 0; at < tar.length; at += PIECE) yield tar.subarray(at, at + PIECE)
}

function registryOf(image: HeldImage, world: Beyond): Pick<Registry, 'get'> {
  return {
    get: async ({ path, headers }: Wish): Promise<Given> => {
      const bytes = path.startsWith('referrers/') ? image.referrers : image.blobs.get(path.split('/')[1] ?? '')
      if (bytes === undefined) return { answer: { ...ANSWER, statusCode: 404 }, pieces: (async function* () {})() }
      const from = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0)
      const rest = bytes.subarray(from)
      const said = from === 0 ? {} : { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
      return {
        answer: { ...ANSWER, statusCode: from === 0 ? 200 : 206, headers: said },
        pieces: (async function* () {
          for (let at = 0; at < rest.length; at += PIECE) {
            const piece = rest.subarray(at, at + PIECE)
            world.sentBytes += piece.length
            yield piece
          }
        })(),
      }
    },
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
