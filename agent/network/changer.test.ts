import { describe, expect, it, vi } from 'vitest'
import type { NetworkBackend, WantedNetwork } from '../../machines/network-backend.ts'
import type { NetworkChange, NetworkRef } from '../../machines/network-intent.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { secretsWanted } from '../../protocol/network-secrets.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { changerOn } from './changer.ts'
import { type KeptProxy, ProxyInForce } from './proxy-in-force.ts'
import { wishOf } from './wish.ts'

const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
const never = new AbortController().signal
const config: NetworkConfig = decode(
  KINDS.NetworkConfig,
  encode(KINDS.NetworkConfig, {
    links: [{ name: 'air', wifi: { ssid: 'shop', passphraseSecret: 'wifi' } }],
    trialMs: 60_000,
  }),
)
const change: NetworkChange = { ...wishOf('doc', config), attempts: 1, fault: null }
const REF: NetworkRef = change

async function rig(
  given: {
    configs?: Record<string, NetworkConfig>
    kept?: string | null
    address?: string | null
    keptProxy?: KeptProxy | 'damaged'
    confirmed?: NetworkRef
    /** The network's manager has gone. */
    isDead?: () => boolean
    /** The disk takes nothing. */
    isFull?: () => boolean
  } = {},
) {
  const clock = new VirtualClock()
  const calls: [string, WantedNetwork | null][] = []
  const backend: NetworkBackend = {
    read: async () => ({ answers: true, kept: given.kept ?? null }),
    apply: async (wanted, _ms, signal) => {
      calls.push(['apply', wanted])
      if (wanted.config.links[0]?.wifi?.passphrase === 'slow slow') await clock.sleep(3_600_000, signal)
    },
    keep: async (wanted) => void calls.push(['keep', wanted]),
    revert: async (to) => {
      if (given.isDead?.()) throw new HoldfastError('HF_NETWORK_UNAVAILABLE', 'nobody answers')
      calls.push(['revert', to])
    },
    steer: async () => {},
    carries: async (_, address) => address === '192.0.2.7',
  }
  const secrets: Record<string, string> = { wifi: 'a passphrase', gate: 'hunter2' }
  const written: (KeptProxy | null)[] = []
  const read = async () => given.keptProxy ?? null
  const write = async (one: KeptProxy | null) => {
    if (given.isFull?.()) throw new HoldfastError('HF_STORE_UNWRITABLE', 'full')
    written.push(one)
  }
  const proxy = await ProxyInForce.from({ read, write })
  const changer = changerOn({
    backend,
    clock,
    log,
    configIn: async (document) => (given.configs ?? { doc: config })[document] ?? null,
    secret: (name) => {
      const value = secrets[name]
      if (value === undefined) throw new HoldfastError('HF_SECRET_MISSING', 'is missing', { place: name })
      return value
    },
    localAddress: async () => (given.address === undefined ? '192.0.2.7' : given.address),
    proxy,
    confirmed: () => given.confirmed ?? null,
    rerouted: () => calls.push(['rerouted', null]),
    unsteered: () => {},
  })
  return { clock, changer, calls, secrets, proxy, written }
}

describe('a trial', () => {
  it('is of the configuration in the document, with its secrets filled in', async () => {
    const { changer, calls } = await rig()
    expect(secretsWanted(config)).toEqual(['wifi'])
    await changer.apply(change, null, never)
    expect(calls[0]?.[1]?.config.links[0]?.wifi).toMatchObject({ passphrase: 'a passphrase', passphraseSecret: '' })
  })

  it('has one budget: what coming up took is not there for the broker', async () => {
    const { clock, changer } = await rig()
    await changer.apply(change, null, never)
    await clock.advance(20_000)
    expect(changer.leftMs(change)).toBe(40_000)
  })

  it.each<[number, number[]]>([
    [1500, []],
    [1500, [0]],
    [576, [576]],
    [1500, [576, 0]],
    [9000, [1400, 9000]],
  ])('sends packets of %d bytes where its links say %j', async (bytes, mtus) => {
    const links = mtus.map((mtu, index) => ({ name: `l${index}`, ethernet: {}, mtu }))
    const own: NetworkConfig = decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, { links }))
    const { changer } = await rig({ configs: { doc: own } })
    expect(await changer.packetBytes({ ...wishOf('doc', own), attempts: 1, fault: null })).toBe(bytes)
  })

  it('that does not come up within it has failed', async () => {
    const { clock, changer, secrets } = await rig()
    secrets.wifi = 'slow slow'
    const applying = changer.apply(change, null, never)
    const failed = expect(applying).rejects.toMatchObject({ code: 'HF_NETWORK_FAILED' })
    await clock.advance(60_000)
    await failed
  })

  it('is nobody’s fault when a secret is missing, or the document is', async () => {
    const { changer, secrets } = await rig()
    delete secrets.wifi
    await expect(changer.apply(change, null, never)).rejects.toMatchObject({ code: 'HF_NETWORK_UNAVAILABLE' })
    const lost = (await rig({ configs: {} })).changer
    await expect(lost.apply(change, null, never)).rejects.toMatchObject({ code: 'HF_NETWORK_UNAVAILABLE' })
  })

  it('proves nothing when the broker is reached by another link', async () => {
    await (await rig()).changer.prove(change)
    await (await rig({ address: null })).changer.prove(change)
    await expect((await rig({ address: '198.51.100.7' })).changer.prove(change)).rejects.toMatchObject({
      code: 'HF_NETWORK_UNCONFIRMED',
    })
  })
})

