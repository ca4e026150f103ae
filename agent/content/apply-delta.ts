/**
 * A new layer from an old one and a delta, piece by piece.
 *
 * Invariant: it holds a window of Brotli, one group, and the pages of the old bytes under way, whatever the delta says; it
 * gives as many bytes as were promised, or fails. Whether they are the right ones is for whoever reads to see.
 */
import { Readable } from 'node:stream'
import { createBrotliDecompress } from 'node:zlib'
import { type GroupHead, LARGEST_GROUP, readGroupHead, readRecords } from '../../protocol/delta-records.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { OldPages } from './old-pages.ts'

const PIECE = 64 * 1024
/** Of a group's head: five numbers of eight bytes. */
const LONGEST_HEAD = 40

/**
 * @param bytes that it must give
 * @throws HF_DELTA_INVALID; what `delta` and `old` throw
 */
export async function* applyDelta(
  delta: AsyncIterable<Uint8Array>,
  old: OldPages,
  bytes: number,
  place: string,
): AsyncGenerator<Uint8Array> {
  const invalid = (what: string, cause?: unknown) => new HoldfastError('HF_DELTA_INVALID', what, { place, cause })
  const source = Readable.from(delta, { objectMode: false })
  const unpacked = createBrotliDecompress({ chunkSize: PIECE })
  let ofSource: Error | null = null
  source.on('error', (error) => {
    ofSource = error
    unpacked.destroy(error)
  })
  source.pipe(unpacked)
  const groups = new Groups(unpacked)
  const out = new Pieces(PIECE)
  let given = 0
  let at = 0
  try {
    for (let group = await groups.next(); group !== null; group = await groups.next()) {
      const read = readRecords(group.head, group.columns, at)
      at = read.at
      let literals = group.literals
      for (const { literal, copy, from } of read.records) {
        if (literal + copy === 0) throw invalid('has a record of nothing')
        given += literal + copy
        if (given > bytes) throw invalid(`gives more than the ${bytes} bytes of the layer`)
        if (literal > 0) yield* out.add(literals.subarray(0, literal))
        literals = literals.subarray(literal)
        for (let done = 0; done < copy; ) {
          const piece = old.at(from + done, copy - done) ?? (await old.load(from + done, copy - done))
          if (piece === null) throw invalid('copies what is not in the old layers')
          yield* out.add(piece)
          done += piece.length
        }
      }
    }
    yield* out.rest()
  } catch (error) {
    const reason = ofSource as Error | null
    if (reason !== null) throw reason
    if (error instanceof HoldfastError) throw error
    throw invalid(`is damaged: ${error instanceof Error ? error.message : String(error)}`, error)
  } finally {
    source.destroy()
    unpacked.destroy()
  }
  if (given < bytes) throw invalid(`gives ${given} of the ${bytes} bytes of the layer`)
}

interface Group {
  head: GroupHead
  columns: Uint8Array
  literals: Uint8Array
}

/** Groups out of a stream of pieces. */
class Groups {
  readonly #pieces: AsyncIterator<Uint8Array>
  #held = Buffer.alloc(0)

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]()
  }

  /** Null at the end. @throws RangeError */
  async next(): Promise<Group | null> {
    await this.#fill(LONGEST_HEAD)
    if (this.#held.length === 0) return null
    const read = readGroupHead(this.#held)
    if (read === null) throw new RangeError('it ends in a group')
    const { head } = read
    if (head.count === 0) throw new RangeError('a group is empty')
    const columns = head.columns[0] + head.columns[1] + head.columns[2]
    const whole = read.bytes + columns + head.literals
    await this.#fill(whole)
    if (this.#held.length < whole) throw new RangeError('it ends in a group')
    const body = this.#held.subarray(read.bytes, whole)
    this.#held = this.#held.subarray(whole)
    return { head, columns: body.subarray(0, columns), literals: body.subarray(columns) }
  }

  async #fill(bytes: number): Promise<void> {
    if (bytes > LARGEST_GROUP + LONGEST_HEAD) throw new RangeError('a group is too large')
    const pieces: Uint8Array[] = [this.#held]
    let had = this.#held.length
    while (had < bytes) {
      const { value, done } = await this.#pieces.next()
      if (done === true) break
      pieces.push(value)
      had += value.length
    }
    if (pieces.length > 1) this.#held = Buffer.concat(pieces)
  }
}

/** Puts small pieces together: a layer is copied by the dozen bytes. */
class Pieces {
  readonly #size: number
  #buffer = Buffer.alloc(0)
  #used = 0

  constructor(size: number) {
    this.#size = size
  }

  *add(bytes: Uint8Array): Generator<Uint8Array> {
    // What is large goes as it is: each copy is one more for the collector.
    if (bytes.length >= this.#size / 4) {
      yield* this.rest()
      yield bytes
      return
    }
    for (let at = 0; at < bytes.length; ) {
      if (this.#used === 0) this.#buffer = Buffer.allocUnsafe(this.#size)
      const part = bytes.subarray(at, at + this.#size - this.#used)
      this.#buffer.set(part, this.#used)
      this.#used += part.length
      at += part.length
      if (this.#used === this.#size) yield* this.rest()
    }
  }

  *rest(): Generator<Uint8Array> {
    if (this.#used === 0) return
    const piece = this.#buffer.subarray(0, this.#used)
    this.#used = 0
    yield piece
  }
}
