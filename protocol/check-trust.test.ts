import { describe, expect, it } from 'vitest'
import { checkTrust, configuredTrust, keysOf } from './check-trust.ts'
import { decode, encode, KINDS, type Loose } from './codec.ts'
import { generateKey, type PublicKey, type Role, rawPublic } from './keys.ts'
import type { Trust } from './types.ts'

const trust = generateKey('trust')
const release = generateKey('release')
const rollout = generateKey('rollout')
const line = ({ role, key }: PublicKey, as: string = role) => ({ role: as, publicKey: Uint8Array.from(rawPublic(key)) })
const good: Loose<Trust> = { version: 1, keys: [trust, release, rollout].map((key) => line(key)) }
const check = (change: Loose<Trust>) => checkTrust(decode(KINDS.Trust, encode(KINDS.Trust, { ...good, ...change })))

describe('a trust document', () => {
  it('names keys and how many of each role have to sign; zero is one', () => {
    const second = generateKey('release')
    const state = check({ keys: [...(good.keys ?? []), line(second)], releaseThreshold: 2 })
    expect(state).toMatchObject({ version: 1, thresholds: { trust: 1, release: 2, rollout: 1 } })
    expect(keysOf(state, 'release').map(({ id }) => id)).toEqual([release.id, second.id])
  })

  it('has a key once that it names twice in one role, so that it does not reach a threshold by itself', () => {
    const twice = [...(good.keys ?? []), line(release)]
    expect(keysOf(check({ keys: twice }), 'release')).toHaveLength(1)
    expect(() => check({ keys: twice, releaseThreshold: 2 })).toThrow(/asks for 2 release keys, and there is 1/)
  })

  const without = (role: Role) => (good.keys ?? []).filter((key) => key.role !== role)
  it.each<[string, Loose<Trust>, RegExp]>([
    ['without a version', { version: 0 }, /^trust\.version: is missing/],
    ['without keys', { keys: [] }, /^trust\.keys: holds no trust key/],
    ['without a trust key', { keys: without('trust') }, /holds no trust key/],
    ['without a release key', { keys: without('release') }, /holds no release key/],
    ['without a rollout key', { keys: without('rollout') }, /holds no rollout key/],
    ['of a role that there is not', { keys: [line(trust, 'admin')] }, /^trust\.keys\[0\]\.role: "admin" is not one of/],
    [
      'with a key that is too short',
      { keys: [{ role: 'trust', publicKey: new Uint8Array(31) }] },
      /^trust\.keys\[0\]\.public_key/,
    ],
    ['without a key in its place', { keys: [{ role: 'trust' }] }, /^trust\.keys\[0\]\.public_key/],
    [
      'with one key in two roles',
      { keys: [...(good.keys ?? []), line(release, 'rollout')] },
      /stands in two roles, release and rollout/,
    ],
    ['that asks for more keys than there are', { trustThreshold: 2 }, /^trust\.trust_threshold: asks for 2 trust keys/],
    ['for a fleet of an impossible name', { fleet: 'a/#' }, /^trust\.fleet/],
    ['with more keys than anybody has', { keys: Array(65).fill(line(trust)) }, /65 keys, 64 are allowed/],
  ])('is refused with the place: %s', (_, change, message) => {
    expect(() => check(change)).toThrow(
      expect.objectContaining({ code: 'HF_TRUST_INVALID', message: expect.stringMatching(message) }),
    )
  })
})

it('what is configured is version 0, and may lack roles', () => {
  expect(configuredTrust([release, release])).toMatchObject({ version: 0, keys: [{ id: release.id }] })
})
