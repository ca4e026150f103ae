import { describe, expect, it, vi } from 'vitest'
import type { NetworkBackend, WantedNetwork } from '../../machines/network-backend.ts'
import type { NetworkChange, NetworkRef } from '../../machines/network-intent.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { secretsWanted } from '../../protocol/network-secrets.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import { VirtualClock } from '../virtual-clock.ts'
import { changerOn } from './changer.ts'
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

function rig(given: { configs?: Record<string, NetworkConfig>; kept?: string | null; address?: string | null } = {}) {
  const clock = new VirtualClock()
  const calls: [string, WantedNetwork | null][] = []
  const backend: NetworkBackend = {
    read: async () => ({ answers: true, kept: given.kept ?? null }),
    apply: async (wanted, _ms, signal) => {
      calls.push(['apply', wanted])
      if (wanted.config.links[0]?.wifi?.passphrase === 'slow slow') await clock.sleep(3_600_000, signal)
    },
    keep: async (wanted) => void calls.push(['keep', wanted]),
    revert: async (to) => void calls.push(['revert', to]),
    steer: async () => {},
    carries: async (_, address) => address === '192.0.2.7',
  }
  const secrets: Record<string, string> = { wifi: 'a passphrase' }
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
  })
  return { clock, changer, calls, secrets }
}

describe('a trial', () => {
  it('is of the configuration in the document, with its secrets filled in', async () => {
    const { changer, calls } = rig()
    expect(secretsWanted(config)).toEqual(['wifi'])
    await changer.apply(change, null, never)
    expect(calls[0]?.[1]?.config.links[0]?.wifi).toMatchObject({ passphrase: 'a passphrase', passphraseSecret: '' })
  })

  it('has one budget: what coming up took is not there for the broker', async () => {
    const { clock, changer } = rig()
    await changer.apply(change, null, never)
    await clock.advance(20_000)
    expect(changer.leftMs(change)).toBe(40_000)
  })

  it('that does not come up within it has failed', async () => {
    const { clock, changer, secrets } = rig()
    secrets.wifi = 'slow slow'
    const applying = changer.apply(change, null, never)
    const failed = expect(applying).rejects.toMatchObject({ code: 'HF_NETWORK_FAILED' })
    await clock.advance(60_000)
    await failed
  })

  it('is nobody’s fault when a secret is missing, or the document is', async () => {
    const { changer, secrets } = rig()
    delete secrets.wifi
    await expect(changer.apply(change, null, never)).rejects.toMatchObject({ code: 'HF_NETWORK_UNAVAILABLE' })
    const lost = rig({ configs: {} }).changer
    await expect(lost.apply(change, null, never)).rejects.toMatchObject({ code: 'HF_NETWORK_UNAVAILABLE' })
  })

  it('proves nothing when the broker is reached by another link', async () => {
    await rig().changer.prove(change)
    await rig({ address: null }).changer.prove(change)
    await expect(rig({ address: '198.51.100.7' }).changer.prove(change)).rejects.toMatchObject({
      code: 'HF_NETWORK_UNCONFIRMED',
    })
  })
})

describe('the way back', () => {
  it('is what was kept, or what was there before us', async () => {
    const { changer, calls } = rig()
    await changer.revert(change, null)
    await changer.revert(change, REF)
    expect(calls).toMatchObject([
      ['revert', null],
      ['revert', { hash: change.hash, config: { links: [{ name: 'air' }] } }],
    ])
  })

  it('is found also when the document is lost', async () => {
    const kept = rig({ configs: {}, kept: change.hash })
    await kept.changer.revert(change, REF)
    expect(kept.calls).toMatchObject([['revert', { hash: change.hash }]])
    const gone = rig({ configs: {}, kept: null })
    await gone.changer.revert(change, REF)
    expect(gone.calls).toEqual([['revert', null]])
  })
})
