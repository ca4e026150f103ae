import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS } from './codec.ts'
import { formatPrivateKey, formatPublicKey, generateKey, parsePrivateKey, parsePublicKey } from './keys.ts'
import { open, seal } from './signature.ts'

const release = generateKey('release')
const rollout = generateKey('rollout')
const target = { fleet: 'f', epoch: 7 }
const sealed = seal(KINDS.Target, target, [release])
const INVALID = expect.objectContaining({ code: 'HF_SIGNATURE_INVALID' })

describe('a sealed message', () => {
  it('opens for who trusts one of its signers', () => {
    expect(open(KINDS.Target, sealed, [generateKey('release'), release])).toMatchObject(target)
  })

  it('does not open for who trusts none of them', () => {
    expect(() => open(KINDS.Target, sealed, [generateKey('release')])).toThrow(INVALID)
    expect(() => open(KINDS.Target, sealed, [])).toThrow(INVALID)
  })

  it('is not opened by a key of the other role, even under the right id', () => {
    expect(() => open(KINDS.Target, sealed, [{ ...release, role: 'rollout' }])).toThrow(INVALID)
    expect(() => seal(KINDS.Target, target, [rollout])).toThrow(expect.objectContaining({ code: 'HF_KEY_INVALID' }))
  })

  it('cannot be passed off as a message of another kind', () => {
    const signed = decode(KINDS.Signed, sealed)
    const relabelled = encode(KINDS.Signed, { ...signed, payloadType: KINDS.Rollout.name })
    expect(() => open(KINDS.Rollout, relabelled, [release, rollout, { ...release, role: 'rollout' }])).toThrow(INVALID)
    expect(() => open(KINDS.Rollout, sealed, [release])).toThrow(INVALID)
  })

  it('does not open once a bit of it is another', () => {
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const bytes = Uint8Array.from(sealed)
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7))
        expect(() => open(KINDS.Target, bytes, [release])).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^HF_(SIGNATURE_INVALID|WIRE_)/) }),
        )
      }),
    )
  })
})

describe('keys as text', () => {
  it('come back as they were', () => {
    const secret = parsePrivateKey(formatPrivateKey(release))
    expect(parsePublicKey(formatPublicKey(release))).toMatchObject({ role: 'release', id: release.id })
    expect(
      open(KINDS.Target, seal(KINDS.Target, target, [secret]), [parsePublicKey(formatPublicKey(release))]),
    ).toMatchObject(target)
  })

  it.each([
    ['another word', 'ssh-ed25519 AAAA'],
    ['a private key where a public one belongs', formatPrivateKey(release)],
    ['a key that is too short', 'holdfast-release-public AAAA'],
  ])('%s is refused, and never repeated', (_, line) => {
    expect(() => parsePublicKey(line, 'file.pub:1')).toThrow(
      expect.objectContaining({
        code: 'HF_KEY_INVALID',
        message: expect.not.stringContaining(line.split(' ')[1] ?? '?'),
      }),
    )
  })
})
