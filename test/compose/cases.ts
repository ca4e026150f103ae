/**
 * The cases: small services, each of which shows what one key, or one form of it, makes of a container.
 *
 * Invariant: every case is read by the reference tool too, and `shows` names what the engine must say
 * otherwise than of a service with nothing but an image; it is empty for a key that makes no difference.
 */

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
  'working-dir': { keys: 'working_dir: /tmp', shows: ['Config.WorkingDir'] },
  user: { keys: 'user: nobody', shows: ['Config.User'] },
  'user-and-group': { keys: 'user: "1000:7"', shows: ['Config.User'] },
  'group-add': { keys: 'group_add: [nobody, 7]', shows: ['HostConfig.GroupAdd'] },
  'labels-map': { keys: 'labels: { a.b: c, n: 5, empty: "" }', shows: ['Config.Labels'] },
  'labels-list': { keys: 'labels: [a.b=c=d, empty]', shows: ['Config.Labels'] },
  'stop-signal': { keys: 'stop_signal: SIGINT', shows: ['Config.StopSignal'] },
  'stop-grace-period': { keys: 'stop_grace_period: 1m30s', shows: ['Config.StopTimeout'] },
  init: { keys: 'init: true', shows: ['HostConfig.Init'] },
  'init-off': { keys: 'init: false', shows: [] },
  'read-only': { keys: 'read_only: true', shows: ['HostConfig.ReadonlyRootfs'] },
  tty: { keys: 'tty: true', shows: ['Config.Tty'] },
  'stdin-open': { keys: 'stdin_open: true', shows: ['Config.OpenStdin'] },
  platform: { keys: 'platform: linux/amd64', shows: [] },
  'own-extension': { keys: 'x-holdfast: { strategy: hand-over }', shows: [] },
  build: { keys: 'build: .', shows: [] },
  scale: { keys: 'scale: 1', shows: [] },
  replicas: { keys: 'deploy: { replicas: 1, mode: replicated }', shows: [] },
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

const network: CaseFile['services'] = {
  'ports-short': {
    keys: 'ports: ["18080:80", "127.0.0.1:18081:81/tcp", "18053:53/udp", "9000"]',
    shows: ['HostConfig.PortBindings', 'Config.ExposedPorts'],
  },
  'ports-range': { keys: 'ports: ["18100-18102:100-102", "5000-5001"]', shows: ['HostConfig.PortBindings'] },
  'ports-twice': { keys: 'ports: ["18110:80", "18111:80"]', shows: ['HostConfig.PortBindings'] },
  'ports-long': {
    keys: 'ports: [{ target: 80, published: 18120, protocol: udp }, { target: 81 }]',
    shows: ['HostConfig.PortBindings', 'Config.ExposedPorts'],
  },
  expose: { keys: 'expose: ["3000", "4000-4001/udp"]', shows: ['Config.ExposedPorts'] },
  'expose-over': { keys: 'expose: ["3000"]', shows: ['Config.ExposedPorts'], rich: true },
  'network-mode-host': { keys: 'network_mode: host', shows: ['HostConfig.NetworkMode'] },
  'network-mode-none': { keys: 'network_mode: none', shows: ['HostConfig.NetworkMode'] },
  hostname: { keys: 'hostname: box', shows: ['Config.Hostname'] },
  'hostname-with-domain': { keys: 'hostname: box.example.org', shows: ['Config.Hostname'] },
  domainname: { keys: 'hostname: box\ndomainname: example.org', shows: ['Config.Domainname'] },
  'dns-one': { keys: 'dns: 10.0.0.53', shows: ['HostConfig.Dns'] },
  'dns-many': {
    keys: 'dns: [10.0.0.53, 10.0.0.54]\ndns_search: [lan, example.org]\ndns_opt: ["ndots:2"]',
    shows: ['HostConfig.Dns', 'HostConfig.DnsSearch', 'HostConfig.DnsOptions'],
  },
  'dns-search-one': { keys: 'dns_search: lan', shows: ['HostConfig.DnsSearch'] },
  'extra-hosts-list': { keys: 'extra_hosts: ["db:10.1.2.3", "six:fd00::1"]', shows: ['HostConfig.ExtraHosts'] },
  'extra-hosts-map': { keys: 'extra_hosts: { db: 10.1.2.3 }', shows: ['HostConfig.ExtraHosts'] },
  'mac-address': { keys: 'mac_address: "02:42:0a:00:00:07"', shows: ['Config.MacAddress'] },
}

