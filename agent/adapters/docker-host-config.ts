/**
 * The part of a container that is the host's: mounts, ports, devices, limits, privileges.
 *
 * Invariant: pure; a zero is left out. The restart policy is "no" until the container has been started.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerCreate
 */

import type { ContainerSpec } from '../../machines/ports.ts'
import { MountType } from '../../protocol/enums.ts'
import type { BlockIo, Mount, Port, Service } from '../../protocol/types.ts'
import { set } from './docker-fields.ts'
import { loadsOf } from './docker-file-loads.ts'

/** From the release's names to the engine's. They throw for what they do not know. */
export interface Names {
  volume(name: string): string
  container(service: string): string
}

interface MountBody {
  Type: 'volume' | 'bind' | 'tmpfs'
  Source?: string
  Target: string
  ReadOnly?: boolean
  BindOptions?: { Propagation?: string }
  VolumeOptions?: { NoCopy?: boolean }
  TmpfsOptions?: { SizeBytes?: number; Mode?: number }
}

export type HostConfig = { RestartPolicy: { Name: 'no' } } & {
  Binds?: string[]
  Mounts?: MountBody[]
  PortBindings?: Record<string, { HostIp: string; HostPort: string }[]>
  Tmpfs?: Record<string, string>
  NetworkMode?: string
} & Record<string, unknown>

type Bind = NonNullable<ContainerSpec['extras']>['binds'][number]

/**
 * @param network the engine's name of the container's first network
 * @param extras what the device adds
 */
export function hostConfigOf(
  service: Service,
  names: Names,
  network: string | undefined,
  extras: readonly Bind[],
): HostConfig {
  const { resources, logging } = service
  return {
    RestartPolicy: { Name: 'no' },
    ...set('NetworkMode', networkModeOf(service, names) ?? network ?? ''),
    ...set('PortBindings', bindingsOf(service.ports)),
    ...set('Binds', service.mounts.filter(isShort).map(bindOf)),
    ...set('Mounts', [
      ...service.mounts.filter((mount) => !isShort(mount) && !hasOptions(mount)).map((mount) => mountOf(mount, names)),
      ...extras.map(extraOf),
      ...loadsOf(service).flatMap(({ at, isOwnVolume }) =>
        isOwnVolume ? [{ Type: 'volume' as const, Target: at }] : [],
      ),
    ]),
    ...set('Tmpfs', Object.fromEntries(service.mounts.filter(hasOptions).map(tmpfsOf))),
    ...(service.init || service.noInit ? { Init: service.init } : {}),
    ...set('ReadonlyRootfs', service.readOnly),
    ...set('GroupAdd', service.groupAdd),
    ...set('Dns', service.dns),
    ...set('DnsSearch', service.dnsSearch),
    ...set('DnsOptions', service.dnsOptions),
    ...set('ExtraHosts', service.extraHosts),
    ...set(
      'Devices',
      service.devices.map((device) => ({
        PathOnHost: device.hostPath,
        PathInContainer: device.containerPath || device.hostPath,
        CgroupPermissions: device.permissions || 'rwm',
      })),
    ),
    ...set('DeviceCgroupRules', service.deviceCgroupRules),
    ...set(
      'DeviceRequests',
      service.deviceRequests.map((request) => ({
        ...set('Driver', request.driver),
        ...set('Count', request.count),
        ...set('DeviceIDs', request.deviceIds),
        // A list of alternatives; ours is one, of which all are wanted.
        ...set('Capabilities', request.capabilities.length === 0 ? [] : [request.capabilities]),
        ...set('Options', request.options),
      })),
    ),
    ...set('ShmSize', service.shmBytes),
    ...set('Privileged', service.privileged),
    ...set('CapAdd', service.capAdd),
    ...set('CapDrop', service.capDrop),
    ...set('SecurityOpt', service.securityOpt),
    ...set('Sysctls', service.sysctls),
    ...set(
      'Ulimits',
      service.ulimits.map(({ name, soft, hard }) => ({ Name: name, Soft: soft, Hard: hard })),
    ),
    ...set('PidMode', service.pid),
    ...set('IpcMode', service.ipc),
    ...set('UTSMode', service.uts),
    ...set('UsernsMode', service.usernsMode),
    ...set('CgroupParent', service.cgroupParent),
    ...set('Runtime', service.runtime),
    ...(logging === null ? {} : { LogConfig: { Type: logging.driver, Config: logging.options } }),
    ...set('CgroupnsMode', service.cgroup),
    // Engines before 24 pass over it.
    ...set('Annotations', service.annotations),
    ...set('StorageOpt', service.storageOptions),
    ...(service.blockIo === null ? {} : blockIoOf(service.blockIo)),
    ...set('OomScoreAdj', service.oomScoreAdj),
    ...set('OomKillDisable', service.oomKillDisable),
    ...(resources === null
      ? {}
      : {
          ...set('Memory', resources.memoryBytes),
          ...set('MemoryReservation', resources.memoryReservationBytes),
          ...set('MemorySwap', resources.memorySwapBytes),
          ...set('NanoCpus', resources.nanoCpus),
          ...set('CpuShares', resources.cpuShares),
          ...set('CpusetCpus', resources.cpuset),
          ...set('PidsLimit', resources.pidsLimit),
          ...set('CpuQuota', resources.cpuQuota),
          ...set('CpuPeriod', resources.cpuPeriod),
        }),
  }
}

