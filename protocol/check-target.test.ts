import { describe, expect, it } from 'vitest'
import { checkTarget } from './check-target.ts'
import { decode, encode, KINDS, type Loose } from './codec.ts'
import { MountType } from './enums.ts'
import { withReleaseId } from './release-id.ts'
import type { Release, Service, Target } from './types.ts'

const image = `example.com/web@sha256:${'a'.repeat(64)}`
const web: Loose<Service> = { name: 'web', image }

const release = (changes: Loose<Release> = {}): Loose<Release> =>
  withReleaseId({ name: 'app', services: [web], ...changes })

const target = (changes: Loose<Target> = {}): Target =>
  decode(KINDS.Target, encode(KINDS.Target, { fleet: 'f', epoch: 1, release: release(), ...changes }))

const serving = (...services: Loose<Service>[]): Loose<Target> => ({ release: release({ services }) })

const port = { containerPort: 80, hostPort: 8080, protocol: 'tcp' }

describe('a good target', () => {
  it.each<[string, Loose<Target>]>([
    ['for a fleet', {}],
    ['for a device', { fleet: '', device: 'd1' }],
    ['with a fallback', { fallback: release() }],
    [
      'with one port on two addresses',
      serving({
        ...web,
        ports: [
          { ...port, hostIp: '127.0.0.1' },
          { ...port, hostIp: '10.0.0.1' },
        ],
      }),
    ],
    [
      'with windows',
      { policy: { windows: [{ schedule: '0 2 * * *', timeZone: 'Europe/Berlin' }, { schedule: '0 * * * 0' }] } },
    ],
    ['with one port by two protocols', serving({ ...web, ports: [port, { ...port, protocol: 'udp' }] })],
    [
      'with everything that refers to something',
      {
        release: release({
          services: [
            web,
            {
              ...web,
              name: 'db',
              dependsOn: [{ service: 'web' }],
              networks: [{ network: 'inner' }],
              mounts: [
                { type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' },
                { type: MountType.MOUNT_TYPE_BIND, source: '/etc/hostname', target: '/hostname' },
                { type: MountType.MOUNT_TYPE_TMPFS, target: '/tmp' },
              ],
            },
            { ...web, name: 'side', networkMode: 'service:web' },
          ],
          volumes: [{ name: 'data' }],
          networks: [{ name: 'inner' }],
        }),
      },
    ],
  ])('%s', (_, changes) => expect(checkTarget(target(changes)).release.services.length).toBeGreaterThan(0))
})

describe('a bad target is refused with its place', () => {
  it.each<[string, Loose<Target>, string]>([
    ['for nobody', { fleet: '' }, 'target'],
    ['for a fleet and a device', { device: 'd1' }, 'target'],
    ['for a wildcard', { fleet: '+' }, 'target.fleet'],
    ['without an epoch', { epoch: 0 }, 'target.epoch'],
    ['without a release', { release: null }, 'target.release'],
    [
      'with a byte budget for what is no link',
      { policy: { byteBudgets: [{ link: 'cellular', dayBytes: 5 }, { link: 'Cellular!' }] } },
      'target.policy.byteBudgets[1]',
    ],
    [
      'with a month that is less than a day',
      { policy: { byteBudgets: [{ dayBytes: 5, monthBytes: 4 }] } },
      'target.policy.byteBudgets[0]',
    ],
    [
      'with a window that is none',
      { policy: { windows: [{ schedule: '0 2 * * *' }, { schedule: '0 2 * *' }] } },
      'target.policy.windows[1]',
    ],
    ['with a name for nothing', { release: release({ name: '' }) }, 'target.release.name'],
    ['without services', { release: release({ services: [] }) }, 'target.release.services'],
    ['with a service twice', serving(web, web), 'target.release.services[1].name'],
    ['with a name that climbs', serving({ ...web, name: '../web' }), 'target.release.services[0].name'],
    ['with an image by its tag', serving({ ...web, image: 'example.com/web:1' }), 'target.release.services.web.image'],
    [
      'with an init process, and without one',
      serving({ ...web, init: true, noInit: true }),
      'target.release.services.web.noInit',
    ],
    [
      'with a dependency on nobody',
      serving({ ...web, dependsOn: [{ service: 'db' }] }),
      'target.release.services.web.dependsOn[0]',
    ],
    [
      'with a network that is not there',
      serving({ ...web, networks: [{ network: 'x' }] }),
      'target.release.services.web.networks[0]',
    ],
    [
      'with a volume that is not there',
      serving({
        ...web,
        mounts: [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' }],
      }),
      'target.release.services.web.mounts[0]',
    ],
    [
      'with two mounts in one place',
      serving({
        ...web,
        mounts: [
          { type: MountType.MOUNT_TYPE_TMPFS, target: '/t' },
          { type: MountType.MOUNT_TYPE_TMPFS, target: '/t' },
        ],
      }),
      'target.release.services.web.mounts[1]',
    ],
    [
      'with a mount of no type',
      serving({ ...web, mounts: [{ target: '/data' }] }),
      'target.release.services.web.mounts[0]',
    ],
    [
      'with port 0',
      serving({ ...web, ports: [{ ...port, containerPort: 0 }] }),
      'target.release.services.web.ports[0]',
    ],
    [
      'with port 65536',
      serving({ ...web, ports: [{ ...port, hostPort: 65_536 }] }),
      'target.release.services.web.ports[0]',
    ],
    [
      'with an unknown protocol',
      serving({ ...web, ports: [{ ...port, protocol: 'ip' }] }),
      'target.release.services.web.ports[0]',
    ],
    [
      'with one host port for two',
      serving({ ...web, ports: [port] }, { ...web, name: 'b', ports: [{ ...port, hostIp: '127.0.0.1' }] }),
      'target.release.services.b.ports[0]',
    ],
    [
      'with a network mode of another',
      serving({ ...web, networkMode: 'container:x' }),
      'target.release.services.web.networkMode',
    ],
    [
      'with a cycle',
      serving({ ...web, dependsOn: [{ service: 'b' }] }, { ...web, name: 'b', networkMode: 'service:web' }),
      'target.release.services',
    ],
    [
      'with a secret by a path',
      serving({ ...web, files: [{ path: '/a', secret: '../key' }] }),
      'target.release.services.web.files[0]',
    ],
    [
      'with a hidden secret',
      serving({ ...web, files: [{ path: '/a', secret: '.key' }] }),
      'target.release.services.web.files[0]',
    ],
    [
      'with a secret that it carries',
      serving({ ...web, files: [{ path: '/a', secret: 'key', content: new Uint8Array(1) }] }),
      'target.release.services.web.files[0]',
    ],
    ['with another id', { release: { ...release(), id: `sha256:${'0'.repeat(64)}` } }, 'target.release.id'],
    ['with a bad fallback', { fallback: { ...release(), id: '' } }, 'target.fallback.id'],
  ])('%s', (_, changes, place) => {
    expect(() => checkTarget(target(changes))).toThrow(expect.objectContaining({ code: 'HF_TARGET_INVALID', place }))
  })

  it('names the cycle', () => {
    const around = serving(
      { ...web, dependsOn: [{ service: 'b' }] },
      { ...web, name: 'b', dependsOn: [{ service: 'web' }] },
    )
    expect(() => checkTarget(target(around))).toThrow('web → b → web')
  })
})
