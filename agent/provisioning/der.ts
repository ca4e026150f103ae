/**
 * DER, as much of it as a certificate request needs (ITU-T X.690).
 *
 * Invariant: pure; lengths are definite and as short as can be, so that what is made is DER and not only BER.
 */

/** Tags, with the constructed bit where it belongs. */
export const TAG = {
  bitString: 0x03,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  /** [0], constructed. */
  context0: 0xa0,
} as const

/** One value: tag, length, content. */
export function der(tag: number, ...content: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag]), lengthOf(body.byteLength), body])
}

/** A bit string of whole bytes. */
export function bitString(bytes: Uint8Array): Buffer {
  return der(TAG.bitString, Buffer.from([0]), bytes)
}

function lengthOf(bytes: number): Buffer {
  if (bytes < 0x80) return Buffer.from([bytes])
  const digits: number[] = []
  for (let left = bytes; left > 0; left = Math.floor(left / 256)) digits.unshift(left % 256)
  return Buffer.from([0x80 | digits.length, ...digits])
}
