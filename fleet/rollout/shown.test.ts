import { describe, expect, it } from 'vitest'
import { KINDS, type Loose } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { generateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import type { Rollout } from '../../protocol/types.ts'
import { writeMark } from './mark.ts'
import { NOTHING_SHOWN, type Shown, shownAfter } from './shown.ts'

const own = generateKey('rollout')
const stranger = generateKey('rollout')

function hear(shown: Shown, leaf: string, payload: Uint8Array): Shown {
  return shownAfter(shown, { fleet: 'shop', leaf, payload }, { id: 'us', keys: [own], warn: () => {} })
}

const rollout = (epoch: number, revision: number, key = own): Uint8Array =>
  seal(KINDS.Rollout, { fleet: 'shop', epoch, revision } satisfies Loose<Rollout>, [key])
const mark = (id: string): Uint8Array => writeMark({ id, data: `data of ${id}`, rollout: null, atMs: 1 })
const published = ({ rollout }: Shown): number[] | null => (rollout === null ? null : [rollout.epoch, rollout.revision])

describe('of what is published', () => {
  it.each<[string, Uint8Array, number[]]>([
    ['a newer word counts', rollout(2, 5), [2, 5]],
    ['the same word again changes nothing', rollout(2, 4), [2, 4]],
    ['an echo of an older word of the epoch does not count', rollout(2, 3), [2, 4]],
    ['another epoch begins anew', rollout(3, 1), [3, 1]],
    ['the word of a stranger does not count', rollout(2, 9, stranger), [2, 4]],
    ['a word that was taken away stays', new Uint8Array(), [2, 4]],
  ])('%s', (_, payload, expected) => {
    const before = hear(NOTHING_SHOWN, 'rollout', rollout(2, 4))
    expect(published(hear(before, 'rollout', payload))).toEqual(expected)
  })

  it('a target is known whoever has signed it: the devices judge for themselves', () => {
    const target = seal(KINDS.Target, { fleet: 'shop', epoch: 7 }, [generateKey('release')])
    expect(hear(NOTHING_SHOWN, 'target', target).target?.epoch).toBe(7)
  })

  it('what cannot be read is an error', () => {
    expect(() => hear(NOTHING_SHOWN, 'target', Buffer.from('no target'))).toThrow(HoldfastError)
  })

  it('a leaf that is not known changes nothing', () => {
    expect(hear(NOTHING_SHOWN, 'weather', mark('us'))).toBe(NOTHING_SHOWN)
  })
})

it.each<[string, Uint8Array[], Pick<Shown, 'isOurs' | 'holder'>]>([
  ['of nobody', [], { isOurs: false, holder: '' }],
  ['our own', [mark('us')], { isOurs: true, holder: 'data of us' }],
  ['of another', [mark('them')], { isOurs: false, holder: 'data of them' }],
  ['of another, and then our own', [mark('them'), mark('us')], { isOurs: true, holder: 'data of us' }],
  ['our own, and then of another', [mark('us'), mark('them')], { isOurs: false, holder: 'data of them' }],
  ['our own, and then none that can be read', [mark('us'), Buffer.from('?')], { isOurs: false, holder: '' }],
])('a fleet whose mark is %s', (_, marks, expected) => {
  const shown = marks.reduce((so, payload) => hear(so, 'controller', payload), NOTHING_SHOWN)
  expect(shown).toMatchObject(expected)
})