const mounts: CaseFile['services'] = {
  'volume-short': { keys: 'volumes: ["data:/data", "other:/other:ro"]', shows: ['Mounts'] },
  'volume-nocopy': { keys: 'volumes: ["data:/data:nocopy"]', shows: ['Mounts'] },
  'volume-long': {
    keys: 'volumes: [{ type: volume, source: data, target: /data, read_only: true, volume: { nocopy: true } }]',
    shows: ['Mounts'],
  },
  'volume-over-the-images': { keys: 'volumes: ["data:/var/lib/rich"]', shows: ['Mounts'], rich: true },
  'bind-short': { keys: 'volumes: ["/etc:/host/etc:ro", "/opt:/host/opt"]', shows: ['Mounts'] },
  'bind-long': {
    keys: 'volumes: [{ type: bind, source: /etc, target: /host/etc, read_only: true, bind: { propagation: rprivate } }]',
    shows: ['Mounts'],
  },
  'tmpfs-one': { keys: 'tmpfs: /run', shows: [] },
  'tmpfs-many': { keys: 'tmpfs: ["/run:size=8m,mode=0755", "/scratch"]', shows: [] },
  'tmpfs-long': { keys: 'volumes: [{ type: tmpfs, target: /run, tmpfs: { size: 8388608 } }]', shows: ['Mounts'] },
}

/** What is seen without a start. */
export const MADE: CaseFile = {
  services: {
    restart: { keys: 'restart: always', shows: ['HostConfig.RestartPolicy'] },
    ...process,
    ...checked,
    ...privileges,
    ...limits,
    ...network,
    ...propagated,
  },
  beside: `  never: { image: nowhere.invalid/never:1, profiles: [never] }
networks:
  default: { ipam: { config: [{ subnet: 10.213.4.0/24 }] } }
x-holdfast:
  version: "2.0"
  policy: { health_timeout: 1m, soak: 1s, contact_timeout: 1m, fetch_attempts: 2, resume_attempts: 3 }
  requirements: { architectures: [amd64, arm64], device_types: [box], memory: 1m, disk: 1m, devices: [/dev/null] }
`,
  files: {
    '.env': 'FROM_HERE=here\n',
    'one.env': '# a comment\nONE=1\nOVER=file\nEMPTY=\n',
    'two.env': 'TWO=with spaces = and signs\nONE=2\n',
    Dockerfile: 'FROM scratch\n',
  },
  isStarted: false,
}

/** What comes with the start: further networks, and on our side the restart policy. */
export const STARTED: CaseFile = {
  services: {
    'restart-no': { keys: 'restart: "no"', shows: [] },
    'restart-always': { keys: 'restart: always', shows: ['HostConfig.RestartPolicy'] },
    'restart-unless-stopped': { keys: 'restart: unless-stopped', shows: ['HostConfig.RestartPolicy'] },
    'restart-on-failure': { keys: 'restart: on-failure', shows: ['HostConfig.RestartPolicy'] },
    'restart-on-failure-counted': { keys: 'restart: on-failure:3', shows: ['HostConfig.RestartPolicy'] },
    'deploy-restart-policy': {
      keys: 'deploy: { restart_policy: { condition: on-failure, max_attempts: 4 } }',
      shows: ['HostConfig.RestartPolicy'],
    },
    'network-mode-service': { keys: 'network_mode: service:plain', shows: ['HostConfig.NetworkMode'] },
    'networks-list': { keys: 'networks: [front, back]', shows: ['NetworkSettings.Networks.front'] },
    'networks-map': {
      keys: 'networks: { back: { aliases: [b, other], ipv4_address: 10.213.7.10, ipv6_address: "fd00:5ea::10" }, front: }',
      shows: ['NetworkSettings.Networks.back', 'NetworkSettings.Networks.front'],
    },
    'networks-by-priority': {
      keys: 'networks: { back: { priority: 1 }, front: { priority: 1000 } }\nmac_address: "02:42:0a:00:00:09"',
      shows: ['HostConfig.NetworkMode', 'Config.MacAddress'],
    },
    'networks-external': { keys: 'networks: [outside]', shows: ['NetworkSettings.Networks.external'] },
    ...mounts,
    'volumes-external': { keys: 'volumes: ["found:/found"]', shows: ['Mounts'] },
  },
  beside: `volumes:
  data:
  other: { driver: local, driver_opts: { type: tmpfs, device: tmpfs, o: "size=1m" }, labels: { a: b } }
  found: { external: true, name: EXTERNAL }
networks:
  default: { ipam: { config: [{ subnet: 10.213.5.0/24 }] } }
  front: { ipam: { config: [{ subnet: 10.213.6.0/24 }] }, driver: bridge, driver_opts: { com.docker.network.bridge.name: hf-ref-front }, labels: { a: b }, internal: true, attachable: true }
  back:
    enable_ipv6: true
    ipam: { driver: default, config: [{ subnet: 10.213.7.0/24, gateway: 10.213.7.1, ip_range: 10.213.7.128/25 }, { subnet: "fd00:5ea::/64" }] }
  outside: { external: true, name: EXTERNAL }
`,
  isStarted: true,
}
