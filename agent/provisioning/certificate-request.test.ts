import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { claimId } from '../../protocol/claim-id.ts'
import { certificateRequest, spkiOf } from './certificate-request.ts'
import { bitString, der, TAG } from './der.ts'

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey

describe('a certificate request', () => {
  it('is one that OpenSSL reads and verifies', () => {
    const input = certificateRequest(newKey(), 'press-7')
    const text = execFileSync('openssl', ['req', '-inform', 'DER', '-verify', '-noout', '-text'], {
      input,
      stdio: ['pipe', 'pipe', 'pipe'],
    }).toString()
    expect(text).toMatch(/Subject: CN ?= ?press-7/)
    expect(text).toContain('ASN1 OID: prime256v1')
    expect(text).toContain('Signature Algorithm: ecdsa-with-SHA256')
  })

  it('is one that OpenSSL does not verify when a bit of it has changed', () => {
    const input = certificateRequest(newKey(), 'press-7')
    input[20]! ^= 1
    expect(() =>
      execFileSync('openssl', ['req', '-inform', 'DER', '-verify', '-noout'], { input, stdio: 'pipe' }),
    ).toThrow('openssl')
  })

  it('has a key whose hash is the claim', () => {
    const key = newKey()
    expect(claimId(spkiOf(key))).toMatch(/^[0-9a-f]{32}$/)
    expect(certificateRequest(key, 'd').includes(spkiOf(key))).toBe(true)
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
