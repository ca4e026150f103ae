import { createPrivateKey, type webcrypto, X509Certificate } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { claimTopics, deviceTopics } from '../../protocol/topics.ts'
import type { ClaimAnswer } from '../../protocol/types.ts'
import type { Authority } from './authority.ts'
import { readRequest } from './certificate-request.ts'
import { OwnAuthority, openOwnAuthority } from './own-authority.ts'
import { pemBlocks, tokenText } from './proofs.ts'
import type { TokenRecord } from './records.ts'
import { Registrar } from './registrar.ts'
import { RegistryStore } from './registry-store.ts'
import { FakeClaimant } from './testing.ts'
import * as x509 from './x509.ts'

const DAY = 86_400_000
/** For what has to come: a slow machine is no fault. */
const LONG_MS = 60_000
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

let directory: string
let store: RegistryStore
let authority: Authority
let registrar: Registrar
let now: number
let answers: Map<string, ClaimAnswer>
let logged: object[]
let broken: unknown
let unreachable: boolean
let refreshed: number
let kicked: string[]
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-registrar-'))
  store = await RegistryStore.open(directory)
  now = Date.UTC(2030, 0, 1)
  authority = await openOwnAuthority({ directory, lifetimeMs: 90 * DAY }, now)
  answers = new Map()
  logged = []
  broken = null
  unreachable = false
  refreshed = 0
  kicked = []
  registrar = start()
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true })
})

function start(limits = { everyMs: 0, perSecond: 1e6, burst: 1e6, wrongCodes: 3 }): Registrar {
  return new Registrar({
    store,
    authority: {
      isElsewhere: authority.isElsewhere,
      certificate: authority.certificate,
      issue: (...asked) => authority.issue(...asked),
      revocationList: async () => null,
      signRevocation: async () => null,
    },
    publish: async (topic, payload) => void answers.set(topic, decode<ClaimAnswer>(KINDS.ClaimAnswer, payload)),
    refreshAccess: async () => {
      refreshed += 1
      if (unreachable) throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'the broker was not told to reload')
    },
    kick: async (device) => void kicked.push(device),
    log: (event, facts) => void logged.push({ event, ...facts }),
    onBroken: (error) => {
      broken = error
    },
    now: () => now,
    brokerUrl: 'mqtts://devices.example:8883',
    limits,
    graceMs: 0,
  })
}

/** The answer to a claim; null when it was passed over. */
async function ask(id: string, payload: Uint8Array): Promise<ClaimAnswer | null> {
  const { answer } = claimTopics(id)
  answers.delete(answer)
  const { limited } = registrar.counters.counts
  await registrar.claim(id, payload)
  if (registrar.counters.counts.limited > limited) return answers.get(answer) ?? null
  return vi.waitFor(() => answers.get(answer) ?? Promise.reject(new Error('no answer')), LONG_MS)
}
async function token(uses: number): Promise<string> {
  return tokenText(
    (await registrar.operate({ do: 'createToken', fleet: 'shop', uses, forMs: 1000 * DAY })) as TokenRecord,
  )
}

