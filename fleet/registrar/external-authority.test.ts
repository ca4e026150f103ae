import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MAX_BETWEEN } from '../../protocol/certificate-name.ts'
import { encode, KINDS } from '../../protocol/codec.ts'
import { claimTopics } from '../../protocol/topics.ts'
import { CLAIMS_PACKET, MOST_CERTIFICATES, MOST_OF_ONE, MOST_URL } from './answer-room.ts'
import { encodeAnswer } from './answers.ts'
import { type CertificateRequest, readRequest } from './certificate-request.ts'
import { openExternalAuthority } from './external-authority.ts'
import { openOwnAuthority } from './own-authority.ts'
import { pem } from './pem.ts'
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
const rootOf = (name: string) => readFile(join(directory, name, 'authority.pem'), 'utf8')
const signed = async (name: 'theirs' | 'another', of = request, as = SUBJECT, at = NOW, lifetimeMs = DAY) =>
  (await openOwnAuthority({ directory: join(directory, name), lifetimeMs }, NOW)).issue(of, as, at)

/** A good certificate of its that has some so many bytes: with words in it that nobody reads. */
async function lengthened(bytes: number): Promise<string> {
  await writeFile(join(directory, 'request'), pem('CERTIFICATE REQUEST', request.der))
  await writeFile(join(directory, 'words'), `nsComment=${'x'.repeat(bytes - 400)}\n`)
  const words = 'x509 -req -days 1 -set_serial 7 -CA authority.pem -CAkey authority.key -in ../request -subj /CN=till-1'
  return execFileSync('openssl', [...words.split(' '), '-extfile', '../words'], {
    cwd: join(directory, 'theirs'),
    stdio: ['ignore', 'pipe', 'ignore'],
  }).toString()
}

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
      'more between than a device looks through',
      async () => (await signed('theirs')).certificates + (await rootOf('theirs')).repeat(MAX_BETWEEN + 1),
      'with 5 others',
    ],
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

  it('has what it makes passed on as long as an answer with it comes through the broker of claims', async () => {
    const [root, between] = [await rootOf('theirs'), MAX_BETWEEN]
    const leaf = await lengthened(MOST_OF_ONE - 100)
    const room = MOST_CERTIFICATES - leaf.length - between * root.length
    const file = join(directory, 'told.pem')
    const made = async (words: number) => {
      await writeFile(file, `${'x'.repeat(words - root.length)}${root}`)
      await answering(leaf + root.repeat(between))
      const longest = await openExternalAuthority({
        command: ['cat', join(directory, 'answer')],
        certificateFile: file,
      })
      const { certificates } = await longest.issue(request, SUBJECT, NOW)
      return { certificates, authority: longest.certificate }
    }
    const { certificates, authority } = await made(room)
    expect(certificates.length + authority.length).toBe(MOST_CERTIFICATES)
    const payload = encodeAnswer(
      { id: device.id, attempt: Number.MAX_SAFE_INTEGER },
      { state: 'granted', device: 'd'.repeat(64), fleet: 'f'.repeat(64), certificates },
      { authority, brokerUrl: 'u'.repeat(MOST_URL) },
    )
    expect(payload.byteLength + claimTopics(device.id).answer.length + 9).toBeLessThan(CLAIMS_PACKET)
    await expect(made(room + 1)).rejects.toMatchObject({
      code: 'HF_AUTHORITY_FAILED',
      message: expect.stringContaining('28673 bytes of certificates') as string,
    })
  })

  it('has a certificate passed on only if a device can show it, when it asks for the next one', async () => {
    const certificate = new Uint8Array(new X509Certificate(await lengthened(MOST_OF_ONE - 100)).raw)
    expect(certificate.byteLength).toBeGreaterThan(MOST_OF_ONE - 400)
    const holder = { certificate, signature: new Uint8Array(64) }
    const { request: certificateRequest, encryptionKey } = device
    const renewal = { device: 'd'.repeat(64), certificateRequest, encryptionKey, attempt: 1, holder }
    expect(encode(KINDS.Renewal, renewal).byteLength).toBeLessThan(KINDS.Renewal.maxBytes - 4096)
    await answering(await lengthened(MOST_OF_ONE + 400))
    await expect(asked()).rejects.toMatchObject({
      code: 'HF_AUTHORITY_FAILED',
      message: expect.stringContaining('a device can show 8192') as string,
    })
  })

  it('that says more than anybody would is not listened to, and not cut short', async () => {
    const theirs = await signed('theirs')
    await answering(theirs.certificates + '\n'.repeat(64 * 1024))
    await expect(asked()).rejects.toMatchObject({
      code: 'HF_AUTHORITY_FAILED',
      message: expect.stringContaining('more than 65536 bytes') as string,
    })
  })

  it('is not begun with by certificates that leave no room for those of devices', async () => {
    const file = join(directory, 'many.pem')
    await writeFile(file, (await rootOf('theirs')).repeat(60))
    await expect(openExternalAuthority({ command: ['true'], certificateFile: file })).rejects.toMatchObject({
      code: 'HF_FILE_INVALID',
      message: expect.stringContaining('no room') as string,
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
