/**
 * Power cuts at every step of the content store's work: while it fetches, while it reads old layers and applies a delta to
 * them, and while the engine loads, the lower layers before the others too.
 *
 * Invariant: the same image and seed give the same cuts. A history is survived when every blob that a cut leaves under its
 * own name is whole, the image is there in the end, no more than a mebibyte was fetched again for each cut, a delta that was
 * of no use is not tried again once that has been written down, and the store is empty and the engine has no part of it by
 * another name when it has the image.
 */
import { createHash } from 'node:crypto'
import { byDelta } from '../../agent/content/by-delta.ts'
import { ContentStore } from '../../agent/content/content-store.ts'
import { type Fetched, type FetchParts, fetchImage } from '../../agent/content/fetch-image.ts'
import { diffIdsOf } from '../../agent/content/image-manifest.ts'
import { readName } from '../../agent/content/names.ts'
import { Slots, Turns } from '../../agent/content/slots.ts'
import { withoutLowest } from '../../agent/content/stem.ts'
import { Stems } from '../../agent/content/stems.ts'
import { Throttle } from '../../agent/content/throttle.ts'
import type { Log } from '../../agent/log.ts'
import type { ImageSource, LayerSource } from '../../machines/image-source.ts'
import type { ClockPort, EngineInfo, EnginePort } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'
import { tarOf } from '../registry/tar.ts'
import { seededRandom } from '../seeded-random.ts'
import { CrashDisk, type Cut, FATES, PowerCut } from './content-disk.ts'
import { type HeldImage, registryOf } from './content-registry.ts'

/** An image that the engine has: the content of its layers, the lowest first. */
export type OldImage = readonly Buffer[]

const PIECE = 64 * 1024
const AGAIN_AT_MOST = 1024 * 1024
/** Of layers that are loaded before the others: images are small here. */
const WORTH_LOADING_BYTES = 200 * 1024
const NEVER = new AbortController().signal
const IGNORED = (): void => {}
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
  /** Histories in which a stem outlived a cut. */
  stemsKept: number
}

/** A store that is wrong on purpose: nothing that it syncs is on the disk, or it does not write down what the engine has. */
export type Forgets = 'nothing' | 'syncs' | 'stems'

/**
 * @param old what the engine has; nothing: no delta can be taken
 */
export async function exploreContent(
  image: HeldImage,
  seed: string,
  old: OldImage | null = null,
  forgets: Forgets = 'nothing',
): Promise<ContentResults> {
  const results: ContentResults = { cutsTried: 0, faults: [], againBytes: 0, byDelta: 0, stemsKept: 0 }
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
  forgets: Forgets
  /** What comes when nothing is cut. */
  uncutBytes: number
}

async function history(explored: Explored, cuts: Cut[], results: ContentResults): Promise<void> {
  const { image, old, forgets, uncutBytes } = explored
  results.cutsTried += cuts.length
  const told = JSON.stringify(cuts)
  const world = beyond(old)
  let files = new Map<string, Buffer>()
  let isStemKept = false
  for (const cut of [...cuts, null]) {
    const disk = new CrashDisk(cut, files, forgets === 'syncs')
    const error = await live(image, disk, world, forgets === 'stems').then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (error !== null && cut === null) results.faults.push(`${told}: it never came: ${faultOf(error).message}`)
    files = disk.remains()
    if (cut !== null && world.stems.size > 0) isStemKept = true
    for (const [name, bytes] of files)
      if (readName(name)?.kind === 'blob' && readName(name)?.digest !== digestOf(bytes))
        results.faults.push(`${told}: ${name} is not what its name says`)
  }
  if (files.size > 0) results.faults.push(`${told}: ${[...files.keys()].join(', ')} stayed`)
  if (world.stems.size > 0) results.faults.push(`${told}: the engine still has ${[...world.stems.keys()].join(', ')}`)
  if (isStemKept) results.stemsKept += 1
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
  /** What the engine has of the lower layers, by name: the digests of their content. */
  stems: Map<string, readonly string[]>
}

function beyond(old: OldImage | null): Beyond {
  return { sentBytes: 0, isLoaded: false, isByDelta: false, isRefused: false, triedAgain: false, old, stems: new Map() }
}

/** One life of an agent: what an earlier one left is looked at, the image fetched and read, and the store tidied. */
async function live(image: HeldImage, disk: CrashDisk, world: Beyond, forgetsStems = false): Promise<void> {
  const store = new ContentStore(disk, async (stem) => {
    disk.moment()
    world.stems.delete(stem)
    disk.moment()
  })
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
  const source = {
    registry: registryOf(image, (bytes) => {
      world.sentBytes += bytes
    }),
    places: [place],
    repository: 'app',
    image: name,
  }
  await store.sweep(async () => !world.isLoaded)
  if (world.isLoaded) return
  const old = world.old?.map(digestOf) ?? null
  const held = { images: [...(old === null ? [] : [old]), ...world.stems.values()], mayDelta: old !== null }
  const stems = new Stems({
    engine: { loadImage: (stem, { config, layers }) => loadStem(stem, config, layers, disk, world) },
    store: forgetsStems ? { addStem: async () => {} } : store,
    log: SILENT,
    image: name,
    signal: NEVER,
    worthBytes: WORTH_LOADING_BYTES,
  })
  const heard = {
    planned: IGNORED,
    progressed: IGNORED,
    here: (source: ImageSource, count: number) => stems.here(source, count),
  }
  for (;;) {
    const fetched = await fetchImage(parts, source, ENGINE, held, heard, NEVER)
    try {
      await load(fetched, await stems.loaded(), disk, store, name, world)
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

async function loadStem(
  stem: string,
  config: Uint8Array,
  layers: readonly LayerSource[],
  disk: CrashDisk,
  world: Beyond,
): Promise<void> {
  await read(layers, disk)
  disk.moment()
  world.stems.set(stem, diffIdsOf(config) ?? [])
  disk.moment()
}

/** As an engine does: it holds each layer against the configuration, and has the image when it has the last. */
async function load(
  fetched: Fetched,
  held: number,
  disk: CrashDisk,
  store: ContentStore,
  name: string,
  world: Beyond,
): Promise<void> {
  const engine = { saveImage: () => saved(world.old ?? []) } as Partial<EnginePort> as EnginePort
  const made = fetched.delta === null ? null : await byDelta(engine, store, name, fetched, NEVER)
  try {
    await read(withoutLowest((made ?? fetched).source.layers, held), disk)
    disk.moment()
    world.isLoaded = true
    world.isByDelta = made !== null
    disk.moment()
  } finally {
    await made?.close()
  }
}

async function read(layers: readonly LayerSource[], disk: CrashDisk): Promise<void> {
  for (const layer of layers) {
    const hash = createHash('sha256')
    disk.moment()
    for await (const piece of layer.open?.(NEVER) ?? []) hash.update(piece)
    if (layer.open !== null && `sha256:${hash.digest('hex')}` !== layer.digest)
      throw new Error(`${layer.digest} is another`)
  }
}

async function* saved(layers: OldImage): AsyncGenerator<Uint8Array> {
  const tar = tarOf(layers.map((content, index) => ({ path: `${index}/layer.tar`, content })))
  for (let at = 0; at < tar.length; at += PIECE) yield tar.subarray(at, at + PIECE)
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
