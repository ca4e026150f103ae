import { createPrivateKey, generateKeyPairSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AES_128_OF_THE_VECTORS, openWith, publicKeyFrom, rawKeyOf, sealTo } from './hpke.ts'

const hex = (digits: string) => new Uint8Array(Buffer.from(digits, 'hex'))
const text = (words: string) => new TextEncoder().encode(words)
const privateKeyFrom = (digits: string) =>
  createPrivateKey({
    key: Buffer.from(`302e020100300506032b656e04220420${digits}`, 'hex'),
    format: 'der',
    type: 'pkcs8',
  })

/** RFC 9180, appendix A.1.1: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, AES-128-GCM, base mode, sequence number 0. */
const RFC = {
  info: hex('4f6465206f6e2061204772656369616e2055726e'),
  ephemeral: privateKeyFrom('52c4a758a802cd8b936eceea314432798d5baf2d7e9235dc084ab1b9cfa2f736'),
  recipient: privateKeyFrom('4612c550263fc8ad58375df3f557aac531d26850903e55a9f23f21d8534e8ac8'),
  recipientPublic: hex('3948cfe0ad1ddb695d780e59077195da6c56506b027329794ab02bca80815c4d'),
  encapsulatedKey: hex('37fda3567bdbd628e88668c3c8d7e97d1d1253b6d4ea6d44c150f741f1bf4431'),
  additional: hex('436f756e742d30'),
  plaintext: hex('4265617574792069732074727574682c20747275746820626561757479'),
  ciphertext: hex('f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a'),
}

it('seals as the vectors of RFC 9180 do', () => {
  const { info, additional, ephemeral, plaintext, recipientPublic } = RFC
  expect(
    sealTo(publicKeyFrom(recipientPublic), plaintext, { info, additional }, AES_128_OF_THE_VECTORS, ephemeral),
  ).toEqual({ encapsulatedKey: RFC.encapsulatedKey, ciphertext: RFC.ciphertext })
})

it('opens the vectors of RFC 9180', () => {
  expect(openWith(RFC.recipient, RFC, RFC, AES_128_OF_THE_VECTORS)).toEqual(RFC.plaintext)
  expect(rawKeyOf(RFC.recipient)).toEqual(RFC.recipientPublic)
})

it('opens with AES-256-GCM what another implementation has sealed (@hpke/core 1.9)', () => {
  const recipient = privateKeyFrom('896615161d5c4dab6be99bb69b180f22c86eb0ac1b8912e958ed5dd08813573b')
  const sealed = {
    encapsulatedKey: hex('b619e0cc8ec19de79e473b096aa90d1dd28f94557a00c8937bfc8e1af037a732'),
    ciphertext: hex('0f8175b9769550f5ca53210658faf20787bd46e587e82f70290347e838'),
  }
  const context = { info: text('holdfast secret'), additional: text('till-1\0db-password') }
  expect(new TextDecoder().decode(openWith(recipient, sealed, context))).toBe('correct horse')
})

it('opens what it has sealed, and nothing that was changed anywhere', () => {
  const { privateKey, publicKey } = generateKeyPairSync('x25519')
  const bytes = fc.uint8Array({ maxLength: 200 })
  fc.assert(
    fc.property(bytes, bytes, bytes, fc.nat(), fc.nat(7), (plaintext, info, additional, at, bit) => {
      const sealed = sealTo(publicKey, plaintext, { info, additional })
      expect(openWith(privateKey, sealed, { info, additional })).toEqual(plaintext)
      const flipped = (whole: Uint8Array) => {
        const copy = Uint8Array.from(whole)
        copy[at % whole.length]! ^= 1 << bit
        return copy
      }
      expect(() =>
        openWith(privateKey, { ...sealed, ciphertext: flipped(sealed.ciphertext) }, { info, additional }),
      ).toThrow()
      expect(() => openWith(privateKey, sealed, { info, additional: Buffer.concat([additional, text('x')]) })).toThrow()
      expect(() => openWith(privateKey, sealed, { info: Buffer.concat([info, text('x')]), additional })).toThrow()
      const cut = sealed.ciphertext.subarray(0, at % sealed.ciphertext.length)
      expect(() => openWith(privateKey, { ...sealed, ciphertext: cut }, { info, additional })).toThrow()
    }),
    { numRuns: 50 },
  )
})

it('takes no key of low order', () => {
  const { privateKey } = generateKeyPairSync('x25519')
  const sealed = { encapsulatedKey: new Uint8Array(32), ciphertext: new Uint8Array(40) }
  const context = { info: text(''), additional: text('') }
  expect(() => openWith(privateKey, sealed, context)).toThrow()
  expect(() => openWith(privateKey, { ...sealed, encapsulatedKey: new Uint8Array(31) }, context)).toThrow(/32 bytes/)
})
