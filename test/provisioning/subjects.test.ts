/** An authority that says more than the device's name: registrar, device and recovery take it, or none of them does. */
import { execFileSync } from 'node:child_process'
import { sign } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { certificateRequest } from '../../agent/provisioning/certificate-request.ts'
import { identityOf, readCertificates } from '../../agent/provisioning/certificates.ts'
import { examine } from '../../agent/provisioning/examine.ts'
import { Keys } from '../../agent/provisioning/keys.ts'
import { MemoryKeyFiles } from '../../agent/provisioning/memory-key-files.ts'
import { readRequest } from '../../fleet/registrar/certificate-request.ts'
import { openExternalAuthority } from '../../fleet/registrar/external-authority.ts'
import { openOwnAuthority } from '../../fleet/registrar/own-authority.ts'
import { pem } from '../../fleet/registrar/pem.ts'
import { readRecovery } from '../../fleet/registrar/proofs.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'

const SUBJECT = { device: 'press-7', fleet: 'plant-a' }
const NOW = Date.now()

let directory: string
let authority: string
const path = (name: string) => join(directory, name)
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-subjects-'))
  authority = (await openOwnAuthority({ directory }, NOW)).certificate
})
afterAll(() => rm(directory, { recursive: true, force: true }))

/** Who takes a certificate with this subject. */
async function takers(subject: string): Promise<string[]> {
  const { claim, signing: key, encryption } = await new Keys(new MemoryKeyFiles()).unused(null)
  const der = certificateRequest(key, SUBJECT.device, encryption)
  await writeFile(path('request'), pem('CERTIFICATE REQUEST', der))
  const words = `x509 -req -days 1 -set_serial 7 -CA authority.pem -CAkey authority.key -in request -out made -subj`
  execFileSync('openssl', [...words.split(' '), subject], { cwd: directory, stdio: 'ignore' })

  const elsewhere = await openExternalAuthority({
    command: ['cat', path('made')],
    certificateFile: path('authority.pem'),
  })
  const certificates = await readFile(path('made'), 'utf8')
  const request = await readRequest(der, rawKeyOf(encryption))
  const offered = identityOf(claim, { ...SUBJECT, certificates, authority, brokerUrl: '' })
  const [{ raw: certificate }] = readCertificates(certificates, 'made')
  const shown = { certificate, signature: sign('sha256', Buffer.from(claim), { key, dsaEncoding: 'ieee-p1363' }) }

  const does: Record<string, () => Promise<boolean>> = {
    registrar: async () => (await elsewhere.issue(request, SUBJECT, NOW)).certificates !== '',
    device: async () =>
      examine({ offered, identity: null, key, pinned: authority, wallMs: NOW, floorMs: 0 }).fault === null,
    recovery: async () => readRecovery(shown, claim, authority, () => certificates).device === SUBJECT.device,
  }
  const all = await Promise.all(
    Object.entries(does).map(async ([who, take]) => ((await take().catch(() => false)) ? [who] : [])),
  )
  return all.flat()
}

describe('a certificate of an authority elsewhere', () => {
  it.each(['/CN=press-7', '/O=Acme/CN=press-7', '/CN=press-7/OU=Presses'])(
    'for %s is taken by all',
    async (subject) => {
      expect(await takers(subject)).toEqual(['registrar', 'device', 'recovery'])
    },
  )

  it.each(['/O=press-7', '/CN=press-8', '/CN=press-7/CN=press-8', '/CN=press-7/CN=press-7'])(
    'for %s is taken by nobody',
    async (subject) => {
      expect(await takers(subject)).toEqual([])
    },
  )
})
