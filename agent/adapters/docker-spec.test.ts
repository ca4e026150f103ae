/** What is asked of the engine, where no engine of ours can answer for it: by version, and at the edges. */
import { describe, expect, it } from 'vitest'
import type { ContainerSpec } from '../../machines/ports.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { MountType } from '../../protocol/enums.ts'
import type { Service } from '../../protocol/types.ts'
import { createRequestOf } from './docker-spec.ts'

function specOf(fields: Loose<Service>, over: Partial<ContainerSpec> = {}): ContainerSpec {
  const service = { name: 'web', image: 'r/web@sha256:ab', ...fields }
  return {
    name: 'app-web',
    device: 'd1',
    release: 'sha256:r1',
    specHash: 'h1',
    networkNames: { front: 'app_front', back: 'app_back' },
    volumeNames: { data: 'app_data' },
    ...over,
    service: decode(KINDS.Release, encode(KINDS.Release, { services: [service] })).services[0] as Service,
  }
}

describe('a service with nothing set', () => {
  it('leaves everything to the image and the engine, but for name, labels and restart policy', () => {
    expect(createRequestOf(specOf({}), '1.44')).toEqual({
      query: { name: 'app-web' },
      body: {
        Image: 'r/web@sha256:ab',
        Labels: {
          'io.holdfast.device': 'd1',
          'io.holdfast.release': 'sha256:r1',
          'io.holdfast.service': 'web',
          'io.holdfast.spec': 'h1',
          'io.holdfast.files': '{}',
        },
        Env: [],
        HostConfig: { RestartPolicy: { Name: 'no' } },
      },
      attach: [],
    })
  })
})

it.each([
  [[], undefined],
  [['/bin/sh'], ['/bin/sh']],
  // An empty list takes the image's entrypoint away and leaves its command, where one empty word takes both.
  [[''], []],
])('the entrypoint %j is asked for as %j', (entrypoint, asked) => {
  expect(createRequestOf(specOf({ entrypoint }), '1.44').body.Entrypoint).toEqual(asked)
})

describe('networks', () => {
  const service = {
    macAddress: '02:00:00:00:00:07',
    networks: [
      { network: 'front', aliases: ['www', 'web'], ipv4Address: '10.0.0.7', ipv6Address: 'fd00::7' },
      { network: 'back' },
    ],
  }
  const front = { Aliases: ['web', 'www'], IPAMConfig: { IPv4Address: '10.0.0.7', IPv6Address: 'fd00::7' } }
  const back = { Aliases: ['web'] }

  it('before API 1.44: the first at creation, with the address of the container; the others afterwards', () => {
    const { body, attach } = createRequestOf(specOf(service), '1.43')
    expect(body.NetworkingConfig).toEqual({ EndpointsConfig: { app_front: front } })
    expect(body.MacAddress).toBe('02:00:00:00:00:07')
    expect(body.HostConfig.NetworkMode).toBe('app_front')
    expect(attach).toEqual([{ network: 'app_back', endpoint: back }])
  })

  it('from API 1.44 on: all at creation, the hardware address at the first', () => {
    const { body, attach } = createRequestOf(specOf(service), '1.44')
    expect(body.NetworkingConfig).toEqual({
      EndpointsConfig: { app_front: { ...front, MacAddress: '02:00:00:00:00:07' }, app_back: back },
    })
    expect(body.MacAddress).toBeUndefined()
    expect(body.HostConfig.NetworkMode).toBe('app_front')
    expect(attach).toEqual([])
  })
})

describe('mounts', () => {
  const bind = { type: MountType.MOUNT_TYPE_BIND, source: '/srv/x', target: '/x' }

  it.each([
    ['to be made', { ...bind, bindCreateHostPath: true }, ['/srv/x:/x:rw']],
    ['read-only', { ...bind, bindCreateHostPath: true, readOnly: true }, ['/srv/x:/x:ro']],
    ['with propagation', { ...bind, bindCreateHostPath: true, bindPropagation: 'rslave' }, ['/srv/x:/x:rw,rslave']],
  ])('a directory of the host, %s, is in the short form', (_, mount, binds) => {
    const { HostConfig } = createRequestOf(specOf({ mounts: [mount] }), '1.44').body
    expect(HostConfig).toMatchObject({ Binds: binds })
    expect(HostConfig.Mounts).toBeUndefined()
  })

  it('a path with a colon is in the long form, which alone can say it', () => {
    const mount = { ...bind, source: '/srv/a:b', bindCreateHostPath: true }
    const { HostConfig } = createRequestOf(specOf({ mounts: [mount] }), '1.44').body
    expect(HostConfig.Mounts).toEqual([{ Type: 'bind', Source: '/srv/a:b', Target: '/x' }])
    expect(HostConfig.Binds).toBeUndefined()
  })
})

