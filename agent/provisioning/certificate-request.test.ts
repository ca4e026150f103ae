import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { claimId } from '../../protocol/claim-id.ts'
import { coveringWords } from '../../protocol/covered-key.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'
import { certificateRequest, spkiOf } from './certificate-request.ts'
import { bitString, der, TAG } from './der.ts'

const encryption = generateKeyPairSync('x25519').privateKey
const newKey = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey

/** What OpenSSL says of a request; some of its versions end well when its signature is wrong. */
function openssl(input: Buffer): { text: string; words: string } {
  const args = ['req', '-inform', 'DER', '-verify', '-noout', '-text']
  const { stdout, stderr } = spawnSync('openssl', args, { input, encoding: 'utf8' })
  return { text: stdout, words: stderr }
}

describe('a certificate request', () => {
  it('is one that OpenSSL reads and verifies, and covers the key for secrets', () => {
    const { text, words } = openssl(certificateRequest(newKey(), 'press-7', encryption))
    expect(words).toMatch(/verify OK/)
    expect(text).toMatch(/Subject: CN ?= ?press-7/)
    expect(text).toContain(`:${coveringWords(rawKeyOf(encryption))}`)
    expect(text).toContain('ASN1 OID: prime256v1')
    expect(text).toContain('Signature Algorithm: ecdsa-with-SHA256')
  })

  it('is one that OpenSSL does not verify when a bit of what it covers has changed', () => {
    const input = certificateRequest(newKey(), 'press-7', encryption)
    input[input.indexOf('holdfast-x25519') + 20]! ^= 1
    expect(openssl(input).words).toMatch(/verify failure/)
  })

  it('has a key whose hash is the claim', () => {
    const key = newKey()
    expect(claimId(spkiOf(key))).toMatch(/^[0-9a-f]{32}$/)
    expect(certificateRequest(key, 'd', encryption).includes(spkiOf(key))).toBe(true)
  })
})

describe('DER', () => {
  it.each([
    [0, '3000'],
    [127, '307f'],
    [128, '308180'],
    [255, '3081ff'],
    [256, '30820100'],
    [65_536, '3083010000'],
  ])('writes a length of %i as short as can be', (bytes, head) => {
    const made = der(TAG.sequence, Buffer.alloc(bytes))
    expect(made.subarray(0, head.length / 2).toString('hex')).toBe(head)
    expect(made.byteLength).toBe(head.length / 2 + bytes)
  })

  it('counts no unused bits in a bit string of whole bytes', () => {
    expect(bitString(Buffer.from([5])).toString('hex')).toBe('03020005')
  })
})
