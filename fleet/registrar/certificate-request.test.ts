import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRequest } from './certificate-request.ts'
import { FakeClaimant } from './testing.ts'
import { Pkcs10CertificateRequestGenerator } from './x509.ts'

const refused = (why: string) =>
  expect.objectContaining({ code: 'HF_CLAIM_INVALID', message: expect.stringContaining(why) as string })

describe('a certificate request', () => {
  it('is read for its key, and belongs to the claim of that key', async () => {
    const device = await FakeClaimant.make()
    expect((await readRequest(device.request, device.encryptionKey)).claim).toBe(device.id)
  })

  it.each([
    ['P-384', { name: 'ECDSA', namedCurve: 'P-384', hash: 'SHA-256' }],
    [
      'RSA',
      { name: 'RSASSA-PKCS1-v1_5', modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' },
    ],
    ['Ed25519', { name: 'Ed25519' }],
  ])('for a key of %s is refused', async (_, algorithm) => {
    const keys = (await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])) as never
    const request = await Pkcs10CertificateRequestGenerator.create({ name: 'CN=x', keys, signingAlgorithm: algorithm })
    await expect(readRequest(new Uint8Array(request.rawData), new Uint8Array(32))).rejects.toEqual(
      refused('not for a P-256 key'),
    )
  })

  it('for the key of another is refused: only its holder could have signed it', async () => {
    const [mine, theirs] = [await FakeClaimant.make(), await FakeClaimant.make()]
    const forged = Buffer.from(mine.request)
    const point = Buffer.from(theirs.request).indexOf(Buffer.from('03420004', 'hex'))
    Buffer.from(theirs.request).copy(forged, point, point, point + 68)
    await expect(readRequest(forged, mine.encryptionKey)).rejects.toEqual(refused('not signed by its own key'))
  })

  it('that does not cover the encryption key beside it, or covers more than one, is refused', async () => {
    const key = new Uint8Array(32).fill(1)
    const [none, other] = [await FakeClaimant.make('CN=x', []), await FakeClaimant.make('CN=x')]
    const two = await FakeClaimant.make('CN=x', [key, new Uint8Array(32)])
    await expect(readRequest(none.request, key)).rejects.toEqual(refused('does not cover the encryption key'))
    await expect(readRequest(other.request, key)).rejects.toEqual(refused('covers another encryption key'))
    await expect(readRequest(two.request, key)).rejects.toEqual(refused('covers another encryption key'))
  })

  it('of any other bytes, or with any bit changed, is refused with one error', async () => {
    const device = await FakeClaimant.make()
    const flipped = fc.nat(device.request.length * 8 - 1).map((bit) => {
      const bytes = Uint8Array.from(device.request)
      bytes[bit >> 3]! ^= 1 << (bit & 7)
      return bytes
    })
    const cut = fc.nat(device.request.length - 1).map((end) => device.request.slice(0, end))
    const anything = fc.uint8Array({ maxLength: 5000 })
    await fc.assert(
      fc.asyncProperty(fc.oneof(flipped, cut, anything), async (bytes) => {
        const read = await readRequest(bytes, device.encryptionKey).then(
          ({ claim }) => claim,
          (error: { code?: string }) => error.code,
        )
        // A signature has two forms, and DER some that are read alike: then it is for the same key all the same.
        expect([device.id, 'HF_CLAIM_INVALID']).toContain(read)
      }),
      { numRuns: 300 },
    )
  })
})
