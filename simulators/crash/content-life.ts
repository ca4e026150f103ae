/**
 * One life of an agent that brings an image, for the crash explorer of the content store.
 *
 * Invariant: the store and what fetches are the true ones; the engine is as little of one as they have to do with, and what
 * it has outlives each cut.
 */
import { createHash } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { byDelta } from '../../agent/content/by-delta.ts'
import { ContentStore } from '../../agent/content/content-store.ts'
import { type Fetched, type FetchParts, fetchImage } from '../../agent/content/fetch-image.ts'
import { diffIdsOf } from '../../agent/content/image-manifest.ts'
import { Slots, Turns } from '../../agent/content/slots.ts'
import { idsOf, withoutLowest } from '../../agent/content/stem.ts'
import { Stems } from '../../agent/content/stems.ts'
import { Throttle } from '../../agent/content/throttle.ts'
import type { Log } from '../../agent/log.ts'
import type { ImageSource, LayerSource } from '../../machines/image-source.ts'
import type { ClockPort, EngineInfo, EnginePort, PullProgress } from '../../machines/ports.ts'
import { tarOf } from '../registry/tar.ts'
import { type CrashDisk, PowerCut } from './content-disk.ts'
import { type HeldImage, registryOf } from './content-registry.ts'

/** An image that the engine has: the content of its layers, the lowest first. */
export type OldImage = readonly Buffer[]

const PIECE = 64 * 1024
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

/**
 * A store that is wrong on purpose: nothing that it syncs is on the disk; it does not write down what the engine has of an
 * image, or not that this may be half of it, or nothing of the last load.
 */
export type Forgets = 'nothing' | 'syncs' | 'stems' | 'doubt' | 'whole'

/** What no cut of the device takes back. */
export interface Beyond {
  /** By the registry. */
  sentBytes: number
  /** The engine has the image, and it was made by a delta. */
  isLoaded: boolean
  isByDelta: boolean
  /** It is written down that the delta does not give it; and yet it was tried. */
  isRefused: boolean
  triedAgain: boolean
  old: OldImage | null
  /** What the engine has of it that is not the image by its name: stems by theirs, and the image without one by its id. */
  stems: Map<string, Unproven>
  /** One that a cut left half on the engine's disk was there when layers were left out for what the engine has. */
  believesHalf: boolean
}

interface Unproven {
  /** Digests of its layers' content. */
  layers: readonly string[]
  isOnDisk: boolean
}

export function beyond(old: OldImage | null): Beyond {
  return {
    sentBytes: 0,
    isLoaded: false,
    isByDelta: false,
    isRefused: false,
    triedAgain: false,
    old,
    stems: new Map(),
    believesHalf: false,
  }
}

/** One life of an agent: what an earlier one left is looked at, the image fetched and read, and the store tidied. */
export async function live(
  image: HeldImage,
  disk: CrashDisk,
  world: Beyond,
  forgets: Forgets = 'nothing',
): Promise<void> {
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
    host: 'registry.test',
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
  world.believesHalf ||= [...world.stems.values()].some(({ isOnDisk }) => !isOnDisk)
  const old = world.old?.map(digestOf) ?? null
  const held = {
    images: [...(old === null ? [] : [old]), ...[...world.stems.values()].map(({ layers }) => layers)],
    mayDelta: old !== null,
  }
  const notes: Pick<ContentStore, 'noteStem' | 'dropStems'> = {
    noteStem: async (of, stem) => {
      if (forgets !== 'stems') await store.noteStem(of, { ...stem, isSure: stem.isSure || forgets === 'doubt' })
    },
    dropStems: (of, which) => store.dropStems(of, which),
  }
  const stems = new Stems({
    engine: {
      loadImage: (stem, { config, layers }, onProgress) =>
        unpacked(stem, config, layers, disk, world, async () => {}, onProgress),
    },
    store: notes,
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
      await stems.loadRest(async (count, whenHeld) => {
        if (forgets !== 'whole') await notes.noteStem(name, { names: idsOf(fetched.source), isSure: false })
        await load(fetched, { count, whenHeld }, disk, store, name, world)
      })
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

/** The engine has it at once, and on its disk some time later, with all that it had unpacked before. */
async function unpacked(
  name: string,
  config: Uint8Array,
  layers: readonly LayerSource[],
  disk: CrashDisk,
  world: Beyond,
  whenHeld: () => Promise<void>,
  onProgress: (progress: PullProgress) => void,
): Promise<void> {
  await read(layers, disk)
  await whenHeld()
  world.stems.set(name, { layers: diffIdsOf(config) ?? [], isOnDisk: false })
  disk.moment()
  onProgress({ doneBytes: 0, totalBytes: 0, layersDone: layers.length, layers: layers.length })
  // Whoever builds upon it goes on meanwhile.
  await setImmediate()
  disk.moment()
  for (const each of world.stems.values()) each.isOnDisk = true
  disk.moment()
}

/** As an engine does: it holds each layer against the configuration, and has the image when it has the last. */
async function load(
  fetched: Fetched,
  held: { count: number; whenHeld: (() => Promise<void>) | undefined },
  disk: CrashDisk,
  store: ContentStore,
  name: string,
  world: Beyond,
): Promise<void> {
  const engine = { saveImage: () => saved(world.old ?? []) } as Partial<EnginePort> as EnginePort
  const made = fetched.delta === null ? null : await byDelta(engine, store, name, fetched, NEVER)
  try {
    const { config, layers } = (made ?? fetched).source
    const id = digestOf(config)
    await unpacked(
      id,
      config,
      withoutLowest(layers, held.count),
      disk,
      world,
      held.whenHeld ?? (async () => {}),
      IGNORED,
    )
    world.stems.delete(id)
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

export function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
