/**
 * The cases: small services, each of which shows what one key, or one form of it, makes of a container.
 *
 * Invariant: every case is read by the reference tool too, and `shows` names what the engine must say
 * otherwise than of a service with nothing but an image; it is empty for a key that makes no difference.
 */
import { network, started } from './network-cases.ts'

export interface Case {
  /** The service's keys but for `image`, as they stand in the file. */
  keys: string
  /** Fields of the container that differ from those of the plain service. */
  shows: readonly string[]
  /** Of the image with its own entrypoint, command, health check, volume and so on. */
  rich?: true
}

/** A compose file: its services by name, and what stands beside them. */
export interface CaseFile {
  services: Readonly<Record<string, Case>>
  /** `volumes`, `networks` and so on. */
  beside: string
  /** Files beside the compose file. */
  files?: Readonly<Record<string, string>>
  /** Whether the services run, because what they show comes with the start. */
  isStarted: boolean
}

/** The services that the others are compared with: an image and nothing else. They are in every file. */
export const BASES: CaseFile['services'] = {
  plain: { keys: '', shows: [] },
  rich: { keys: '', shows: [], rich: true },
}

/** What it is before the start. */
const restart = { keys: 'restart: always', shows: ['HostConfig.RestartPolicy'] }

const process: CaseFile['services'] = {
  'command-text': { keys: `command: sh -c "echo 'a  b' \\"c\\"" x\\ y`, shows: ['Config.Cmd', 'Path', 'Args'] },
  'command-list': { keys: 'command: [sleep, "99"]', shows: ['Config.Cmd'] },
  'command-empty': { keys: 'command: []', shows: [], rich: true },
  'entrypoint-text': { keys: 'entrypoint: /bin/sleep 99', shows: ['Config.Entrypoint', 'Config.Cmd', 'Path', 'Args'] },
  'entrypoint-list': {
    keys: 'entrypoint: [/bin/sh, -c]\ncommand: [sleep 99]',
    shows: ['Config.Entrypoint', 'Config.Cmd'],
  },
  'entrypoint-over': { keys: 'entrypoint: [/bin/sleep, "99"]', shows: ['Config.Entrypoint'], rich: true },
  'entrypoint-cleared-alone': { keys: 'entrypoint: []', shows: ['Path'], rich: true },
  'entrypoint-cleared': { keys: 'entrypoint: []\ncommand: [/bin/sleep, "99"]', shows: ['Path'], rich: true },
  'environment-map': { keys: 'environment: { A: x=y, B: "", N: 1, T: "true", FROM_HERE: }', shows: ['Config.Env'] },
  'environment-list': { keys: 'environment: [A=x=y, B=, FROM_HERE, PATH=/usr/bin]', shows: ['Config.Env'] },
  'env-file': { keys: 'env_file: [one.env, two.env]\nenvironment: { OVER: service }', shows: ['Config.Env'] },
  interpolated: {
    keys: `environment: { A: "$FROM_HERE \${FROM_HERE} \${NOT_HERE:-else} $$5" }`,
    shows: ['Config.Env'],
  },
  'environment-of-numbers': {
    keys: 'environment: { UMASK: 022, MANY: 1_000, BITS: 0b11, HEX: 0x1F, LESS: -5, ZERO: 0, HALF: 0.5, QUOTED: "022" }',
    shows: ['Config.Env'],
  },
  'working-dir': { keys: 'working_dir: /tmp', shows: ['Config.WorkingDir'] },
  user: { keys: 'user: nobody', shows: ['Config.User'] },
  'user-and-group': { keys: 'user: "1000:7"', shows: ['Config.User'] },
  'group-add': { keys: 'group_add: [nobody, 7]', shows: ['HostConfig.GroupAdd'] },
  'labels-map': { keys: 'labels: { a.b: c, n: 5, empty: "" }', shows: ['Config.Labels'] },
  'labels-list': { keys: 'labels: [a.b=c=d, empty]', shows: ['Config.Labels'] },
  'stop-signal': { keys: 'stop_signal: SIGINT', shows: ['Config.StopSignal'] },
  'stop-grace-period': { keys: 'stop_grace_period: 1m30s', shows: ['Config.StopTimeout'] },
  init: { keys: 'init: true', shows: ['HostConfig.Init'] },
  'init-off': { keys: 'init: false', shows: ['HostConfig.Init'] },
  'read-only': { keys: 'read_only: true', shows: ['HostConfig.ReadonlyRootfs'] },
  tty: { keys: 'tty: true', shows: ['Config.Tty'] },
  'stdin-open': { keys: 'stdin_open: true', shows: ['Config.OpenStdin'] },
  platform: { keys: 'platform: linux/amd64', shows: [] },
  'own-extension': {
    keys: 'x-holdfast: { strategy: hand-over, hand_over: { wait_until_ready: true, timeout: 1m }, priority: 3, local_api: true, lock: { honour: true, file: /data/x.lock, at_most: 1h } }',
    shows: [],
  },
  build: { keys: 'build: .', shows: [] },
  scale: { keys: 'scale: 1', shows: [] },
  replicas: { keys: 'deploy: { replicas: 1, mode: replicated }', shows: [] },
  'extends-in-the-file': {
    keys: 'extends: { service: tty }\nstdin_open: true',
    shows: ['Config.Tty', 'Config.OpenStdin'],
  },
  'extends-of-another-file': {
    keys: 'extends: { file: base.yml, service: base }\nenvironment: { B: own }',
    shows: ['Config.Env', 'HostConfig.CapAdd'],
  },
  secrets: {
    keys: 'secrets: [from-file, { source: from-file, target: other }]',
    shows: ['Mounts', 'HostConfig.Binds, Mounts, Tmpfs'],
  },
  'depends-on-list': { keys: 'depends_on: [plain]', shows: [] },
  'depends-on-map': { keys: 'depends_on: { plain: { condition: service_started } }', shows: [] },
}

