/**
 * The archives in which the engine takes files and gives them.
 *
 * Invariant: pure; the same files give the same bytes; of what is read, no more is kept than was asked for.
 * Form: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html ("ustar", with pax records for
 * what does not fit).
 */
import { HoldfastError } from '../../protocol/errors.ts'

export interface TarFile {
  /** Without a leading slash. */
  path: string
  content: Uint8Array
  mode: number
  uid: number
  gid: number
}

const BLOCK = 512
/** What fits the fields of a header. */
const LONGEST_PATH = 100
const LARGEST_ID = 0o7777777
/** Of the records before a file. */
const LONGEST_RECORDS = 1024 * 1024

const FILE = '0'
const RECORDS = 'x'

export function tarOf(files: readonly TarFile[]): Buffer {
  const parts = files.flatMap((file) => {
    const records = recordsOf(file)
    const more = records === '' ? [] : entry(RECORDS, { path: 'pax', mode: 0, uid: 0, gid: 0 }, Buffer.from(records))
    return [...more, ...entry(FILE, file, file.content)]
  })
  return Buffer.concat([...parts, TAR_END])
}

/** What the header has no room for: "LENGTH NAME=VALUE\n", the length counting itself. */
function recordsOf({ path, uid, gid }: TarFile): string {
  const record = (name: string, value: string | number) => {
    const rest = Buffer.byteLength(` ${name}=${value}\n`)
    let length = rest
    while (length !== rest + String(length).length) length = rest + String(length).length
    return `${length} ${name}=${value}\n`
  }
  return [
    Buffer.byteLength(path) > LONGEST_PATH ? record('path', path) : '',
    uid > LARGEST_ID ? record('uid', uid) : '',
    gid > LARGEST_ID ? record('gid', gid) : '',
  ].join('')
}

function entry(type: string, head: Omit<TarFile, 'content'>, content: Uint8Array): Uint8Array[] {
  return [header(type, head, content.length), content, padding(content.length)]
}

/** What goes before a plain file whose content follows piece by piece. The path has at most 100 bytes, the file less than 8 GiB. */
export function fileHeader(path: string, bytes: number): Buffer {
  return header(FILE, { path, mode: 0o644, uid: 0, gid: 0 }, bytes)
}

/** What goes behind it. */
export function padding(bytes: number): Buffer {
  return Buffer.alloc((BLOCK - (bytes % BLOCK)) % BLOCK)
}

/** What goes behind the last file. */
export const TAR_END: Uint8Array = Buffer.alloc(2 * BLOCK)

function header(type: string, head: Omit<TarFile, 'content'>, bytes: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  Buffer.from(head.path).copy(block, 0, 0, LONGEST_PATH)
  octal(block, head.mode, 100, 8)
  octal(block, Math.min(head.uid, LARGEST_ID), 108, 8)
  octal(block, Math.min(head.gid, LARGEST_ID), 116, 8)
  octal(block, bytes, 124, 12)
  octal(block, 0, 136, 12)
  block.write(type, 156)
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

/**
 * The first file of an archive.
 * @returns null when the first thing in it is no plain file
 * @throws HF_ENGINE_FAILED when it is over `maxBytes`, or the bytes are no archive
 */
export async function firstFileOf(stream: AsyncIterable<Uint8Array>, maxBytes: number): Promise<Uint8Array | null> {
  const bytes = new ByteReader(stream)
  for (;;) {
    const head = await bytes.take(BLOCK)
    if (head.toString('latin1', 257, 262) !== 'ustar') throw broken('has no header')
    const type = head.toString('latin1', 156, 157)
    const size = Number.parseInt(head.toString('latin1', 124, 136), 8)
    if (type === FILE || type === '\0') {
      // One of 8 GiB or more writes its size otherwise.
      if (!(size <= maxBytes)) throw new HoldfastError('HF_ENGINE_FAILED', `the file has over ${maxBytes} bytes`)
      return bytes.take(size)
    }
    if (type !== RECORDS && type !== 'g' && type !== 'L') return null
    if (!(size <= LONGEST_RECORDS)) throw broken('has records without end')
    await bytes.take(Math.ceil(size / BLOCK) * BLOCK)
  }
}

function broken(what: string): HoldfastError {
  return new HoldfastError('HF_ENGINE_FAILED', `the engine sent an archive that ${what}`)
}

/** Takes pieces of any length from a stream. */
class ByteReader {
  readonly #stream: AsyncIterator<Uint8Array>
  #rest = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Uint8Array>) {
    this.#stream = stream[Symbol.asyncIterator]()
  }

  async take(length: number): Promise<Buffer> {
    const parts = [this.#rest]
    for (let have = this.#rest.length; have < length; ) {
      const { value, done } = await this.#stream.next()
      if (done === true) throw broken('is cut off')
      parts.push(Buffer.from(value))
      have += value.length
    }
    const all = Buffer.concat(parts)
    this.#rest = all.subarray(length)
    return all.subarray(0, length)
  }
}
