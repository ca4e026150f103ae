/**
 * Headers of tar archives.
 *
 * Invariant: pure; the same entry gives the same bytes. Of what is read only plain files and folders pass, with the
 * fields that are written here and nothing in those that are not.
 * Form: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html ("ustar")
 */

export const BLOCK = 512
/** What fits the fields of a header. */
export const LONGEST_PATH = 100
export const LARGEST_ID = 0o7777777
/** In bytes, of one file. */
export const LARGEST_FILE = 8 * 1024 ** 3 - 1

const FILE = '0'
const FOLDER = '5'
const MAGIC = 'ustar\x0000'

export interface TarHead {
  /** Without a leading slash; what is over {@link LONGEST_PATH} bytes is cut off. */
  path: string
  mode: number
  uid: number
  gid: number
}

/** What goes before a plain file whose content follows piece by piece. The path has at most 100 bytes, the file less than 8 GiB. */
export function fileHeader(path: string, bytes: number): Buffer {
  return tarHeader(FILE, { path, mode: 0o644, uid: 0, gid: 0 }, bytes)
}

/** What goes behind it. */
export function padding(bytes: number): Buffer {
  return Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK)
}

/** What goes behind the last file. */
export const TAR_END: Uint8Array = Buffer.alloc(2 * BLOCK)

export function tarHeader(type: string, head: TarHead, bytes: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  Buffer.from(head.path).copy(block, 0, 0, LONGEST_PATH)
  octal(block, head.mode, 100, 8)
  octal(block, Math.min(head.uid, LARGEST_ID), 108, 8)
  octal(block, Math.min(head.gid, LARGEST_ID), 116, 8)
  octal(block, bytes, 124, 12)
  octal(block, 0, 136, 12)
  block.write(type, 156)
  block.write(MAGIC, 257)
  octal(block, checksumOf(block), 148, 7)
  block.write(' ', 155)
  return block
}

/** An entry, as its header has it. Size in bytes. */
export interface TarEntry {
  name: string
  size: number
  isFolder: boolean
}

/** The entry; "end" for a block of zeros; else null, and `refused` hears what is wrong with it. */
export function readTarHeader(block: Uint8Array, refused: (why: string) => void): TarEntry | 'end' | null {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
  if (bytes.every((byte) => byte === 0)) return 'end'
  const why = (reason: string): null => {
    refused(reason)
    return null
  }
  if (bytes.toString('latin1', 257, 265) !== MAGIC) return why('has no header of the form "ustar"')
  if (numberIn(bytes, 148, 8) !== checksumOf(bytes)) return why('has a header whose checksum is wrong')
  const path = bytes.toString('latin1', 0, LONGEST_PATH)
  const name = path.replace(/\0+$/, '')
  if (!/^[\x21-\x7e]+$/.test(name)) return why('has an entry whose name is none')
  const type = bytes.toString('latin1', 156, 157)
  const isFolder = type === FOLDER
  if (type !== FILE && !isFolder)
    return why(`has an entry of type ${JSON.stringify(type)}, which is neither file nor folder`)
  if (bytes.subarray(157, 257).some((byte) => byte !== 0)) return why('has an entry that is a link')
  if (bytes.subarray(345).some((byte) => byte !== 0)) return why('has an entry with more to its name')
  const size = numberIn(bytes, 124, 12)
  if (size === null || (isFolder && size !== 0)) return why('has an entry whose size is none')
  return { name, size, isFolder }
}

/** Null for anything but octal digits with an end. */
function numberIn(bytes: Buffer, at: number, length: number): number | null {
  const text = bytes.toString('latin1', at, at + length)
  const digits = /^([0-7]{1,11})[\0 ]+$/.exec(text)?.[1]
  return digits === undefined ? null : Number.parseInt(digits, 8)
}

/** The checksum is taken with its own field full of blanks. */
function checksumOf(block: Uint8Array): number {
  return block.reduce((sum, byte, at) => sum + (at >= 148 && at < 156 ? 0x20 : byte), 0)
}

function octal(block: Buffer, value: number, at: number, length: number): void {
  block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at)
}
