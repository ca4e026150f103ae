import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { encryptionFingerprint, rawKeyOf } from '../../protocol/hpke.ts'
import { parsePublicKey } from '../../protocol/keys.ts'
import { openSecret } from '../../protocol/sealed-secrets.ts'
import { open } from '../../protocol/signature.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { RegistryStore } from '../registrar/registry-store.ts'
import { Desk } from '../testing.ts'

const VALUE = 'correct horse battery staple'
const bytes = (text: string) => new TextEncoder().encode(text)
const newKey = () => generateKeyPairSync('x25519').privateKey

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
  await desk.run('keygen --out .')
})
afterEach(() => desk.clear())

const STORE = '--store store --data registrar'
const secrets = (line: string, value = VALUE) => desk.run(`secrets ${line} ${STORE}`, { input: bytes(value) })

/** What the registrar has on record of a device. */
async function registrarKnows(name: string, key: KeyObject | Uint8Array, more: object = {}): Promise<void> {
  const store = await RegistryStore.open(desk.path('registrar'))
  const raw = key instanceof Uint8Array ? key : rawKeyOf(key)
  const times = { notAfterMs: 0, enrolledMs: 0, renewedMs: 0, revokedMs: 0, lastSeenMs: 0 }
  const words = { claim: name, certificates: '', by: '', via: 'token' as const }
  const value = {
    name,
    fleet: 'shop',
    state: 'active' as const,
    given: [],
    erased: false,
    tags: [],
    ...times,
    ...words,
    encryptionKey: Buffer.from(raw).toString('base64'),
    ...more,
  }
  await store.apply([{ table: 'device', key: name, value }], [], 0)
  await store.close()
}

/** What a device finds on the broker, opened by its key: the revision, and the values by name. */
async function given(device: string, key: KeyObject): Promise<{ revision: number; values: Record<string, string> }> {
  const signer = parsePublicKey(await readFile(desk.path('release.pub'), 'utf8'))
  const message = open(KINDS.Secrets, await desk.retained(deviceTopics(device).secrets), [signer])
  const values = message.secrets.map((one) => [one.name, new TextDecoder().decode(openSecret(key, device, one))])
  return { revision: message.revision, values: Object.fromEntries(values) as Record<string, string> }
}

const revisionOnBroker = async (device: string) =>
  decode(KINDS.Secrets, decode(KINDS.Signed, await desk.retained(deviceTopics(device).secrets)).payload).revision

