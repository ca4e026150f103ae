/** What two of three release keys have to sign beside releases: secrets, variables, pins; as devices would judge it. */
import { generateKeyPairSync } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KINDS } from '../../protocol/codec.ts'
import { encryptionFingerprint, rawKeyOf } from '../../protocol/hpke.ts'
import { generateKey, parsePublicKey } from '../../protocol/keys.ts'
import { openSecret } from '../../protocol/sealed-secrets.ts'
import { open, seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { readPrivateKey } from '../signing/encrypted-key.ts'
import type { FakeDevice } from '../testing.ts'
import { Desk } from '../testing.ts'

const CONFIGURED = '--configured root-1.pub --configured release.pub --configured rollout.pub'
const VALUE = 'correct horse battery staple'
const key = generateKeyPairSync('x25519').privateKey
const topics = deviceTopics('till-1')

let desk: Desk
let till: FakeDevice
beforeEach(async () => {
  desk = await Desk.open()
  await desk.run('keygen --out .')
  await desk.run('keys new root-1 --role trust')
  for (const name of ['alice', 'bob', 'carol']) await desk.run(`keys new ${name} --role release`)
  till = await desk.device('till-1', 'f')
  await till.reports({ encryptionKey: rawKeyOf(key) })
  await done(`secrets trust till-1 ${encryptionFingerprint(rawKeyOf(key))} --store store`)
})
afterEach(() => desk.clear())

const by = (...names: string[]) => names.map((name) => `--key ${desk.path(name)}.key`).join(' ')
const secrets = (line: string, ...names: string[]) =>
  desk.run(`secrets ${line} --store store ${by(...names)}`.trim(), { input: new TextEncoder().encode(VALUE) })
const publicKey = async (name: string) => parsePublicKey(await readFile(desk.path(`${name}.pub`), 'utf8'))

async function done(line: string) {
  const outcome = await desk.run(line)
  expect([line, outcome.code, outcome.code === 0 ? '' : outcome.err]).toEqual([line, 0, ''])
  return outcome
}

/** From then on two of alice, bob and carol have to sign; the key that devices are configured with counts no more. */
async function rotate(): Promise<void> {
  const added = ['alice', 'bob', 'carol'].map((name) => `--add ${name}.pub`).join(' ')
  const { id } = await publicKey('release')
  await done(`keys rotate next.hfk --fleet f ${CONFIGURED} ${added} --threshold release=2 --remove ${id}`)
  await done(`keys sign next.hfk ${by('root-1')}`)
  await done(`keys publish next.hfk --fleet f ${CONFIGURED}`)
}

/** What a device that follows the chain makes of what is published for it. */
async function taken() {
  const keys = await Promise.all(['alice', 'bob', 'carol'].map(publicKey))
  const trust = { version: 1, keys, thresholds: { trust: 1, release: 2, rollout: 1 } }
  const { revision, secrets: sealed, variables } = open(KINDS.Secrets, await desk.retained(topics.secrets), trust)
  const values = sealed.map((one) => [one.name, new TextDecoder().decode(openSecret(key, 'till-1', one))])
  return { revision, values: Object.fromEntries(values) as Record<string, string>, variables }
}

const TOO_FEW = /HF_SIGNATURES_TOO_FEW.*1 of the 2 release keys.*nothing was published/s
const nothing = async () =>
  expect(desk.retained(topics.secrets, 2_000)).rejects.toThrow(`nothing is retained on ${topics.secrets}`)

describe('secrets of a fleet whose release keys are two of three', () => {
  beforeEach(rotate)

  it('are judged by the chain that is published, before they are', async () => {
    await secrets('set db --fleet f --out signing', 'alice')
    const alone = await secrets('sync', 'alice')
    expect([alone.code, alone.out]).toEqual([1, expect.stringMatching(TOO_FEW)])
    const old = await secrets('sync', 'release')
    expect([old.code, old.out]).toEqual([1, expect.stringMatching(/HF_SIGNATURE_INVALID.*is not in trust version 1/s)])
    await nothing()
    expect((await secrets('sync', 'alice', 'carol')).code).toBe(0)
    expect(await taken()).toMatchObject({ values: { db: VALUE }, variables: {} })
    // Others than those two have nothing to do for it.
    expect((await secrets('sync --json', 'bob', 'carol')).lines).toEqual([{ event: 'up to date', device: 'till-1' }])
  })

  it('are not even kept when too few have signed, nor removed', async () => {
    const alone = await secrets('set db --fleet f', 'alice')
    expect([alone.code, alone.out, alone.err]).toEqual([1, '', expect.stringMatching(TOO_FEW)])
    const own = await secrets('set db --device till-1', 'alice')
    expect([own.code, own.out, own.err]).toEqual([1, '', expect.stringMatching(TOO_FEW)])
    expect((await secrets('list --json', 'alice')).lines).toEqual([])
    expect((await secrets('set db --fleet f', 'alice', 'carol')).code).toBe(0)
    expect(await secrets('remove db --fleet f', 'alice')).toMatchObject({ code: 1, out: '' })
    expect((await secrets('list --json', 'alice')).lines).toMatchObject([{ name: 'db', version: 1 }])
  })

  it('are signed one after another, each where their key is, and published by whoever is near the broker', async () => {
    const written = await secrets('set db --fleet f --out signing --json', 'alice')
    expect([written.code, written.lines[1]]).toEqual([
      0,
      { event: 'written', device: 'till-1', revision: 1, secrets: ['db'] },
    ])
    await nothing()
    expect(await secrets('publish signing/till-1.hfs')).toMatchObject({ code: 1, err: expect.stringMatching(TOO_FEW) })
    await nothing()
    const shown = `secrets of till-1, revision 1\n  secret db\n  signed by ${(await publicKey('alice')).id}\n`
    expect((await done('keys show signing/till-1.hfs')).out).toBe(shown)
    expect(await desk.run(`keys sign signing/till-1.hfs ${by('rollout')}`)).toMatchObject({ code: 1 })
    await done(`keys sign signing/till-1.hfs ${by('bob')}`)
    await done(`keys sign signing/till-1.hfs ${by('bob')}`) // once more, as after a power cut
    expect((await secrets('publish signing/till-1.hfs')).out).toContain('till-1: sent db (revision 1)')
    expect(await taken()).toEqual({ revision: 1, values: { db: VALUE }, variables: {} })
    expect((await secrets('sync --json', 'alice', 'carol')).lines).toEqual([{ event: 'up to date', device: 'till-1' }])
    for (const text of [written.out, written.err]) expect(text).not.toContain(VALUE)
    expect((await readFile(desk.path('signing/till-1.hfs'))).includes(VALUE)).toBe(false)
  })

  it('that were overtaken while they were signed are not published', async () => {
    await secrets('set db --fleet f --out signing', 'alice')
    await secrets('set api --fleet f', 'bob', 'carol')
    await done(`keys sign signing/till-1.hfs ${by('bob')}`)
    expect(await secrets('publish signing/till-1.hfs')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/HF_SECRET_STALE\s+signing\/till-1.hfs: revision 1 is below 3/),
    })
    expect((await taken()).values).toEqual({ api: VALUE, db: VALUE })
  })

  it('and variables are judged and signed in the same way', async () => {
    expect(await desk.run(`vars set till-1 SITE=berlin ${by('alice')}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(TOO_FEW),
    })
    await nothing()
    await done(`vars set till-1 SITE=berlin --out v.hfs ${by('alice')}`)
    await nothing()
    expect((await done(`keys sign v.hfs ${by('carol')}`)).out).toContain('variable SITE=berlin')
    await done('secrets publish v.hfs')
    await secrets('set db --fleet f', 'bob', 'carol')
    expect(await taken()).toEqual({ revision: 2, values: { db: VALUE }, variables: { SITE: 'berlin' } })
  })

  it('and a word that one alone has signed is taken over into no other', async () => {
    const alice = await readPrivateKey(await readFile(desk.path('alice.key'), 'utf8'), '', () => Promise.reject())
    const forged = { device: 'till-1', revision: 9, secrets: [], variables: { LD_PRELOAD: '/evil.so' } }
    await desk.publish(topics.secrets, seal(KINDS.Secrets, forged, [alice]))
    const told = await secrets('set db --fleet f', 'bob', 'carol')
    expect([told.code, told.err]).toEqual([0, expect.stringContaining('signed by keys that do not count')])
    expect(await taken()).toEqual({ revision: 1, values: { db: VALUE }, variables: {} })
  })
})

describe('what was published before the keys were rotated', () => {
  it('is given anew by those that count now', async () => {
    expect((await secrets('set db --fleet f', 'release')).code).toBe(0)
    await done(`vars set till-1 SITE=berlin ${by('release')}`)
    await rotate()
    const set = `vars set till-1 SITE=bonn ${by('alice', 'bob')}`
    expect(await desk.run(set)).toMatchObject({ code: 1, err: expect.stringContaining('--replace-foreign') })
    await till.reports({ secretsRevision: 2, encryptionKey: rawKeyOf(key) })
    await done(`${set} --replace-foreign`)
    expect((await secrets('sync', 'bob', 'carol')).code).toBe(0)
    expect(await taken()).toEqual({ revision: 4, values: { db: VALUE }, variables: { SITE: 'bonn' } })
  })
})

describe('a release of such a fleet', () => {
  const DEPLOY = 'deploy docker-compose.yml --fleet f --no-wait'

  it('is pinned by two of them alone', async () => {
    await rotate()
    await desk.compose()
    await done(`${DEPLOY} ${by('alice', 'bob', 'rollout')}`)
    const trust = { version: 1, keys: await Promise.all(['alice', 'bob', 'carol'].map(publicKey)) }
    const thresholds = { trust: 1, release: 2, rollout: 1 }
    const ofFleet = open(KINDS.Target, await desk.retained(fleetTopics('f').target), { ...trust, thresholds })
    await till.reports({ current: { epoch: 1, releaseId: ofFleet.release!.id, name: 'shop', version: '' } })
    expect(await desk.run(`pin till-1 ${by('carol')}`)).toMatchObject({ code: 1, err: expect.stringMatching(TOO_FEW) })
    await done(`pin till-1 ${by('bob', 'carol')}`)
    expect(open(KINDS.Target, await desk.retained(topics.target), { ...trust, thresholds }).device).toBe('till-1')
  })

  it('has no way back that one of them alone has named', async () => {
    await rotate()
    await desk.compose('evil')
    await done(`release docker-compose.yml --fleet f --epoch 3 --out evil.hft ${by('alice')}`)
    await desk.publish(fleetTopics('f').target, await readFile(desk.path('evil.hft')))
    await desk.compose()
    const told = await done(`${DEPLOY} ${by('bob', 'carol', 'rollout')}`)
    expect(told.err).toContain('no fallback is taken from it')
    const trust = { version: 1, keys: await Promise.all(['alice', 'bob', 'carol'].map(publicKey)) }
    const bytes = await desk.retained(fleetTopics('f').target)
    const target = open(KINDS.Target, bytes, { ...trust, thresholds: { trust: 1, release: 2, rollout: 1 } })
    expect([target.epoch, target.fallback]).toEqual([4, null])
    expect(() => open(KINDS.Target, bytes, [generateKey('release')])).toThrow()
  })
})
