/**
 * CRC-32C (Castagnoli), as LevelDB guards its blocks and records with it.
 *
 * Invariant: pure. LevelDB "masks" what it stores, because a CRC over data that holds CRCs is weak.
 */

const POLYNOMIAL = 0x82f63b78

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ POLYNOMIAL : crc >>> 1
  return crc >>> 0
})

/** The state before the first byte. */
export const CRC_START = 0xffffffff

/** The state after the bytes from `start` to before `end`. */
export function crcOver(bytes: Uint8Array, start: number, end: number, state = CRC_START): number {
  let crc = state
  for (let at = start; at < end; at++) crc = TABLE[(crc ^ bytes[at]!) & 0xff]! ^ (crc >>> 8)
  return crc >>> 0
}

/** What LevelDB stores for a state. */
export function masked(state: number): number {
  const crc = ~state >>> 0
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0
}
