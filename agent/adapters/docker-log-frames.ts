/**
 * From the bytes of a container's log to its lines.
 *
 * Invariant: pure; memory is bounded by {@link LONGEST}: a longer line comes in pieces.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerAttach
 * ("Stream format"): frames of one byte stream type, three zeros, four bytes length, content. The log of a
 * container with a terminal has no frames.
 */
import type { LogEntry } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'

/** Bytes of a line, in UTF-16 units. */
const LONGEST = 64 * 1024
/** The engine cuts its messages at 16 KiB; more than this is no frame. */
const LONGEST_FRAME = 1024 * 1024

/** A piece of what was written to one of the streams. */
interface Piece {
  stderr: boolean
  bytes: Uint8Array
}

/**
 * The frames of a log without a terminal.
 * @throws HF_ENGINE_FAILED when the bytes are not frames
 */
export async function* framesOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  let rest = Buffer.alloc(0)
  for await (const chunk of stream) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk])
    while (rest.length >= 8) {
      const type = rest.readUInt8(0)
      const length = rest.readUInt32BE(4)
      if (type > 2 || length > LONGEST_FRAME) {
        throw new HoldfastError('HF_ENGINE_FAILED', 'the engine sent a log that is not in frames')
      }
      if (rest.length < 8 + length) break
      yield { stderr: type === 2, bytes: rest.subarray(8, 8 + length) }
      rest = rest.subarray(8 + length)
    }
  }
}

/** A log with a terminal is one stream: here it is cut behind its line ends. */
export async function* rawOf(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  let rest = Buffer.alloc(0)
  for await (const chunk of stream) {
    rest = Buffer.concat([rest, chunk])
    const end = rest.length > LONGEST ? rest.length : rest.lastIndexOf(0x0a) + 1
    if (end > 0) yield { stderr: false, bytes: rest.subarray(0, end) }
    rest = rest.subarray(end)
  }
  yield { stderr: false, bytes: rest }
}

/** The lines of the pieces. Each message of the engine begins with its time; a long line is several. */
export async function* entriesOf(pieces: AsyncIterable<Piece>): AsyncGenerator<LogEntry> {
  const open = { out: new OpenLine(false), err: new OpenLine(true) }
  for await (const piece of pieces) yield* (piece.stderr ? open.err : open.out).take(piece.bytes)
  yield* open.out.end()
  yield* open.err.end()
}

/** The line of one stream that is not ended yet. */
class OpenLine {
  readonly #stderr: boolean
  readonly #decoder = new TextDecoder()
  #atMs = 0
  #text = ''

  constructor(stderr: boolean) {
    this.#stderr = stderr
  }

  *take(bytes: Uint8Array): Generator<LogEntry> {
    const lines = this.#decoder.decode(bytes, { stream: true }).split('\n')
    for (const [at, line] of lines.entries()) {
      if (at > 0) yield this.#flush()
      if (line !== '') this.#add(line)
      if (this.#text.length > LONGEST) yield this.#flush()
    }
  }

  *end(): Generator<LogEntry> {
    if (this.#text !== '') yield this.#flush()
  }

  #add(piece: string): void {
    const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) /.exec(piece)
    if (stamp !== null && this.#atMs === 0) this.#atMs = Date.parse(stamp[1] ?? '')
    this.#text += stamp === null ? piece : piece.slice(stamp[0].length)
  }

  #flush(): LogEntry {
    const entry = { stderr: this.#stderr, atMs: this.#atMs, text: this.#text.replace(/\r$/, '') }
    this.#text = ''
    this.#atMs = 0
    return entry
  }
}
