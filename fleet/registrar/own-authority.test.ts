import { X509Certificate } from 'node:crypto'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readRequest } from './certificate-request.ts'
import { CERTIFICATE_FILE, KEY_FILE, openOwnAuthority } from './own-authority.ts'
import { FakeClaimant } from './testing.ts'

const NOW = Date.UTC(2030, 0, 1)
const DAY = 86_400_000
const SUBJECT = { device: 'till-1', fleet: 'shop' }

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-authority-'))
})
afterEach(() => rm(directory, { recursive: true }))

const request = async () => {
  const device = await FakeClaimant.make('CN=root,O=whatever')
  return readRequest(device.request, device.encryptionKey)
}

describe('an authority of our own', () => {
  it('is made once, its key for its owner alone, and is the same when it is opened again', async () => {
    const made = await openOwnAuthority({ directory }, NOW)
    expect((await stat(join(directory, KEY_FILE))).mode & 0o777).toBe(0o600)
    const root = new X509Certificate(made.certificate)
    expect(root.ca).toBe(true)
    expect(root.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' })
    expect((await openOwnAuthority({ directory }, NOW + DAY)).certificate).toBe(made.certificate)
  })

  it('has its key encrypted where there is a passphrase, and opens it with no other', async () => {
    await openOwnAuthority({ directory, passphrase: 'correct horse' }, NOW)
    expect(await readFile(join(directory, KEY_FILE), 'utf8')).toContain('ENCRYPTED PRIVATE KEY')
    for (const passphrase of ['wrong', undefined])
      await expect(openOwnAuthority({ directory, passphrase }, NOW)).rejects.toMatchObject({ code: 'HF_KEY_INVALID' })
    await openOwnAuthority({ directory, passphrase: 'correct horse' }, NOW)
  })

  it('is not opened with a key that others may read, nor with the key of another', async () => {
    await openOwnAuthority({ directory }, NOW)
    await chmod(join(directory, KEY_FILE), 0o640)
    await expect(openOwnAuthority({ directory }, NOW)).rejects.toMatchObject({ code: 'HF_KEY_INVALID' })
    await chmod(join(directory, KEY_FILE), 0o600)
    const certificate = await readFile(join(directory, CERTIFICATE_FILE), 'utf8')
    for (const file of [KEY_FILE, CERTIFICATE_FILE]) await rm(join(directory, file))
    await openOwnAuthority({ directory }, NOW)
    await writeFile(join(directory, CERTIFICATE_FILE), certificate)
    await expect(openOwnAuthority({ directory }, NOW)).rejects.toMatchObject({ code: 'HF_KEY_INVALID' })
  })

  it('goes on after a cut between the key and the certificate', async () => {
    await openOwnAuthority({ directory }, NOW)
    const key = await readFile(join(directory, KEY_FILE), 'utf8')
    await rm(join(directory, CERTIFICATE_FILE))
    await openOwnAuthority({ directory }, NOW)
    expect(await readFile(join(directory, KEY_FILE), 'utf8')).toBe(key)
  })

  it('names who the registrar says, whatever the request asks for', async () => {
    const authority = await openOwnAuthority({ directory }, NOW)
    const asked = await request()
    const issued = await authority.issue(asked, SUBJECT, NOW)
    const certificate = new X509Certificate(issued.certificates)
    expect(certificate.subject).toBe('CN=till-1')
    expect(certificate.subjectAltName).toBe('URI:holdfast:device:till-1, URI:holdfast:fleet:shop')
    expect(certificate.keyUsage).toEqual(['1.3.6.1.5.5.7.3.2'])
    expect(certificate.ca).toBe(false)
    expect(certificate.publicKey.export({ type: 'spki', format: 'der' })).toEqual(Buffer.from(asked.publicKey))
    const root = new X509Certificate(authority.certificate)
    expect(certificate.checkIssued(root) && certificate.verify(root.publicKey)).toBe(true)
    expect(certificate.serialNumber.toLowerCase()).toBe(issued.serialNumber)
    expect([Date.parse(certificate.validFrom), Date.parse(certificate.validTo)]).toEqual([
      issued.notBeforeMs,
      issued.notAfterMs,
    ])
    expect(issued.notAfterMs).toBe(NOW + 90 * DAY)
  })

  it('issues nothing that outlives itself', async () => {
    const authority = await openOwnAuthority({ directory, lifetimeMs: 100 * 365 * DAY }, NOW)
    const issued = await authority.issue(await request(), SUBJECT, NOW)
    expect(issued.notAfterMs).toBe(Date.parse(new X509Certificate(authority.certificate).validTo))
  })
})
