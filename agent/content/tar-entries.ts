/**
 * The entries of an archive that somebody else made, as they come.
 *
 * Invariant: nothing is held but the piece under way; names are not looked at, and links and the like are passed over.
 * Form: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { BLOCK } from '../../protocol/tar-form.ts'

export interface TarVisitor {
  /** A plain file begins; whether its bytes are wanted. */
  file(bytes: number): boolean
  piece(bytes: Uint8Array): Promise<void>
  end(): Promise<void>
}

/** @throws HF_ENGINE_FAILED when it is no archive, or cut off */
export async function visitTar(stream: AsyncIterable<Uint8Array>, visitor: TarVisitor): Promise<void> {
  const broken = (what: string) => new HoldfastError('HF_ENGINE_FAILED', `the engine gave an archive that ${what}`)
  let header = Buffer.alloc(0)
  let content = 0
  let padding = 0
  let isWanted = false
  for await (const piece of stream) {
    for (let at = 0; at < piece.length; ) {
      if (content > 0) {
        const part = piece.subarray(at, at + content)
        content -= part.length
        at += part.length
        if (isWanted) await visitor.piece(part)
        if (isWanted && content === 0) await visitor.end()
      } else if (padding > 0) {
        const skipped = Math.min(padding, piece.length - at)
        padding -= skipped
        at += skipped
      } else {
        const part = piece.subarray(at, at + BLOCK - header.length)
        header = Buffer.concat([header, part])
        at += part.length
        if (header.length < BLOCK) continue
        const block = header
        header = Buffer.alloc(0)
        if (block.every((byte) => byte === 0)) continue
        if (block.toString('latin1', 257, 262) !== 'ustar') throw broken('has no header')
        content = sizeOf(block)
        if (!Number.isSafeInteger(content)) throw broken('has an entry without a size')
        padding = (BLOCK - (content % BLOCK)) % BLOCK
        const type = block.toString('latin1', 156, 157)
        isWanted = (type === '0' || type === '\0') && content > 0 && visitor.file(content)
      }
    }
  }
  if (content > 0 || header.length > 0) throw broken('is cut off')
}

/** Octal, or from 8 GiB on in binary, as GNU and Go write it. */
function sizeOf(block: Buffer): number {
  const first = block[124] ?? 0
  if (first < 128) return Number.parseInt(block.toString('latin1', 124, 136), 8)
  let size = first & 63
  for (let at = 125; at < 136; at++) size = size * 256 + (block[at] ?? 0)
  return size
}
