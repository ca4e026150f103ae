/**
 * Whether what is to be fetched has room: in the store, and in the engine behind it.
 *
 * Invariant: pure; what cannot be told is not against it.
 */

export interface Rooms {
  /** Of the layers that the engine lacks, as they come. */
  fetchBytes: number
  /** Of them in the store already. */
  hereBytes: number
  store: { freeBytes: number; totalBytes: number }
  engine: { diskFreeBytes: number; diskTotalBytes: number }
}

export interface Short {
  where: 'engine' | 'store'
  message: string
}

/** While it loads, the engine has a copy of what it is given, and what it unpacks from it. */
const IN_THE_ENGINE = 3
const STORE_RESERVE_BYTES = 16 * 1024 * 1024
const ENGINE_RESERVE_BYTES = 64 * 1024 * 1024

/** Null when there is room; that of the engine's disk is looked at first, because without it there is no other way. */
export function missingRoom({ fetchBytes, hereBytes, store, engine }: Rooms): Short | null {
  if (fetchBytes === 0) return null
  const toCome = Math.max(0, fetchBytes - hereBytes)
  const isOne = store.totalBytes === engine.diskTotalBytes
  const inEngine = fetchBytes * IN_THE_ENGINE + ENGINE_RESERVE_BYTES + (isOne ? toCome : 0)
  const short = (where: Short['where'], needed: number, free: number, disk: string): Short => ({
    where,
    message: `${needed} bytes are needed ${disk} and ${free} are free; free some`,
  })
  if (engine.diskTotalBytes > 0 && engine.diskFreeBytes < inEngine)
    return short('engine', inEngine, engine.diskFreeBytes, "on the engine's disk")
  const inStore = toCome + STORE_RESERVE_BYTES
  if (store.totalBytes > 0 && store.freeBytes < inStore)
    return short('store', inStore, store.freeBytes, 'in the data directory')
  return null
}
