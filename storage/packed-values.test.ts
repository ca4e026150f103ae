import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Packing, textOf, unpacked } from './packed-values.ts'

describe('values in one piece', () => {
  it('come out as they went in, in their order', () => {
    const values = new Map([
      ['z', textOf(Uint8Array.from({ length: 256 }, (_, value) => value))],
      ['flight/0000000000000001', ''],
      ['a\u00ff', 'x'.repeat(70_000)],
    ])
    const packing = new Packing()
    for (const each of [new Map<string, string>(), values, values, new Map([['b', 'y']])])
      expect([...unpacked(packing.pack(each))]).toEqual([...each])
  })

  it('take a part of what they are', () => {
    const entry = (number: number) =>
      [`flight/${String(number).padStart(16, '0')}`, `idle admitting ${number}`] as const
    const values = new Map(Array.from({ length: 60 }, (_, number) => entry(number)))
    expect(new Packing().pack(values).text.length).toBeLessThan(600)
  })

  it('take little more than how they differ from the first of the same packing', () => {
    const document = randomBytes(2_000).toString('latin1')
    const packing = new Packing()
    const sizes = ['a', 'b', 'c'].map((device) =>
      packing.pack(
        new Map([
          ['document/x', document],
          ['device', device],
        ]),
      ),
    )
    expect(sizes.map(({ text }) => text.length > 2_000)).toEqual([true, false, false])
    expect(sizes[2]!.text.length).toBeLessThan(100)
  })
})
