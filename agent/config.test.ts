import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { describe, expect, it } from 'vitest'
import { formatPrivateKey, formatPublicKey, generateKey } from '../protocol/keys.ts'
import { parseConfig, readConfig } from './config.ts'

const release = generateKey('release')
const good = {
  device: 'press-7',
  fleet: 'plant-a',
  broker: { url: 'mqtt://broker.example' },
  trustedKeys: [formatPublicKey(release), formatPublicKey(generateKey('rollout'))],
  dataDir: 'data',
  engine: { socket: '/run/docker.sock' },
}
const parse = (config: unknown) => parseConfig(JSON.stringify(config, null, 2), '/etc/holdfast/agent.json')

const { device: _, fleet: __, broker: ___, ...unnamed } = good
const claim = { url: 'mqtts://broker.example:8884', username: 'claim', passwordFile: 'password', caFile: 'ca.pem' }

describe('a configuration of a device that claims its identity', () => {
  it.each([
    ['a token', { tokenFile: 'token' }, { kind: 'token', tokenFile: '/etc/holdfast/token' }],
    [
      'a serial with its code',
      { serial: 'SN-1', codeFile: '/run/code' },
      { kind: 'serial', serial: 'SN-1', codeFile: '/run/code' },
    ],
    ['its word and a serial for people', { serial: 'SN-1' }, { kind: 'approval', serial: 'SN-1' }],
    ['nothing but its word', {}, { kind: 'approval', serial: '' }],
  ])('is read, with %s', (_, proof, credential) => {
    const config = parse({
      ...unnamed,
      claim: { ...claim, ...proof, authorityFile: 'authority.pem', fleet: 'plant-a' },
    })
    expect(config).not.toHaveProperty('broker')
    expect(config.claim).toMatchObject({
      url: claim.url,
      passwordFile: '/etc/holdfast/password',
      credential,
      authorityFile: '/etc/holdfast/authority.pem',
      device: '',
      fleet: 'plant-a',
    })
  })

  it.each([
    ['a name beside', { ...unnamed, device: 'd', claim }, 'device is decided by the registrar'],
    ['a broker beside', { ...unnamed, broker: good.broker, claim }, 'broker is decided by the registrar'],
    ['a broker without TLS', { ...unnamed, claim: { url: 'mqtt://b' } }, 'claim.url is not "mqtts://'],
    ['two proofs', { ...unnamed, claim: { ...claim, tokenFile: 't', codeFile: 'c' } }, 'claim.codeFile is one proof'],
    ['a code for no serial', { ...unnamed, claim: { ...claim, codeFile: 'c' } }, 'claim.codeFile is of no use'],
    ['a typo', { ...unnamed, claim: { ...claim, tokenfile: 't' } }, 'did you mean "tokenFile"?'],
    ['neither', unnamed, 'device is missing'],
  ])('is refused: %s', (_, config, message) => {
    expect(() => parse(config)).toThrow(
      expect.objectContaining({ code: 'HF_CONFIG_INVALID', message: expect.stringContaining(message) }),
    )
  })
})