function blockIoOf(blockIo: BlockIo): Record<string, unknown> {
  const rates = (list: BlockIo['readBps']) => list.map(({ path, rate }) => ({ Path: path, Rate: rate }))
  return {
    ...set('BlkioWeight', blockIo.weight),
    ...set(
      'BlkioWeightDevice',
      blockIo.deviceWeights.map(({ path, weight }) => ({ Path: path, Weight: weight })),
    ),
    ...set('BlkioDeviceReadBps', rates(blockIo.readBps)),
    ...set('BlkioDeviceWriteBps', rates(blockIo.writeBps)),
    ...set('BlkioDeviceReadIOps', rates(blockIo.readIops)),
    ...set('BlkioDeviceWriteIOps', rates(blockIo.writeIops)),
  }
}

function networkModeOf(service: Service, names: Names): string | undefined {
  const mode = service.networkMode
  if (mode.startsWith('service:')) return `container:${names.container(mode.slice('service:'.length))}`
  return mode === '' ? undefined : mode
}

function bindingsOf(ports: readonly Port[]): NonNullable<HostConfig['PortBindings']> {
  const bindings: NonNullable<HostConfig['PortBindings']> = {}
  for (const port of ports) {
    const key = `${port.containerPort}/${port.protocol || 'tcp'}`
    bindings[key] ??= []
    bindings[key].push({ HostIp: port.hostIp, HostPort: port.hostPort === 0 ? '' : String(port.hostPort) })
  }
  return bindings
}

/** Only the short form of a bind mount makes the host's directory, and it cannot say a path with a colon. */
function isShort(mount: Mount): boolean {
  return mount.type === MountType.MOUNT_TYPE_BIND && mount.bindCreateHostPath && !/:/.test(mount.source + mount.target)
}

/** Engines before 27 take such options in their older form alone. */
function hasOptions(mount: Mount): boolean {
  return mount.type === MountType.MOUNT_TYPE_TMPFS && mount.tmpfsOptions.length > 0
}

function tmpfsOf({ target, readOnly, tmpfsBytes, tmpfsMode, tmpfsOptions }: Mount): [string, string] {
  const size = tmpfsBytes === 0 ? [] : [`size=${tmpfsBytes}`]
  const mode = tmpfsMode === 0 ? [] : [`mode=${tmpfsMode.toString(8)}`]
  return [target, [...(readOnly ? ['ro'] : []), ...size, ...mode, ...tmpfsOptions].join(',')]
}

function bindOf(mount: Mount): string {
  const options = [mount.readOnly ? 'ro' : 'rw', mount.bindPropagation].filter((option) => option !== '')
  return `${mount.source}:${mount.target}:${options.join(',')}`
}

/** In the long form: the engine is never to make what should be there. */
function extraOf({ source, target, readOnly }: Bind): MountBody {
  return { Type: 'bind', Source: source, Target: target, ...set('ReadOnly', readOnly) }
}

function mountOf(mount: Mount, names: Names): MountBody {
  const common = { Target: mount.target, ...set('ReadOnly', mount.readOnly) }
  switch (mount.type) {
    case MountType.MOUNT_TYPE_BIND:
      return {
        Type: 'bind',
        Source: mount.source,
        ...common,
        ...set('BindOptions', set('Propagation', mount.bindPropagation)),
      }
    case MountType.MOUNT_TYPE_TMPFS: {
      const options = { ...set('SizeBytes', mount.tmpfsBytes), ...set('Mode', mount.tmpfsMode) }
      return { Type: 'tmpfs', ...common, ...set('TmpfsOptions', options) }
    }
    default:
      return {
        Type: 'volume',
        // Without a source it is an anonymous volume.
        ...set('Source', mount.source === '' ? '' : names.volume(mount.source)),
        ...common,
        ...set('VolumeOptions', set('NoCopy', mount.volumeNocopy)),
      }
  }
}