const checked: CaseFile['services'] = {
  'check-text': {
    keys: 'healthcheck: { test: "test -e /bin/sh", interval: 90s, timeout: 2s500ms, retries: 4, start_period: 1m }',
    shows: ['Config.Healthcheck'],
  },
  'check-list': { keys: 'healthcheck: { test: [CMD, "true"] }', shows: ['Config.Healthcheck'] },
  'check-shell': { keys: 'healthcheck: { test: [CMD-SHELL, "exit 0"], retries: 2 }', shows: ['Config.Healthcheck'] },
  'check-none': { keys: 'healthcheck: { test: [NONE] }', shows: ['Config.Healthcheck'], rich: true },
  'check-disabled': { keys: 'healthcheck: { disable: true }', shows: ['Config.Healthcheck'], rich: true },
  'check-tuned': { keys: 'healthcheck: { interval: 7s }', shows: ['Config.Healthcheck'], rich: true },
}

/** Not started: a machine whose root is not shared does not mount so. */
const propagated: CaseFile['services'] = {
  'bind-short-propagated': { keys: 'volumes: ["/tmp:/host/tmp:rslave"]', shows: ['Mounts'] },
  'bind-long-propagated': {
    keys: 'volumes: [{ type: bind, source: /tmp, target: /host/tmp, bind: { propagation: rslave } }]',
    shows: ['Mounts'],
  },
}

const privileges: CaseFile['services'] = {
  devices: {
    keys: 'devices: [/dev/null, "/dev/zero:/dev/x", "/dev/full:/dev/y:r"]',
    shows: ['HostConfig.Devices'],
  },
  'device-cgroup-rules': {
    keys: 'device_cgroup_rules: ["c 1:3 mr", "a 7:* rmw"]',
    shows: ['HostConfig.DeviceCgroupRules'],
  },
  privileged: { keys: 'privileged: true', shows: ['HostConfig.Privileged', 'HostConfig.SecurityOpt'] },
  'cap-add': { keys: 'cap_add: [NET_ADMIN, SYS_TIME]', shows: ['HostConfig.CapAdd'] },
  'cap-drop': { keys: 'cap_drop: [ALL]\ncap_add: [CAP_NET_RAW]', shows: ['HostConfig.CapDrop', 'HostConfig.CapAdd'] },
  'security-opt': {
    keys: 'security_opt: ["no-new-privileges:true", "seccomp=unconfined", "apparmor=unconfined"]',
    shows: ['HostConfig.SecurityOpt'],
  },
  'sysctls-map': { keys: 'sysctls: { net.core.somaxconn: 99 }', shows: ['HostConfig.Sysctls'] },
  'sysctls-list': { keys: 'sysctls: [net.core.somaxconn=99]', shows: ['HostConfig.Sysctls'] },
  ulimits: { keys: 'ulimits: { nproc: 100, nofile: { soft: 100, hard: 200 } }', shows: ['HostConfig.Ulimits'] },
  pid: { keys: 'pid: host', shows: ['HostConfig.PidMode', 'HostConfig.SecurityOpt'] },
  'ipc-host': { keys: 'ipc: host', shows: ['HostConfig.IpcMode', 'HostConfig.SecurityOpt'] },
  'ipc-shareable': { keys: 'ipc: shareable', shows: ['HostConfig.IpcMode'] },
  'userns-mode': { keys: 'userns_mode: host', shows: ['HostConfig.UsernsMode'] },
  'cgroup-parent': { keys: 'cgroup_parent: /hf-parent', shows: ['HostConfig.CgroupParent'] },
  runtime: { keys: 'runtime: runc', shows: [] },
  logging: {
    keys: 'logging: { driver: json-file, options: { max-size: 1m, max-file: "3" } }',
    shows: ['HostConfig.LogConfig'],
  },
  'logging-without-options': { keys: 'logging: { driver: local }', shows: ['HostConfig.LogConfig'] },
  'oom-score-adj': { keys: 'oom_score_adj: -500', shows: ['HostConfig.OomScoreAdj'] },
  'oom-kill-disable': { keys: 'oom_kill_disable: true', shows: ['HostConfig.OomKillDisable'] },
}

