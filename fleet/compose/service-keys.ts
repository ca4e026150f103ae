/**
 * The keys of a service.
 *
 * Invariant: this table is the only list of them; what it reads goes into `Service` of the protocol.
 */
import type { Loose } from '../../protocol/codec.ts'
import { Restart } from '../../protocol/enums.ts'
import type { Logging, Service, Ulimit } from '../../protocol/types.ts'
import { readDependencies } from './dependencies.ts'
import { readDevice } from './devices.ts'
import { readEnvFiles, readEnvironment, readLabelFiles } from './environment.ts'
import { ValueFault } from './faults.ts'
import { readHealthcheck } from './healthcheck.ts'
import { SERVICE_EXTENSION } from './holdfast-keys.ts'
import { type Level, readLevel } from './level.ts'
import { readLinks } from './links.ts'
import { readMount, readTmpfs } from './mounts.ts'
import { readAttachments, readNetworkMode } from './networks.ts'
import { readExpose, readPorts } from './ports.ts'
import * as read from './read.ts'
import { DEPLOY_LEVEL, onlyOne, RESOURCE_KEYS, readGpus } from './resources.ts'
import type { Scope } from './scope.ts'
import { readSecurityOptions } from './security-opt.ts'
import { readFileUses } from './service-files.ts'
import type { Node } from './yaml-tree.ts'

/** What a service's keys say; what files say is kept apart, because the keys go over it. */
export type ServiceDraft = Loose<Service> & {
  envFile?: Record<string, string>
  labelFile?: Record<string, string>
  containerName?: string
  built?: boolean
}

const IPC_MODES = ['host', 'private', 'shareable', 'none']
const NO_MODEL = 'there is nothing on a device that runs a model; run it as a service'

export const ULIMIT_LEVEL: Level<Pick<Ulimit, 'soft' | 'hard'>> = {
  title: 'An item of `ulimits`, with two limits',
  keys: {
    soft: { doc: 'a number, -1 for no limit', read: (node) => ({ soft: limit(node) }) },
    hard: { doc: 'a number, -1 for no limit', read: (node) => ({ hard: limit(node) }) },
  },
}

export const LOGGING_LEVEL: Level<Loose<Logging>> = {
  title: '`logging` of a service',
  keys: {
    driver: { doc: 'json-file, local, journald, …', read: (node) => ({ driver: read.word(node) }) },
    options: { doc: "the driver's options", read: (node) => ({ options: read.record(node) }) },
  },
}