describe('the registrar', () => {
  it('answers with all that the device needs', async () => {
    const device = await FakeClaimant.make()
    expect(await ask(device.id, device.byToken(await token(1), { device: 'till-1' }))).toMatchObject({
      id: device.id,
      attempt: 1,
      device: 'till-1',
      fleet: 'shop',
      brokerUrl: 'mqtts://devices.example:8883',
      authority: authority.certificate,
      certificates: expect.stringContaining('BEGIN CERTIFICATE') as string,
    })
  })

  it('does not have the broker read its rules again for an answer that it has given before', async () => {
    const device = await FakeClaimant.make()
    const claim = device.byToken(await token(1), { device: 'till-1' })
    const first = await ask(device.id, claim)
    const before = refreshed
    expect(await ask(device.id, claim)).toEqual(first)
    expect(refreshed).toBe(before)
  })

  it('has a device recover by the certificate that ended while it was off, and by no other key', async () => {
    const [device, next, thief] = [await FakeClaimant.make(), await FakeClaimant.make(), await FakeClaimant.make()]
    const first = await ask(device.id, device.byToken(await token(1), { device: 'till-1' }))
    now += 300 * DAY
    expect(await ask(thief.id, thief.byRecovery(first!.certificates, thief))).toMatchObject({
      code: 'HF_CLAIM_REFUSED',
    })
    expect(await ask(next.id, next.byRecovery(first!.certificates, device))).toMatchObject({
      device: 'till-1',
      code: '',
    })
    now += DAY
    expect(await ask(thief.id, thief.byRecovery(authority.certificate, thief))).toMatchObject({
      code: 'HF_CLAIM_REFUSED',
    })
  })

  it('has it recover, too, where an authority elsewhere signs by others that it has signed; by no key but its own', async () => {
    authority = await byAnother(directory, now)
    registrar = start()
    const [device, next, thief] = [await FakeClaimant.make(), await FakeClaimant.make(), await FakeClaimant.make()]
    const first = await ask(device.id, device.byToken(await token(2), { device: 'till-1' }))
    expect(pemBlocks(first!.certificates)).toHaveLength(2)
    // With a certificate that a device has signed, as if it were one of those.
    const made = await new OwnAuthority(
      new x509.X509Certificate(first!.certificates),
      await signingKey(device.key),
      await x509.AuthorityKeyIdentifierExtension.create(
        await new x509.X509Certificate(first!.certificates).publicKey.export(),
      ),
      90 * DAY,
    ).issue(await readRequest(thief.request, thief.encryptionKey), { device: 'till-1', fleet: 'shop' }, now)
    now += 300 * DAY
    for (const shown of [first!.certificates, made.certificates, pemBlocks(first!.certificates)[1]!])
      expect(await ask(thief.id, thief.byRecovery(shown, thief))).toMatchObject({ code: 'HF_CLAIM_REFUSED' })
    expect(await ask(next.id, next.byRecovery(first!.certificates, device))).toMatchObject({
      device: 'till-1',
      code: '',
    })
  })

  it('throws a revoked device out as soon as the broker can be told, if it cannot be at once; and says that it is not', async () => {
    const device = await FakeClaimant.make()
    await ask(device.id, device.byToken(await token(1), { device: 'till-1' }))
    unreachable = true
    await expect(registrar.operate({ do: 'revoke', device: 'till-1', erase: false })).rejects.toMatchObject({
      code: 'HF_BROKER_UNAVAILABLE',
    })
    await registrar.finishCutOffs()
    expect([kicked, logged.at(-1)]).toEqual([[], expect.objectContaining({ event: 'fault', device: 'till-1' })])
    unreachable = false
    await registrar.finishCutOffs()
    await registrar.finishCutOffs()
    expect(kicked).toEqual(['till-1'])
  })

  it('refuses a claim that is not of its topic, not of its key, or no claim at all, and records nothing', async () => {
    const [one, other] = [await FakeClaimant.make(), await FakeClaimant.make()]
    const text = await token(5)
    expect(await ask(one.id, other.byToken(text))).toMatchObject({ code: 'HF_CLAIM_INVALID' })
    const stolen = other.byToken(text, { certificateRequest: one.request })
    expect(await ask(other.id, stolen)).toMatchObject({ code: 'HF_CLAIM_INVALID' })
    expect(await ask(one.id, one.claim({}))).toMatchObject({ code: 'HF_CLAIM_INVALID' })
    expect(await ask(one.id, new Uint8Array([255, 255]))).toMatchObject({ code: 'HF_WIRE_MALFORMED' })
    expect(await ask(one.id, new Uint8Array(20_000))).toMatchObject({ code: 'HF_WIRE_TOO_LARGE' })
    expect(await ask(one.id, one.byToken(text, { encryptionKey: new Uint8Array(31) }))).toMatchObject({
      code: 'HF_CLAIM_INVALID',
    })
    expect(store.registry.device.size + store.registry.claim.size).toBe(0)
  })

  it('renews while a crowd claims beyond every limit', async () => {
    registrar = start({ everyMs: 0, perSecond: 1e-6, burst: 20, wrongCodes: 3 })
    const [device, next] = [await FakeClaimant.make(), await FakeClaimant.make()]
    const first = await ask(device.id, device.byToken(await token(1), { device: 'till-1' }))
    const stranger = await FakeClaimant.make()
    const crowd = Array.from({ length: 500 }, (_, n) => n.toString(16).padStart(32, '0'))
    const flood = crowd.map((id) => registrar.claim(id, stranger.byApproval()))
    await registrar.renewal('till-1', next.renewal('till-1', first!.certificates, device))
    await Promise.all(flood)
    const { certificate } = deviceTopics('till-1')
    await vi.waitFor(() => expect(answers.get(certificate)).toMatchObject({ id: next.id, code: '' }), LONG_MS)
    expect(registrar.counters.counts).toMatchObject({ granted: 2, limited: 481 })
  })

  it('looks at so many renewals of all devices, and at one of each once in a while', async () => {
    registrar = start({ everyMs: 60_000, perSecond: 1e-6, burst: 2, wrongCodes: 3 })
    for (const device of ['till-1', 'till-1', 'till-2', 'till-3'])
      await registrar.renewal(device, new Uint8Array([255]))
    expect(registrar.counters.counts).toMatchObject({ refused: 2, limited: 2 })
  })

  it.each(['#', '+/x', '+', 'a/b', '', ' '])('gives nobody into a fleet %j that a device wishes', async (fleet) => {
    const device = await FakeClaimant.make()
    const answer = await ask(device.id, device.byApproval({ device: 'till-1', fleet }))
    // To have none is no wish.
    const code = fleet === '' ? '' : 'HF_TOPIC_INVALID'
    expect(answer).toMatchObject({ code, certificates: '', fleet: '' })
    expect([...store.registry.claim.values()]).toHaveLength(fleet === '' ? 1 : 0)
  })

  it('passes over who asks too often, without an answer', async () => {
    registrar = start({ everyMs: 60_000, perSecond: 100, burst: 100, wrongCodes: 3 })
    const device = await FakeClaimant.make()
    const text = await token(1)
    expect(await ask(device.id, device.byToken(text))).not.toBeNull()
    expect(await ask(device.id, device.byToken(text))).toBeNull()
    expect(registrar.counters.counts).toMatchObject({ granted: 1, limited: 1 })
  })

  it('does not look at a serial any more after some wrong codes, not even at the right one', async () => {
    const serials = [{ serial: 'S1', code: '12345678', fleet: 'shop', device: '', claim: '' }]
    await registrar.operate({ do: 'importSerials', serials })
    const [thief, device] = [await FakeClaimant.make(), await FakeClaimant.make()]
    for (const code of ['00000000', '00000001', '00000002'])
      expect(await ask(thief.id, thief.bySerial('S1', code))).toMatchObject({ code: 'HF_CLAIM_REFUSED' })
    expect(await ask(device.id, device.bySerial('S1', '12345678'))).toBeNull()
  })

  it.each([
    ['says so', new HoldfastError('HF_AUTHORITY_FAILED', 'its command is secret')],
    ['breaks', new Error('a secret of OpenSSL')],
  ])('spends nothing when the authority %s, and grants when it is asked again', async (_, fault) => {
    const device = await FakeClaimant.make()
    const text = await token(1)
    const good = authority
    authority = {
      ...good,
      isElsewhere: true,
      certificate: good.certificate,
      issue: () => Promise.reject(fault),
    }
    registrar = start()
    const refused = await ask(device.id, device.byToken(text))
    expect(refused).toMatchObject({ code: 'HF_AUTHORITY_FAILED', retryAfterMs: 60_000 })
    expect(refused!.message).not.toContain('secret')
    expect(broken).toBeNull()
    authority = good
    expect(await ask(device.id, device.byToken(text))).toMatchObject({ code: '', fleet: 'shop' })
  })

  describe('with an authority elsewhere that takes its time', () => {
    let asked: string[]
    let release: (() => void)[]
    beforeEach(() => {
      const own = authority
      asked = []
      release = []
      authority = {
        isElsewhere: true,
        certificate: own.certificate,
        issue: async (request, subject, nowMs) => {
          asked.push(subject.device)
          if (subject.device.startsWith('slow')) await new Promise<void>((resolve) => release.push(resolve))
          return own.issue(request, subject, nowMs)
        },
        revocationList: async () => null,
        signRevocation: async () => null,
      }
      registrar = start()
    })
    const answered = (id: string) => vi.waitUntil(() => answers.get(claimTopics(id).answer), LONG_MS)

    it('answers others meanwhile, and each when its own is there', async () => {
      const [slow, quick, waits] = [await FakeClaimant.make(), await FakeClaimant.make(), await FakeClaimant.make()]
      const text = await token(5)
      await registrar.claim(slow.id, slow.byToken(text, { device: 'slow-1' }))
      expect(await ask(quick.id, quick.byToken(text, { device: 'till-1' }))).toMatchObject({ device: 'till-1' })
      expect(await ask(waits.id, waits.byApproval())).not.toBeNull()
      expect(answers.has(claimTopics(slow.id).answer)).toBe(false)
      release[0]!()
      expect(await answered(slow.id)).toMatchObject({
        device: 'slow-1',
        certificates: expect.stringContaining('BEGIN') as string,
      })
    })

    it('asks it once for a claim that is repeated, and answers the last attempt', async () => {
      const slow = await FakeClaimant.make()
      const text = await token(1)
      for (const attempt of [1, 2, 3]) await registrar.claim(slow.id, slow.byToken(text, { device: 'slow-1', attempt }))
      release[0]!()
      expect(await answered(slow.id)).toMatchObject({ attempt: 3, code: '' })
      expect(asked).toEqual(['slow-1'])
    })

    it('gives each key of a device that renews the certificate that is its own', async () => {
      const [first, one, two] = [await FakeClaimant.make(), await FakeClaimant.make(), await FakeClaimant.make()]
      await registrar.claim(first.id, first.byToken(await token(1), { device: 'slow-1' }))
      release[0]!()
      const now = { key: first.key, ...(await answered(first.id)) }
      for (const next of [one, two]) await registrar.renewal('slow-1', next.renewal('slow-1', now.certificates, now))
      release[2]!()
      await vi.waitUntil(() => store.registry.device.get('slow-1')!.claim === two.id, LONG_MS)
      const { certificates } = store.registry.device.get('slow-1')!
      expect(new X509Certificate(certificates).checkPrivateKey(createPrivateKey(two.key))).toBe(true)
    })

    it('grants no more than a token has uses, and no name twice, whatever was asked at once', async () => {
      const crowd = await Promise.all(Array.from({ length: 6 }, () => FakeClaimant.make()))
      const text = await token(2)
      for (const [index, one] of crowd.entries())
        await registrar.claim(one.id, one.byToken(text, { device: index < 2 ? 'slow-1' : `slow-${index}` }))
      for (const go of release) go()
      const all = await Promise.all(crowd.map(({ id }) => answered(id)))
      const granted = all.filter(({ certificates }) => certificates !== '')
      expect(new Set(granted.map(({ device }) => device)).size).toBe(2)
      expect(store.registry.device.size).toBe(2)
      expect([...store.registry.token.values()]).toMatchObject([{ used: 2 }])
    })

    it('has a certificate that was made for nobody given to nobody', async () => {
      const slow = await FakeClaimant.make()
      const text = await token(1)
      await registrar.claim(slow.id, slow.byToken(text, { device: 'slow-1' }))
      await registrar.operate({ do: 'revokeToken', id: [...store.registry.token.keys()][0]! })
      release[0]!()
      expect(await answered(slow.id)).toMatchObject({ code: 'HF_CLAIM_REFUSED', certificates: '' })
      expect(store.registry.device.size).toBe(0)
    })

    it('asks it for so many at once, and for the others after them', async () => {
      const crowd = await Promise.all(Array.from({ length: 20 }, () => FakeClaimant.make()))
      const text = await token(20)
      for (const [index, one] of crowd.entries())
        await registrar.claim(one.id, one.byToken(text, { device: `slow-${index}` }))
      expect(release.length).toBe(16)
      for (let at = 0; at < 20; at += 1) (await vi.waitUntil(() => release[at], LONG_MS))()
      for (const { id } of crowd) expect(await answered(id)).toMatchObject({ code: '' })
    })
  })

  it('is broken, and answers nothing, when it cannot write', async () => {
    const device = await FakeClaimant.make()
    const text = await token(1)
    await store.close()
    await expect(registrar.claim(device.id, device.byToken(text))).rejects.toMatchObject({ code: 'HF_STORE_CLOSED' })
    expect(broken).toMatchObject({ code: 'HF_STORE_CLOSED' })
    expect(answers.size).toBe(0)
    store = await RegistryStore.open(directory)
  })

  it('keeps when a device was last seen, and believes nobody about another', async () => {
    const device = await FakeClaimant.make()
    await ask(device.id, device.byToken(await token(1), { device: 'till-1' }))
    now += DAY
    const presence = (of: string) => encode(KINDS.Presence, { device: of, online: true, connection: 1 })
    registrar.presence('till-1', presence('till-2'))
    registrar.presence('till-1', new Uint8Array([255]))
    await registrar.tidy()
    expect(store.registry.device.get('till-1')!.lastSeenMs).toBe(0)
    registrar.presence('till-1', presence('till-1'))
    await registrar.tidy()
    expect(store.registry.device.get('till-1')!.lastSeenMs).toBe(now)
  })

  it('writes no secret to its log', async () => {
    const device = await FakeClaimant.make()
    const text = await token(1)
    await ask(device.id, device.byToken(text))
    await registrar.tidy()
    const said = JSON.stringify([logged, await store.audit(100)])
    expect(said).toContain('enrolled')
    expect(said).not.toContain(text.split('_').at(-1))
  })
})