describe('a configuration', () => {
  it('is read, with defaults, and paths from its own folder', () => {
    expect(parse(good)).toMatchObject({
      device: 'press-7',
      broker: { url: 'mqtt://broker.example', protocol: 'auto' },
      trustedKeys: [{ id: release.id, role: 'release' }, { role: 'rollout' }],
      dataDir: '/etc/holdfast/data',
      engine: { socket: '/run/docker.sock' },
      localApi: { runDir: '/etc/holdfast/data/run', listen: null },
      operatorSocket: null,
      deviceType: '',
      logLevel: 'info',
    })
    expect(parse({ ...good, localApi: { runDir: 'run', listen: '172.17.0.1:48480' } })).toMatchObject({
      localApi: { runDir: '/etc/holdfast/run', listen: { host: '172.17.0.1', port: 48_480 } },
    })
    const broker = { url: 'mqtts://b', username: 'u', passwordFile: 'p', caFile: '/ca', protocol: '3.1.1' }
    expect(parse({ ...good, broker, engine: undefined, deviceType: 'press', logLevel: 'debug' })).toMatchObject({
      broker: { ...broker, passwordFile: '/etc/holdfast/p' },
      engine: { socket: '/var/run/docker.sock' },
      deviceType: 'press',
      logLevel: 'debug',
    })
  })

  it.each([
    ['a key with a typo', { ...good, logLvel: 'info' }, 'logLvel is not a key; did you mean "logLevel"?', /:15:3$/],
    [
      'a key with a typo inside',
      { ...good, broker: { url: 'mqtt://b', protcol: '5' } },
      'broker.protcol is not a key; did you mean "protocol"?',
      /:6:5$/,
    ],
    [
      'a needed key with a typo',
      { ...good, device: undefined, devise: 'x' },
      'devise is not a key; did you mean "device"?',
      /:14:3$/,
    ],
    ['a key that is like none', { ...good, zebra: 1 }, 'zebra is not a key; known keys are engine', /:15:3$/],
    ['a missing key', { ...good, fleet: undefined }, 'fleet is missing', /:1:1$/],
    ['a missing key inside', { ...good, broker: {} }, 'broker.url is missing', /:4:13$/],
    [
      'an address for everybody',
      { ...good, localApi: { listen: '0.0.0.0:48480' } },
      'localApi.listen would be open to every network',
      /:16:15$/,
    ],
    ['a number for a name', { ...good, device: 7 }, 'device is not a string', /:2:13$/],
    ['an empty name', { ...good, device: '' }, 'device is empty', /:2:13$/],
    ['a name with a wildcard', { ...good, device: 'a/#' }, 'device "a/#" cannot be the name of a device', /:2:13$/],
    [
      'a URL of something else',
      { ...good, broker: { url: 'http://b' } },
      'broker.url is not "mqtt://host:port"',
      /:5:12$/,
    ],
    [
      'a password in the URL',
      { ...good, broker: { url: 'mqtt://u:hunter2@b' } },
      'use "username" and "passwordFile"',
      /:5:12$/,
    ],
    [
      'an unknown protocol',
      { ...good, broker: { url: 'mqtt://b', protocol: '4' } },
      'broker.protocol is not one of "auto", "5", "3.1.1"',
      /:6:17$/,
    ],
    ['an unknown level', { ...good, logLevel: 'loud' }, 'logLevel is not one of "debug"', /:15:15$/],
    [
      'a budget of no class',
      { ...good, byteBudgets: [{ class: 'video' }] },
      'byteBudgets[0].class is not one of "all"',
      /:17:16$/,
    ],
    [
      'a budget of less than nothing',
      { ...good, byteBudgets: [{ dayBytes: -1 }] },
      'byteBudgets[0].dayBytes is not a whole',
      /:17:19$/,
    ],
    [
      'a budget for no link',
      { ...good, byteBudgets: [{ link: 'A B' }] },
      'byteBudgets[0].link is wrong: the link',
      /:17:15$/,
    ],
    ['a fetch by no way', { ...good, content: { by: 'post' } }, 'content.by is not one of "store", "pull"', /:16:11$/],
    ['a proxy with a path', { ...good, content: { proxy: 'http://p/x' } }, 'content.proxy is not "http://"', /:16:14$/],
    [
      'a registry that is none',
      { ...good, content: { registries: [{ host: 'https://r' }] } },
      'content.registries[0].host is not a host',
      /:18:17$/,
    ],
    [
      'a user without a password',
      { ...good, content: { registries: [{ host: 'r', username: 'me' }] } },
      'content.registries[0].username is of no use without "passwordFile"',
      /:19:21$/,
    ],
    [
      'neighbours without a store',
      { ...good, content: { neighbours: { discover: true } } },
      'content.neighbours is of no use without "by": "store"',
      /:16:19$/,
    ],
    [
      'neighbours that are none',
      { ...good, content: { by: 'store', neighbours: { discover: false } } },
      'content.neighbours.listen is missing',
      /:17:19$/,
    ],
    [
      'a neighbour without a port',
      { ...good, content: { by: 'store', neighbours: { peers: ['192.168.7.3'] } } },
      'content.neighbours.peers[0] is not an address and a port',
      /:19:9$/,
    ],
    ['a link of no kind', { ...good, link: { type: 'pigeon' } }, 'link.type is not one of "ethernet"', /:16:13$/],
    ['a word for a flag', { ...good, link: { metered: 'yes' } }, 'link.metered is neither true nor false', /:16:16$/],
    ['no keys', { ...good, trustedKeys: [] }, 'trustedKeys is empty', /:7:18$/],
    ['keys that are no list', { ...good, trustedKeys: 'x' }, 'trustedKeys is not a list', /:7:18$/],
    ['a key that is none', { ...good, trustedKeys: ['x'] }, 'trustedKeys[0] is not a line', /:8:5$/],
    ['no release key', { ...good, trustedKeys: [good.trustedKeys[1]] }, 'trustedKeys holds no release key', /:7:18$/],
    [
      'a CA without TLS',
      { ...good, broker: { url: 'mqtt://b', caFile: 'ca' } },
      'broker.caFile is of no use',
      /:6:15$/,
    ],
    [
      'a password for nobody',
      { ...good, broker: { url: 'mqtt://b', passwordFile: 'p' } },
      'broker.passwordFile is of no use',
      /:6:21$/,
    ],
    ['a list', [], 'the configuration is not an object', /:1:1$/],
  ])('is refused with the place: %s', (_, config, message, place) => {
    expect(() => parse(config)).toThrow(
      expect.objectContaining({
        code: 'HF_CONFIG_INVALID',
        message: expect.stringContaining(message),
        place: expect.stringMatching(place),
      }),
    )
  })

  it.each([
    ['a private key among the trusted ones', { ...good, trustedKeys: [formatPrivateKey(release)] }],
    ['a password in the URL', { ...good, broker: { url: `mqtt://u:${formatPrivateKey(release).split(' ')[1]}@b` } }],
  ])('is refused without repeating the secret: %s', (_, config) => {
    const secret = formatPrivateKey(release).split(' ')[1] as string
    let message = ''
    try {
      parse(config)
    } catch (error) {
      message = String(error)
    }
    expect(message).toMatch(/agent\.json:\d+:\d+/)
    expect(message).not.toContain(secret)
  })

  it('is refused where the JSON is broken', () => {
    expect(() => parseConfig('{\n  "device": "x"\n  "fleet": "y"\n}', 'agent.json')).toThrow(
      expect.objectContaining({ code: 'HF_CONFIG_INVALID', place: 'agent.json:3:3' }),
    )
  })

  it('is read from a file, or the file is said to be unreadable', async () => {
    const dir = await mkdtemp(`${tmpdir()}/hf-config-`)
    await writeFile(`${dir}/agent.json`, JSON.stringify(good))
    expect(await readConfig(`${dir}/agent.json`)).toMatchObject({ dataDir: `${dir}/data` })
    await rm(dir, { recursive: true })
    await expect(readConfig(`${dir}/agent.json`)).rejects.toMatchObject({ code: 'HF_FILE_UNREADABLE' })
  })
})