const limits: CaseFile['services'] = {
  'mem-limit': { keys: 'mem_limit: 64m', shows: ['HostConfig.Memory', 'HostConfig.MemorySwap'] },
  'mem-reservation': { keys: 'mem_reservation: 32m', shows: ['HostConfig.MemoryReservation'] },
  'memswap-limit': { keys: 'mem_limit: 64m\nmemswap_limit: 96m', shows: ['HostConfig.MemorySwap'] },
  'memswap-unlimited': { keys: 'mem_limit: 64m\nmemswap_limit: -1', shows: ['HostConfig.MemorySwap'] },
  cpus: { keys: 'cpus: 0.5', shows: ['HostConfig.NanoCpus'] },
  'cpu-shares': { keys: 'cpu_shares: 512', shows: ['HostConfig.CpuShares'] },
  'cpu-quota': { keys: 'cpu_quota: 50000\ncpu_period: 100000', shows: ['HostConfig.CpuQuota', 'HostConfig.CpuPeriod'] },
  cpuset: { keys: 'cpuset: "0"', shows: ['HostConfig.CpusetCpus'] },
  'pids-limit': { keys: 'pids_limit: 50', shows: ['HostConfig.PidsLimit'] },
  'pids-unlimited': { keys: 'pids_limit: -1', shows: [] },
  'shm-size': { keys: 'shm_size: 8m', shows: ['HostConfig.ShmSize'] },
  'deploy-limits': {
    keys: 'deploy: { resources: { limits: { cpus: "0.25", memory: 50M }, reservations: { memory: 20M } } }',
    shows: ['HostConfig.NanoCpus', 'HostConfig.Memory', 'HostConfig.MemoryReservation'],
  },
  'deploy-devices': {
    keys: 'deploy: { resources: { reservations: { devices: [{ driver: nvidia, count: 2, capabilities: [gpu, compute], options: { a: b } }] } } }',
    shows: ['HostConfig.DeviceRequests'],
  },
  'deploy-device-ids': {
    keys: 'deploy: { resources: { reservations: { devices: [{ device_ids: ["0", "3"], capabilities: [gpu] }] } } }',
    shows: ['HostConfig.DeviceRequests'],
  },
}

const blockIo: CaseFile['services'] = {
  'block-io': {
    keys: `blkio_config:
  weight: 300
  weight_device: [{ path: /dev/loop0, weight: 400 }]
  device_read_bps: [{ path: /dev/loop0, rate: 12mb }]
  device_write_bps: [{ path: /dev/loop0, rate: 1024k }]
  device_read_iops: [{ path: /dev/loop0, rate: 120 }]
  device_write_iops: [{ path: /dev/loop0, rate: 30 }]`,
    shows: ['HostConfig.BlkioDeviceReadBps', 'HostConfig.BlkioDeviceWriteIOps'],
  },
}

/** The engine's own choice would be another one each time. */
const OWN_SUBNET = `networks:
  default: { ipam: { config: [{ subnet: 10.213.4.0/24 }] } }
`

/** What is seen without a start. */
function created(services: CaseFile['services'], beside = '', files: CaseFile['files'] = {}): CaseFile {
  return { services, beside: `${beside}${OWN_SUBNET}`, files, isStarted: false }
}

const BESIDE_PROCESS = `  never: { image: nowhere.invalid/never:1, profiles: [never] }
secrets:
  from-file: { file: ./secret.txt, external: false }
x-holdfast:
  version: "2.0"
  policy:
    health_timeout: 1m
    soak: 1s
    contact_timeout: 1m
    fetch_attempts: 2
    resume_attempts: 3
    fetch_bytes: 100m
    byte_budgets: [{ class: content, link: cellular, day: 20m, month: 500m }]
    lock: { honour: true, at_most: 1h }
    windows: [{ schedule: "0 3 * * *", time_zone: Europe/Berlin, duration: 2h, gate: apply }]
  requirements: { operating_systems: [linux], architectures: [amd64, arm64], device_types: [box], memory: 1m, disk: 1m, devices: [/dev/null] }
`

const FILES_BESIDE_PROCESS = {
  '.env': 'FROM_HERE=here\n',
  'one.env': '# a comment\nONE=1\nOVER=file\nEMPTY=\n',
  'two.env': 'TWO=with spaces = and signs\nONE=2\n',
  'base.yml': 'services: { base: { image: other:1, cap_add: [SYS_TIME], environment: { A: base, B: base } } }\n',
  'secret.txt': 'a secret',
  Dockerfile: 'FROM scratch\n',
}

/** All files, by what they are about. */
export const FILES: Readonly<Record<string, CaseFile>> = {
  'the process': created({ restart, ...process }, BESIDE_PROCESS, FILES_BESIDE_PROCESS),
  'health checks and limits': created({ ...checked, ...limits, ...blockIo }),
  privileges: created({ ...privileges, ...propagated }),
  networking: created(network),
  'what comes with the start': started,
}