/** An authority elsewhere: its root has signed another, which signs devices. */
async function byAnother(directory: string, nowMs: number): Promise<Authority> {
  const root = await openOwnAuthority({ directory }, nowMs)
  const keys = await crypto.subtle.generateKey(P256, true, ['sign', 'verify'])
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: '42',
    subject: 'CN=between',
    issuer: new x509.X509Certificate(root.certificate).subjectName,
    notBefore: new Date(nowMs - DAY),
    notAfter: new Date(nowMs + 3650 * DAY),
    publicKey: keys.publicKey,
    signingKey: await signingKey(await readFile(join(directory, 'authority.key'), 'utf8')),
    signingAlgorithm: P256,
    extensions: [new x509.BasicConstraintsExtension(true, 0, true)],
  })
  const identifier = await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey)
  const between = new OwnAuthority(certificate, keys.privateKey, identifier, 90 * DAY)
  return {
    isElsewhere: true,
    certificate: root.certificate,
    issue: async (...asked) => {
      const issued = await between.issue(...asked)
      return { ...issued, certificates: issued.certificates + between.certificate }
    },
    revocationList: async () => null,
    signRevocation: async () => null,
  }
}

async function signingKey(text: string): Promise<webcrypto.CryptoKey> {
  const der = createPrivateKey(text).export({ type: 'pkcs8', format: 'der' })
  return crypto.subtle.importKey('pkcs8', Uint8Array.from(der), P256, false, ['sign'])
}
