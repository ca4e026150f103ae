/** What a release means on one device. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../protocol/codec.ts'
import { Condition, MountType, Restart, Strategy } from '../protocol/enums.ts'
import type { Release, Service } from '../protocol/types.ts'
import { type Desired, desiredOf } from './desired.ts'

const release = (given: Loose<Release>): Release => decode(KINDS.Release, encode(KINDS.Release, { id: 'r', ...given }))
const on = (device: string, ...services: Loose<Service>[]): Desired => desiredOf(device, release({ services }))
const hashOf = (change: Loose<Service>): string =>
  on('box', { name: 'web', image: 'i', ...change }).services[0]!.specHash

describe('the hash of a service', () => {
  const plain = hashOf({})

  it.each<[string, Loose<Service>]>([
    ['how it is replaced', { strategy: Strategy.STRATEGY_HAND_OVER }],
    ['the tag that its image was resolved from', { imageTag: 'v2' }],
    ['how large its image is', { imageBytes: 7, imageParts: [{ parts: [{ bytes: 7 }] }] }],
  ])('is not another because of %s', (_, change) => expect(hashOf(change)).toBe(plain))

  it.each<[string, Loose<Service>]>([
    ['image', { image: 'other' }],
    ['environment', { environment: { A: '1' } }],
    ['command', { command: ['run'] }],
    ['restart policy', { restart: Restart.RESTART_ALWAYS }],
    ['port', { ports: [{ containerPort: 80, hostPort: 80, protocol: 'tcp' }] }],
    ['labels', { labels: { a: 'b' } }],
  ])('is another with another %s', (_, change) => expect(hashOf(change)).not.toBe(plain))

  it('does not hang on the order of an environment', () => {
    expect(hashOf({ environment: { A: '1', B: '2' } })).toBe(hashOf({ environment: { B: '2', A: '1' } }))
  })

  it('is another where the service whose network it joins is another, and only there', () => {
    const joined = (image: string, networkMode: string) =>
      on('box', { name: 'a', image }, { name: 'b', image: 'i', networkMode }).services[1]?.specHash
    expect(joined('1', 'service:a')).not.toBe(joined('2', 'service:a'))
    expect(joined('1', 'host')).toBe(joined('2', 'host'))
  })

  it('is another where a service that it is to be restarted with is another, over several too, and only there', () => {
    const dependsOn = (service: string, restart: boolean) => [
      { service, condition: Condition.CONDITION_STARTED, restart },
    ]
    const hashes = (image: string, restart: boolean) =>
      on(
        'box',
        { name: 'a', image },
        { name: 'b', image: 'i', dependsOn: dependsOn('a', restart) },
        { name: 'c', image: 'i', dependsOn: dependsOn('b', true) },
        { name: 'd', image: 'i', dependsOn: dependsOn('c', false) },
      ).services.map(({ specHash }) => specHash)
    const isOther = (restart: boolean) => {
      const after = hashes('2', restart)
      return hashes('1', restart).map((hash, at) => hash !== after[at])
    }
    expect(isOther(true)).toEqual([true, true, true, false])
    expect(isOther(false)).toEqual([true, false, false, false])
  })

  it('is another where a network that it is on is another', () => {
    const on = (internal: boolean) =>
      desiredOf(
        'box',
        release({ services: [{ name: 'a', networks: [{ network: 'n' }] }], networks: [{ name: 'n', internal }] }),
      ).services[0]?.specHash
    expect(on(true)).not.toBe(on(false))
  })
})

describe('names', () => {
  const given: Loose<Release> = {
    services: [{ name: 'web', mounts: [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' }] }],
    volumes: [
      { name: 'data', driverOptions: { size: '1' } },
      { name: 'theirs', externalName: 'host-data' },
    ],
    networks: [{ name: 'inner' }, { name: 'lan', externalName: 'host-lan' }],
  }

  it('tell the device, and are the engine’s own where the release says so', () => {
    const { services, volumeNames, networkNames } = desiredOf('box', release(given))
    expect(services[0]?.containerName).toBe(`box_web_${services[0]?.specHash.slice(0, 8)}`)
    expect(volumeNames).toEqual({ data: 'box_data', theirs: 'host-data' })
    expect(networkNames).toEqual({ inner: expect.stringMatching(/^box_inner_[0-9a-f]{8}$/), lan: 'host-lan' })
  })

  it('of a volume stay when its definition changes, for the data must stay', () => {
    const changed = { ...given, volumes: [{ name: 'data', driverOptions: { size: '2' } }, { name: 'theirs' }] }
    expect(desiredOf('box', release(changed)).volumeNames).toMatchObject({ data: 'box_data' })
  })

  it('of two devices on one engine never meet', () => {
    const names = (device: string) => {
      const { services, volumeNames, networkNames } = desiredOf(device, release(given))
      return [services[0]?.containerName, volumeNames.data, networkNames.inner]
    }
    expect(names('a').filter((name) => names('b').includes(name))).toEqual([])
  })
})

describe('order', () => {
  const needing = (name: string, ...others: string[]): Loose<Service> => ({
    name,
    dependsOn: others.map((service) => ({ service, condition: Condition.CONDITION_STARTED })),
  })

  it('dependencies come before their dependents, and else it goes by name', () => {
    const { services } = on('box', needing('z'), needing('a', 'm', 'z'), needing('m'), {
      name: 'b',
      networkMode: 'service:z',
    })
    expect(services.map(({ name }) => name)).toEqual(['m', 'z', 'a', 'b'])
  })

  it('is the same however the release lists its services', () => {
    const given = [needing('a', 'b', 'c'), needing('b', 'd'), needing('c', 'd'), needing('d')]
    const expected = on('box', ...given)
    fc.assert(
      fc.property(fc.shuffledSubarray(given, { minLength: given.length }), (shuffled) => {
        expect(on('box', ...shuffled)).toEqual(expected)
      }),
    )
  })

  it.each([
    ['a circle', [needing('a', 'b'), needing('b', 'a')], 'services.a.depends_on'],
    ['a service that is not there', [needing('a', 'b')], 'services.a'],
  ])('%s has its place', (_, services, place) => {
    expect(() => on('box', ...services)).toThrow(expect.objectContaining({ code: 'HF_TARGET_INVALID', place }))
  })
})
