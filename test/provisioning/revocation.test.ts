/** Whose word takes an identity back: signed by the true authority, and everything that only looks like it. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateRequest } from '../../agent/provisioning/certificate-request.ts'
import { authorityKept, identityOf } from '../../agent/provisioning/certificates.ts'
import { Keys } from '../../agent/provisioning/keys.ts'
import { MemoryKeyFiles } from '../../agent/provisioning/memory-key-files.ts'
import { type Held, obeyed, type Word } from '../../agent/provisioning/revocation.ts'
import { readRequest } from '../../fleet/registrar/certificate-request.ts'
import { openExternalAuthority } from '../../fleet/registrar/external-authority.ts'
import { type OwnAuthority, openOwnAuthority } from '../../fleet/registrar/own-authority.ts'
import { signRevocation, type TakenBack } from '../../fleet/registrar/revocation.ts'
import * as x509 from '../../fleet/registrar/x509.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 5, 1)

let directory: string
let ours: OwnAuthority
let theirs: OwnAuthority
let held: Held
let takenBack: TakenBack
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-revocation-'))
  ours = await openOwnAuthority({ directory: await mkdtemp(join(directory, 'a-')) }, NOW - DAY)
  theirs = await openOwnAuthority({ directory: await mkdtemp(join(directory, 'a-')) }, NOW - DAY)
  const { claim, signing, encryption } = await new Keys(new MemoryKeyFiles()).unused(null)
  const request = await readRequest(certificateRequest(signing, 'press-7', encryption), rawKeyOf(encryption))
  const { certificates } = await ours.issue(request, { device: 'press-7', fleet: 'plant-a' }, NOW)
  const granted = { device: 'press-7', fleet: 'plant-a', certificates, authority: ours.certificate, brokerUrl: '' }
  held = { identity: identityOf(claim, granted), pinned: null, floorMs: NOW }
  takenBack = { device: 'press-7', claims: ['0'.repeat(32), claim], volumes: true }
})
afterAll(() => rm(directory, { recursive: true, force: true }))

async function wordOf(of: Partial<TakenBack> = {}, by = ours): Promise<Word> {
  const signed = await signRevocation({ ...takenBack, ...of }, by)
  return { code: 'HF_DEVICE_ERASED', ...signed! }
}

/** Somebody to whom an authority has given a certificate with these names. */
async function someoneOf(
  root: { certificate: string; key: KeyObject },
  names: readonly string[],
  notAfterMs = NOW + DAY,
): Promise<{ keyFile: string; certificateFile: string }> {
  const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const pkcs8 = Uint8Array.from(root.key.export({ type: 'pkcs8', format: 'der' }))
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=somebody',
    issuer: new x509.X509Certificate(root.certificate).subjectName,
    notBefore: new Date(NOW - DAY),
    notAfter: new Date(notAfterMs),
    publicKey: Uint8Array.from(publicKey.export({ type: 'spki', format: 'der' })),
    signingKey: await crypto.subtle.importKey('pkcs8', pkcs8, p256, false, ['sign']),
    signingAlgorithm: p256,
    extensions: [new x509.SubjectAlternativeNameExtension(names.map((value) => ({ type: 'url', value })))],
  })
  const place = await mkdtemp(join(directory, 's-'))
  const files = { keyFile: join(place, 'key'), certificateFile: join(place, 'pem') }
  await writeFile(files.keyFile, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeFile(files.certificateFile, `${certificate.toString('pem')}\n`)
  return files
}

const why = (message: string) => expect.objectContaining({ code: 'HF_REVOCATION_INVALID', message })

