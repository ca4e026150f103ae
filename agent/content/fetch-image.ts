/**
 * All of an image that the engine lacks, into the store: by a delta, or by its layers.
 *
 * Invariant: what was fetched is bound to the pinned digest by digests alone; a second call fetches only what the first one
 * did not. How it comes is decided before the first byte of a layer, and room is looked for before that, too.
 */
import type { ImageSource } from '../../machines/image-source.ts'
import type { ClockPort, EngineInfo, PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type FetchPlan, heldOf, planFetch, plannedBytes, WORTH_ASKING_BYTES } from '../../protocol/fetch-plan.ts'
import { allOf } from './all-of.ts'
import type { ContentStore } from './content-store.ts'
import { fetchBlob, type Means, type Source } from './fetch-blob.ts'
import { type FoundDelta, findDelta } from './find-delta.ts'
import { type BlobRef, diffIdsOf, LARGEST_CONFIG } from './image-manifest.ts'
import { imageName } from './image-name.ts'
import type { Near } from './near.ts'
import { AT_ONCE, JOIN_AFTER_MS } from './part-rule.ts'
import { resolveImage } from './resolve-image.ts'
import { missingRoom, type Rooms } from './room-rule.ts'
import { Slots, type Turns } from './slots.ts'

export interface FetchParts extends Means {
  store: ContentStore
  /** Of blobs, over all images. */
  slots: Slots
  /** Of one blob. */
  turns: Turns
  /** What can be had of the machine's memory, in bytes. */
  memoryFree?: () => number
  /** Other devices that may have blobs; absent: none are asked. */
  near?: Near | null
  /** Gives up what is kept for others; whether there was any. */
  makeRoom?: () => Promise<boolean>
}

export interface Fetched {
  /** Of the layers that came by a delta it has no bytes yet: `openBase` in `by-delta.ts` gives them. */
  source: ImageSource
  /** Layers that the engine has already. */
  held: number
  plan: FetchPlan
  /** What `source` lacks is made by. */
  delta: FoundDelta | null
}

/** Who hears of it. */
export interface FetchHeard {
  planned(plan: FetchPlan): void
  progressed(progress: PullProgress): void
  /** So many layers are here or in the engine, the lowest first; not told of all of them, nor of a delta. */
  here?(source: ImageSource, count: number): Promise<void>
}

/** What an engine has, and whether a delta may be made of it. */
export interface Held {
  /** Of each of its images the content of its layers, the lowest first. */
  images: readonly (readonly string[])[]
  mayDelta: boolean
  /** In the plan's words, where it may not because of the engine. */
  whyNoDelta?: string
  /** Whether it may be given the lower layers before the others are here; left out: no. */
  mayStem?: boolean
  /** An attempt before this one led nowhere: what is to come is asked for before it comes. */
  isAgain?: boolean
}

