/**
 * The archives in which the engine takes files and gives them.
 *
 * Invariant: pure; the same files give the same bytes; of what is read, no more is kept than was asked for.
 * Form: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html ("ustar", with pax records for
 * what does not fit).
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { BLOCK, LARGEST_ID, LONGEST_PATH, padding, TAR_END, tarHeader } from '../../protocol/tar-form.ts'

export interface TarFile {
  /** Without a leading slash. */
  path: string
  content: Uint8Array
  mode: number
  uid: number
  gid: number
}

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
  return [tarHeader(type, head, content.length), content, padding(content.length)]
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
