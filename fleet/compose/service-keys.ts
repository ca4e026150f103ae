/**
 * The keys of a service.
 *
 * Invariant: this table, with those that it takes in, is the only list of them; what it reads goes into
 * `Service` of the protocol.
 */
import type { Loose } from '../../protocol/codec.ts'
import { Restart } from '../../protocol/enums.ts'
import type { Logging } from '../../protocol/types.ts'
import { readDependencies } from './dependencies.ts'
import { readDevice } from './devices.ts'
import { readEnvFiles, readEnvironment, readLabelFiles } from './environment.ts'
import { ValueFault } from './faults.ts'
import { readHealthcheck } from './healthcheck.ts'
import { SERVICE_EXTENSION } from './holdfast-keys.ts'
import { ISOLATION_KEYS } from './isolation-keys.ts'
import { type Level, readLevel } from './level.ts'
import { readMount, readTmpfs } from './mounts.ts'
import * as read from './read.ts'
import { DEPLOY_LEVEL, onlyOne, RESOURCE_KEYS, readGpus } from './resources.ts'
import type { ServiceDraft } from './service-draft.ts'
import { readFileUses } from './service-files.ts'
import { NETWORK_KEYS } from './service-network-keys.ts'
import { ABSOLUTE, allFormed, DEVICE_RULE, formed, SIGNAL, USER } from './values.ts'
import type { Node } from './yaml-tree.ts'

const NO_MODEL = 'there is nothing on a device that runs a model; run it as a service'

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
    working_dir: { doc: 'an absolute path', read: (node) => ({ workingDir: formed(ABSOLUTE)(node) }) },
    user: { doc: 'a name or number, also USER:GROUP', read: (node) => ({ user: formed(USER)(node) }) },
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
    stop_signal: { doc: 'a name or number', read: (node) => ({ stopSignal: formed(SIGNAL)(node) }) },
    stop_grace_period: { doc: 'a duration; default 10s', read: (node) => ({ stopGraceMs: read.duration(node) }) },
    init: {
      doc: "an init process in the container, or none; default the engine's own setting",
      read: (node) => (read.flag(node) ? { init: true } : { noInit: true }),
    },
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
    ...NETWORK_KEYS,
    volumes: {
      doc: 'short and long form: volume, bind, tmpfs; a volume without a name is refused: it would be lost with each new container',
      read: (node, scope) => ({ mounts: read.each(node, scope.faults, (item) => readMount(item, scope)) }),
    },
    tmpfs: {
      doc: 'one path, or a list; behind a colon size, mode, uid, gid, nr_inodes, ro, exec, suid and dev',
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
    device_cgroup_rules: {
      doc: 'a list, such as "c 1:3 rwm"',
      read: (node) => ({ deviceCgroupRules: allFormed(DEVICE_RULE)(node) }),
    },
    gpus: { doc: 'all, or a list as reserved devices', read: readGpus },
    shm_size: { doc: 'a size', read: (node) => ({ shmBytes: read.bytes(node) }) },
    ...ISOLATION_KEYS,
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

function ownLabels(node: Node): Record<string, string> {
  const labels = read.pairs(node)
  const ours = labels.find(({ key }) => key.startsWith('io.holdfast.'))
  if (ours !== undefined) throw new ValueFault(ours.place, `labels that begin with "io.holdfast." are Holdfast's own`)
  return Object.fromEntries(labels.map(({ key, value }) => [key, value ?? '']))
}

function platform(node: Node): string {
  const name = read.word(node)
  if (/^[a-z0-9]+\/[a-z0-9_]+(\/v\d+)?$/.test(name)) return name
  throw new ValueFault(
    node.place,
    `${JSON.stringify(name)} is not OS/ARCHITECTURE, such as "linux/arm64" or "linux/arm/v7"`,
  )
}
