/**
 * An authority of our own: a P-256 root that signs devices' certificates itself.
 *
 * Invariant: its key is made once, stands in a file for its owner alone, and is never shown; a certificate that it
 * issues ends before the root does.
 */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, type webcrypto } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { readBytes, writeAtomic, writeNew } from '../signing/files.ts'
import { type Authority, type Issued, plainSerial, type RevokedCertificate, type Subject } from './authority.ts'
import type { CertificateRequest } from './certificate-request.ts'
import { pem } from './pem.ts'
import * as x509 from './x509.ts'

const DAY_MS = 86_400_000
const ROOT_DAYS = 20 * 365
/** A device's or a broker's clock may be behind ours. */
const BACKDATED_MS = 3_600_000
/** A broker that is not told of a newer list goes on with the old one, and refuses everybody when that has ended. */
const REVOCATIONS_DAYS = 10 * 365

const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

export interface OwnAuthorityOptions {
  /** Where `authority.key` and `authority.pem` are, or are to be. */
  directory: string
  /** Of the key's file; without one it is not encrypted. */
  passphrase?: string | undefined
  /** How long a device's certificate lives. Default 90 days. */
  lifetimeMs?: number | undefined
  /** Is told when there was none and one was made; of its certificate's file. */
  onMade?: ((certificateFile: string) => void) | undefined
}

export const KEY_FILE = 'authority.key'
export const CERTIFICATE_FILE = 'authority.pem'

/** How long a device's certificate lives unless it is said. */
export const DEFAULT_LIFETIME_MS = 90 * DAY_MS

/**
 * Makes key and root, the root's file last, so that a cut leaves either none that counts or both.
 * @throws HF_FILE_UNREADABLE
 */
async function makeAuthority({ directory, passphrase }: OwnAuthorityOptions, nowMs: number): Promise<void> {
  const keyFile = join(directory, KEY_FILE)
  if (!(await exists(keyFile))) {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const encryption = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase }
    await writeAtomic(keyFile, privateKey.export({ type: 'pkcs8', format: 'pem', ...encryption }), 0o600)
  }
  const keys = await importPair(await loadKey(keyFile, passphrase))
  const root = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: newSerial(),
    name: `CN=Holdfast authority ${randomBytes(4).toString('hex')}`,
    notBefore: new Date(nowMs - BACKDATED_MS),
    notAfter: new Date(nowMs + ROOT_DAYS * DAY_MS),
    signingAlgorithm: P256,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 1, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  await writeNew(join(directory, CERTIFICATE_FILE), `${root.toString('pem')}\n`, 0o644)
}

/**
 * Loads the authority of a directory; makes it if there is none.
 * @throws HF_FILE_UNREADABLE, HF_KEY_INVALID
 */
export async function openOwnAuthority(options: OwnAuthorityOptions, nowMs: number): Promise<OwnAuthority> {
  const certificateFile = join(options.directory, CERTIFICATE_FILE)
  if (!(await exists(certificateFile))) {
    await makeAuthority(options, nowMs)
    options.onMade?.(certificateFile)
  }
  const keys = await importPair(await loadKey(join(options.directory, KEY_FILE), options.passphrase))
  const root = new x509.X509Certificate((await readBytes(certificateFile)).toString('utf8'))
  const ours = Buffer.from(await crypto.subtle.exportKey('spki', keys.publicKey))
  if (!ours.equals(Buffer.from(root.publicKey.rawData)))
    throw new HoldfastError('HF_KEY_INVALID', 'is not the key of the certificate beside it', {
      place: join(options.directory, KEY_FILE),
    })
  const keyIdentifier = await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey)
  return new OwnAuthority(root, keys.privateKey, keyIdentifier, options.lifetimeMs ?? DEFAULT_LIFETIME_MS)
}

export class OwnAuthority implements Authority {
  readonly isElsewhere = false
  readonly certificate: string
  readonly #root: x509.X509Certificate
  readonly #key: webcrypto.CryptoKey
  readonly #keyIdentifier: x509.AuthorityKeyIdentifierExtension
  readonly #lifetimeMs: number

  constructor(
    root: x509.X509Certificate,
    key: webcrypto.CryptoKey,
    keyIdentifier: x509.AuthorityKeyIdentifierExtension,
    lifetimeMs: number,
  ) {
    this.certificate = `${root.toString('pem')}\n`
    this.#root = root
    this.#key = key
    this.#keyIdentifier = keyIdentifier
    this.#lifetimeMs = lifetimeMs
  }