describe('the network', () => {
  it('is looked at, and changed where somebody is there who can; probes only where they are configured', () => {
    expect(parse(good).network).toEqual({ manager: 'auto', probe: undefined })
    const network = { manager: 'none', probe: { url: 'http://probe.example/empty' } }
    expect(parse({ ...good, network }).network).toEqual({
      manager: 'none',
      probe: { url: 'http://probe.example/empty', status: 204, everyMs: 300_000 },
    })
  })

  it.each([
    [{ manager: 'ifupdown' }, 'network.manager is not one of'],
    [{ probe: { url: 'https://probe.example' } }, 'network.probe.url is not "http'],
    [{ probe: { url: 'http://probe.example', everySeconds: 1 } }, 'network.probe.everySeconds is less than 10'],
  ])('%j is refused', (network, message) => {
    expect(() => parse({ ...good, network })).toThrow(
      expect.objectContaining({ code: 'HF_CONFIG_INVALID', message: expect.stringContaining(message) }),
    )
  })
})

describe('neighbours', () => {
  it('are those that are named, or are found; without a word of them there are none', () => {
    const neighbours = { listen: '192.168.7.2:48482', peers: ['192.168.7.3:48482', '[fd00::3]:48482'], discover: true }
    expect(parse({ ...good, content: { by: 'store', neighbours } }).content.neighbours).toEqual({
      listen: { host: '192.168.7.2', port: 48_482 },
      peers: ['192.168.7.3:48482', '[fd00::3]:48482'],
      discover: true,
      bytesPerSecond: 0,
      keepBytes: 1024 ** 3,
    })
    expect(parse({ ...good, content: { by: 'store' } }).content.neighbours).toBeNull()
    expect(parse(good).content.neighbours).toBeNull()
  })
})

