/** The commands of provisioning on data that no registrar runs on. */
import { mkdir, rename, stat, symlink } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openOwnAuthority } from '../registrar/own-authority.ts'
import { Registrar } from '../registrar/registrar.ts'
import { RegistryStore } from '../registrar/registry-store.ts'
import { FakeClaimant } from '../registrar/testing.ts'
import { Desk } from '../testing.ts'

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
})
afterEach(() => desk.clear())

/** Of a registrar that has been started once. */
async function begun(): Promise<void> {
  await mkdir(desk.path('data'))
  await openOwnAuthority({ directory: desk.path('data') }, Date.now())
}

/** Claims that came, before the registrar ended. */
async function claimed(...claims: readonly (readonly [FakeClaimant, Uint8Array])[]): Promise<void> {
  const data = desk.path('data')
  const store = await RegistryStore.open(data)
  const registrar = new Registrar({
    store,
    authority: await openOwnAuthority({ directory: data }, Date.now()),
    publish: async () => {},
    refreshAccess: async () => {},
    kick: async () => {},
    log: () => {},
    onBroken: (error) => {
      throw error
    },
    now: Date.now,
    brokerUrl: '',
  })
  for (const [device, claim] of claims) await registrar.claim(device.id, claim)
  await store.close()
}

describe('holdfast tokens', () => {
  it('makes a token, shows its secret once, and lists it without', async () => {
    await begun()
    const made = await desk.run('tokens create --fleet shop --uses 3 --for 2h --data data')
    expect(made).toMatchObject({ code: 0, out: expect.stringMatching(/^hft_[\w-]{11}_[\w-]{22}\n$/) as string })
    const secret = made.out.trim().slice(16)
    const listed = await desk.run('tokens list --data data')
    expect(listed.out).toMatch(/shop {3}0\/3 {3}\S+ {2}good/)
    expect(listed.out + (await desk.run('tokens list --json --data data')).out).not.toContain(secret)
    await desk.run(`tokens revoke ${made.out.slice(4, 15)} --data data`)
    expect((await desk.run('tokens list --json --data data')).lines).toMatchObject([{ revoked: true, uses: 3 }])
  })

  it.each([
    ['tokens create --data data', '--fleet: is needed'],
    ['tokens create --fleet f --for 0s --data data', '--for: 0s is less than 1m'],
    ['tokens create --fleet f --for 9999999d --data data', '--for: 9999999d is more than 3650d'],
    ['tokens create --fleet a/b --data data', 'cannot be the name of a fleet'],
    ['tokens create --fleet f --uses 0 --data data', 'is not a whole number from 1'],
    ['tokens revoke --data data', 'needs the id of a token'],
    ['tokens create x --fleet f --data data', 'needs the id of a token'],
    ['devices approve --data data', 'needs a word behind it'],
    ['devices aprove x --data data', '"aprove" is not one of'],
    ['serials import --data data', 'needs a file'],
    ['broker config nats --out x --host y', '"nats" is not "mosquitto"'],
    ['broker config mosquitto --out x', '--host: is needed'],
    ['broker config mosquitto --out x --host h --claims-port 99999', '--claims-port: "99999" is not a whole number'],
    ['broker config mosquitto --out x --host h --claims-port 0', 'from 1 to 65535'],
    ['broker config mosquitto --out x --host h --claims-port 8883', '--claims-port: 8883 is the port for devices'],
    ['broker config mosquitto --out x --host h --devices-port 1885', '--devices-port: 1885 is the port for bridge'],
    ['broker config mosquitto --out x --host 999.1.1.1', '--host: "999.1.1.1" is no name and no address'],
    ['broker config mosquitto --out x --host a:b', '--host: "a:b" is no name'],
    ['broker config mosquitto --out x --host h --bind 1.2.3', '--bind: "1.2.3" is no name'],
    ['registrar adit', '"adit" is not "init" or "audit"'],
    ['registrar --reload x', '--broker-files: is needed with --reload'],
    ['registrar --authority-command x', '--authority-command: needs the other'],
    [`registrar --device-broker mqtts://h/${'/'.repeat(1024)}`, '--device-broker: has more than 1024 characters'],
  ])('%s is not understood', async (line, why) => {
    expect(await desk.run(line)).toMatchObject({ code: 2, err: expect.stringContaining(why) as string })
  })
})