describe('the way back', () => {
  it('is what was kept, or what was there before us', async () => {
    const { changer, calls } = await rig()
    await changer.revert(change, null)
    await changer.revert(change, REF)
    expect(calls).toMatchObject([
      ['revert', null],
      ['revert', { hash: change.hash, config: { links: [{ name: 'air' }] } }],
    ])
  })

  it('is found also when the document is lost', async () => {
    const kept = await rig({ configs: {}, kept: change.hash })
    await kept.changer.revert(change, REF)
    expect(kept.calls).toMatchObject([['revert', { hash: change.hash }]])
    const gone = await rig({ configs: {}, kept: null })
    await gone.changer.revert(change, REF)
    expect(gone.calls).toEqual([['revert', null]])
  })
})

describe('the proxy of a configuration', () => {
  const by = (url: string, more: object = {}): NetworkConfig => ({
    ...config,
    proxies: [{ url, username: '', password: '', passwordSecret: '', ...more }],
  })
  const login = { username: 'till', passwordSecret: 'gate' }
  const wrong = by('http://192.0.2.9:9')
  const right = by('socks5h://proxy.example:1080', login)
  const configs = { wrong, right, doc: config }
  const trialOf = (document: keyof typeof configs): NetworkChange => ({
    ...wishOf(document, configs[document]),
    attempts: 1,
    fault: null,
  })

  it('is in force from the trial on, with the password of its secret, and kept with the configuration', async () => {
    const { changer, proxy, written } = await rig({ configs })
    expect(proxy.current()).toBeNull()
    const trial = trialOf('right')
    await changer.apply(trial, null, never)
    const address = { kind: 'socks5', host: 'proxy.example', port: 1080, resolves: true }
    expect(proxy.current()).toMatchObject({ ...address, username: 'till', password: 'hunter2' })
    expect(written).toEqual([])
    await changer.keep(trial)
    expect(proxy.current()).toMatchObject(address)
    expect(written).toMatchObject([{ hash: trial.hash, url: 'socks5h://proxy.example:1080', password: 'hunter2' }])
  })

  it('is in force no more once it is gone back from, and what is connected is so anew', async () => {
    const keptProxy = { hash: trialOf('right').hash, url: 'http://192.0.2.3:1', username: '', password: '' }
    const { changer, proxy, calls, written } = await rig({ configs, keptProxy })
    expect(proxy.current()?.host).toBe('192.0.2.3')
    await changer.apply(trialOf('wrong'), trialOf('right'), never)
    expect(proxy.current()?.host).toBe('192.0.2.9')
    await changer.revert(trialOf('wrong'), trialOf('right'))
    expect(proxy.current()?.host).toBe('192.0.2.3')
    // Once at once, and once more when what was made meanwhile left by the trial's links.
    expect(calls.map(([what]) => what)).toEqual(['apply', 'rerouted', 'revert', 'rerouted'])
    expect(written).toEqual([])
  })

  it('is in force no more when nobody is there who could bring the network back', async () => {
    let isDead = false
    const { changer, proxy, calls } = await rig({ configs, isDead: () => isDead })
    await changer.apply(trialOf('wrong'), null, never)
    isDead = true
    const reverting = changer.revert(trialOf('wrong'), null)
    await expect(reverting).rejects.toMatchObject({ code: 'HF_NETWORK_UNAVAILABLE' })
    expect([proxy.current(), calls.at(-1)?.[0]]).toEqual([null, 'rerouted'])
  })

  it('is in force no more when the disk takes nothing', async () => {
    let isFull = true
    const keptProxy = { hash: 'before', url: 'http://192.0.2.3:1', username: '', password: '' }
    const { changer, proxy, written } = await rig({ configs, keptProxy, isFull: () => isFull })
    await changer.apply(trialOf('wrong'), null, never)
    await expect(changer.revert(trialOf('wrong'), null)).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE' })
    expect(proxy.current()?.host).toBe('192.0.2.3')
    isFull = false
    await changer.revert(trialOf('wrong'), null)
    expect([proxy.current(), written]).toEqual([null, [null]])
  })

  it('whose address leads nowhere is no trial at all, and never keeps the device from going back', async () => {
    const odd = by('http://10.9.0.1?x:3128')
    const { changer, proxy, calls } = await rig({ configs: { ...configs, odd } })
    const trial = { ...wishOf('odd', odd), attempts: 1, fault: null }
    await expect(changer.apply(trial, null, never)).rejects.toMatchObject({ code: 'HF_CONFIG_INVALID' })
    expect(proxy.current()).toBeNull()
    await changer.revert(trial, null)
    expect(calls.map(([what]) => what)).toEqual(['apply', 'revert'])
  })

  it('whose file is damaged is made again from the document and its secrets, at the first look', async () => {
    const confirmed = trialOf('right')
    const given = { configs, confirmed, kept: confirmed.hash, keptProxy: 'damaged' as const }
    const { changer, proxy, calls, written } = await rig(given)
    expect(await changer.read()).toEqual({ canChange: true, inForce: confirmed.hash })
    expect(proxy.current()).toMatchObject({ host: 'proxy.example', username: 'till', password: 'hunter2' })
    expect(written).toMatchObject([{ hash: confirmed.hash, password: 'hunter2' }])
    await changer.read()
    expect(calls).toEqual([['rerouted', null]])
  })

  it('that was confirmed before proxies counted is not in force, so that it is tried', async () => {
    const confirmed = trialOf('right')
    const never = await rig({ configs, confirmed, kept: confirmed.hash })
    expect(await never.changer.read()).toEqual({ canChange: true, inForce: null })
    expect([never.proxy.current(), never.written]).toEqual([null, []])
    const none = await rig({ configs, confirmed: change, kept: change.hash })
    expect(await none.changer.read()).toEqual({ canChange: true, inForce: change.hash })
  })

  it('is not made again while its secret is missing: what is kept stays so', async () => {
    const confirmed = trialOf('right')
    const { changer, proxy, secrets } = await rig({ configs, confirmed, kept: confirmed.hash, keptProxy: 'damaged' })
    delete secrets.gate
    expect(await changer.read()).toEqual({ canChange: true, inForce: confirmed.hash })
    expect(proxy.current()).toBeNull()
  })

  it('does not outlive its configuration, when that one cannot be read any more and is not kept', async () => {
    const keptProxy = { hash: trialOf('right').hash, url: 'http://192.0.2.3:1', username: '', password: '' }
    const { changer, proxy, written } = await rig({ configs: { doc: config }, keptProxy })
    await changer.revert(change, trialOf('right'))
    expect([proxy.current(), written]).toEqual([null, [null]])
  })

  it('is not in force when the network itself did not come up', async () => {
    const { changer, proxy, secrets } = await rig({ configs })
    delete secrets.gate
    await expect(changer.apply(trialOf('right'), null, never)).rejects.toMatchObject({ code: 'HF_NETWORK_UNAVAILABLE' })
    expect(proxy.current()).toBeNull()
  })

  it('gives way to none, when the configuration after it names none', async () => {
    const keptProxy = { hash: 'before', url: 'http://192.0.2.3:1', username: '', password: '' }
    const { changer, proxy, written } = await rig({ configs, keptProxy })
    await changer.apply(change, null, never)
    expect(proxy.current()).toBeNull()
    await changer.keep(change)
    expect(written).toEqual([null])
  })

  it('stays with a device that has lost what it knew for as long as its configuration is kept', async () => {
    const keptProxy = { hash: 'before', url: 'http://192.0.2.3:1', username: '', password: '' }
    const stays = await rig({ configs, keptProxy, kept: 'before' })
    await stays.changer.revert(trialOf('wrong'), null)
    expect(stays.proxy.current()?.host).toBe('192.0.2.3')
    const goes = await rig({ configs, keptProxy })
    await goes.changer.revert(trialOf('wrong'), null)
    expect([goes.proxy.current(), goes.written]).toEqual([null, [null]])
  })
})