/** @throws HF_REGISTRY_…, HF_SPACE_LOW, HF_CONTENT_UNWRITABLE, HF_CONTENT_DAMAGED, HF_CANCELLED */
export async function fetchImage(
  parts: FetchParts,
  source: Source,
  engine: EngineInfo,
  held: Held,
  heard: FetchHeard,
  signal: AbortSignal,
): Promise<Fetched> {
  const { image } = source
  const progress = { doneBytes: 0, totalBytes: 0, layersDone: 0, layers: 0, fetchedBytes: 0, neighbourBytes: 0 }
  let had = 0
  const tell = (): void => {
    progress.doneBytes = Math.max(progress.doneBytes, had)
    heard.progressed({ ...progress })
  }
  const received = (bytes: number): void => {
    progress.fetchedBytes += bytes
    tell()
  }
  const near = (bytes: number): void => {
    progress.neighbourBytes += bytes
    tell()
  }
  // Whoever minds the bytes has a say before they come.
  const again = (bytes: number): void => {
    if (progress.totalBytes === 0) return
    progress.doneBytes = had
    heard.progressed({ ...progress, toComeBytes: Math.max(1, progress.totalBytes - had + bytes) })
  }
  const isHere = ({ digest }: BlobRef): Promise<boolean> => parts.store.has(digest)
  const blobOf = (blob: BlobRef, gained: (bytes: number) => void, signal: AbortSignal): Promise<void> =>
    parts.turns.run(blob.digest, () => {
      const bytes = { gained, received, again, near }
      const bring = async (act: () => Promise<void>): Promise<void> =>
        (await isHere(blob)) ? gained(blob.bytes) : act()
      const { near: neighbours, slots } = parts
      if (neighbours) return bring(() => neighbours.bring(parts, source, blob, bytes, signal))
      // Who asks first has the slot, and not whom the disk answers first.
      return slots.run(() => bring(() => fetchBlob(parts, source, blob, bytes, signal)))
    })

  const { manifests, own, config, layers } = await resolveImage(parts, source, engine, { received, near }, signal)
  const kept = [imageName(image).digest, own, config.digest, ...layers.map((layer) => layer.digest)]
  const keep = (digests: readonly string[]): Promise<void> => {
    kept.push(...digests)
    return parts.store.claim(image, kept)
  }
  await keep([])

  const small = async (blob: BlobRef): Promise<Uint8Array | null> => {
    if (!(await isHere(blob))) await blobOf(blob, () => {}, signal)
    return parts.store.readWhole(blob.digest, LARGEST_CONFIG)
  }
  const configBytes = await small(config)
  const diffIds = configBytes === null ? null : diffIdsOf(configBytes)
  if (configBytes === null || diffIds?.length !== layers.length)
    throw new HoldfastError('HF_REGISTRY_INVALID', 'the configuration does not belong to the manifest', {
      place: image,
    })
  const heldCount = heldOf(diffIds, held.images)
  const lacking = unique(layers.slice(heldCount))

  const fetchBytes = sizeOf(lacking)
  const here = await hereOf(parts.store, lacking)
  const mayDelta = held.mayDelta && fetchBytes - here > WORTH_ASKING_BYTES && !(await parts.store.isDeltaRefused(image))
  const search = { keep, description: small, received, near }
  const found = mayDelta
    ? await findDelta(parts, source, own, diffIds.slice(heldCount), held.images, search, signal)
    : null
  const { store, engineFree } = await roomFor({ fetchBytes, hereBytes: here }, parts, engine)
  const reckoned = planFetch({
    wholeBytes: sizeOf(unique(layers)),
    missingBytes: fetchBytes,
    missingHere: here,
    delta: found && {
      bytes: sizeOf(unique(found.blobs)),
      here: await hereOf(parts.store, found.blobs),
      baseBytes: sizeOf(found.delta.base),
      freshBytes: sizeOf(found.delta.layers),
    },
    storeFree: store.totalBytes > 0 ? store.freeBytes : null,
    engineFree: engine.diskTotalBytes > 0 ? engineFree : null,
    memoryFree: parts.memoryFree?.() ?? null,
    isOneDisk: store.totalBytes === engine.diskTotalBytes,
  })
  const plan = { ...reckoned, why: held.whyNoDelta ?? reckoned.why }
  const delta = plan.way === 'delta' ? found : null
  const rooms = { fetchBytes, hereBytes: here, store, engine: { ...engine, diskFreeBytes: engineFree } }
  const short = delta === null ? missingRoom(rooms) : null
  if (short !== null)
    throw new HoldfastError(short.where === 'engine' ? 'HF_SPACE_LOW' : 'HF_CONTENT_UNWRITABLE', short.message, {
      place: image,
    })
  heard.planned(plan)

  const blobs = delta === null ? lacking : unique(delta.blobs)
  if (delta !== null) await keep(blobs.map(({ digest }) => digest))
  progress.totalBytes = sizeOf(blobs)
  progress.layers = layers.length
  progress.layersDone = layers.length - lacking.length
  // Once something has come for nothing, who minds the bytes has a say in what the rest costs.
  const isAgain = held.isAgain === true || (delta === null && (await parts.store.isDeltaRefused(image)))
  heard.progressed({ ...progress, ...(isAgain ? { toComeBytes: plannedBytes(plan) } : {}) })
  if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the fetching was given up', { place: image })
  const gained = (bytes: number): void => {
    had += bytes
    tell()
  }
  const open =
    ({ digest, bytes }: BlobRef) =>
    () =>
      parts.store.read(digest, bytes)
  const whole: ImageSource = {
    manifests,
    config: configBytes,
    layers: layers.map((layer, index) => ({ ...layer, open: index < heldCount ? null : open(layer) })),
  }
  const missing = new Set(blobs.map(({ digest }) => digest))
  const absent: BlobRef[] = []
  const came = (blob: BlobRef): void => {
    progress.layersDone = Math.min(layers.length, progress.layersDone + 1)
    tell()
    missing.delete(blob.digest)
  }
  const tellHere = async (): Promise<void> => {
    const count = layers.findIndex(({ digest }, index) => index >= heldCount && missing.has(digest))
    if (delta === null && count > heldCount) await heard.here?.(whole, count)
  }
  // What is here is counted before anything comes: who minds the bytes is told what is to come.
  for (const blob of blobs)
    if (await isHere(blob)) {
      gained(blob.bytes)
      came(blob)
    } else absent.push(blob)
  const joint = new Slots(1)
  const over = new AbortController()
  void joinLater(joint, parts.clock, over.signal)
  // Neighbours have a patience of their own, and are asked for all at once.
  const inTurn = (act: () => Promise<void>): Promise<void> => (parts.near ? act() : joint.run(act))
  const bring = (blob: BlobRef) => (either: AbortSignal) =>
    inTurn(async () => {
      either.throwIfAborted()
      await blobOf(blob, gained, either)
      came(blob)
      await tellHere()
    })
  await allOf([tellHere, ...absent.map(bring)], signal).finally(() => over.abort())
  return { held: heldCount, plan, delta, source: whole }
}

