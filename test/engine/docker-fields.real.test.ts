/** Every field of a service, as the engine took it: read back by its own inspect. */
import { rmSync } from 'node:fs'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import type { EnginePort } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import type { Service } from '../../protocol/types.ts'
import { askEngine } from '../rig/ask-engine.ts'
import { pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { containerSpecOf, uniqueName } from './specs.ts'

/** What the engine says, whatever it is. */
interface Inspected {
  Id: string
  Config: Record<string, unknown>
  HostConfig: Record<string, unknown>
  Mounts: Record<string, unknown>[]
  NetworkSettings: { Networks: Record<string, { Aliases: string[]; IPAMConfig: unknown; MacAddress: string }> }
}

describeReal('a service on the engine', (rig) => {
  let engine: EnginePort
  let image: string
  const device = uniqueName('device')
  const made: string[] = []

  beforeAll(async () => {
    engine = dockerEngine({ socketPath: rig.engine })
    image = (await pushImage(rig.registry, { name: 'fields/base', salt: device })).ref
    await engine.pull(image, () => {}, new AbortController().signal)
  })

  afterEach(async () => {
    for (const container of await engine.listContainers(device)) await engine.removeContainer(container.id)
    for (const name of await engine.listNetworks(device)) await engine.removeNetwork(name)
    for (const { name } of await engine.listVolumes(device)) await engine.removeVolume(name)
    for (const path of made.splice(0)) rmSync(path, { recursive: true })
  })

  const inspect = (id: string) => askEngine<Inspected>(rig.engine, 'GET', `/containers/${id}/json`)

  async function created(fields: Loose<Service>, over: Parameters<typeof containerSpecOf>[1] = {}) {
    return inspect(await engine.createContainer(containerSpecOf({ image, ...fields }, { device, ...over })))
  }

  const table: [string, Loose<Service>, (inspected: Inspected) => unknown, unknown][] = [
    ['command', { command: ['a', 'b'] }, (i) => i.Config.Cmd, ['a', 'b']],
    ['entrypoint', { entrypoint: ['/bin/sh'] }, (i) => i.Config.Entrypoint, ['/bin/sh']],
    ['environment', { environment: { A: 'x=y', B: '' } }, (i) => i.Config.Env, ['A=x=y', 'B=', 'PATH=/bin']],
    ['workingDir', { workingDir: '/tmp' }, (i) => i.Config.WorkingDir, '/tmp'],
    ['user', { user: 'nobody' }, (i) => i.Config.User, 'nobody'],
    ['groupAdd', { groupAdd: ['7'] }, (i) => i.HostConfig.GroupAdd, ['7']],
    ['stopSignal', { stopSignal: 'SIGINT' }, (i) => i.Config.StopSignal, 'SIGINT'],
    ['stopGraceMs', { stopGraceMs: 1_500 }, (i) => i.Config.StopTimeout, 2],
    ['init', { init: true }, (i) => i.HostConfig.Init, true],
    ['noInit', { noInit: true }, (i) => i.HostConfig.Init, false],
    ['readOnly', { readOnly: true }, (i) => i.HostConfig.ReadonlyRootfs, true],
    ['tty', { tty: true }, (i) => i.Config.Tty, true],
    ['stdinOpen', { stdinOpen: true }, (i) => i.Config.OpenStdin, true],
    [
      'healthcheck',
      { healthcheck: { test: ['CMD', 'true'], intervalMs: 1_500, timeoutMs: 2_000, retries: 3, startPeriodMs: 4_000 } },
      (i) => i.Config.Healthcheck,
      { Test: ['CMD', 'true'], Interval: 1.5e9, Timeout: 2e9, Retries: 3, StartPeriod: 4e9 },
    ],
    [
      'ports',
      {
        ports: [
          { containerPort: 80, hostPort: 8080, hostIp: '127.0.0.1', protocol: 'tcp' },
          { containerPort: 80, hostPort: 8081, protocol: 'tcp' },
          { containerPort: 53, protocol: 'udp' },
        ],
      },
      (i) => i.HostConfig.PortBindings,
      {
        '80/tcp': [
          { HostIp: '127.0.0.1', HostPort: '8080' },
          { HostIp: '', HostPort: '8081' },
        ],
        '53/udp': [{ HostIp: '', HostPort: '' }],
      },
    ],
    [
      'expose',
      { expose: ['9000', '53/udp'], ports: [{ containerPort: 80, protocol: 'tcp' }] },
      (i) => Object.keys(i.Config.ExposedPorts as object).sort(),
      ['53/udp', '80/tcp', '9000/tcp'],
    ],
    ['networkMode', { networkMode: 'none' }, (i) => i.HostConfig.NetworkMode, 'none'],
    ['hostname', { hostname: 'h' }, (i) => i.Config.Hostname, 'h'],
    ['domainname', { domainname: 'example.org' }, (i) => i.Config.Domainname, 'example.org'],
    ['dns', { dns: ['10.0.0.53'] }, (i) => i.HostConfig.Dns, ['10.0.0.53']],
    ['dnsSearch', { dnsSearch: ['lan'] }, (i) => i.HostConfig.DnsSearch, ['lan']],
    ['dnsOptions', { dnsOptions: ['ndots:2'] }, (i) => i.HostConfig.DnsOptions, ['ndots:2']],
    ['extraHosts', { extraHosts: ['db:10.1.2.3'] }, (i) => i.HostConfig.ExtraHosts, ['db:10.1.2.3']],
    ['macAddress', { macAddress: '02:42:0a:00:00:07' }, (i) => i.Config.MacAddress, '02:42:0a:00:00:07'],
    [
      'devices',
      { devices: [{ hostPath: '/dev/null', containerPath: '/dev/x', permissions: 'r' }, { hostPath: '/dev/zero' }] },
      (i) => i.HostConfig.Devices,
      [
        { PathOnHost: '/dev/null', PathInContainer: '/dev/x', CgroupPermissions: 'r' },
        { PathOnHost: '/dev/zero', PathInContainer: '/dev/zero', CgroupPermissions: 'rwm' },
      ],
    ],
    ['deviceCgroupRules', { deviceCgroupRules: ['c 1:3 r'] }, (i) => i.HostConfig.DeviceCgroupRules, ['c 1:3 r']],
    [
      'deviceRequests',
      { deviceRequests: [{ driver: 'nvidia', count: -1, capabilities: ['gpu', 'compute'], options: { a: 'b' } }] },
      (i) => i.HostConfig.DeviceRequests,
      [{ Driver: 'nvidia', Count: -1, DeviceIDs: null, Capabilities: [['gpu', 'compute']], Options: { a: 'b' } }],
    ],
    ['shmBytes', { shmBytes: 1_048_576 }, (i) => i.HostConfig.ShmSize, 1_048_576],
    ['privileged', { privileged: true }, (i) => i.HostConfig.Privileged, true],
    ['capAdd', { capAdd: ['NET_ADMIN'] }, (i) => i.HostConfig.CapAdd, ['NET_ADMIN']],
    ['capDrop', { capDrop: ['ALL'] }, (i) => i.HostConfig.CapDrop, ['ALL']],
    ['securityOpt', { securityOpt: ['no-new-privileges'] }, (i) => i.HostConfig.SecurityOpt, ['no-new-privileges']],
    [
      'sysctls',
      { sysctls: { 'net.core.somaxconn': '99' } },
      (i) => i.HostConfig.Sysctls,
      { 'net.core.somaxconn': '99' },
    ],
    [
      'ulimits',
      { ulimits: [{ name: 'nofile', soft: 100, hard: 200 }] },
      (i) => i.HostConfig.Ulimits,
      [{ Name: 'nofile', Soft: 100, Hard: 200 }],
    ],
    ['pid', { pid: 'host' }, (i) => i.HostConfig.PidMode, 'host'],
    ['ipc', { ipc: 'host' }, (i) => i.HostConfig.IpcMode, 'host'],
    ['uts', { uts: 'host' }, (i) => i.HostConfig.UTSMode, 'host'],
    ['usernsMode', { usernsMode: 'host' }, (i) => i.HostConfig.UsernsMode, 'host'],
    ['cgroupParent', { cgroupParent: '/hf-parent' }, (i) => i.HostConfig.CgroupParent, '/hf-parent'],
    ['runtime', { runtime: 'runc' }, (i) => i.HostConfig.Runtime, 'runc'],
    [
      'logging',
      { logging: { driver: 'json-file', options: { 'max-size': '1m' } } },
      (i) => i.HostConfig.LogConfig,
      { Type: 'json-file', Config: { 'max-size': '1m' } },
    ],
    ['cgroup', { cgroup: 'private' }, (i) => i.HostConfig.CgroupnsMode, 'private'],
    // Engines before 24 drop them.
    [
      'annotations',
      { annotations: { 'org.example.a': 'b' } },
      (i) => i.HostConfig.Annotations ?? {},
      expect.any(Object),
    ],
    // Its weights are dropped by an engine whose kernel knows none.
    [
      'blockIo, rates',
      {
        blockIo: {
          readBps: [{ path: '/dev/null', rate: 1000 }],
          writeBps: [{ path: '/dev/null', rate: 2000 }],
          readIops: [{ path: '/dev/null', rate: 3 }],
          writeIops: [{ path: '/dev/null', rate: 4 }],
        },
      },
      ({ HostConfig: h }) => [
        h.BlkioDeviceReadBps,
        h.BlkioDeviceWriteBps,
        h.BlkioDeviceReadIOps,
        h.BlkioDeviceWriteIOps,
      ],
      [1000, 2000, 3, 4].map((rate) => [{ Path: '/dev/null', Rate: rate }]),
    ],
    [
      'startIntervalMs',
      { healthcheck: { test: ['CMD', 'true'], startIntervalMs: 250 } },
      (i) => i.Config.Healthcheck,
      { Test: ['CMD', 'true'] },
    ],
    ['oomScoreAdj', { oomScoreAdj: -5 }, (i) => i.HostConfig.OomScoreAdj, -5],
    ['memoryBytes', { resources: { memoryBytes: 64e6 } }, (i) => i.HostConfig.Memory, 64e6],
    [
      'memoryReservationBytes',
      { resources: { memoryReservationBytes: 32e6 } },
      (i) => i.HostConfig.MemoryReservation,
      32e6,
    ],
    ['memorySwapBytes', { resources: { memoryBytes: 64e6, memorySwapBytes: -1 } }, (i) => i.HostConfig.MemorySwap, -1],
    ['nanoCpus', { resources: { nanoCpus: 500_000_000 } }, (i) => i.HostConfig.NanoCpus, 500_000_000],
    ['cpuShares', { resources: { cpuShares: 512 } }, (i) => i.HostConfig.CpuShares, 512],
    ['cpuset', { resources: { cpuset: '0' } }, (i) => i.HostConfig.CpusetCpus, '0'],
    ['pidsLimit', { resources: { pidsLimit: 50 } }, (i) => i.HostConfig.PidsLimit, 50],
    [
      'cpuQuota, cpuPeriod',
      { resources: { cpuQuota: 50_000, cpuPeriod: 100_000 } },
      (i) => [i.HostConfig.CpuQuota, i.HostConfig.CpuPeriod],
      [50_000, 100_000],
    ],
  ]

  it.each(table)('%s', async (_, fields, read, expected) => {
    const inspected = await created(fields)
    expect(read(inspected)).toEqual(expected)
  })

  it('storageOptions: an engine whose storage knows no sizes says so', async () => {
    await expect(created({ storageOptions: { size: '10G' } })).rejects.toMatchObject({
      code: 'HF_ENGINE_FAILED',
      message: expect.stringMatching(/storage-opt/) as string,
    })
  })

  it('carries the labels of the service, and ours over them', async () => {
    const inspected = await created({ labels: { a: 'b', 'io.holdfast.device': 'thief' } }, { specHash: 'h9' })
    expect(inspected.Config.Labels).toMatchObject({
      a: 'b',
      'io.holdfast.device': device,
      'io.holdfast.release': 'sha256:release',
      'io.holdfast.service': 'web',
      'io.holdfast.spec': 'h9',
    })
  })
})
