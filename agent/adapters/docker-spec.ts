/**
 * From a service of the release to what the engine is asked to create.
 *
 * Invariant: pure; every field of Service that shapes a container is mapped here or in
 * docker-host-config.ts, and a zero, which means "not set", is left out.
 * Source: https://docs.docker.com/reference/api/engine/version/v1.44/#tag/Container/operation/ContainerCreate
 */
import type { ContainerSpec } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Attachment, Healthcheck, Service } from '../../protocol/types.ts'
import { LABELS } from '../labels.ts'
import { set } from './docker-fields.ts'
import { filesLabelOf } from './docker-files.ts'
import { type HostConfig, hostConfigOf, type Names } from './docker-host-config.ts'
import { isOlder } from './docker-version.ts'
import { serviceOf } from './one-off.ts'

/** From this version on the engine takes more than one network at creation. */
const MANY_NETWORKS = '1.44'
/** From this version on the engine knows how often to check in the start period. */
const START_INTERVAL = '1.44'

interface EndpointBody {
  Aliases: string[]
  IPAMConfig?: { IPv4Address?: string; IPv6Address?: string; LinkLocalIPs?: string[] }
  DriverOpts?: Record<string, string>
  MacAddress?: string
}

export interface CreateBody {
  Image: string
  Labels: Record<string, string>
  Env: string[]
  HostConfig: HostConfig
  Entrypoint?: string[]
  Cmd?: string[]
  WorkingDir?: string
  User?: string
  StopSignal?: string
  /** Seconds. */
  StopTimeout?: number
  Tty?: boolean
  OpenStdin?: boolean
  Hostname?: string
  Domainname?: string
  MacAddress?: string
  ExposedPorts?: Record<string, object>
  /** Nanoseconds. */
  Healthcheck?: {
    Test?: string[]
    Interval?: number
    Timeout?: number
    Retries?: number
    StartPeriod?: number
    StartInterval?: number
  }
  NetworkingConfig?: { EndpointsConfig: Record<string, EndpointBody> }
}

export interface CreateRequest {
  query: { name: string; platform?: string }
  body: CreateBody
  /** Networks to attach afterwards, because the engine takes only one at creation. */
  attach: { network: string; endpoint: EndpointBody }[]
}

/**
 * What to ask of the engine for a container.
 * @param api the version that it is asked in
 * @throws HF_TARGET_INVALID when the service names a volume, network or service that the spec does not have
 */
export function createRequestOf(spec: ContainerSpec, api: string): CreateRequest {
  const service = serviceOf(spec)
  const many = !isOlder(api, MANY_NETWORKS)
  const endpoints = endpointsOf(spec, service, many)
  const atCreation = many ? endpoints : endpoints.slice(0, 1)
  return {
    query: { name: spec.name, ...set('platform', service.platform) },
    body: {
      Image: service.image,
      Labels: { ...service.labels, ...labelsOf(spec) },
      Env: Object.entries({ ...service.environment, ...spec.extras?.environment }).map(
        ([name, value]) => `${name}=${value}`,
      ),
      HostConfig: hostConfigOf(service, namesOf(spec), endpoints[0]?.[0], spec.extras?.binds ?? []),
      ...entrypointOf(service.entrypoint),
      ...set('Cmd', service.command),
      ...set('WorkingDir', service.workingDir),
      ...set('User', service.user),
      ...set('StopSignal', service.stopSignal),
      ...set('StopTimeout', Math.ceil(service.stopGraceMs / 1000)),
      ...set('Tty', service.tty),
      ...set('OpenStdin', service.stdinOpen),
      ...set('Hostname', service.hostname),
      ...set('Domainname', service.domainname),
      ...set('MacAddress', many && endpoints.length > 0 ? '' : service.macAddress),
      ...set('ExposedPorts', exposedOf(service)),
      ...(service.healthcheck === null ? {} : { Healthcheck: healthcheckOf(service.healthcheck, api) }),
      ...(atCreation.length === 0 ? {} : { NetworkingConfig: { EndpointsConfig: Object.fromEntries(atCreation) } }),
    },
    attach: endpoints.slice(atCreation.length).map(([network, endpoint]) => ({ network, endpoint })),
  }
}

/** One empty word is none at all, also none of the image's; its command stays. */
function entrypointOf(words: readonly string[]): { Entrypoint?: string[] } {
  if (words.length === 0) return {}
  return { Entrypoint: words.length === 1 && words[0] === '' ? [] : [...words] }
}

/** The labels that make a container ours. */
function labelsOf(spec: ContainerSpec): Record<string, string> {
  return {
    [LABELS.device]: spec.device,
    [LABELS.release]: spec.release,
    [LABELS.service]: spec.service.name,
    [LABELS.spec]: spec.specHash,
    [LABELS.files]: filesLabelOf(spec.service.files),
    ...(spec.run === undefined ? {} : { [LABELS.run]: spec.run.operation }),
  }
}

function namesOf(spec: ContainerSpec): Names {
  const { networkContainer } = spec
  return {
    volume: (name) => known(spec.volumeNames, name, spec, 'volume'),
    container: (name) => {
      if (networkContainer === undefined) throw unknown(spec, `service ${name}`)
      return networkContainer
    },
  }
}

/** By the engine's names, in the order of the release: the first is the container's own. */
function endpointsOf(spec: ContainerSpec, service: Service, many: boolean): [string, EndpointBody][] {
  const names = spec.run === undefined ? [service.name] : []
  return service.networks.map((attachment, at) => [
    known(spec.networkNames, attachment.network, spec, 'network'),
    {
      Aliases: [...new Set([...names, ...attachment.aliases])],
      ...set('IPAMConfig', addressesOf(attachment)),
      ...set('DriverOpts', attachment.driverOptions),
      ...(many && at === 0 ? set('MacAddress', service.macAddress) : {}),
    },
  ])
}

function addressesOf(attachment: Attachment): NonNullable<EndpointBody['IPAMConfig']> {
  return {
    ...set('IPv4Address', attachment.ipv4Address),
    ...set('IPv6Address', attachment.ipv6Address),
    ...set('LinkLocalIPs', attachment.linkLocalIps),
  }
}

/** What is published is exposed too. */
function exposedOf(service: Service): Record<string, object> {
  const published = service.ports.map((port) => `${port.containerPort}/${port.protocol || 'tcp'}`)
  const exposed = service.expose.map((port) => (port.includes('/') ? port : `${port}/tcp`))
  return Object.fromEntries([...published, ...exposed].map((port) => [port, {}]))
}

function healthcheckOf(check: Healthcheck, api: string): NonNullable<CreateBody['Healthcheck']> {
  return {
    ...set('Test', check.test),
    ...set('Interval', nanoseconds(check.intervalMs)),
    ...set('Timeout', nanoseconds(check.timeoutMs)),
    ...set('Retries', check.retries),
    ...set('StartPeriod', nanoseconds(check.startPeriodMs)),
    ...(isOlder(api, START_INTERVAL) ? {} : set('StartInterval', nanoseconds(check.startIntervalMs))),
  }
}

function nanoseconds(ms: number): number {
  return ms * 1_000_000
}

function known(names: Record<string, string>, name: string, spec: ContainerSpec, what: string): string {
  const found = Object.hasOwn(names, name) ? names[name] : undefined
  if (found === undefined) throw unknown(spec, `${what} ${name}`)
  return found
}

function unknown(spec: ContainerSpec, what: string): HoldfastError {
  return new HoldfastError('HF_TARGET_INVALID', `the ${what} is not known`, { place: `services.${spec.service.name}` })
}