/** The lowest layer is alone with a fast link, and the engine has it sooner. */
async function joinLater(blobs: Slots, clock: ClockPort, over: AbortSignal): Promise<void> {
  for (let count = 1; count < AT_ONCE && !over.aborted; count++) {
    await clock.sleep(JOIN_AFTER_MS, over).catch(() => undefined) // it is over
    blobs.widen()
  }
}

/** What is free, once what is kept for others has gone where it stands in the way. */
async function roomFor(
  wanted: Pick<Rooms, 'fetchBytes' | 'hereBytes'>,
  { disk, makeRoom }: Pick<FetchParts, 'disk' | 'makeRoom'>,
  engine: EngineInfo,
): Promise<{ store: Rooms['store']; engineFree: number }> {
  const before = await disk.room()
  const isShort = missingRoom({ ...wanted, store: before, engine }) !== null
  if (!isShort || makeRoom === undefined || !(await makeRoom()))
    return { store: before, engineFree: engine.diskFreeBytes }
  const store = await disk.room()
  const freed = before.totalBytes === engine.diskTotalBytes ? store.freeBytes - before.freeBytes : 0
  return { store, engineFree: engine.diskFreeBytes + freed }
}

function unique<T extends { digest: string }>(blobs: readonly T[]): T[] {
  return [...new Map(blobs.map((blob) => [blob.digest, blob])).values()]
}

function sizeOf(blobs: readonly { bytes: number }[]): number {
  return blobs.reduce((sum, { bytes }) => sum + bytes, 0)
}

function hereOf(store: ContentStore, blobs: readonly BlobRef[]): Promise<number> {
  return store.held(blobs.map(({ digest }) => digest))
}
