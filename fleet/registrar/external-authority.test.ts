import { X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type CertificateRequest, readRequest } from './certificate-request.ts'
import { openExternalAuthority } from './external-authority.ts'
import { openOwnAuthority } from './own-authority.ts'
import { FakeClaimant } from './testing.ts'

const NOW = Date.now()
const SUBJECT = { device: 'till-1', fleet: 'shop' }
const DAY = 86_400_000
const PEM_OF_NOTHING = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'

let directory: string
let device: FakeClaimant
let request: CertificateRequest
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-authority-'))
  device = await FakeClaimant.make()
  request = await readRequest(device.request, device.encryptionKey)
  for (const name of ['theirs', 'another']) {
    await mkdir(join(directory, name))
    await openOwnAuthority({ directory: join(directory, name) }, NOW)
  }
})
afterAll(() => rm(directory, { recursive: true }))

/** A command that prints this file, having read its input. */
async function answering(text: string): Promise<void> {
  await writeFile(join(directory, 'answer'), text)
}
const authority = (command: [string, ...string[]]) =>
  openExternalAuthority({ command, certificateFile: join(directory, 'theirs', 'authority.pem') })
const asked = async () => (await authority(['cat', join(directory, 'answer')])).issue(request, SUBJECT, NOW)
const signed = async (name: 'theirs' | 'another', of = request, as = SUBJECT, at = NOW, lifetimeMs = DAY) =>
  (await openOwnAuthority({ directory: join(directory, name), lifetimeMs }, NOW)).issue(of, as, at)

describe('an authority that is asked by a command', () => {
  it('has its answer taken when it is for the key and the name', async () => {
    const theirs = await signed('theirs')
    await answering(theirs.certificates)
    expect(await asked()).toEqual({ ...theirs, certificates: new X509Certificate(theirs.certificates).toString() })
  })

  it('is given the request on its input, and the names in its environment', async () => {
    const script =
      'grep -q "BEGIN CERTIFICATE REQUEST" || exit 9; echo "$HOLDFAST_DEVICE of $HOLDFAST_FLEET" >&2; exit 7'
    await expect((await authority(['sh', '-c', script])).issue(request, SUBJECT, NOW)).rejects.toMatchObject({
      code: 'HF_AUTHORITY_FAILED',
      message: expect.stringContaining('ended with 7: till-1 of shop') as string,
    })
  })

  it.each([
    ['nothing', async () => '', 'without a certificate'],
    ['what only looks like one', async () => PEM_OF_NOTHING, 'cannot be read'],
    [
      'a good one and what only looks like one',
      async () => (await signed('theirs')).certificates + PEM_OF_NOTHING,
      'cannot be read',
    ],
    ['the certificate of another authority', async () => (await signed('another')).certificates, 'has not signed'],
    [
      'one for another key',
      async () => {
        const { request: der, encryptionKey } = await FakeClaimant.make()
        return (await signed('theirs', await readRequest(der, encryptionKey))).certificates
      },
      'for another key',
    ],
    [
      'one for another name',
      async () => (await signed('theirs', request, { device: 'till-2', fleet: 'shop' })).certificates,
      'for another name',
    ],
    [
      'one that has ended',
      async () => (await signed('theirs', request, SUBJECT, NOW - 2 * DAY)).certificates,
      'has ended',
    ],
  ])('is not believed when it answers with %s', async (_, answer, why) => {
    await answering(await answer())
    await expect(asked()).rejects.toMatchObject({
      code: 'HF_AUTHORITY_FAILED',
      message: expect.stringContaining(why) as string,
    })
  })

  it('that cannot be run is told, as is a file without certificates', async () => {
    await expect((await authority(['/nonexistent'])).issue(request, SUBJECT, NOW)).rejects.toMatchObject({
      code: 'HF_AUTHORITY_FAILED',
    })
    for (const text of ['', PEM_OF_NOTHING]) {
      await writeFile(join(directory, 'no.pem'), text)
      await expect(
        openExternalAuthority({ command: ['true'], certificateFile: join(directory, 'no.pem') }),
      ).rejects.toMatchObject({ code: 'HF_FILE_INVALID' })
    }
  })
})
