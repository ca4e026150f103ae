/**
 * A tar archive from names and contents.
 *
 * Invariant: the same entries give the same bytes, on every machine and at any time.
 * Form: POSIX.1-1988 "ustar", https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 */

export type TarEntry =
  | { path: string; content: Uint8Array; mode?: number }
  | { path: string; link: string }
  | { path: string; directory: true }

const BLOCK = 512

/** Packs entries in their order. Paths have at most 100 bytes and no leading slash. */
export function tarOf(entries: readonly TarEntry[]): Buffer {
  const parts: Buffer[] = []
  for (const entry of entries) {
    const content = 'content' in entry ? Buffer.from(entry.content) : Buffer.alloc(0)
    parts.push(header(entry, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK))
  }
  return Buffer.concat([...parts, Buffer.alloc(2 * BLOCK)])
}

function header(entry: TarEntry, size: number): Buffer {
  if (Buffer.byteLength(entry.path) > 100) throw new RangeError(`too long for a tar archive: ${entry.path}`)
  const block = Buffer.alloc(BLOCK)
  const mode = 'content' in entry ? (entry.mode ?? 0o644) : 0o755
  block.write(entry.path, 0)
  octal(block, mode, 100, 8)
  octal(block, 0, 108, 8)
  octal(block, 0, 116, 8)
  octal(block, size, 124, 12)
  octal(block, 0, 136, 12)
  block.write('link' in entry ? '2' : 'directory' in entry ? '5' : '0', 156)
  if ('link' in entry) block.write(entry.link, 157)
  block.write('ustar\x0000', 257)
  // The checksum is taken with its own field full of blanks.
  block.fill(' ', 148, 156)
  octal(
    block,
    block.reduce((sum, byte) => sum + byte, 0),
    148,
    7,
  )
  return block
}

function octal(block: Buffer, value: number, at: number, length: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at)
}
