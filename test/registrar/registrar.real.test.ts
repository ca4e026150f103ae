/** The registrar on a real broker: claims, renewals, approval, replacement, standby. */
import { X509Certificate } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { FakeClaimant } from '../../fleet/registrar/testing.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { ClaimState } from '../../protocol/enums.ts'
import { claimTopics, deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { ClaimAnswer } from '../../protocol/types.ts'
import type { HoldfastProcess } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { describeReal } from '../rig/use-rig.ts'
import { type Ear, events, Site } from './site.ts'

const { target } = fleetTopics('shop')
const CROWD = 1000

describeReal('the registrar', () => {
  let site: Site
  let registrar: HoldfastProcess
  beforeAll(async () => {
    site = await Site.open()
    registrar = await site.registrar()
  })
  afterAll(() => site.clear())

  const devices = async (): Promise<Record<string, unknown>[]> =>
    (await site.holdfast('devices', '--json')).out
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)

  it('grants by token what the broker takes at once: the fleet is there with the first connection', async () => {
    const operator = await site.operator()
    await operator.client.publishAsync(target, 'retained', { qos: 1, retain: true })
    const till = await site.enrolled('till-1', await site.token('shop', 1))
    const certificate = new X509Certificate(till.certificates)
    expect(certificate.subject).toBe('CN=till-1')
    expect(certificate.subjectAltName).toBe('URI:holdfast:device:till-1, URI:holdfast:fleet:shop')
    expect(till.answer).toMatchObject({ device: 'till-1', fleet: 'shop', authority: await site.file('authority.pem') })
    const { client, heard } = await site.device(till)
    await client.subscribeAsync(target, { qos: 1 })
    await until('the target', () => heard.length > 0)
    expect(heard).toEqual([`${target} retained`])
  })

  it('answers a claim the same again, also after it was killed, and spends nothing', async () => {
    const token = await site.token('shop', 1)
    const till = await site.enrolled('till-2', token)
    registrar.child.kill('SIGKILL')
    await registrar.ended
    registrar = await site.registrar()
    const { certificates, attempt } = await site.claim(
      till.claimant,
      till.claimant.byToken(token, { device: 'till-2' }),
    )
    expect({ certificates, attempt }).toEqual({ certificates: till.certificates, attempt: 2 })
    const late = await FakeClaimant.make()
    expect(await site.claim(late, late.byToken(token))).toMatchObject({
      state: ClaimState.CLAIM_STATE_REFUSED,
      code: 'HF_CLAIM_REFUSED',
      message: 'the token is used up',
    })
  })

  it('takes up what was claimed while it was away', async () => {
    const token = await site.token('shop', 1)
    const claimant = await FakeClaimant.make()
    registrar.child.kill('SIGKILL')
    await registrar.ended
    const { client, heard } = await site.stranger(claimant.id)
    const topics = claimTopics(claimant.id)
    await client.subscribeAsync(topics.answer, { qos: 1 })
    await client.publishAsync(topics.claim, Buffer.from(claimant.byToken(token)), { qos: 1 })
    registrar = await site.registrar()
    await until('the answer', () => heard.length > 0)
  })

  it('has a claim wait for approval by its fingerprint, and grants it without being asked again', async () => {
    const claimant = await FakeClaimant.make()
    const ear = await site.stranger(claimant.id)
    const wish = claimant.byApproval({ device: 'till-3', fleet: 'shop' })
    expect(await site.claim(claimant, wish, ear)).toMatchObject({
      state: ClaimState.CLAIM_STATE_PENDING,
      retryAfterMs: 30_000,
    })
    const fingerprint = claimant.id.slice(0, 16).toUpperCase().match(/.{4}/g)!.join('-')
    expect((await site.holdfast('devices')).out).toContain(fingerprint)
    ear.heard.length = 0
    const approved = await site.holdfast('devices', 'approve', fingerprint, '--name', 'till-3b')
    expect(approved).toMatchObject({ code: 0, out: `${fingerprint} is till-3b of shop` })
    await until('the certificate', () => ear.heard.length > 0)
    const answer = decode<ClaimAnswer>(
      KINDS.ClaimAnswer,
      Buffer.from(ear.heard[0]!.slice(ear.heard[0]!.indexOf(' ') + 1), 'latin1'),
    )
    expect(answer).toMatchObject({
      state: ClaimState.CLAIM_STATE_GRANTED,
      device: 'till-3b',
      fleet: 'shop',
      attempt: 1,
    })
    await site.device({ certificates: answer.certificates, key: claimant.key })
  })

  it('renews over the connection by the certificate in force, which stays good meanwhile', async () => {
    const till = await site.enrolled('till-4', await site.token('shop', 1))
    const ear = await site.device(till)
    const next = await FakeClaimant.make()
    const answer = await site.renew('till-4', ear, next, till)
    expect(new X509Certificate(answer.certificates).subject).toBe('CN=till-4')
    expect(ear.client.connected).toBe(true)
    await ear.client.endAsync()
    await (await site.device(till)).client.endAsync()
    await (await site.device({ certificates: answer.certificates, key: next.key })).client.endAsync()
  })

  it('lets a new board take over an identity by approval alone, and cuts the old one off', async () => {
    const token = await site.token('shop', 2)
    const old = await site.enrolled('till-5', token)
    const ear = await site.device(old)
    const board = await FakeClaimant.make()
    expect((await site.claim(board, board.byToken(token, { device: 'till-5' }))).state).toBe(
      ClaimState.CLAIM_STATE_PENDING,
    )
    expect(await site.holdfast('devices', 'approve', board.id)).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_NAME_TAKEN'),
    })
    expect((await site.holdfast('devices', 'approve', board.id, '--replace')).code).toBe(0)
    await until('the end of the old connection', () => !ear.client.connected)
    await expect(site.device(old)).rejects.toThrow()
    await sleep(1100)
    const { certificates } = await site.claim(board, board.byToken(token, { device: 'till-5' }))
    await site.device({ certificates, key: board.key })
  })

  it('decommissions: the device is told that its volumes are to go; its name is free once it is forgotten', async () => {
    const token = await site.token('shop', 3)
    const till = await site.enrolled('till-6', token)
    const { client, heard } = await site.device(till)
    const { certificate } = deviceTopics('till-6')
    await client.subscribeAsync(certificate, { qos: 1 })
    expect((await site.holdfast('devices', 'revoke', 'till-6', '--wipe-volumes')).code).toBe(0)
    const told = decode<ClaimAnswer>(KINDS.ClaimAnswer, Buffer.from(heard[0]!.slice(certificate.length + 1), 'latin1'))
    expect(told).toMatchObject({
      state: ClaimState.CLAIM_STATE_REFUSED,
      code: 'HF_DEVICE_ERASED',
      id: till.claimant.id,
    })
    const again = await FakeClaimant.make()
    expect((await site.claim(again, again.byRecovery(till.certificates, till.claimant))).code).toBe('HF_DEVICE_ERASED')
    expect((await site.holdfast('devices', 'forget', 'till-6')).code).toBe(0)
    await sleep(1100)
    expect((await site.claim(again, again.byToken(token, { device: 'till-6' }))).device).toBe('till-6')
  })

  it('says that a device is gone whose death the broker takes from it no more, and forgets what it said', async () => {
    const till = await site.enrolled('till-10', await site.token('shop', 1))
    const { client } = await site.device(till)
    const { presence } = deviceTopics('till-10')
    const birth = (online: boolean) => Buffer.from(encode(KINDS.Presence, { device: 'till-10', online, connection: 7 }))
    await client.publishAsync(presence, birth(true), { qos: 1, retain: true })
    await until('its presence', async () => (await devices()).find(({ name }) => name === 'till-10')?.online === true)
    expect((await site.holdfast('devices', 'revoke', 'till-10')).code).toBe(0)
    const operator = await site.operator()
    await operator.client.subscribeAsync(presence, { qos: 1 })
    await until('its death', () => operator.heard.length > 0)
    expect(operator.heard).toEqual([`${presence} ${birth(false).toString('latin1')}`])
    expect((await site.holdfast('devices', 'forget', 'till-10')).code).toBe(0)
    await until('the end of it', () => operator.heard.at(-1) === `${presence} `)
  })

  it('serves others while a crowd with wrong tokens keeps asking', async () => {
    const wrong = `hft_${'A'.repeat(11)}_${'B'.repeat(22)}`
    const crowd = await Promise.all(Array.from({ length: 20 }, () => FakeClaimant.make()))
    const ears = await Promise.all(crowd.map(async (claimant) => ({ claimant, ear: await site.stranger(claimant.id) })))
    const flood = ears.map(async ({ claimant, ear }) => {
      for (let count = 0; count < 200; count += 1)
        await ear.client.publishAsync(claimTopics(claimant.id).claim, Buffer.from(claimant.byToken(wrong)), { qos: 1 })
    })
    const began = performance.now()
    expect((await site.enrolled('till-11', await site.token('shop', 1))).answer.device).toBe('till-11')
    expect(performance.now() - began).toBeLessThan(60_000)
    await Promise.all(flood)
    expect((await devices()).every(({ event }) => event === 'device' || event === 'claim')).toBe(true)
  })

  it('renews while a thousand keys claim and claim again, with the limits that it has by itself', async () => {
    registrar.child.kill('SIGKILL')
    await registrar.ended
    const limited = await site.registrar('serving', '--per-second', '200')
    const till = await site.enrolled('till-12', await site.token('shop', 1))
    const ear = await site.device(till)
    const wrong = `hft_${'A'.repeat(11)}_${'C'.repeat(22)}`
    const ears: { claimant: FakeClaimant; ear: Ear }[] = []
    while (ears.length < CROWD) {
      const some = await Promise.all(Array.from({ length: 50 }, () => FakeClaimant.make()))
      ears.push(
        ...(await Promise.all(some.map(async (claimant) => ({ claimant, ear: await site.stranger(claimant.id) })))),
      )
    }
    let isOver = false
    let claims = 0
    const flood = ears.map(async ({ claimant, ear }) => {
      const { claim } = claimTopics(claimant.id)
      for (; !isOver; claims += 1)
        await ear.client.publishAsync(claim, Buffer.from(claimant.byToken(wrong)), { qos: 1 })
    })
    await until('a flood', () => claims > 3 * CROWD)
    const took: number[] = []
    for (let round = 0; round < 3; round += 1) {
      const began = performance.now()
      const answer = await site.renew('till-12', ear, await FakeClaimant.make('CN=till-12'), till)
      took.push(performance.now() - began)
      expect(answer.state).toBe(ClaimState.CLAIM_STATE_GRANTED)
    }
    isOver = true
    await Promise.all(flood)
    console.info(`beside ${claims} claims of ${CROWD} keys a renewal took ${took.map(Math.round).join(', ')} ms`)
    for (const { ear } of ears) await ear.client.endAsync(true)
    limited.child.kill('SIGKILL')
    await limited.ended
    registrar = await site.registrar()
  })

  it.each([
    ['../till', '/'],
    ['+', '+'],
    ['#', '#'],
    ['till-1\n', 'a newline'],
    ['$SYS', '$'],
    [`CN=till-1,O=x`, 'a name of X.500'],
  ])('refuses the name %j', async (device) => {
    const claimant = await FakeClaimant.make('CN=till-1')
    const token = await site.token('shop', 1)
    const answer = await site.claim(claimant, claimant.byToken(token, { device }))
    expect(answer).toMatchObject({ code: 'HF_TOPIC_INVALID', certificates: '' })
  })

  it('grants as many of a crowd as the token has uses, whoever comes first, and no more', async () => {
    const token = await site.token('shop', 20)
    const crowd = await Promise.all(Array.from({ length: 60 }, () => FakeClaimant.make()))
    const answers = await Promise.all(crowd.map((claimant) => site.claim(claimant, claimant.byToken(token))))
    expect(answers.filter(({ state }) => state === ClaimState.CLAIM_STATE_GRANTED).length).toBe(20)
    expect(new Set(answers.map(({ device }) => device)).size).toBe(21)
    expect(answers.filter(({ message }) => message === 'the token is used up').length).toBe(40)
  })

  it('knows who is connected, and has every grant and revocation in its audit log', async () => {
    const till = await site.enrolled('till-7', await site.token('shop', 1))
    const { client } = await site.device(till)
    const presence = KINDS.Presence.type
      .encode({ device: 'till-7', online: true, fleet: 'shop', connection: 1 })
      .finish()
    await client.publishAsync(deviceTopics('till-7').presence, Buffer.from(presence), { qos: 1, retain: true })
    await until('its presence', async () => (await devices()).find(({ name }) => name === 'till-7')?.online === true)
    const log = (await site.holdfast('registrar', 'audit', '--json')).out
      .split('\n')
      .map((line) => JSON.parse(line) as { event: string })
    expect(new Set(log.map(({ event }) => event))).toEqual(
      new Set('token made,enrolled,refused,waits,approved,renewed,replaced,revoked,erased,forgotten'.split(',')),
    )
    expect(JSON.stringify(log)).not.toContain('hft_')
  })

  describe('with a second one beside it', () => {
    it('serves alone: the other stands by, and takes over within seconds when it is killed', async () => {
      const standby = await site.registrar('standby')
      const token = await site.token('shop', 2)
      const first = await site.enrolled('till-8', token)
      expect(first.answer.device).toBe('till-8')
      expect(events(standby)).toEqual(['standby'])
      registrar.child.kill('SIGKILL')
      const began = performance.now()
      await until('the other to serve', () => events(standby).includes('serving'))
      expect(performance.now() - began).toBeLessThan(30_000)
      registrar = standby
      expect((await site.enrolled('till-9', token)).answer.device).toBe('till-9')
    })

    it('ends when one with other data connects to its broker: two never answer', async () => {
      expect((await site.holdfast('registrar', 'init', '--data', site.path('other'))).code).toBe(0)
      const other = await site.registrar('serving', '--data', site.path('other'))
      expect(await registrar.ended).toBe(1)
      expect(registrar.err.join('\n')).toContain('HF_REGISTRAR_REPLACED')
      other.child.kill('SIGKILL')
      await other.ended
    })

    it('serves again as soon as it is started again', async () => {
      registrar = await site.registrar()
      expect(await site.enrolled('till-back', await site.token('shop', 1))).toMatchObject({ answer: { code: '' } })
    })
  })
})
