/**
 * A device that claims, for tests: keys, claims with any proof, and what it thinks of the answer.
 *
 * Invariant: does what a device does and nothing else; its keys never leave it.
 */
import { createHash, sign, X509Certificate } from 'node:crypto'
import { claimId } from '../../protocol/claim-id.ts'
import { encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { coveringWords, UNSTRUCTURED_NAME } from '../../protocol/covered-key.ts'
import type { Claim, Renewal } from '../../protocol/types.ts'
import type { Asked, Proof } from './asked.ts'
import { pem } from './pem.ts'
import { parseToken, serialMac, tokenMac } from './proofs.ts'
import { Attribute, Pkcs10CertificateRequestGenerator } from './x509.ts'

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** Of a private key, PEM. */
type Holder = { key: string }

export class FakeClaimant {
  readonly id: string
  readonly request: Uint8Array
  readonly encryptionKey: Uint8Array
  /** PKCS#8, PEM. */
  readonly key: string
  #attempt = 0

  private constructor(id: string, request: Uint8Array, key: string, encryptionKey: Uint8Array) {
    this.id = id
    this.request = request
    this.key = key
    this.encryptionKey = encryptionKey
  }

  /**
   * @param subject of the request, which nobody may believe
   * @param covers the encryption keys that the request names: its own, unless told otherwise
   */
  static async make(subject = 'CN=ignored', covers?: readonly Uint8Array[]): Promise<FakeClaimant> {
    const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
    const id = claimId(new Uint8Array(await crypto.subtle.exportKey('spki', keys.publicKey)))
    const encryptionKey = new Uint8Array(createHash('sha256').update(`x25519 of ${id}`).digest())
    const attributes = covering(covers ?? [encryptionKey])
    const request = await Pkcs10CertificateRequestGenerator.create({
      name: subject,
      keys,
      signingAlgorithm: P256,
      attributes,
    })
    const key = pem('PRIVATE KEY', new Uint8Array(await crypto.subtle.exportKey('pkcs8', keys.privateKey)))
    return new FakeClaimant(id, new Uint8Array(request.rawData), key, encryptionKey)
  }

  /** @param token as `holdfast tokens create` prints it */
  byToken(token: string, more: Loose<Claim> = {}): Uint8Array {
    const { id, secret } = parseToken(token)!
    return this.claim({ token: { tokenId: id, mac: new Uint8Array(tokenMac(secret, this.id)) }, ...more })
  }

  bySerial(serial: string, code: string, more: Loose<Claim> = {}): Uint8Array {
    return this.claim({ serial: { serial, mac: new Uint8Array(serialMac(code, this.id)) }, ...more })
  }

  byApproval(more: Loose<Claim> = {}): Uint8Array {
    return this.claim({ approval: { serial: 'board-1' }, ...more })
  }

  /** @param certificates PEM, of an identity whose key is `before`'s */
  byRecovery(certificates: string, before: Holder, more: Loose<Claim> = {}): Uint8Array {
    return this.claim({ recovery: this.#shows(certificates, before), ...more })
  }

  claim(more: Loose<Claim>): Uint8Array {
    this.#attempt += 1
    const { id, request: certificateRequest, encryptionKey } = this
    return encode(KINDS.Claim, { id, certificateRequest, encryptionKey, attempt: this.#attempt, ...more })
  }

  /** @param certificates PEM, in force, whose key is `before`'s */
  renewal(device: string, certificates: string, before: Holder, more: Loose<Renewal> = {}): Uint8Array {
    const { request: certificateRequest, encryptionKey } = this
    const holder = this.#shows(certificates, before)
    return encode(KINDS.Renewal, { device, certificateRequest, encryptionKey, attempt: 1, holder, ...more })
  }

  #shows(certificates: string, before: Holder) {
    const signature = sign('sha256', Buffer.from(this.id), { key: before.key, dsaEncoding: 'ieee-p1363' })
    const certificate = new Uint8Array(new X509Certificate(certificates).raw)
    return { certificate, signature: new Uint8Array(signature) }
  }
}

function covering(keys: readonly Uint8Array[]): Attribute[] {
  return keys.map((key) => {
    const words = Buffer.from(coveringWords(key))
    return new Attribute(UNSTRUCTURED_NAME, [new Uint8Array([0x0c, words.byteLength, ...words])])
  })
}

/** A claim as decisions see it, without the cost of a key. `name` stands for the key. */
export function askedBy(name: string, proof: Proof, more: Partial<Asked> = {}): Asked {
  const id = createHash('sha256').update(name).digest('hex').slice(0, 32)
  const request = { der: Buffer.from(name), publicKey: Buffer.from(name), claim: id }
  return { id, request, encryptionKey: name, attempt: 1, proof, device: '', fleet: '', board: '', host: '', ...more }
}
