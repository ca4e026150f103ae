/** What is asked of the engine for what is not the service's alone: files, the device's own, a one-off. */
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

describe('files', () => {
  const files = [
    { path: '/run/secrets/a', content: Buffer.from('hunter2') },
    { path: '/run/secrets/b', content: Buffer.from('') },
  ]

  it('are named in a label by path and size, and by no trace of their content', () => {
    const { body } = createRequestOf(specOf({ files }), '1.41')
    expect(body.Labels['io.holdfast.files']).toBe('{"/run/secrets/a":7,"/run/secrets/b":0}')
    expect(JSON.stringify(body)).not.toContain('hunter2')
    expect(body.HostConfig.Mounts).toBeUndefined()
  })

  it('of a root file system that is read-only are in anonymous volumes', () => {
    const { HostConfig } = createRequestOf(specOf({ files, readOnly: true }), '1.41').body
    expect(HostConfig.Mounts).toEqual([{ Type: 'volume', Target: '/run/secrets' }])
  })
})

describe('what the device adds', () => {
  const extras = {
    environment: { HOLDFAST_KEY: 'k', SHARED: 'device' },
    binds: [
      { source: '/run/holdfast/api', target: '/run/holdfast', readOnly: false },
      { source: '/run/other', target: '/other', readOnly: true },
    ],
  }

  it('goes over the environment and beside the mounts of the service', () => {
    const mounts = [{ type: MountType.MOUNT_TYPE_TMPFS, target: '/tmp' }]
    const service = { environment: { SHARED: 'service', OWN: 'x' }, mounts }
    const { Env, HostConfig } = createRequestOf(specOf(service, { extras }), '1.41').body
    expect(Env).toEqual(['SHARED=device', 'OWN=x', 'HOLDFAST_KEY=k'])
    expect(HostConfig.Mounts).toEqual([
      { Type: 'tmpfs', Target: '/tmp' },
      { Type: 'bind', Source: '/run/holdfast/api', Target: '/run/holdfast' },
      { Type: 'bind', Source: '/run/other', Target: '/other', ReadOnly: true },
    ])
  })
})

it('a tmpfs with options is asked for in the older form, which engines before 27 know', () => {
  const tmpfs = { type: MountType.MOUNT_TYPE_TMPFS, tmpfsBytes: 4096, tmpfsMode: 0o755, readOnly: true }
  const mounts = [
    { ...tmpfs, target: '/run', tmpfsOptions: ['exec', 'uid=7'] },
    { ...tmpfs, target: '/tmp' },
  ]
  const { HostConfig } = createRequestOf(specOf({ mounts }), '1.41').body
  expect(HostConfig.Tmpfs).toEqual({ '/run': 'ro,size=4096,mode=755,exec,uid=7' })
  expect(HostConfig.Mounts).toMatchObject([{ Type: 'tmpfs', Target: '/tmp' }])
})

describe('a one-off', () => {
  const run = { operation: 'op-7', command: ['migrate', '--all'] }
  const service: Loose<Service> = {
    entrypoint: ['/entry'],
    command: ['serve'],
    environment: { A: 'b' },
    hostname: 'web',
    macAddress: '02:00:00:00:00:07',
    ports: [{ containerPort: 80, hostPort: 8080, protocol: 'tcp' }],
    healthcheck: { test: ['CMD', 'true'] },
    restart: 2,
    networks: [{ network: 'front', aliases: ['www'], ipv4Address: '10.0.0.7', linkLocalIps: ['169.254.1.2'] }],
    mounts: [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' }],
  }

  it.each(['1.41', '1.44'])('has what the service has, but nothing that is in its way (API %s)', (api) => {
    expect(createRequestOf(specOf(service, { run }), api).body).toEqual({
      Image: 'r/web@sha256:ab',
      Labels: {
        'io.holdfast.device': 'd1',
        'io.holdfast.release': 'sha256:r1',
        'io.holdfast.service': 'web',
        'io.holdfast.spec': 'h1',
        'io.holdfast.files': '{}',
        'io.holdfast.run': 'op-7',
      },
      Env: ['A=b'],
      Entrypoint: ['/entry'],
      Cmd: ['migrate', '--all'],
      Hostname: 'web',
      Healthcheck: { Test: ['NONE'] },
      HostConfig: {
        RestartPolicy: { Name: 'no' },
        NetworkMode: 'app_front',
        Mounts: [{ Type: 'volume', Source: 'app_data', Target: '/data' }],
      },
      NetworkingConfig: { EndpointsConfig: { app_front: { Aliases: [] } } },
    })
  })
})