describe('holdfast devices', () => {
  it('shows who waits, approves by the first digits, and says that nobody acts on it yet', async () => {
    const device = await FakeClaimant.make()
    const steering = `${String.fromCharCode(27)}[2J`
    await claimed([device, device.byApproval({ device: 'till-1', approval: { serial: `board ${steering}` } })])
    const listed = await desk.run('devices --data data')
    expect(listed.out).toContain(device.id.slice(0, 4).toUpperCase())
    expect(listed.out).not.toContain(steering)
    const approved = await desk.run(`devices approve ${device.id.slice(0, 6)} --fleet shop --data data`)
    expect(approved).toMatchObject({ code: 0, err: expect.stringContaining('no registrar runs') as string })
    await claimed([device, device.byApproval({ device: 'till-1' })])
    expect((await desk.run('devices -o wide --data data')).out).toMatch(
      /^DEVICE .*TAGS +ENROLLED +RENEWED +BY +FINGERPRINT\n.* \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ +\S+ +\S+ +[0-9A-Fa-f]{4}/,
    )
    expect((await desk.run('devices --json --data data')).lines).toMatchObject([
      { event: 'device', name: 'till-1', fleet: 'shop', state: 'active', via: 'approval' },
    ])
  })

  it('lists, tags, revokes and forgets', async () => {
    await begun()
    const token = (await desk.run('tokens create --fleet shop --data data')).out.trim()
    const device = await FakeClaimant.make()
    await claimed([device, device.byToken(token, { device: 'till-1' })])
    expect((await desk.run('devices tag till-1 north cashier --data data')).out).toBe('till-1: cashier north\n')
    expect((await desk.run('devices --data data')).out).toMatch(
      /till-1 {2}shop {3}active {2}- {5}ends in 89d {2}token {2}cashier north/,
    )
    for (const bad of ['a\nb', ' a', '\u2028', '', 'a'.repeat(129)])
      expect(await desk.run(['devices', 'tag', 'till-1', bad, '--data', 'data'])).toMatchObject({
        code: 2,
        err: expect.stringContaining('tag: ') as string,
      })
    expect((await desk.run('devices forget till-1 --data data')).err).toContain('HF_NAME_TAKEN')
    expect((await desk.run('devices revoke till-1 --data data')).code).toBe(0)
    expect((await desk.run('devices --fleet shop --data data')).out).toContain('revoked')
    expect((await desk.run('devices --fleet bank --data data')).out).toBe('no devices\n')
    expect((await desk.run('devices forget till-1 --data data')).code).toBe(0)
    expect((await desk.run('devices revoke till-1 --data data')).err).toContain('HF_DEVICE_UNKNOWN')
    const audit = (await desk.run('registrar audit --json --data data')).lines.map(({ event }) => event)
    expect(audit).toEqual(['token made', 'enrolled', 'tagged', 'revoked', 'forgotten'])
  })

  it('finds no claim by too few digits, nor by a word that is none', async () => {
    const device = await FakeClaimant.make()
    await claimed([device, device.byApproval()])
    for (const word of [device.id.slice(0, 3), 'zzzz', 'till-1'])
      expect((await desk.run(`devices reject ${word} --data data`)).err).toContain('HF_CLAIM_UNKNOWN')
  })
})

