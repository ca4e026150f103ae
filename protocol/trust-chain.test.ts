import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { configuredTrust, keysOf, type Thresholds } from './check-trust.ts'
import { decode, encode, KINDS } from './codec.ts'
import { generateKey, type PrivateKey, rawPublic } from './keys.ts'
import { addSignatures, open, seal } from './signature.ts'
import { beginAt, documentsIn, newestOf, type Walked, walkChain } from './trust-chain.ts'

const [ta, tb, tc, stranger] = Array.from({ length: 4 }, () => generateKey('trust')) as [
  PrivateKey,
  PrivateKey,
  PrivateKey,
  PrivateKey,
]
const [ra, rb, rc] = Array.from({ length: 3 }, () => generateKey('release')) as [PrivateKey, PrivateKey, PrivateKey]
const rollout = generateKey('rollout')

interface Sketch {
  version: number
  keys: readonly PrivateKey[]
  signers: readonly PrivateKey[]
  thresholds?: Partial<Thresholds>
  fleet?: string
}

function document({ version, keys, signers, thresholds = {}, fleet }: Sketch): Uint8Array {
  const trust = {
    version,
    keys: keys.map(({ role, key }) => ({ role, publicKey: Uint8Array.from(rawPublic(key)) })),
    trustThreshold: thresholds.trust,
    releaseThreshold: thresholds.release,
    rolloutThreshold: thresholds.rollout,
    fleet,
  }
  return seal(KINDS.Trust, trust, signers)
}

const configured = beginAt(configuredTrust([ta, ra, rollout]))
const one = document({ version: 1, keys: [ta, tb, ra, rb, rollout], signers: [ta], thresholds: { release: 2 } })
const two = document({ version: 2, keys: [tb, tc, rb, rc, rollout], signers: [tb], thresholds: { trust: 2 } })
/** By both of its own: one of which version 1 knew. */
const twoWhole = addSignatures(KINDS.Trust, two, [tc])
const three = document({ version: 3, keys: [tc, rc, rollout], signers: [tb, tc] })
const chain = [one, twoWhole, three]

const walk = (held: Walked, documents: readonly Uint8Array[]) => {
  const { walked, fault } = walkChain(held, documents, 'f')
  return { version: newestOf(walked).version, code: fault?.code ?? null, message: fault?.message ?? '', walked }
}

describe('a chain of trust', () => {
  it('is walked from what was configured to its end, in one go or by and by', () => {
    expect(walk(configured, chain)).toMatchObject({ version: 3, code: null })
    let held = configured
    for (let length = 0; length <= chain.length; length += 1) {
      const { walked, version, code } = walk(held, chain.slice(0, length))
      expect([version, code]).toEqual([length, null])
      held = walked
    }
    expect(keysOf(newestOf(held), 'release')).toEqual([expect.objectContaining({ id: rc.id })])
  })

  it('again is nothing new, also with more signatures on what is held', () => {
    const { walked } = walk(configured, [one])
    expect(walk(walked, [addSignatures(KINDS.Trust, one, [tb]), twoWhole])).toMatchObject({ version: 2, code: null })
  })

  const held = walk(configured, [one, twoWhole]).walked
  it.each<[string, Walked, Uint8Array[], number, string, RegExp]>([
    [
      'that ends before what is held',
      held,
      [one],
      2,
      'HF_TRUST_STALE',
      /ends at version 1, and version 2 was accepted/,
    ],
    ['that was taken away', held, [], 2, 'HF_TRUST_STALE', /ends at version 0/],
    [
      'of another past',
      held,
      [document({ version: 1, keys: [ta, ra, rollout], signers: [ta] }), twoWhole, three],
      2,
      'HF_TRUST_STALE',
      /version 1 was accepted before with other content/,
    ],
    [
      'that leaves a version out',
      configured,
      [document({ version: 2, keys: [ta, ra, rollout], signers: [ta] })],
      0,
      'HF_TRUST_INVALID',
      /is version 2, and 1 comes next/,
    ],
    [
      'whose version comes again',
      configured,
      [one, document({ version: 1, keys: [ta, ra, rollout], signers: [ta] })],
      1,
      'HF_TRUST_INVALID',
      /is version 1, and 2 comes next/,
    ],
    [
      'that only its own keys have signed',
      configured,
      [document({ version: 1, keys: [stranger, ra, rollout], signers: [stranger] })],
      0,
      'HF_SIGNATURE_INVALID',
      /is not in the keys that are configured/,
    ],
    [
      'that only the keys before have signed',
      configured,
      [document({ version: 1, keys: [tb, ra, rollout], signers: [ta] })],
      0,
      'HF_SIGNATURE_INVALID',
      /is not in trust version 1/,
    ],
    ['with too few of its own', configured, [one, two, three], 1, 'HF_SIGNATURES_TOO_FEW', /1 of the 2 trust keys/],
    [
      'with too few of those before',
      held,
      [one, twoWhole, document({ version: 3, keys: [tb, rc, rollout], signers: [tb] })],
      2,
      'HF_SIGNATURES_TOO_FEW',
      /1 of the 2 trust keys have signed it that trust version 2 asks for/,
    ],
    [
      'of another fleet',
      configured,
      [document({ version: 1, keys: [ta, ra, rollout], signers: [ta], fleet: 'g' })],
      0,
      'HF_TRUST_INVALID',
      /is for the fleet "g"/,
    ],
    [
      'that a release key has signed',
      configured,
      [document({ version: 1, keys: [ta, ra, rollout], signers: [{ ...ra, role: 'trust' }] })],
      0,
      'HF_SIGNATURE_INVALID',
      /is no trust key/,
    ],
    [
      'that would leave a role without keys',
      configured,
      [document({ version: 1, keys: [ta, ra], signers: [ta] })],
      0,
      'HF_TRUST_INVALID',
      /holds no rollout key/,
    ],
  ])('%s goes no further', (_, from, documents, version, code, message) => {
    expect(walk(from, documents)).toMatchObject({ version, code, message: expect.stringMatching(message) })
  })

  it('is never begun by a device that was given no trust key', () => {
    expect(walk(beginAt(configuredTrust([ra])), chain)).toMatchObject({ version: 0, code: 'HF_SIGNATURE_INVALID' })
  })

  it('counts up to the first document that is not good, and not beyond', () => {
    fc.assert(
      fc.property(fc.nat(2), fc.nat(), fc.boolean(), (at, where, cut) => {
        const bent = Uint8Array.from(chain[at] as Uint8Array)
        const bit = where % (bent.length * 8)
        bent[bit >> 3] = (bent[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        const broken = cut ? bent.subarray(0, where % bent.length) : bent
        const documents = chain.map((each, index) => (index === at ? broken : each))
        const { version, code } = walk(configured, documents)
        // What one bit changes of a signature that was not needed changes nothing.
        if (code === null) expect([cut, version]).toEqual([false, 3])
        else expect([version, code]).toEqual([at, expect.stringMatching(/^HF_(TRUST|SIGNATURE|SIGNATURES|WIRE)_/)])
      }),
      { numRuns: 150 },
    )
  })

  it('in any order, with any repetition, leads nowhere that the right order does not', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 6 }), (order) => {
        const good = order.findIndex((each, index) => each !== index)
        const { version } = walk(
          configured,
          order.map((each) => chain[each] as Uint8Array),
        )
        expect(version).toBe(good < 0 ? order.length : good)
      }),
    )
  })
})

