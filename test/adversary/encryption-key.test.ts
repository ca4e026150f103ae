/**
 * A broker that wants to read the secrets of devices: it puts keys of its own where theirs belong, on the way to the
 * registrar. The devices are true agents but for their engine.
 */
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Keys } from '../../agent/provisioning/keys.ts'
import { FakeClaimant } from '../../fleet/registrar/testing.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Claim, ClaimAnswer, Renewal } from '../../protocol/types.ts'
import { ClaimingDevice } from '../provisioning/claiming-device.ts'
import { DAY, Site, until } from '../provisioning/site.ts'

const NAME = 'press-7'
const ITS_OWN = rawKeyOf(generateKeyPairSync('x25519').publicKey)

let site: Site
let device: ClaimingDevice
let said: ClaimAnswer[]
beforeEach(async () => {
  site = await Site.open()
  device = new ClaimingDevice({ site, credential: await site.token() })
  said = []
  site.broker.watch(({ topic, payload }) => {
    if (/\/(answer|certificate)$/.test(topic)) said.push(decode<ClaimAnswer>(KINDS.ClaimAnswer, payload))
  })
})
afterEach(async () => {
  site.meddle = (payload) => payload
  await device.stop()
  await site.close()
})

const recorded = () => site.store.registry.device.get(NAME)
const refusals = () => said.filter(({ code }) => code === 'HF_CLAIM_INVALID').map(({ message }) => message)

async function enrolled(): Promise<void> {
  await device.boot()
  await device.rests()
  await until(() => site.report(NAME) !== undefined, 'a report', device.lines)
}

it('cannot claim with an encryption key that the device has not signed for, and the device gets in all the same', async () => {
  site.meddle = (payload) => encode(KINDS.Claim, { ...decode<Claim>(KINDS.Claim, payload), encryptionKey: ITS_OWN })
  await device.boot()
  await until(() => said.length > 0, 'an answer', device.lines)
  expect(refusals()[0]).toContain('covers another encryption key than the one beside it')
  expect([site.store.registry.device.size, site.store.registry.claim.size]).toEqual([0, 0])
  site.meddle = (payload) => payload
  await device.passUntil(() => recorded() !== undefined, 'it is somebody')
  await device.rests()
  const { encryption } = await new Keys(device.files).get(recorded()!.claim)
  expect(recorded()!.encryptionKey).toBe(Buffer.from(rawKeyOf(encryption)).toString('base64'))
})

it('cannot claim with the request of another key, which covers its own', async () => {
  const mine = await FakeClaimant.make('CN=x', [ITS_OWN])
  site.meddle = (payload) =>
    encode(KINDS.Claim, {
      ...decode<Claim>(KINDS.Claim, payload),
      certificateRequest: mine.request,
      encryptionKey: ITS_OWN,
    })
  await device.boot()
  await until(() => said.length > 0, 'an answer', device.lines)
  expect(refusals()[0]).toContain('is not the hash of its key')
  expect(site.store.registry.device.size).toBe(0)
})

it('has a claim refused that covers no encryption key, with the reason', async () => {
  const old = await FakeClaimant.make('CN=x', [])
  await site.registrar.claim(old.id, old.byApproval())
  await until(() => said.length > 0, 'an answer')
  expect(said[0]).toMatchObject({ code: 'HF_CLAIM_INVALID' })
  expect(said[0]!.message).toContain('does not cover the encryption key; the agent may be older than the registrar')
  expect(site.store.registry.claim.size).toBe(0)
})

it('cannot change the key at a renewal, which then comes through as the device made it', async () => {
  await enrolled()
  const before = recorded()!
  site.meddle = (payload) =>
    encode(KINDS.Renewal, { ...decode<Renewal>(KINDS.Renewal, payload), encryptionKey: ITS_OWN })
  site.nowMs += 70 * DAY
  device.clock.wallMs = site.nowMs
  device.clock.wakeLong()
  await device.passUntil(() => refusals().length > 0, 'a refusal')
  expect(refusals()[0]).toContain('covers another encryption key')
  expect(recorded()).toMatchObject({ claim: before.claim, encryptionKey: before.encryptionKey })
  site.meddle = (payload) => payload
  await device.passUntil(() => recorded()!.claim !== before.claim, 'it is renewed')
  expect(recorded()!.encryptionKey).toBe(before.encryptionKey)
})

it('cannot renew in the place of a device, for keys of its own, whatever it has seen of it', async () => {
  await enrolled()
  const before = { ...recorded()! }
  const mine = await FakeClaimant.make()
  const asked = said.length
  // It has seen the certificate; the key that it is for has never left the device.
  for (const [more, why] of [
    [{}, 'is not signed by the key of the certificate shown'],
    [{ holder: null }, 'is missing: a renewal is signed by the key in force'],
  ] as const) {
    const forged = mine.renewal(NAME, before.certificates, mine, more)
    said.length = asked
    site.broker.publish(deviceTopics(NAME).renew, forged)
    await until(() => said.length > asked, 'an answer', device.lines)
    expect(said.at(-1)!.message).toContain(why)
  }
  // A certificate that is its own, by a key of its own, is none that was given to the device.
  const another = new ClaimingDevice({ site, credential: await site.token(), name: 'press-8' })
  await another.boot()
  await another.rests()
  const stranger = await FakeClaimant.make()
  const foreign = site.store.registry.device.get('press-8')!.certificates
  said.length = asked
  site.broker.publish(deviceTopics(NAME).renew, mine.renewal(NAME, foreign, stranger))
  await until(() => said.length > asked, 'an answer', device.lines)
  expect(said.at(-1)).toMatchObject({ code: 'HF_CLAIM_REFUSED' })
  await another.stop()
  expect(recorded()).toMatchObject({ claim: before.claim, encryptionKey: before.encryptionKey })
})