export const SERVICE_LEVEL: Level<ServiceDraft> = {
  title: 'A service',
  keys: {
    image: { doc: 'resolved to its digest at the registry', read: (node) => ({ image: read.word(node) }) },
    build: { doc: 'allowed beside `image`; nothing is built: build and push first', read: () => ({ built: true }) },
    command: { doc: 'text split as the shell does, or a list', read: (node) => ({ command: read.commandLine(node) }) },
    entrypoint: {
      doc: "text or a list; empty clears the image's own",
      read: (node) => {
        const words = read.commandLine(node)
        // The engine takes one empty word as "none"; an empty list would mean the image's own.
        return { entrypoint: words.length === 0 ? [''] : words }
      },
    },
    environment: { doc: 'a map or a list; without a value, from here', read: readEnvironment },
    env_file: { doc: 'read here, now; `environment` goes over it', read: readEnvFiles },
    working_dir: { doc: 'a path', read: (node) => ({ workingDir: read.word(node) }) },
    user: { doc: 'a name or number, also USER:GROUP', read: (node) => ({ user: read.word(node) }) },
    group_add: { doc: 'more groups', read: (node) => ({ groupAdd: read.texts(node) }) },
    label_file: { doc: 'read here, now, as `env_file`; `labels` goes over it', read: readLabelFiles },
    labels: {
      doc: 'a map or a list; those of balena are [below](#balena)',
      read: (node) => ({ labels: ownLabels(node) }),
    },
    annotations: {
      doc: 'a map or a list; engines before 24 leave them out',
      read: (node) => ({ annotations: read.record(node) }),
    },
    stop_signal: { doc: 'a name or number', read: (node) => ({ stopSignal: read.word(node) }) },
    stop_grace_period: { doc: 'a duration; default 10s', read: (node) => ({ stopGraceMs: read.duration(node) }) },
    init: { doc: 'an init process in the container', read: (node) => ({ init: read.flag(node) }) },
    read_only: { doc: 'a root file system without writing', read: (node) => ({ readOnly: read.flag(node) }) },
    tty: { doc: 'a terminal', read: (node) => ({ tty: read.flag(node) }) },
    stdin_open: { doc: 'an open standard input', read: (node) => ({ stdinOpen: read.flag(node) }) },
    platform: {
      doc: 'which image of a multi-platform one: linux/arm64',
      read: (node) => ({ platform: platform(node) }),
    },
    extends: { doc: 'another service, of this file or another one', read: () => ({}) },
    depends_on: {
      doc: 'a list, or a map with conditions',
      read: (node, scope) => ({ dependsOn: readDependencies(node, scope) }),
    },
    healthcheck: { doc: 'see below', read: (node, scope) => ({ healthcheck: readHealthcheck(node, scope) }) },
    restart: { doc: 'no, always, unless-stopped, on-failure or on-failure:N', read: readRestart },
    ports: {
      doc: 'short and long form, ranges',
      read: (node, scope) => ({ ports: read.each(node, scope.faults, (item) => readPorts(item, scope)) }),
    },
    expose: { doc: 'ports', read: (node, scope) => ({ expose: read.each(node, scope.faults, readExpose) }) },
    network_mode: { doc: 'host, none or service:NAME; bridge is the network "default"', read: readNetworkMode },
    networks: { doc: 'a list, or a map with details; without it, "default"', read: readAttachments },
    links: {
      doc: 'SERVICE or SERVICE:ALIAS: an alias of that service on the networks that both are on, and a dependency',
      read: readLinks,
    },
    hostname: { doc: 'a name', read: (node) => ({ hostname: read.word(node) }) },
    domainname: { doc: 'a name', read: (node) => ({ domainname: read.word(node) }) },
    dns: { doc: 'one address, or a list', read: (node) => ({ dns: read.textOrTexts(node) }) },
    dns_search: { doc: 'one domain, or a list', read: (node) => ({ dnsSearch: read.textOrTexts(node) }) },
    dns_opt: { doc: 'a list', read: (node) => ({ dnsOptions: read.texts(node) }) },
    extra_hosts: { doc: 'a map, or a list of name=address', read: (node) => ({ extraHosts: extraHosts(node) }) },
    container_name: {
      doc: 'an alias on the networks of the service: a device names containers itself, so that two can stand side by side',
      read: (node) => ({ containerName: containerName(node) }),
    },
    mac_address: { doc: 'an address', read: (node) => ({ macAddress: macAddress(node) }) },
    volumes: {
      doc: 'short and long form: volume, bind, tmpfs',
      read: (node, scope) => ({ mounts: read.each(node, scope.faults, (item) => readMount(item, scope)) }),
    },
    tmpfs: {
      doc: 'one path, or a list, with options',
      read: (node, scope) => ({
        mounts: node.kind === 'list' ? read.each(node, scope.faults, readTmpfs) : [readTmpfs(node)],
      }),
    },
    secrets: { doc: 'names, or the long form', read: (node, scope) => readFileUses('secret', node, scope) },
    configs: { doc: 'names, or the long form', read: (node, scope) => readFileUses('config', node, scope) },
    devices: {
      doc: 'HOST[:CONTAINER[:rwm]], or the long form',
      read: (node, scope) => ({ devices: read.each(node, scope.faults, (item) => readDevice(item, scope)) }),
    },
    device_cgroup_rules: { doc: 'a list', read: (node) => ({ deviceCgroupRules: read.texts(node) }) },
    gpus: { doc: 'all, or a list as reserved devices', read: readGpus },
    shm_size: { doc: 'a size', read: (node) => ({ shmBytes: read.bytes(node) }) },
    privileged: { doc: 'true or false', read: (node) => ({ privileged: read.flag(node) }) },
    cap_add: { doc: 'a list', read: (node) => ({ capAdd: read.texts(node) }) },
    cap_drop: { doc: 'a list', read: (node) => ({ capDrop: read.texts(node) }) },
    security_opt: {
      doc: 'a list; the file of a seccomp profile is read here, now',
      read: (node, scope) => ({ securityOpt: readSecurityOptions(node, scope) }),
    },
    sysctls: { doc: 'a map or a list', read: (node) => ({ sysctls: read.record(node) }) },
    ulimits: { doc: 'a number, or soft and hard', read: (node, scope) => ({ ulimits: readUlimits(node, scope) }) },
    pid: { doc: 'host', read: (node) => ({ pid: namespace(['host'], node) }) },
    ipc: { doc: IPC_MODES.join(', '), read: (node) => ({ ipc: namespace(IPC_MODES, node) }) },
    uts: { doc: 'host', read: (node) => ({ uts: read.oneOf({ host: 'host' })(node) }) },
    userns_mode: { doc: 'host', read: (node) => ({ usernsMode: read.oneOf({ host: 'host' })(node) }) },
    cgroup: { doc: 'host or private', read: (node) => ({ cgroup: namespace(['host', 'private'], node) }) },
    cgroup_parent: { doc: 'a name', read: (node) => ({ cgroupParent: read.word(node) }) },
    runtime: { doc: 'a runtime that the engine knows', read: (node) => ({ runtime: read.word(node) }) },
    logging: { doc: 'see below', read: (node, scope) => ({ logging: readLevel(LOGGING_LEVEL, node, scope) }) },
    oom_score_adj: { doc: 'from -1000 to 1000', read: (node) => ({ oomScoreAdj: read.whole(node, -1000, 1000) }) },
    oom_kill_disable: { doc: 'true or false', read: (node) => ({ oomKillDisable: read.flag(node) }) },
    ...RESOURCE_KEYS,
    deploy: { doc: 'see below', read: (node, scope) => readLevel(DEPLOY_LEVEL, node, scope) },
    scale: { doc: 'only 1', read: onlyOne },
    profiles: { doc: 'the service is left out unless one is given by --profile', read: () => ({}) },
    'x-holdfast': { doc: 'see below', read: (node, scope) => readLevel(SERVICE_EXTENSION, node, scope) },
    pull_policy: { ignored: 'images are pinned by digest' },
    attach: { ignored: 'it is for a terminal' },
    develop: { ignored: 'it is for development' },
    isolation: { ignored: 'it is for Windows' },
    credential_spec: { refused: 'it is for Windows' },
    external_links: { refused: 'containers of other releases may not be there' },
    models: { refused: NO_MODEL },
    post_start: { refused: 'nothing would run it after a power cut' },
    pre_stop: { refused: 'nothing would run it in a power cut' },
    provider: { refused: 'there is no provider on a device' },
    use_api_socket: { refused: 'mount the socket, if it must be' },
    volumes_from: { refused: 'name the volumes' },
  },
}