describe('a threshold', () => {
  const state = newestOf(walk(configured, [one]).walked)
  const target = { fleet: 'f', epoch: 1 }

  it.each<[string, PrivateKey[], string | null, RegExp]>([
    ['both', [ra, rb], null, /^/],
    [
      'one of two',
      [ra],
      'HF_SIGNATURES_TOO_FEW',
      /1 of the 2 release keys have signed it that trust version 1 asks for/,
    ],
    ['one of two and a stranger', [rb, rc], 'HF_SIGNATURES_TOO_FEW', /1 of the 2/],
    ['a key that is not in it', [rc], 'HF_SIGNATURE_INVALID', /is not in trust version 1/],
    ['a key of another role', [{ ...rollout, role: 'release' }], 'HF_SIGNATURE_INVALID', /is no release key in trust/],
  ])('of two release keys, signed by %s', (_, signers, code, message) => {
    const bytes = seal(KINDS.Target, target, signers)
    const opened = () => open(KINDS.Target, bytes, state)
    if (code === null) expect(opened()).toMatchObject(target)
    else expect(opened).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
  })

  it('is not reached by one key that has signed twice', () => {
    const signed = decode(KINDS.Signed, seal(KINDS.Target, target, [ra]))
    const twice = encode(KINDS.Signed, { ...signed, signatures: [...signed.signatures, ...signed.signatures] })
    expect(() => open(KINDS.Target, twice, state)).toThrow(expect.objectContaining({ code: 'HF_SIGNATURES_TOO_FEW' }))
  })

  it('is reached by signatures that were added one after the other, in any order', () => {
    const first = seal(KINDS.Target, target, [rb])
    expect(open(KINDS.Target, addSignatures(KINDS.Target, first, [ra]), state)).toMatchObject(target)
    const again = addSignatures(KINDS.Target, addSignatures(KINDS.Target, first, [ra]), [rb])
    expect(decode(KINDS.Signed, again).signatures).toHaveLength(2)
  })

  it('is not looked for in more signatures than anybody makes', () => {
    const signed = decode(KINDS.Signed, seal(KINDS.Target, target, [ra, rb]))
    const many = Array.from({ length: 65 }, () => signed.signatures[0] ?? {})
    expect(() => open(KINDS.Target, encode(KINDS.Signed, { ...signed, signatures: many }), state)).toThrow(
      /has 65 signatures, 64 are allowed/,
    )
  })
})

describe('any bytes', () => {
  it('are documents or a coded refusal, never anything else', () => {
    const whole = encode(KINDS.TrustChain, { documents: chain })
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.nat(whole.length).map((n) => whole.subarray(0, n)),
        ),
        (bytes) => {
          try {
            const { version } = walk(configured, documentsIn(bytes))
            expect(version).toBeLessThanOrEqual(3)
          } catch (error) {
            expect(error).toMatchObject({ name: 'HoldfastError', code: expect.stringMatching(/^HF_(WIRE|TRUST)_/) })
          }
        },
      ),
      { numRuns: 500 },
    )
  })
})
