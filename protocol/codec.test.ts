import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS } from './codec.ts'

describe('the codec', () => {
  it('gives back what it was given, with every field present', () => {
    const bytes = encode(KINDS.Target, {
      fleet: 'f',
      epoch: 2 ** 53 - 1,
      release: {
        name: 'app',
        services: [{ name: 'web', environment: { A: 'b' }, resources: { memorySwapBytes: -1 } }],
      },
    })
    const target = decode(KINDS.Target, bytes)
    expect(target.epoch).toBe(2 ** 53 - 1)
    expect(target.fallback).toBeNull()
    expect(target.device).toBe('')
    expect(target.release?.volumes).toEqual([])
    expect(target.release?.services[0]?.environment).toEqual({ A: 'b' })
    expect(target.release?.services[0]?.resources?.memorySwapBytes).toBe(-1)
    expect(JSON.parse(JSON.stringify(target))).toEqual(target)
  })

  it.each([
    ['a misspelt field', { epok: 1 }, 'holdfast.v1.Target.epok'],
    ['a string for a number', { epoch: 'seven' }, 'holdfast.v1.Target.epoch'],
    ['a bigint, which protobufjs would write as 0', { epoch: 5n }, 'holdfast.v1.Target'],
    ['a number that is no integer', { epoch: 1.5 }, 'holdfast.v1.Target.epoch'],
    ['a number beyond 2^53', { epoch: 2 ** 60 }, 'holdfast.v1.Target.epoch'],
    ['a negative number in an unsigned field', { epoch: -1 }, 'holdfast.v1.Target.epoch'],
    ['a wrong value deep inside', { release: { services: [{ ports: [{ hostPort: 2 ** 40 }] }] } }, 'hostPort'],
    ['a hole in a list', { release: { services: [undefined] } }, 'holdfast.v1.Target'],
  ])('refuses to encode %s, and says where', (_, message, place) => {
    expect(() => encode(KINDS.Target, message as never)).toThrow(
      expect.objectContaining({ code: 'HF_ENCODE_INVALID', place: expect.stringContaining(place) }),
    )
  })

  it('looks at the size before it decodes', () => {
    expect(() => decode(KINDS.Presence, new Uint8Array(4097))).toThrow(
      expect.objectContaining({ code: 'HF_WIRE_TOO_LARGE' }),
    )
  })

  it('refuses numbers that a double cannot hold', () => {
    // Field 3 (epoch), varint of 2^63.
    const bytes = Uint8Array.from([0x18, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01])
    expect(() => decode(KINDS.Target, bytes)).toThrow(expect.objectContaining({ code: 'HF_WIRE_INVALID' }))
  })

  it('passes over fields of a newer version, and shows a newer arm as no arm', () => {
    // Field 1 = "id", field 999 = varint 1.
    const command = decode(KINDS.Command, Uint8Array.from([0x0a, 0x02, 0x69, 0x64, 0xb8, 0x3e, 0x01]))
    expect(command.id).toBe('id')
    expect(Object.values(command).filter((field) => field !== null && typeof field === 'object')).toEqual([])
  })

  it('answers any bytes with a message or a coded error', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const kind of Object.values(KINDS)) {
          try {
            decode(kind as never, bytes)
          } catch (error) {
            expect(error).toMatchObject({ name: 'HoldfastError', code: expect.stringMatching(/^HF_WIRE_/) })
          }
        }
      }),
    )
  })
})
