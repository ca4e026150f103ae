/**
 * The delta of one layer.
 *
 * Invariant: the same old and new bytes give the same delta on the same Node.
 */

import { promisify } from 'node:util'
import { brotliCompress, constants } from 'node:zlib'
import { type DeltaRecord, encodeGroup, GROUP_LITERALS, GROUP_RECORDS } from '../../protocol/delta-records.ts'
import { matchBytes, type OldBytes } from './match-bytes.ts'

/** Of what a device has to keep while it unpacks: 4 MiB. Larger ones gain next to nothing. */
const WINDOW_BITS = 22
/** Bytes from which on the best compression would take minutes. */
const MUCH = 24 * 1024 * 1024

const compress = promisify(brotliCompress)

/** @param best the quality of Brotli, while there is not too much of it */
export async function encodeLayer(
  old: OldBytes,
  fresh: Buffer,
  best: number = constants.BROTLI_MAX_QUALITY,
): Promise<Uint8Array> {
  const groups = Buffer.concat([...groupsOf(matchBytes(old, fresh), fresh)])
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: groups.length > MUCH ? Math.min(best, 9) : best,
    [constants.BROTLI_PARAM_LGWIN]: WINDOW_BITS,
    [constants.BROTLI_PARAM_SIZE_HINT]: groups.length,
  }
  return compress(groups, { params })
}

/** Groups as large as they may be; a record with more new bytes than one holds is several. */
function* groupsOf(records: Iterable<DeltaRecord>, fresh: Buffer): Generator<Uint8Array> {
  let group: DeltaRecord[] = []
  let literals: Uint8Array[] = []
  let held = 0
  // In the new bytes, and where the last copy ended in the old ones: of this group's start, and now.
  let position = 0
  let start = 0
  let copied = 0
  function* flush(): Generator<Uint8Array> {
    if (group.length === 0) return
    yield encodeGroup({ records: group, literals: Buffer.concat(literals) }, start)
    ;[group, literals, held, start] = [[], [], 0, copied]
  }
  const take = (bytes: number): void => {
    literals.push(fresh.subarray(position, position + bytes))
    position += bytes
    held += bytes
  }
  for (const record of records) {
    let { literal } = record
    while (held + literal > GROUP_LITERALS) {
      const part = GROUP_LITERALS - held
      if (part > 0) {
        take(part)
        group.push({ literal: part, copy: 0, from: 0 })
        literal -= part
      }
      yield* flush()
    }
    take(literal)
    if (literal > 0 || record.copy > 0) group.push({ ...record, literal })
    position += record.copy
    if (record.copy > 0) copied = record.from + record.copy
    if (group.length >= GROUP_RECORDS) yield* flush()
  }
  yield* flush()
}