const POLICIES = {
  no: Restart.RESTART_NO,
  false: Restart.RESTART_NO,
  always: Restart.RESTART_ALWAYS,
  'on-failure': Restart.RESTART_ON_FAILURE,
  'unless-stopped': Restart.RESTART_UNLESS_STOPPED,
}

function readRestart(node: Node): ServiceDraft {
  const counted = node.kind === 'scalar' ? /^on-failure:(\d{1,9})$/.exec(String(node.value)) : null
  if (counted !== null) return { restart: Restart.RESTART_ON_FAILURE, restartMaxRetries: Number(counted[1]) }
  return { restart: read.oneOf(POLICIES)(node) }
}

/** The namespace of another service is of its container, which an update replaces. */
function namespace(words: readonly string[], node: Node): string {
  const word = read.word(node)
  if (/^(service|container):/.test(word)) {
    const why = 'nothing would join the container that takes its place'
    throw new ValueFault(node.place, `${JSON.stringify(word)} is not run: ${why}`, 'HF_COMPOSE_UNSUPPORTED')
  }
  return read.oneOf(read.wordTable(words))(node)
}

function readUlimits(node: Node, scope: Scope): Loose<Ulimit>[] {
  return read.map(node).entries.flatMap(({ key: name, value }) => {
    const both = scope.faults.attempt(() => {
      if (value.kind === 'map') return readLevel(ULIMIT_LEVEL, value, scope)
      return { soft: limit(value), hard: limit(value) }
    })
    return both === null ? [] : [{ name, soft: both.soft ?? both.hard ?? -1, hard: both.hard ?? both.soft ?? -1 }]
  })
}

function limit(node: Node): number {
  return read.whole(node, -1, Number.MAX_SAFE_INTEGER)
}

function ownLabels(node: Node): Record<string, string> {
  const labels = read.pairs(node)
  const ours = labels.find(({ key }) => key.startsWith('io.holdfast.'))
  if (ours !== undefined) throw new ValueFault(ours.place, `labels that begin with "io.holdfast." are Holdfast's own`)
  return Object.fromEntries(labels.map(({ key, value }) => [key, value ?? '']))
}

function extraHosts(node: Node): string[] {
  if (node.kind === 'map')
    return node.entries.flatMap(({ key, value }) => read.textOrTexts(value).map((address) => `${key}:${address}`))
  // The first "=" or ":" parts them: an IPv6 address has colons, a name has none.
  return read.pairs(node, /[=:]/).map(({ key, value, place }) => {
    if (value === null || value === '') throw new ValueFault(place, `${JSON.stringify(key)} has no address`)
    return `${key}:${value.replace(/^\[(.*)\]$/, '$1')}`
  })
}

function containerName(node: Node): string {
  const name = read.word(node)
  if (/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) return name
  throw new ValueFault(node.place, `${JSON.stringify(name)} is not a name of a container`)
}

function macAddress(node: Node): string {
  const address = read.word(node)
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/i.test(address))
    throw new ValueFault(node.place, `${JSON.stringify(address)} is not an address such as "02:42:ac:11:00:02"`)
  return address
}

function platform(node: Node): string {
  const name = read.word(node)
  if (/^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/.test(name)) return name
  throw new ValueFault(
    node.place,
    `${JSON.stringify(name)} is not OS/ARCHITECTURE, such as "linux/arm64" or "linux/arm/v7"`,
  )
}