describe('fields of the host', () => {
  it.each<[string, Loose<Service>, object]>([
    ['cgroup', { cgroup: 'private' }, { CgroupnsMode: 'private' }],
    ['annotations', { annotations: { 'org.example': 'x' } }, { Annotations: { 'org.example': 'x' } }],
    ['storageOptions', { storageOptions: { size: '10G' } }, { StorageOpt: { size: '10G' } }],
    [
      'blockIo',
      {
        blockIo: {
          weight: 300,
          deviceWeights: [{ path: '/dev/sda', weight: 400 }],
          readBps: [{ path: '/dev/sda', rate: 1 }],
          writeBps: [{ path: '/dev/sda', rate: 2 }],
          readIops: [{ path: '/dev/sda', rate: 3 }],
          writeIops: [{ path: '/dev/sdb', rate: 4 }],
        },
      },
      {
        BlkioWeight: 300,
        BlkioWeightDevice: [{ Path: '/dev/sda', Weight: 400 }],
        BlkioDeviceReadBps: [{ Path: '/dev/sda', Rate: 1 }],
        BlkioDeviceWriteBps: [{ Path: '/dev/sda', Rate: 2 }],
        BlkioDeviceReadIOps: [{ Path: '/dev/sda', Rate: 3 }],
        BlkioDeviceWriteIOps: [{ Path: '/dev/sdb', Rate: 4 }],
      },
    ],
    ['blockIo with nothing in it', { blockIo: {} }, {}],
  ])('%s', (_, fields, expected) => {
    const { HostConfig } = createRequestOf(specOf(fields), '1.41').body
    expect(HostConfig).toEqual({ RestartPolicy: { Name: 'no' }, ...expected })
  })
})

describe('how often to check health in the start period', () => {
  const healthcheck = { test: ['CMD', 'true'], startIntervalMs: 250 }

  it('is said to an engine that knows it, from API 1.44 on', () => {
    expect(createRequestOf(specOf({ healthcheck }), '1.44').body.Healthcheck).toEqual({
      Test: ['CMD', 'true'],
      StartInterval: 250_000_000,
    })
    expect(createRequestOf(specOf({ healthcheck }), '1.43').body.Healthcheck).toEqual({ Test: ['CMD', 'true'] })
  })
})

it('attaches with link-local addresses and options of the driver', () => {
  const networks = [{ network: 'front', linkLocalIps: ['169.254.1.2'], driverOptions: { a: 'b' } }]
  expect(createRequestOf(specOf({ networks }), '1.41').body.NetworkingConfig).toEqual({
    EndpointsConfig: {
      app_front: { Aliases: ['web'], IPAMConfig: { LinkLocalIPs: ['169.254.1.2'] }, DriverOpts: { a: 'b' } },
    },
  })
})

describe('a name that the spec does not have', () => {
  it.each<[string, Loose<Service>, string]>([
    ['network', { networks: [{ network: 'lost' }] }, 'network lost'],
    ['volume', { mounts: [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'lost', target: '/x' }] }, 'volume lost'],
    ['service', { networkMode: 'service:lost' }, 'service lost'],
  ])('%s', (_, fields, named) => {
    expect(() => createRequestOf(specOf(fields), '1.44')).toThrow(
      expect.objectContaining({
        code: 'HF_TARGET_INVALID',
        place: 'services.web',
        message: expect.stringContaining(named) as string,
      }),
    )
  })
})

it('asks for the platform with the name, where the engine looks for it', () => {
  expect(createRequestOf(specOf({ platform: 'linux/arm/v7' }), '1.44').query).toEqual({
    name: 'app-web',
    platform: 'linux/arm/v7',
  })
})