describe('what bytes may be spent', () => {
  const byteBudgets = [{ class: 'content', link: 'cellular', dayBytes: 20_000_000 }, { monthBytes: 1_000_000_000 }]

  it('is read, and over which link; without a word of it nothing is limited', () => {
    const config = parse({ ...good, link: { type: 'cellular' }, byteBudgets })
    expect(config.byteBudgets).toEqual([
      { class: 'content', link: 'cellular', dayBytes: 20_000_000, monthBytes: 0 },
      { class: 'all', link: '', dayBytes: 0, monthBytes: 1_000_000_000 },
    ])
    expect(config.link).toEqual({ type: 'cellular', metered: true })
    expect(parse({ ...good, link: { type: 'wifi', metered: true } }).link).toEqual({ type: 'wifi', metered: true })
    expect(parse(good)).toMatchObject({ byteBudgets: [], link: undefined })
  })
})

describe('several brokers', () => {
  const { broker: _, ...brokerless } = good
  const brokers = [
    { url: 'mqtts://one', username: 'u', passwordFile: 'p' },
    { url: 'wss://two/mqtt', caFile: 'ca.pem', proxy: { url: 'http://p:3128', username: 'w', passwordFile: 'w' } },
    { url: 'mqtt://three', proxy: { url: 'none' } },
  ]

  it('are read in their order, each with its own user, certificates and proxy', () => {
    const proxy = { url: 'socks5h://gate:1080' }
    const config = parse({ ...brokerless, brokers, proxy })
    expect(config).toMatchObject({
      broker: {
        url: 'mqtts://one',
        passwordFile: '/etc/holdfast/p',
        proxy: { kind: 'socks5', host: 'gate', port: 1080 },
      },
      others: [
        { caFile: '/etc/holdfast/ca.pem', proxy: { kind: 'http', username: 'w', passwordFile: '/etc/holdfast/w' } },
        { url: 'mqtt://three', proxy: 'none' },
      ],
    })
    expect(parse(good)).toMatchObject({ others: [], broker: { proxy: undefined } })
  })

  it('are where a device goes by its certificate, beside the one that its registrar names', () => {
    const config = parse({ ...unnamed, claim: { ...claim, brokers: [{ url: 'wss://two/mqtt' }] } })
    expect(config.claim).toMatchObject({ others: [{ url: 'wss://two/mqtt' }] })
  })

  it.each([
    ['one beside them', { ...good, brokers }, 'brokers is a list of them all'],
    [
      'a typo in one',
      { ...brokerless, brokers: [{ url: 'mqtt://a' }, { url: 'mqtt://b', usr: 'x' }] },
      'brokers[1].usr',
    ],
    ['no list', { ...brokerless, brokers: {} }, 'brokers is not a list'],
    ['none', { ...brokerless, brokers: [] }, 'broker is missing'],
    [
      'a claim without TLS',
      { ...unnamed, claim: { ...claim, brokers: [{ url: 'mqtt://b' }] } },
      'claim.brokers holds one',
    ],
    ['a proxy of another kind', { ...good, proxy: { url: 'ftp://p' } }, 'proxy.url is not "http://host:port"'],
    ['a login in it', { ...good, proxy: { url: 'http://u:hunter2@p' } }, 'proxy.url holds a user or a password'],
    ['a user for no proxy', { ...good, proxy: { url: 'none', username: 'u' } }, 'proxy.username is of no use'],
    [
      'a keepalive the wrong way round',
      { ...good, keepalive: { leastSeconds: 60, mostSeconds: 30 } },
      'keepalive.mostSeconds',
    ],
    ['one that would never rest', { ...good, keepalive: { leastSeconds: 1 } }, 'keepalive.leastSeconds is less than 5'],
  ])('are refused: %s', (_, config, message) => {
    let said = ''
    try {
      parse(config)
    } catch (error) {
      said = String(error)
    }
    expect(said).toContain(message)
    expect(said).not.toContain('hunter2')
  })

  it('are asked as seldom as the configuration says', () => {
    expect(parse({ ...good, keepalive: { mostSeconds: 30 } })).toMatchObject({
      keepalive: { leastMs: 20_000, startMs: 30_000, mostMs: 30_000 },
    })
    expect(parse(good)).toMatchObject({ keepalive: undefined })
  })
})