  issue(request: CertificateRequest, { device, fleet }: Subject, nowMs: number): Promise<Issued> {
    return this.#sign(request.publicKey, device, nowMs, nowMs + this.#lifetimeMs, [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'url', value: `holdfast:device:${device}` },
        { type: 'url', value: `holdfast:fleet:${fleet}` },
      ]),
    ])
  }

  /**
   * A certificate for the broker's own listeners.
   * @param hosts names and addresses that it is reached by
   */
  issueForServer(publicKey: Uint8Array, hosts: readonly string[], nowMs: number): Promise<Issued> {
    const names = hosts.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value }))
    return this.#sign(publicKey, 'Holdfast broker', nowMs, this.#root.notAfter.getTime(), [
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(names),
    ])
  }

  async revocationList(revoked: readonly RevokedCertificate[], nowMs: number): Promise<string> {
    const list = await x509.X509CrlGenerator.create({
      issuer: this.#root.subjectName,
      thisUpdate: new Date(nowMs - BACKDATED_MS),
      nextUpdate: new Date(nowMs + REVOCATIONS_DAYS * DAY_MS),
      signingAlgorithm: P256,
      signingKey: this.#key,
      extensions: [this.#keyIdentifier],
      entries: revoked.map(({ serialNumber, revokedMs }) => ({
        serialNumber: serialNumber.length % 2 === 0 ? serialNumber : `0${serialNumber}`,
        revocationDate: new Date(revokedMs),
      })),
    })
    // The library's own label is one that OpenSSL does not know.
    return pem('X509 CRL', new Uint8Array(list.rawData))
  }

  async signRevocation(bytes: Uint8Array): Promise<{ signature: Uint8Array; signer: string }> {
    const signature = await crypto.subtle.sign(P256, this.#key, Uint8Array.from(bytes))
    return { signature: new Uint8Array(signature), signer: '' }
  }

  async #sign(
    publicKey: Uint8Array,
    commonName: string,
    nowMs: number,
    untilMs: number,
    extensions: x509.Extension[],
  ): Promise<Issued> {
    const notBefore = new Date(wholeSeconds(nowMs - BACKDATED_MS))
    const notAfter = new Date(wholeSeconds(Math.min(untilMs, this.#root.notAfter.getTime())))
    const serialNumber = newSerial()
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber,
      subject: [{ CN: [commonName] }],
      issuer: this.#root.subjectName,
      notBefore,
      notAfter,
      publicKey: Uint8Array.from(publicKey),
      signingKey: this.#key,
      signingAlgorithm: P256,
      extensions: [
        new x509.BasicConstraintsExtension(false, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        this.#keyIdentifier,
        ...extensions,
      ],
    })
    return {
      certificates: `${certificate.toString('pem')}\n`,
      serialNumber: plainSerial(serialNumber),
      notBeforeMs: notBefore.getTime(),
      notAfterMs: notAfter.getTime(),
    }
  }
}

async function loadKey(path: string, passphrase: string | undefined): Promise<KeyObject> {
  const mode = (await stat(path).catch(() => null))?.mode ?? 0
  if ((mode & 0o077) !== 0)
    throw new HoldfastError('HF_KEY_INVALID', 'may be read by others than its owner: chmod 600', { place: path })
  const key = await readBytes(path)
  try {
    return createPrivateKey({ key, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) })
  } catch {
    // The cause could say something of the key.
    throw new HoldfastError('HF_KEY_INVALID', 'is no private key, or its passphrase is another', { place: path })
  }
}

async function importPair(key: KeyObject): Promise<webcrypto.CryptoKeyPair> {
  const der = key.export({ type: 'pkcs8', format: 'der' })
  const privateKey = await crypto.subtle.importKey('pkcs8', Uint8Array.from(der), P256, true, ['sign'])
  const { d: _, key_ops: __, ...jwk } = await crypto.subtle.exportKey('jwk', privateKey)
  const publicKey = await crypto.subtle.importKey('jwk', jwk, P256, true, ['verify'])
  return { privateKey, publicKey }
}

/** 127 random bits, positive (RFC 5280, section 4.1.2.2). */
function newSerial(): string {
  const bytes = randomBytes(16)
  bytes[0] = (bytes[0]! & 0x3f) | 0x40
  return bytes.toString('hex')
}

function wholeSeconds(ms: number): number {
  return Math.floor(ms / 1000) * 1000
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}
