/**
 * A key-value store that counts what is written through it.
 *
 * Invariant: it changes nothing of what it passes on.
 */
import type { Kv } from '../../storage/kv.ts'

/** Since the last time that somebody looked. */
export interface Written {
  /** Batches that ended on the disk before they resolved, and those that did not. */
  synced: number
  unsynced: number
  /** Of keys and values. */
  bytes: number
}

export function countingKv(kv: Kv): { kv: Kv; take(): Written } {
  let written: Written = { synced: 0, unsynced: 0, bytes: 0 }
  return {
    kv: {
      batch(changes, sync) {
        for (const { key, value } of changes) written.bytes += key.length + (value?.byteLength ?? 0)
        written[sync ? 'synced' : 'unsynced'] += 1
        return kv.batch(changes, sync)
      },
      get: (key) => kv.get(key),
      entries: (prefix, from) => kv.entries(prefix, from),
      close: () => kv.close(),
    },
    take() {
      const taken = written
      written = { synced: 0, unsynced: 0, bytes: 0 }
      return taken
    },
  }
}
