/**
 * What of a store's values was read once in this process.
 *
 * Invariant: what comes out is what reading the value would give: it is known by the very bytes in memory, which
 * nobody changes in place, and it is frozen. Bytes that were damaged are others, and are looked at themselves.
 */
import type { Kind } from '../protocol/codec.ts'
import { READER, type RecordReader, type Sealed } from '../storage/record.ts'
import { frozen } from './frozen.ts'

/** For disks in memory that are copies of each other: they share their values. */
export function sharedRecords(): RecordReader {
  const unsealed = new WeakMap<Uint8Array, { kind: string; sealed: Sealed | { damage: string } }>()
  const decoded = new WeakMap<Uint8Array, { of: unknown; message: object }>()
  return {
    unseal(kind, bytes) {
      const known = unsealed.get(bytes)
      if (known?.kind === kind) return known.sealed
      const sealed = frozen(READER.unseal(kind, bytes))
      unsealed.set(bytes, { kind, sealed })
      return sealed
    },
    decode<M extends object>(of: Kind<M>, body: Uint8Array): M {
      const known = decoded.get(body)
      if (known?.of === of) return known.message as M
      const message = frozen(READER.decode(of, body))
      decoded.set(body, { of, message })
      return message
    },
  }
}