describe('a word that takes an identity back', () => {
  it('is obeyed when its authority has signed it for its name and key', async () => {
    expect(obeyed(await wordOf(), held)).toEqual({ volumes: true })
    expect(obeyed(await wordOf({ volumes: false }), held)).toEqual({ volumes: false })
    expect(obeyed(await wordOf(), { ...held, pinned: ours.certificate })).toEqual({ volumes: true })
  })

  it.each<[string, () => Promise<Word>, string]>([
    [
      'nobody has signed',
      async () => ({ ...(await wordOf()), revocation: new Uint8Array(), revocationSignature: new Uint8Array() }),
      'nobody has signed it',
    ],
    [
      'has no signature',
      async () => ({ ...(await wordOf()), revocationSignature: new Uint8Array() }),
      'it is not signed by the authority of this device',
    ],
    ['another authority has signed', () => wordOf({}, theirs), 'it is not signed by the authority of this device'],
    [
      'is of another word',
      async () => ({ ...(await wordOf({ volumes: false })), revocation: (await wordOf()).revocation }),
      'it is not signed by the authority of this device',
    ],
    ['is for another device', () => wordOf({ device: 'press-8' }), 'it is for press-8'],
    [
      'is for keys that it had before: one that is played again',
      () => wordOf({ claims: ['0'.repeat(32)] }),
      'it is for other keys than the one in force',
    ],
  ])('changes nothing when %s', async (_, word, message) => {
    const said = await word()
    expect(() => obeyed(said, held)).toThrow(why(message))
  })

  it('is none of the authority that came with the answer when another was put into the device by hand', async () => {
    const foreign = { ...held, identity: { ...held.identity, authority: theirs.certificate } }
    const word = await wordOf({}, theirs)
    expect(obeyed(word, foreign)).toEqual({ volumes: true })
    expect(() => obeyed(word, { ...foreign, pinned: ours.certificate })).toThrow(
      why('it is not signed by the authority of this device'),
    )
  })

  it('with any bit of it or of its signature changed changes nothing', async () => {
    const word = await wordOf()
    const parts = fc.constantFrom('revocation' as const, 'revocationSignature' as const)
    fc.assert(
      fc.property(parts, fc.nat(), fc.integer({ min: 0, max: 7 }), (part, at, bit) => {
        const bytes = Uint8Array.from(word[part])
        const place = at % bytes.byteLength
        bytes[place] = bytes[place]! ^ (1 << bit)
        expect(() => obeyed({ ...word, [part]: bytes }, held)).toThrow(
          why('it is not signed by the authority of this device'),
        )
      }),
      { numRuns: 300 },
    )
  })
})

describe('an authority elsewhere', () => {
  let root: { certificate: string; key: KeyObject; file: string }
  let of: Held
  beforeAll(async () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
    const p256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const
    const pkcs8 = Uint8Array.from(pair.privateKey.export({ type: 'pkcs8', format: 'der' }))
    const spki = Uint8Array.from(pair.publicKey.export({ type: 'spki', format: 'der' }))
    const made = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=Elsewhere',
      notBefore: new Date(NOW - DAY),
      notAfter: new Date(NOW + 365 * DAY),
      signingAlgorithm: p256,
      keys: {
        privateKey: await crypto.subtle.importKey('pkcs8', pkcs8, p256, true, ['sign']),
        publicKey: await crypto.subtle.importKey('spki', spki, p256, true, ['verify']),
      },
      extensions: [new x509.BasicConstraintsExtension(true, 1, true)],
    })
    root = { certificate: `${made.toString('pem')}\n`, key: pair.privateKey, file: join(directory, 'elsewhere.pem') }
    await writeFile(root.file, root.certificate)
    of = { ...held, identity: { ...held.identity, authority: root.certificate } }
  })
  const elsewhere = (revoker?: { keyFile: string; certificateFile: string }) =>
    openExternalAuthority({ command: ['false'], certificateFile: root.file, revoker })
  const saidBy = async (files: { keyFile: string; certificateFile: string }): Promise<Word> => ({
    code: 'HF_DEVICE_REVOKED',
    ...(await signRevocation(takenBack, await elsewhere(files)))!,
  })

  it('is spoken for by whom it has named for that', async () => {
    expect(obeyed(await saidBy(await someoneOf(root, ['holdfast:registrar'])), of)).toEqual({ volumes: true })
  })

  it('signs nothing without one', async () => {
    expect(await signRevocation(takenBack, await elsewhere())).toBeNull()
  })

  it('is not spoken for by one of its devices, nor by somebody of another authority, nor for ever', async () => {
    const device = await someoneOf(root, ['holdfast:device:press-8', 'holdfast:fleet:plant-a'])
    await expect(elsewhere(device)).rejects.toMatchObject({ code: 'HF_FILE_INVALID' })
    const posing = await someoneOf(root, ['holdfast:registrar'])
    const word = await saidBy(posing)
    const expired = await saidBy(await someoneOf(root, ['holdfast:registrar'], NOW - 1000))
    expect(() => obeyed(expired, of)).toThrow(why('the certificate of its signer has expired'))
    expect(() => obeyed(word, held)).toThrow(why('its signer is not of the authority of this device'))
    const { readFile } = await import('node:fs/promises')
    const shown = { ...word, revocationSigner: await readFile(device.certificateFile, 'utf8') }
    expect(() => obeyed(shown, of)).toThrow(why('its signer is not one that may take identities back'))
  })
})

describe('the authority that a device goes on with', () => {
  it('is the one that it knew, whatever comes with a certificate', () => {
    expect(authorityKept(ours.certificate, ours.certificate)).toBe(ours.certificate)
    expect(authorityKept(ours.certificate, theirs.certificate)).toBe(ours.certificate)
  })
})
