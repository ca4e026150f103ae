import { expect, it, vi } from 'vitest'
import type { ReleaseRef } from '../../machines/intent.ts'
import type { NetworkWish } from '../../machines/network-intent.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import { WishFollower } from './wish-follower.ts'

const configured = (config: Loose<NetworkConfig>) => decode(KINDS.NetworkConfig, encode(KINDS.NetworkConfig, config))

function rig() {
  const state = {
    committed: null as string | null,
    told: null as NetworkWish | null,
    secrets: new Set<string>(),
    documents: {
      one: configured({ links: [{ name: 'lan', ethernet: {} }] }),
      two: null,
      three: configured({ links: [{ name: 'air', wifi: { ssid: 's', passphraseSecret: 'wifi' } }] }),
    } as Record<string, NetworkConfig | null>,
  }
  const tell = vi.fn(async (wish: NetworkWish | null) => {
    state.told = wish
  })
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const follower = new WishFollower({
    committed: () => (state.committed === null ? null : ({ document: state.committed } as ReleaseRef)),
    told: () => state.told,
    configIn: async (document) => {
      if (!(document in state.documents)) throw new Error('it is not there')
      return state.documents[document] ?? null
    },
    hasSecret: (name) => state.secrets.has(name),
    tell,
    changed: () => {},
    log,
  })
  const settles = async (document: string | null, anew = false) => {
    state.committed = document
    follower.refresh(anew)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return { state, tell, log, follower, settles }
}

it('what stands beside the committed release is told once', async () => {
  const { tell, settles, state } = rig()
  await settles(null)
  expect(tell).not.toHaveBeenCalled()
  await settles('one')
  await settles('one')
  expect(tell).toHaveBeenCalledOnce()
  expect(state.told).toMatchObject({ document: 'one', budgetMs: 120_000 })
  await settles('two')
  expect(state.told).toBe(null)
})

it('one that asks for a secret waits until it is there', async () => {
  const { tell, settles, state, follower } = rig()
  await settles('three')
  expect(tell).not.toHaveBeenCalled()
  expect(follower.lacking).toEqual(['wifi'])
  state.secrets.add('wifi')
  await settles('three', true)
  expect(follower.lacking).toEqual([])
  expect(state.told).toMatchObject({ document: 'three' })
})

it('a document that cannot be read is looked at again', async () => {
  const { log, settles, state } = rig()
  await settles('lost')
  expect(log.warn).toHaveBeenCalledOnce()
  state.documents.lost = state.documents.one!
  await settles('lost')
  expect(state.told).toMatchObject({ document: 'lost' })
})
