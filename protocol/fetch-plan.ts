/**
 * How an image comes: by a delta, by the layers that are lacking, or whole; and what each would cost.
 *
 * Invariant: pure; a device and who operates it reckon alike; it is known before the first byte of a layer. A delta is taken only when it is a good deal less on the
 * network, and when disk and memory have room for it.
 */

export interface Prospect {
  /** Of all layers, as they come. */
  wholeBytes: number
  /** Of the layers that the engine lacks, and how many of them are here already. */
  missingBytes: number
  missingHere: number
  /** Null: there is none for an image that the engine has. */
  delta: DeltaProspect | null
  /** What can be had, in bytes; null: it cannot be told. */
  storeFree: number | null
  engineFree: number | null
  memoryFree: number | null
  /** Store and engine are on one disk. */
  isOneDisk: boolean
}

export interface DeltaProspect {
  bytes: number
  here: number
  /** Of the old layers, unpacked. */
  baseBytes: number
  /** Of the layers that it gives, unpacked. */
  freshBytes: number
}

export interface FetchPlan {
  way: 'delta' | 'missing' | 'whole'
  /** What is to come by each way; null where there is none. */
  deltaBytes: number | null
  missingBytes: number
  wholeBytes: number
  /** The most that the way takes on the disks beyond what they hold now. */
  diskPeakBytes: number
  /** Beyond an idle agent. */
  memoryBytes: number
  /** Why no delta; empty when one is taken. */
  why: string
}

/** A way that led nowhere, and why. */
export interface FetchFallback {
  way: string
  code: string
  message: string
}

/** How an image comes, and what became of the plan. */
export interface FetchCourse {
  /** "pull": the engine fetches it by itself, of which nothing is planned. */
  way: FetchPlan['way'] | 'pull'
  /** The last that was made; null: none could be. */
  plan: FetchPlan | null
  /** The oldest first. */
  fallbacks: readonly FetchFallback[]
  /** Came, of layers and deltas, beyond what the plans said. */
  excessBytes: number
}

/** What is to come, of layers or a delta. */
export function plannedBytes({ way, deltaBytes, missingBytes }: FetchPlan): number {
  return way === 'delta' ? (deltaBytes ?? 0) : missingBytes
}

/** `npm run bench:content` holds the agent to both: windows, pages and groups, and what the collector leaves lying. */
export const DELTA_MEMORY_BYTES = 76 * 1024 * 1024
export const BLOB_MEMORY_BYTES = 40 * 1024 * 1024
/** A delta has to be read, and old layers out of the engine: below this share of the layers it is worth it. */
const WORTH = 0.8
/** Of layers: for less nobody asks for a delta. */
export const WORTH_ASKING_BYTES = 256 * 1024
const RESERVE_BYTES = 64 * 1024 * 1024
/** While it loads, the engine has a copy of what it is given, and what it unpacks from it. */
const COPIES_OF_LOADED = 2
/** As layers are usually packed. */
const PACKED = 3

export function planFetch(prospect: Prospect): FetchPlan {
  const { wholeBytes, delta } = prospect
  const missing = left(prospect.missingBytes, prospect.missingHere)
  const isWhole = prospect.missingBytes >= wholeBytes
  const why = delta === null ? 'there is none' : objection(prospect, delta, missing)
  const common = {
    deltaBytes: delta === null ? null : left(delta.bytes, delta.here),
    missingBytes: missing,
    wholeBytes,
    why,
  }
  if (delta !== null && why === '') {
    const { store, engine } = deltaPeaks(delta, prospect)
    return { way: 'delta', ...common, diskPeakBytes: store + engine, memoryBytes: DELTA_MEMORY_BYTES }
  }
  return {
    way: isWhole ? 'whole' : 'missing',
    ...common,
    diskPeakBytes: missing + prospect.missingBytes * PACKED,
    memoryBytes: BLOB_MEMORY_BYTES,
  }
}

/**
 * How many layers, from the lowest on, the engine has.
 * @param held of each of its images the content of its layers, the lowest first
 */
export function heldOf(diffIds: readonly string[], held: readonly (readonly string[])[]): number {
  return Math.max(0, ...held.map((layers) => commonLength(diffIds, layers)))
}

/** Of two images that begin alike. */
export function commonLength(a: readonly string[], b: readonly string[]): number {
  const differs = a.findIndex((each, index) => each !== b[index])
  return differs < 0 ? a.length : differs
}

/** Whether a delta of so many bytes is taken instead of layers of so many. */
export function isWorthDelta(deltaBytes: number, layerBytes: number): boolean {
  return deltaBytes <= layerBytes * WORTH
}

/** Why the delta is not taken; empty: it is. */
function objection(prospect: Prospect, delta: DeltaProspect, missing: number): string {
  const { storeFree, engineFree, memoryFree, isOneDisk } = prospect
  if (!isWorthDelta(left(delta.bytes, delta.here), missing)) return 'it saves too little'
  if (memoryFree !== null && memoryFree < DELTA_MEMORY_BYTES)
    return `${DELTA_MEMORY_BYTES} bytes of memory are needed and ${memoryFree} are free`
  const { store, engine } = deltaPeaks(delta, prospect)
  const onStore = store + RESERVE_BYTES + (isOneDisk ? engine : 0)
  if (storeFree !== null && storeFree < onStore) return `${onStore} bytes are needed in the data directory`
  if (engineFree !== null && engineFree < engine + RESERVE_BYTES)
    return `${engine} bytes are needed on the engine's disk`
  return ''
}

/**
 * The engine copies the old image before it gives it back, with the layers that the new one has too; that is over before it is
 * given the new layers.
 */
function deltaPeaks(
  { bytes, here, baseBytes, freshBytes }: DeltaProspect,
  { wholeBytes, missingBytes }: Pick<Prospect, 'wholeBytes' | 'missingBytes'>,
): { store: number; engine: number } {
  const copied = baseBytes + left(wholeBytes, missingBytes) * PACKED
  return { store: left(bytes, here) + baseBytes, engine: Math.max(copied, freshBytes * COPIES_OF_LOADED) }
}

function left(bytes: number, here: number): number {
  return Math.max(0, bytes - here)
}
