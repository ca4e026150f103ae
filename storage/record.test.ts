import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS } from '../protocol/codec.ts'
import type { FlightEntry } from '../protocol/types.ts'
import { encodeFlight } from './encode-flight.ts'
import { seal, unseal } from './record.ts'

const sealed = fc.record({
  version: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  revision: fc.maxSafeNat(),
  body: fc.uint8Array({ maxLength: 300 }),
})
const kinds = fc.string({ unit: 'grapheme', maxLength: 40 })

describe('a sealed record', () => {
  it('keeps its form on disk', () => {
    const bytes = seal('checkpoint/update', { version: 3, revision: 2 ** 40 + 1, body: Buffer.from('intent') })
    expect(Buffer.from(bytes).toString('hex')).toBe(
      '0a11636865636b706f696e742f757064617465100318818080808020' +
        '2206696e74656e74' +
        `2a10${checksum('checkpoint/update', 3n, 2n ** 40n + 1n, 'intent')}`,
    )
  })

  it('opens to what was sealed, under its own kind only', () => {
    fc.assert(
      fc.property(kinds, kinds, sealed, (kind, other, record) => {
        const bytes = seal(kind, record)
        expect(unseal(kind, bytes)).toEqual(record)
        fc.pre(kind !== other)
        expect(unseal(other, bytes)).toEqual({ damage: expect.stringContaining('belongs to') })
      }),
    )
  })

  it('is an Envelope as the codec writes it', () => {
    fc.assert(
      fc.property(kinds, sealed, (kind, record) => {
        const bytes = seal(kind, record)
        expect(encode(KINDS.Envelope, decode(KINDS.Envelope, bytes))).toEqual(Uint8Array.from(bytes))
      }),
    )
  })

  it('with any one bit flipped does not pass for another', () => {
    fc.assert(
      fc.property(kinds, sealed, fc.nat(), (kind, record, at) => {
        const bytes = Uint8Array.from(seal(kind, record))
        const bit = at % (bytes.byteLength * 8)
        bytes[bit >> 3] = bytes[bit >> 3]! ^ (1 << (bit & 7))
        const opened = unseal(kind, bytes)
        if (!('damage' in opened)) expect(opened).toEqual(record)
      }),
      { numRuns: 1000 },
    )
  })

  it('cut short or lengthened does not pass for another', () => {
    fc.assert(
      fc.property(kinds, sealed, fc.nat(), fc.uint8Array(), (kind, record, at, tail) => {
        const bytes = seal(kind, record)
        for (const changed of [bytes.subarray(0, at % bytes.byteLength), Buffer.concat([bytes, tail])]) {
          const opened = unseal(kind, changed)
          if (!('damage' in opened)) expect(opened).toEqual(record)
        }
      }),
    )
  })

  it.each([
    ['a version beyond 32 bits', { version: 2 ** 32, revision: 1 }],
    ['a version that is no integer', { version: 1.5, revision: 1 }],
    ['a negative revision', { version: 1, revision: -1 }],
    ['a revision beyond 2^53', { version: 1, revision: 2 ** 53 }],
  ])('is not made with %s', (_, numbers) => {
    expect(() => seal('k', { ...numbers, body: Buffer.alloc(0) })).toThrow(
      expect.objectContaining({ code: 'HF_ENCODE_INVALID' }),
    )
  })

  it('is not made larger than it could be read again', () => {
    expect(() => seal('k', { version: 1, revision: 1, body: Buffer.alloc(2 ** 20) })).toThrow(
      expect.objectContaining({ code: 'HF_WIRE_TOO_LARGE' }),
    )
  })
})

describe('a flight entry', () => {
  const entry: FlightEntry = {
    sequence: 1,
    machine: 'update',
    bootId: 'b',
    monoMs: 2,
    wallMs: 3,
    from: 'idle',
    to: 'admitting',
    event: 'TARGET',
    detail: 'é',
  }
  const wild = fc.oneof(fc.string({ unit: 'binary' }), fc.double(), fc.maxSafeInteger(), fc.bigInt(), fc.boolean())

  it('is encoded, or refused, as the codec would', () => {
    fc.assert(
      fc.property(fc.constantFrom(...(Object.keys(entry) as (keyof FlightEntry)[]), 'detial'), wild, (field, value) => {
        const changed = { ...entry, [field]: value } as FlightEntry
        expect(attempt(() => encodeFlight(changed))).toEqual(attempt(() => encode(KINDS.FlightEntry, changed)))
      }),
      { numRuns: 500 },
    )
  })

  it('over its cap is refused as by the codec', () => {
    const long = { ...entry, detail: 'x'.repeat(17_000) }
    expect(attempt(() => encodeFlight(long))).toBe('refused')
    expect(attempt(() => encode(KINDS.FlightEntry, long))).toBe('refused')
  })
})

/** What it made, or that it was refused. */
function attempt(work: () => Uint8Array): string {
  try {
    return Buffer.from(work()).toString('hex')
  } catch (error) {
    expect(error).toMatchObject({ name: 'HoldfastError' })
    return 'refused'
  }
}

/** As the protocol has it: kind, version, revision and body, each with its length. */
function checksum(kind: string, version: bigint, revision: bigint, body: string): string {
  const hash = createHash('sha256')
  const number = (value: bigint) => Buffer.from(value.toString(16).padStart(16, '0'), 'hex')
  for (const part of [Buffer.from(kind), number(version), number(revision), Buffer.from(body)])
    hash.update(Buffer.from(part.byteLength.toString(16).padStart(8, '0'), 'hex')).update(part)
  return hash.digest('hex').slice(0, 32)
}