describe('holdfast serials and broker', () => {
  it('imports a list, whole or not at all', async () => {
    await begun()
    await desk.write('good.csv', 'S1,12345678,shop\nS2,12345678\n')
    await desk.write('bad.csv', 'S3,12345678\nS4,short\n')
    expect((await desk.run('serials import good.csv --data data')).out).toBe('2 serials imported\n')
    expect((await desk.run('serials import bad.csv --data data')).err).toContain('bad.csv:2')
    const { lines } = await desk.run('serials list --json --data data')
    expect(lines.map(({ serial }) => serial)).toEqual(['S1', 'S2'])
    expect(JSON.stringify(lines)).not.toContain('12345678')
  })

  it('writes nothing where the words are no names, and says which', async () => {
    const config = ['broker', 'config', 'mosquitto', '--host', 'h', '--data', 'data']
    for (const [flag, value] of [
      ['--bind', '0.0.0.0\nallow_anonymous true'],
      ['--state', 'x\nlistener 1'],
    ] as const)
      expect(await desk.run([...config, '--out', 'broker', flag, value])).toMatchObject({
        code: 2,
        err: expect.stringContaining(`${flag}: `) as string,
      })
    await desk.write('file', '')
    for (const flags of [
      ['--out', 'file'],
      ['--out', 'broker', '--state', 'file/below'],
    ])
      expect(await desk.run([...config, ...flags])).toMatchObject({
        code: 1,
        err: expect.stringMatching(/HF_FILE_UNREADABLE.*file.*is no folder/s) as string,
      })
    for (const name of ['data', 'broker']) await expect(stat(desk.path(name))).rejects.toThrow('ENOENT')
  })

  it('keeps a password that is there, if it is one', async () => {
    await mkdir(desk.path('broker'))
    await desk.write('broker/bridge.password', 'one\nlistener 1\n')
    const line = 'broker config mosquitto --out broker --state state --host h --data data'
    expect((await desk.run(line)).err).toMatch(/HF_FILE_INVALID.*bridge.password: holds no password/s)
  })

  it('makes no data of a registrar where a directory was mistyped', async () => {
    await desk.write('good.csv', 'S1,12345678,shop\n')
    for (const line of [
      'devices',
      'devices revoke till-1',
      'devices tag till-1 x',
      'tokens list',
      'tokens create --fleet shop',
      'serials import good.csv',
      'tokens revoke x',
      'serials list',
      'registrar audit',
    ]) {
      const told = await desk.run(`${line} --data dtaa`)
      expect([line, told.code, told.err]).toEqual([
        line,
        1,
        expect.stringMatching(/HF_FILE_UNREADABLE.*dtaa: is no data of a registrar/s),
      ])
    }
    await expect(stat(desk.path('dtaa'))).rejects.toThrow('ENOENT')
  })

  it.each([
    ['its own', ''],
    ['an authority elsewhere', ' --authority-command cat --authority-file theirs.pem'],
  ])(
    'begins no second registrar where a directory was mistyped, with %s; the first one is begun once',
    async (_, authority) => {
      await mkdir(desk.path('theirs'))
      await openOwnAuthority({ directory: desk.path('theirs') }, Date.now())
      await rename(desk.path('theirs/authority.pem'), desk.path('theirs.pem'))
      const serve = (data: string) => desk.run(`registrar --data ${data} --broker mqtt://127.0.0.1:1${authority}`)
      const init = () => desk.run(`registrar init --data data${authority}`)
      expect((await init()).code).toBe(0)
      expect((await serve('data')).code).toBe(3)
      expect(await serve('dtaa')).toMatchObject({
        code: 1,
        err: expect.stringMatching(/HF_FILE_UNREADABLE.*dtaa: .*registrar init/s) as string,
      })
      await expect(stat(desk.path('dtaa'))).rejects.toThrow('ENOENT')
      expect(await init()).toMatchObject({
        code: 1,
        err: expect.stringMatching(/HF_FILE_UNREADABLE.*data: holds the data/s) as string,
      })
      expect((await desk.run('tokens create --fleet shop --data data')).code).toBe(0)
    },
  )

  it('tells a directory that cannot be looked into from one that is none of a registrar', async () => {
    await symlink('loop', desk.path('loop'))
    for (const line of ['registrar --broker mqtt://127.0.0.1:1', 'registrar init'])
      expect(await desk.run(`${line} --data loop`)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/HF_FILE_UNREADABLE\s+\S*loop: cannot be read \(ELOOP\)/) as string,
      })
  })

  it('makes no authority beside records that are those of another', async () => {
    await mkdir(desk.path('data'))
    await (await RegistryStore.open(desk.path('data'))).close()
    expect(await desk.run('registrar --data data --broker mqtt://127.0.0.1:1')).toMatchObject({
      code: 1,
      err: expect.stringMatching(/HF_FILE_UNREADABLE.*data: holds no authority.pem/s) as string,
    })
    await expect(stat(desk.path('data/authority.pem'))).rejects.toThrow('ENOENT')
  })

  it('says that a new authority was made, and where, each time that it was', async () => {
    expect((await desk.run('registrar init --data first')).out).toContain(desk.path('first/authority.pem'))
    const config = `broker config mosquitto --host h --data`
    expect((await desk.run(`${config} data --out a --state s`)).err).toContain('a new authority was made')
    expect((await desk.run(`${config} data --out b --state s`)).err).toBe('')
  })

  it('writes a configuration twice with the same passwords', async () => {
    const line = 'broker config mosquitto --out broker --state state --host broker.example --data data'
    expect((await desk.run(line)).code).toBe(0)
    const password = await stat(desk.path('broker/registrar.password'))
    expect(password.mode & 0o777).toBe(0o600)
    expect((await desk.run(line)).code).toBe(0)
    expect((await stat(desk.path('broker/registrar.password'))).mtimeMs).toBe(password.mtimeMs)
  })
})