describe('holdfast secrets', () => {
  it('seals a value to each device of a fleet, and shows it to nobody else', async () => {
    const [one, two] = [newKey(), newKey()]
    await registrarKnows('till-1', one)
    await registrarKnows('till-2', two)
    await registrarKnows('press-1', newKey(), { fleet: 'plant' })
    const { code, lines, out, err } = await secrets('set db --fleet shop --json')
    expect(lines).toEqual([
      { event: 'secret', name: 'db', fleet: 'shop', version: 1 },
      { event: 'published', device: 'till-1', revision: 1, secrets: ['db'] },
      { event: 'published', device: 'till-2', revision: 1, secrets: ['db'] },
    ])
    expect(code).toBe(0)
    expect(await given('till-1', one)).toEqual({ revision: 1, values: { db: VALUE } })
    expect(await given('till-2', two)).toEqual({ revision: 1, values: { db: VALUE } })
    await expect(given('till-1', two)).rejects.toMatchObject({ code: 'HF_SECRET_UNREADABLE' })
    await expect(desk.retained(deviceTopics('press-1').secrets, 2_000)).rejects.toThrow('nothing is retained')

    const shown = [out, err, (await secrets('list')).out, (await secrets('sync')).out]
    for (const text of shown) expect(text).not.toContain(VALUE)
    const files = (await readdir(desk.path('store'), { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    )
    expect(files.length).toBeGreaterThan(2)
    for (const { parentPath, name } of files) {
      const content = await readFile(join(parentPath, name))
      expect([name, content.includes(VALUE), content.includes(Buffer.from(VALUE).toString('base64'))]).toEqual([
        name,
        false,
        false,
      ])
    }
    const message = Buffer.from(await desk.retained(deviceTopics('till-1').secrets))
    expect(message.includes(VALUE)).toBe(false)
  })

  it('rotates: a new version of the one, and who has it is what the device says', async () => {
    const key = newKey()
    await registrarKnows('till-1', key)
    await desk.write('api.key', 'k1')
    await secrets('set api --fleet shop --file api.key')
    await secrets('set db --fleet shop', 'one')
    const { lines } = await secrets('set db --fleet shop --json', 'two')
    expect(lines[0]).toMatchObject({ name: 'db', version: 2 })
    expect(await given('till-1', key)).toEqual({ revision: 3, values: { api: 'k1', db: 'two' } })
    const till = await desk.device('till-1', 'shop')
    await till.reports({ secretsRevision: 2, encryptionKey: rawKeyOf(key) })
    const state = async () => (await secrets('list --json')).lines.map(({ name, devices }) => ({ name, devices }))
    expect(await state()).toEqual([
      { name: 'api', devices: [{ device: 'till-1', state: 'sent' }] },
      { name: 'db', devices: [{ device: 'till-1', state: 'sent' }] },
    ])
    await till.reports({ secretsRevision: 3, encryptionKey: rawKeyOf(key) })
    expect((await state())[1]).toEqual({ name: 'db', devices: [{ device: 'till-1', state: 'held' }] })
    expect((await secrets('list')).out).toMatch(/db +fleet shop +2 +\S+ +1\/1 +-/)
  })

  it("gives sync's newcomers all of it, and seals anew to a key that is another, and to nobody else", async () => {
    const [one, two] = [newKey(), newKey()]
    await registrarKnows('till-1', one)
    await registrarKnows('till-2', two)
    await secrets('set db --fleet shop')
    expect((await secrets('sync --json')).lines).toEqual([
      { event: 'up to date', device: 'till-1' },
      { event: 'up to date', device: 'till-2' },
    ])
    const [late, next] = [newKey(), newKey()]
    await registrarKnows('till-3', late)
    await registrarKnows('till-2', next)
    expect((await secrets('list')).out).toContain('till-2 (sync) till-3 (sync)')
    expect((await secrets('sync --json')).lines).toMatchObject([
      { event: 'published', device: 'till-2', revision: 2 },
      { event: 'published', device: 'till-3', revision: 1 },
      { event: 'up to date', device: 'till-1' },
    ])
    expect((await given('till-3', late)).values).toEqual({ db: VALUE })
    expect((await given('till-2', next)).values).toEqual({ db: VALUE })
  })

  it("has a device's own go over its fleet's; removing that brings the fleet's back, removing both leaves none", async () => {
    const key = newKey()
    await registrarKnows('till-1', key)
    await secrets('set db --fleet shop', 'of all')
    await secrets('set db --device till-1', 'its own')
    expect(await given('till-1', key)).toEqual({ revision: 2, values: { db: 'its own' } })
    await secrets('remove db --device till-1')
    expect(await given('till-1', key)).toEqual({ revision: 3, values: { db: 'of all' } })
    expect((await secrets('remove db --fleet shop')).out).toContain('till-1: sent none (revision 4)')
    expect(await given('till-1', key)).toEqual({ revision: 4, values: {} })
    expect((await secrets('list')).err).toContain('no secrets')
    expect(await secrets('remove db --fleet shop')).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_SECRET_UNKNOWN') as string,
    })
    const { lines } = await secrets('set db --fleet shop --json', 'again')
    expect(lines[0]).toMatchObject({ version: 2 })
  })

  it('seals to no key that only the broker tells of, until an operator has compared it', async () => {
    const key = newKey()
    const till = await desk.device('till-9', 'shop')
    await till.reports({ encryptionKey: rawKeyOf(key) })
    const { code, lines } = await desk.run('secrets set db --fleet shop --store store --json', { input: bytes(VALUE) })
    expect([code, lines[1]]).toEqual([1, { event: 'skipped', device: 'till-9', ...unknownKey }])
    await expect(desk.retained(deviceTopics('till-9').secrets, 2_000)).rejects.toThrow('nothing is retained')
    const wrong = await desk.run('secrets trust till-9 0000-0000-0000-0000 --store store')
    expect([wrong.code, wrong.err]).toEqual([1, expect.stringContaining('HF_SECRET_KEY_UNKNOWN')])
    const fingerprint = encryptionFingerprint(rawKeyOf(key)).toLowerCase()
    expect((await desk.run(`secrets trust till-9 ${fingerprint} --store store`)).code).toBe(0)
    // From now on another key in the report changes nothing.
    await till.reports({ encryptionKey: rawKeyOf(newKey()) })
    expect((await desk.run('secrets sync --store store')).code).toBe(0)
    expect((await given('till-9', key)).values).toEqual({ db: VALUE })
  })

  it('publishes again what a broker has lost, put back or forged, above all that was there', async () => {
    const key = newKey()
    await registrarKnows('till-1', key)
    await secrets('set db --fleet shop', 'one')
    const { secrets: topic } = deviceTopics('till-1')
    const old = await desk.retained(topic)
    await secrets('set db --fleet shop', 'two')
    for (const [stands, revision] of [
      [old, 3],
      [new Uint8Array(), 4],
      [bytes('rubbish'), 5],
    ] as const) {
      await desk.publish(topic, stands)
      expect((await secrets('sync')).code).toBe(0)
      expect(await given('till-1', key)).toEqual({ revision, values: { db: 'two' } })
    }
    // A store that was lost goes on above what the device says, unless that is made up.
    const till = await desk.device('till-1', 'shop')
    await till.reports({ secretsRevision: 2 ** 52, encryptionKey: rawKeyOf(key) })
    await desk.run('secrets set db --fleet shop --store another --data registrar', { input: bytes('three') })
    expect(await revisionOnBroker('till-1')).toBe(6)
  })

  it('clears the topic of a device whose identity was taken back', async () => {
    const key = newKey()
    await registrarKnows('till-1', key)
    await secrets('set db --fleet shop')
    await registrarKnows('till-1', key, { state: 'revoked', revokedMs: 1 })
    expect((await secrets('sync --json')).lines).toEqual([{ event: 'cleared', device: 'till-1' }])
    await expect(desk.retained(deviceTopics('till-1').secrets, 2_000)).rejects.toThrow('nothing is retained')
  })

  it('lets a device whose key is none keep nobody else from theirs', async () => {
    const key = newKey()
    await registrarKnows('till-0', new Uint8Array(32))
    await registrarKnows('till-1', key)
    const { code, out } = await secrets('set db --fleet shop')
    expect([code, out]).toEqual([1, expect.stringContaining('till-0: HF_SECRET_KEY_UNKNOWN')])
    expect((await given('till-1', key)).values).toEqual({ db: VALUE })
  })

  it('keeps its key encrypted where a passphrase is given, and opens nothing without it', async () => {
    await registrarKnows('till-1', newKey())
    await desk.write('phrase', 'open sesame\n')
    await secrets('set db --fleet shop --passphrase-file phrase')
    const path = desk.path('store/store.key')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(await readFile(path, 'utf8')).toContain('BEGIN ENCRYPTED PRIVATE KEY')
    await registrarKnows('till-2', newKey())
    const { code, err } = await secrets('sync')
    expect([code, err]).toEqual([1, expect.stringContaining('HF_KEY_INVALID')])
    expect((await secrets('sync --passphrase-file phrase')).code).toBe(0)
  })

  it('says which key it lacks when the store is there and its key is not', async () => {
    await registrarKnows('till-1', newKey())
    await secrets('set db --fleet shop')
    const { code, err } = await secrets('set db --fleet shop --store-key elsewhere.key')
    expect([code, err]).toEqual([1, expect.stringContaining('elsewhere.key: does not exist')])
    await writeFile(desk.path('wrong.key'), newKey().export({ format: 'pem', type: 'pkcs8' }))
    await registrarKnows('till-2', newKey())
    expect((await secrets('sync --store-key wrong.key')).out).toContain('till-2: HF_SECRET_UNREADABLE')
  })

  it.each([
    ['set db', 'HF_USAGE --fleet: or --device is needed'],
    ['set ../db --fleet shop', 'HF_USAGE "../db" is not the name of a secret'],
    ['set db value --fleet shop', 'HF_USAGE "set db value" is not one of'],
    ['set db --fleet shop --device till-1', 'HF_USAGE --fleet: and --device do not go together'],
    ['list --file x', 'HF_USAGE --file: goes with set alone'],
    ['sync --every 10ms', 'HF_USAGE --every: is less than a second'],
    ['steal db --fleet shop', 'HF_USAGE "steal db" is not one of'],
  ])('refuses: %s', async (line, expected) => {
    const { code, err } = await secrets(line)
    expect(err.replaceAll('\n', ' ').replace(/^error: /, '')).toContain(expected.replace('HF_USAGE ', ''))
    expect(code).toBe(2)
  })

  it.each([
    ['', 'is empty'],
    ['x'.repeat(64 * 1024 + 1), 'has 65537 bytes of at most 65536'],
  ])('refuses a value that none is', async (value, why) => {
    const { code, err } = await secrets('set db --fleet shop', value)
    expect([code, err.includes('HF_SECRET_INVALID'), err.includes(why)]).toEqual([1, true, true])
  })

  it('goes on looking with --every, and serves whoever comes meanwhile', async () => {
    await registrarKnows('till-1', newKey())
    await secrets('set db --fleet shop')
    const stop = new AbortController()
    const running = desk.run(`secrets sync --every 1s --json ${STORE}`, { interrupt: stop.signal })
    const late = newKey()
    await registrarKnows('till-2', late)
    try {
      await expect.poll(() => given('till-2', late).catch(() => null)).not.toBeNull()
    } finally {
      stop.abort()
    }
    expect((await running).code).toBe(0)
  })
})

const unknownKey = { code: 'HF_SECRET_KEY_UNKNOWN', message: 'nobody vouches for its key' }
