/**
 * A registrar that decides, and an authority elsewhere that signs, by another that it has signed: OpenSSL, asked by a
 * command, on the configured broker.
 */
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { existsSync } from 'node:fs'
import { appendFile, readFile, rm, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { MOST_CERTIFICATES } from '../../fleet/registrar/answer-room.ts'
import { FakeClaimant } from '../../fleet/registrar/testing.ts'
import { ClaimState } from '../../protocol/enums.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { HoldfastProcess } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { describeReal } from '../rig/use-rig.ts'
import { type Ear, type Identity, Site } from './site.ts'

const { target } = fleetTopics('shop')

describeReal('an authority that is asked by a command', () => {
  let site: Site
  let registrar: HoldfastProcess
  let till: Identity & { claimant: FakeClaimant }

  beforeAll(async () => {
    site = await Site.open()
    await makeIssuer(site)
    // The registrar is told of the authority's certificate alone.
    const script = `set -e
test "$HOLDFAST_DEVICE" != till-slow || { touch '${site.path('asked')}'; until test -e '${site.path('open')}'; do sleep 0.1; done; }
test ! -e '${site.path('closed')}'
names=$(mktemp)
echo "subjectAltName=URI:holdfast:device:$HOLDFAST_DEVICE,URI:holdfast:fleet:$HOLDFAST_FLEET" > "$names"
echo "basicConstraints=critical,CA:FALSE" >> "$names"
echo "extendedKeyUsage=clientAuth" >> "$names"
test ! -e '${site.path('words')}' || cat '${site.path('words')}' >> "$names"
openssl x509 -req -CA '${site.path('issuer.pem')}' -CAkey '${site.path('issuer.key')}' -set_serial "0x4$(openssl rand -hex 8)" \\
  -days 30 -subj "/O=Acme/CN=$HOLDFAST_DEVICE" -extfile "$names"
cat '${site.path('issuer.pem')}'
rm "$names"
`
    await writeFile(site.path('sign.sh'), script)
    registrar = await site.registrar(
      'serving',
      '--authority-command',
      `sh ${site.path('sign.sh')}`,
      '--authority-file',
      site.path('root.pem'),
    )
    till = await site.enrolled('till-1', await site.token('shop', 1))
  })
  afterAll(() => site.clear())

  const devices = async () => (await site.holdfast('devices', '--json')).out
  /** Whether a device hears what an operator says to its fleet, and others hear what it says. */
  async function isHeard(operator: Ear, ear: Ear): Promise<[boolean, boolean]> {
    const [down, up] = [crypto.randomUUID(), crypto.randomUUID()]
    await operator.client.publishAsync(target, down, { qos: 1 })
    await ear.client.publishAsync(deviceTopics('till-1').report, up, { qos: 1 }).catch(() => {})
    await sleep(300)
    return [ear.heard.some((line) => line.endsWith(down)), operator.heard.some((line) => line.endsWith(up))]
  }

  it('has its certificates taken by devices and by the broker', async () => {
    const certificate = new X509Certificate(till.certificates)
    expect(certificate.subject).toBe('O=Acme\nCN=till-1')
    expect(certificate.subjectAltName).toBe('URI:holdfast:device:till-1, URI:holdfast:fleet:shop')
    const operator = await site.operator()
    await operator.client.subscribeAsync(deviceTopics('till-1').report, { qos: 1 })
    const ear = await site.device(till)
    await ear.client.subscribeAsync(target, { qos: 1 })
    expect(await isHeard(operator, ear)).toEqual([true, true])
    await ear.client.endAsync()
  })

  it('renews, too', async () => {
    const ear = await site.device(till)
    const next = await FakeClaimant.make()
    const { certificates } = await site.renew('till-1', ear, next, till)
    expect(new X509Certificate(certificates).serialNumber).not.toBe(new X509Certificate(till.certificates).serialNumber)
    await ear.client.endAsync()
    till = { certificates, key: next.key, claimant: next }
    await (await site.device(till)).client.endAsync()
  })

  it('has the longest certificates that may be come through both brokers, and longer ones stop nothing', async () => {
    const usual = till.certificates.length + (await readFile(site.path('root.pem'))).byteLength
    const longer = (bytes: number) => writeFile(site.path('words'), `nsComment=${'x'.repeat((bytes * 48) / 65)}\n`)
    const token = await site.token('shop', 3)
    await longer(MOST_CERTIFICATES - usual + 300)
    const claimant = await FakeClaimant.make()
    const refused = await site.claim(claimant, claimant.byToken(token, { device: 'till-long' }))
    expect(refused).toMatchObject({ code: 'HF_AUTHORITY_FAILED', certificates: '' })
    expect(registrar.out.join('\n')).toContain(`${MOST_CERTIFICATES} go into an answer`)

    await longer(MOST_CERTIFICATES - usual - 300)
    const long = await site.enrolled('till-longest', token)
    const { certificates, authority } = long.answer
    expect(certificates.length + authority.length).toBeGreaterThan(MOST_CERTIFICATES - 600)
    const ear = await site.device(long)
    const next = await FakeClaimant.make()
    expect((await site.renew('till-longest', ear, next, long)).certificates.length).toBeGreaterThan(9000)
    await ear.client.endAsync()
    await rm(site.path('words'))
    expect((await site.enrolled('till-usual', token)).answer.device).toBe('till-usual')
  })

  it('that takes its time for one device does not hold up the others', async () => {
    const token = await site.token('shop', 2)
    const claimant = await FakeClaimant.make()
    const slow = site.claim(claimant, claimant.byToken(token, { device: 'till-slow' }))
    await until('its question', () => existsSync(site.path('asked')))
    const quick = await site.enrolled('till-quick', token)
    expect(quick.answer.device).toBe('till-quick')
    expect(await devices()).not.toContain('till-slow')
    await writeFile(site.path('open'), '')
    expect(await slow).toMatchObject({ state: ClaimState.CLAIM_STATE_GRANTED, device: 'till-slow' })
  })

  it('that does not answer costs no use of a token: the claim is granted when it answers again', async () => {
    const token = await site.token('shop', 1)
    const claimant = await FakeClaimant.make()
    await writeFile(site.path('closed'), '')
    const answer = await site.claim(claimant, claimant.byToken(token, { device: 'till-2' }))
    expect(answer).toMatchObject({
      state: ClaimState.CLAIM_STATE_REFUSED,
      code: 'HF_AUTHORITY_FAILED',
      certificates: '',
    })
    expect(await devices()).not.toContain('till-2')
    await rm(site.path('closed'))
    await sleep(1100)
    const again = await site.claim(claimant, claimant.byToken(token, { device: 'till-2' }))
    expect(again).toMatchObject({ state: ClaimState.CLAIM_STATE_GRANTED, device: 'till-2' })
  })

  it('has a revoked device shut out by the rules of the broker, before it publishes its own list', async () => {
    const operator = await site.operator()
    await operator.client.subscribeAsync(deviceTopics('till-1').report, { qos: 1 })
    const ear = await site.device(till)
    const story = () => [...registrar.out, ...registrar.err].join('\n')
    expect((await site.holdfast('devices', 'revoke', 'till-1')).code).toBe(0)
    await until('the end of its connection', () => !ear.client.connected, story)
    // Its certificate is on no list yet, so it may connect: to hear and to say nothing.
    const back = await site.device(till)
    await back.client.subscribeAsync(target, { qos: 1 }).catch(() => {})
    expect(await isHeard(operator, back)).toEqual([false, false])
    await back.client.endAsync()
  })
})

/** Makes the one that signs devices, and has the broker know whom it has revoked: nobody. */
async function makeIssuer(site: Site): Promise<void> {
  const openssl = (words: string) =>
    execFileSync('openssl', words.split(' '), { cwd: site.path('.'), stdio: ['ignore', 'pipe', 'ignore'] }).toString()
  const extensions = [
    'basicConstraints=critical,CA:TRUE,pathlen:0',
    'keyUsage=critical,keyCertSign,cRLSign',
    `nsComment=${'x'.repeat(3000)}`,
  ]
  await writeFile(site.path('issuer.ext'), extensions.join('\n'))
  await writeFile(site.path('issuer.index'), '')
  await writeFile(site.path('issuer.conf'), '[ca]\ndefault_ca=us\n[us]\ndatabase=issuer.index\ndefault_md=sha256\n')
  openssl(
    'req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout issuer.key -out issuer.csr -subj /O=Acme/CN=Issuer',
  )
  openssl(
    'x509 -req -in issuer.csr -CA data/authority.pem -CAkey data/authority.key -set_serial 7 -days 30 -extfile issuer.ext -out issuer.pem',
  )
  // With what people write into such files: it goes along.
  const root = await readFile(site.path('data/authority.pem'), 'utf8')
  await writeFile(site.path('root.pem'), `${'# the root of Acme\n'.repeat(700)}${root}`)
  const list = openssl('ca -gencrl -crldays 30 -config issuer.conf -cert issuer.pem -keyfile issuer.key')
  await appendFile(site.path('broker/devices.crl'), list)
}
