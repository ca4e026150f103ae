import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Node, parseJson } from './json-source.ts'

function plain(node: Node): unknown {
  if (Array.isArray(node.value)) return node.value.map(plain)
  if (node.value instanceof Map)
    return Object.fromEntries([...node.value].map(([key, member]) => [key, plain(member.node)]))
  return node.value
}

describe('JSON with places', () => {
  it('reads what JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (text, indent) => {
        const whole: unknown = JSON.parse(text)
        fc.pre(!text.includes('__proto__'))
        expect(plain(parseJson(JSON.stringify(whole, null, indent), 'f'))).toEqual(whole)
      }),
    )
  })

  it('refuses what JSON.parse refuses', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.string({ maxLength: 2 }), (text, at, noise) => {
        const broken = text.slice(0, at % (text.length + 1)) + noise + text.slice((at % (text.length + 1)) + 1)
        let good = true
        try {
          JSON.parse(broken)
        } catch {
          good = false
        }
        let read = true
        try {
          parseJson(broken, 'f')
        } catch (error) {
          read = false
          expect(error).toMatchObject({ code: 'HF_CONFIG_INVALID', place: expect.stringMatching(/^f:\d+:\d+$/) })
          // A key twice is the one thing that we refuse and JSON.parse does not.
          if (/stands here twice/.test(String(error))) read = good
        }
        expect(read).toBe(good)
      }),
    )
  })

  it('knows where each key and value stands', () => {
    const root = parseJson('{\n  "a": 1,\n  "b": [true]\n}', 'f')
    const b = (root.value as Map<string, { at: string; node: Node }>).get('b')
    expect(b).toMatchObject({ at: 'f:3:3', node: { at: 'f:3:8', value: [{ at: 'f:3:9' }] } })
  })

  it.each([
    ['', 'f:1:1', 'the end of the file'],
    ['{\n  a: 1 }', 'f:2:3', 'a key in double quotes'],
    ['{ "a": 1,\n}', 'f:2:1', 'a key in double quotes'],
    ['{ "a" 1 }', 'f:1:7', '":"'],
    ['{ "a": 1 "b": 2 }', 'f:1:10', '"," or "}"'],
    ['[1 2]', 'f:1:4', '"," or "]"'],
    ['{ "a": 01 }', 'f:1:8', 'a value'],
    ['{ "a": "x', 'f:1:8', 'does not end'],
    ['{ "a": 1, "a": 2 }', 'f:1:11', 'twice'],
    ['{} // hello', 'f:1:4', 'the end of the file'],
  ])('says where %j is wrong', (text, place, message) => {
    expect(() => parseJson(text, 'f')).toThrow(
      expect.objectContaining({ place, message: expect.stringContaining(message) }),
    )
  })
})
