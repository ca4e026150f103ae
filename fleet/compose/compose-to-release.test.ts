import { describe, expect, it } from 'vitest'
import { encode, KINDS } from '../../protocol/codec.ts'
import { Condition, MountType, Restart, Strategy } from '../../protocol/enums.ts'
import type { ComposeInput } from './compose-to-release.ts'
import { compose, type Files, faultsIn } from './testing.ts'

/** @param beside files beside the compose file, by path */
const read = (text: string, changes: Partial<ComposeInput> = {}, beside: Files = {}) =>
  compose({ 'c.yml': text, ...beside }, changes)

/** A service "web" with the keys given, each line indented by four. */
const web = (...lines: string[]) =>
  ['services:', '  web:', '    image: web:1', ...lines.map((line) => `    ${line}`), ''].join('\n')

const service = (text: string) => {
  const { release } = read(text)
  encode(KINDS.Release, release)
  return release.services[0]!
}

const problems = (text: string) => faultsIn({ 'c.yml': text })

describe('a key of a service', () => {
  it.each<[string, string[], object]>([
    ['image', [], { name: 'web', image: 'web:1', networks: [{ network: 'default' }] }],
    ['command as text', ['command: sh -c "echo \'a b\'" x\\ y'], { command: ['sh', '-c', "echo 'a b'", 'x y'] }],
    ['command as a list', ['command: [sh, -c, 8]'], { command: ['sh', '-c', '8'] }],
    ['an entrypoint that clears', ['entrypoint: []'], { entrypoint: [''] }],
    [
      'environment as a map',
      ['environment: {A: 1, B: true, C: x, D: "", TAG: }'],
      { environment: { A: '1', B: 'true', C: 'x', D: '', TAG: '1.2' } },
    ],
    ['environment as a list', ['environment: [A=b=c, TAG, GHOST]'], { environment: { A: 'b=c', TAG: '1.2' } }],
    [
      'a port',
      ['ports: ["8080:80", "443", 53:53/udp, "127.0.0.1:1:2", "[::1]:3:4/TCP"]'],
      {
        ports: [
          { containerPort: 80, hostPort: 8080, hostIp: '', protocol: 'tcp' },
          { containerPort: 443, hostPort: 0, hostIp: '', protocol: 'tcp' },
          { containerPort: 53, hostPort: 53, hostIp: '', protocol: 'udp' },
          { containerPort: 2, hostPort: 1, hostIp: '127.0.0.1', protocol: 'tcp' },
          { containerPort: 4, hostPort: 3, hostIp: '::1', protocol: 'tcp' },
        ],
      },
    ],
    [
      'a range of ports',
      ['ports: ["8000-8001:80-81"]'],
      {
        ports: [
          { containerPort: 80, hostPort: 8000, hostIp: '', protocol: 'tcp' },
          { containerPort: 81, hostPort: 8001, hostIp: '', protocol: 'tcp' },
        ],
      },
    ],
    [
      'a port in the long form',
      ['ports: [{target: 80, published: "8080", host_ip: 10.0.0.1, protocol: udp}]'],
      {
        ports: [{ containerPort: 80, hostPort: 8080, hostIp: '10.0.0.1', protocol: 'udp' }],
      },
    ],
    ['expose', ['expose: [3000, "4000-4001/udp"]'], { expose: ['3000/tcp', '4000/udp', '4001/udp'] }],
    [
      'binds and tmpfs',
      [
        'volumes: ["/etc/x:/x:ro,rslave", {type: bind, source: /y, target: /y, bind: {create_host_path: false}}]',
        'tmpfs: [ "/run:size=1m,mode=1777", "/own:uid=7,noexec,exec,ro" ]',
      ],
      {
        mounts: [
          {
            type: MountType.MOUNT_TYPE_BIND,
            source: '/etc/x',
            target: '/x',
            readOnly: true,
            bindPropagation: 'rslave',
            bindCreateHostPath: true,
          },
          { type: MountType.MOUNT_TYPE_BIND, source: '/y', target: '/y', bindCreateHostPath: false },
          { type: MountType.MOUNT_TYPE_TMPFS, target: '/run', tmpfsBytes: 1_048_576, tmpfsMode: 0o1777 },
          { type: MountType.MOUNT_TYPE_TMPFS, target: '/own', readOnly: true, tmpfsOptions: ['uid=7', 'exec'] },
        ],
      },
    ],
    [
      'permissions written in any way',
      [
        'volumes:',
        '  - {type: tmpfs, target: /a, tmpfs: {mode: 0o770, size: 64k}}',
        '  - {type: tmpfs, target: /b, tmpfs: {mode: 01777}}',
      ],
      {
        mounts: [
          { type: MountType.MOUNT_TYPE_TMPFS, target: '/a', tmpfsMode: 0o770, tmpfsBytes: 65_536 },
          { type: MountType.MOUNT_TYPE_TMPFS, target: '/b', tmpfsMode: 0o1777 },
        ],
      },
    ],
    [
      'healthcheck',
      ['healthcheck: {test: curl localhost, interval: 1m30s, timeout: 500ms, retries: 3, start_period: 0s}'],
      {
        healthcheck: {
          test: ['CMD-SHELL', 'curl localhost'],
          intervalMs: 90_000,
          timeoutMs: 500,
          retries: 3,
          startPeriodMs: 0,
        },
      },
    ],
    ['healthcheck disabled', ['healthcheck: {disable: true}'], { healthcheck: { test: ['NONE'] } }],
    ['restart', ['restart: on-failure:5'], { restart: Restart.RESTART_ON_FAILURE, restartMaxRetries: 5 }],
    ['restart "no", which YAML leaves a word', ['restart: no'], { restart: Restart.RESTART_NO }],
    [
      'limits under deploy',
      ['deploy: {resources: {limits: {cpus: "0.5", memory: 64M, pids: 10}, reservations: {memory: 32m}}}'],
      {
        resources: { nanoCpus: 5e8, memoryBytes: 67_108_864, pidsLimit: 10, memoryReservationBytes: 33_554_432 },
      },
    ],
    [
      'older limits, which may say the same',
      ['mem_limit: 64m', 'memswap_limit: -1', 'cpuset: "0"', 'deploy: {resources: {limits: {memory: 64m}}}'],
      {
        resources: { memoryBytes: 67_108_864, memorySwapBytes: -1, cpuset: '0' },
      },
    ],
    ['gpus', ['gpus: all'], { deviceRequests: [{ count: -1, capabilities: ['gpu'] }] }],
    [
      'devices',
      ['devices: [/dev/ttyUSB0, "/dev/a:/dev/b:r"]'],
      {
        devices: [
          { hostPath: '/dev/ttyUSB0', containerPath: '/dev/ttyUSB0', permissions: 'rwm' },
          { hostPath: '/dev/a', containerPath: '/dev/b', permissions: 'r' },
        ],
      },
    ],
    [
      'ulimits',
      ['ulimits: {nproc: 65535, nofile: {soft: 10, hard: -1}}'],
      {
        ulimits: [
          { name: 'nproc', soft: 65_535, hard: 65_535 },
          { name: 'nofile', soft: 10, hard: -1 },
        ],
      },
    ],
    [
      'extra_hosts',
      ['extra_hosts: ["a=1.2.3.4", "b:[::1]", "host.docker.internal:host-gateway"]'],
      {
        extraHosts: ['a:1.2.3.4', 'b:::1', 'host.docker.internal:host-gateway'],
      },
    ],
    [
      'labels, dns, sysctls',
      ['labels: [a=b, c]', 'dns: 1.1.1.1', 'sysctls: {net.core.somaxconn: 1024}'],
      {
        labels: { a: 'b', c: '' },
        dns: ['1.1.1.1'],
        sysctls: { 'net.core.somaxconn': '1024' },
      },
    ],
    [
      'logging',
      ['logging: {driver: local, options: {max-size: 1m}}'],
      { logging: { driver: 'local', options: { 'max-size': '1m' } } },
    ],
    [
      'the rest',
      [
        'init: true',
        'read_only: "true"',
        'stop_grace_period: 1m',
        'stop_signal: SIGINT',
        'user: 1000',
        'shm_size: 64m',
        'oom_score_adj: -500',
        'pid: host',
        'platform: linux/arm/v7',
        'network_mode: host',
      ],
      {
        init: true,
        readOnly: true,
        stopGraceMs: 60_000,
        stopSignal: 'SIGINT',
        user: '1000',
        shmBytes: 67_108_864,
        oomScoreAdj: -500,
        pid: 'host',
        platform: 'linux/arm/v7',
        networkMode: 'host',
      },
    ],
    [
      'blkio_config',
      [
        'blkio_config:',
        '  weight: 300',
        '  weight_device: [{path: /dev/sda, weight: 400}]',
        '  device_read_bps: [{path: /dev/sdb, rate: 12mb}]',
        '  device_write_iops: [{path: /dev/sdb, rate: 30}]',
      ],
      {
        blockIo: {
          weight: 300,
          deviceWeights: [{ path: '/dev/sda', weight: 400 }],
          readBps: [{ path: '/dev/sdb', rate: 12_582_912 }],
          writeIops: [{ path: '/dev/sdb', rate: 30 }],
        },
      },
    ],
    [
      'annotations, storage_opt and cgroup',
      ['annotations: [a.b=c]', 'storage_opt: {size: 1G}', 'cgroup: private'],
      { annotations: { 'a.b': 'c' }, storageOptions: { size: '1G' }, cgroup: 'private' },
    ],
    [
      'the start interval of a health check',
      ['healthcheck: {test: [CMD, x], start_period: 1m, start_interval: 2s}'],
      { healthcheck: { test: ['CMD', 'x'], startPeriodMs: 60_000, startIntervalMs: 2000 } },
    ],
    [
      'what an attachment gives its driver',
      ['networks: {default: {link_local_ips: [169.254.1.2], driver_opts: {a: 1}}}'],
      { networks: [{ network: 'default', linkLocalIps: ['169.254.1.2'], driverOptions: { a: '1' } }] },
    ],
    [
      'a device in the long form',
      ['devices: [{source: /dev/a, target: /dev/b, permissions: r}, {source: /dev/c}]'],
      {
        devices: [
          { hostPath: '/dev/a', containerPath: '/dev/b', permissions: 'r' },
          { hostPath: '/dev/c', containerPath: '/dev/c', permissions: 'rwm' },
        ],
      },
    ],
    [
      'flags as YAML 1.1 has them',
      ['privileged: yes', 'init: "on"', 'tty: no'],
      { privileged: true, init: true, tty: false },
    ],
    ['no init process, whatever the engine does', ['init: false'], { noInit: true }],
    [
      'the name of its container, as an alias',
      ['container_name: my-web', 'networks: {default: {aliases: [a]}}'],
      { networks: [{ network: 'default', aliases: ['a', 'my-web'] }] },
    ],
    [
      'a tmpfs with what holds anyway',
      ['tmpfs: ["/run:rw,noexec,nosuid,nodev,size=64k"]'],
      { mounts: [{ target: '/run', tmpfsBytes: 65_536 }] },
    ],
    ['the bridge of the engine', ['network_mode: bridge'], { networks: [{ network: 'default' }] }],
    ['x-holdfast', ['x-holdfast: {strategy: hand-over}'], { strategy: Strategy.STRATEGY_HAND_OVER }],
  ])('%s', (_, lines, expected) => expect(service(web(...lines))).toMatchObject(expected))
})

describe('the whole file', () => {
  const file = `
name: shop
x-holdfast: {version: "2.0", policy: {soak: 1m}, requirements: {architectures: [arm64], memory: 1g}}
x-common: &common
  restart: always
services:
  web:
    <<: *common
    image: registry.example:5000/web:\${TAG}
    depends_on: {db: {condition: service_healthy}, extra: {condition: service_started, required: false}}
    networks: {front: {aliases: [www], ipv4_address: 172.30.0.9}, default: }
  db:
    <<: *common
    image: postgres
    restart: unless-stopped
    volumes: [data:/var/lib/postgresql/data, {type: volume, source: shared, target: /s, read_only: true}]
    depends_on: [seed]
    networks: [front]
  seed: {image: busybox, network_mode: none}
  extra: {image: busybox, profiles: [debug]}
volumes:
  data:
  shared: {external: true, name: host-data}
networks:
  front: {internal: true, ipam: {config: [{subnet: 172.30.0.0/24, gateway: 172.30.0.1}]}}
`
  it('becomes a release', () => {
    const { release, policy } = read(file)
    expect(release).toMatchObject({
      name: 'shop',
      version: '2.0',
      requirements: { architectures: ['arm64'], memoryBytes: 2 ** 30 },
    })
    expect(policy).toEqual({ soakMs: 60_000 })
    expect(release.services.map(({ name }) => name)).toEqual(['web', 'db', 'seed'])
    expect(release.services[0]).toMatchObject({
      image: 'registry.example:5000/web:1.2',
      restart: Restart.RESTART_ALWAYS,
      dependsOn: [{ service: 'db', condition: Condition.CONDITION_HEALTHY }],
      networks: [{ network: 'default' }, { network: 'front', aliases: ['www'], ipv4Address: '172.30.0.9' }],
    })
    expect(release.services[1]).toMatchObject({
      restart: Restart.RESTART_UNLESS_STOPPED,
      mounts: [
        { type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/var/lib/postgresql/data' },
        { type: MountType.MOUNT_TYPE_VOLUME, source: 'shared', target: '/s', readOnly: true },
      ],
    })
    expect(release.services[2]!.networks).toBeUndefined()
    expect(release.volumes).toEqual([{ name: 'data' }, { name: 'shared', externalName: 'host-data' }])
    expect(release.networks).toEqual([
      { name: 'front', internal: true, subnets: [{ subnet: '172.30.0.0/24', gateway: '172.30.0.1' }] },
      { name: 'default' },
    ])
  })

  it.each<[string, string, Partial<ComposeInput>, string]>([
    ['the file’s', `name: "shop-$\{TAG}"`, {}, 'shop-1.2'],
    ['the directory’s', 'x-a: 1', {}, 'app'],
    ['the operator’s', 'name: shop', { name: 'mine' }, 'mine'],
    ['what is set', 'name: shop', { lookup: () => 'set' }, 'set'],
  ])('the name of the application is in a variable: %s', (_, head, changes, name) => {
    const text = `${head}\n${web('hostname: "$COMPOSE_PROJECT_NAME"', 'environment: [COMPOSE_PROJECT_NAME]')}`
    expect(read(text, changes).release.services).toMatchObject([
      { hostname: name, environment: { COMPOSE_PROJECT_NAME: name } },
    ])
  })

  it('joins networks by their priority, and among equals by name, whatever the order in the file', () => {
    const joined = (networks: string) =>
      read(`${web(`networks: ${networks}`)}networks: {a: , b: , c: }\n`).release.services[0]!.networks
    const order = [{ network: 'a' }, { network: 'b' }, { network: 'c' }]
    expect(joined('[c, a, b]')).toEqual(order)
    expect(joined('{b: , c: {priority: -1}, a: {priority: 7}}')).toEqual(order)
  })

  it('takes in the services of a profile that is switched on', () => {
    const { release } = read(file, { profiles: ['debug'] })
    expect(release.services.map(({ name }) => name)).toContain('extra')
    expect(release.services[0]!.dependsOn).toHaveLength(2)
  })

  it('says of the name of a container that nobody can find by it that it has no effect', () => {
    const { notes } = read(web('container_name: my-web', 'network_mode: host'))
    expect(notes).toMatchObject([{ place: 'c.yml:4:21', message: expect.stringContaining('"container_name" has no') }])
  })

  it('says of a health check that is there and switched off that it has no effect', () => {
    const { notes } = read(web('healthcheck: {test: a, disable: true}'))
    expect(notes).toEqual([{ place: 'c.yml:4:25', message: '"test" has no effect: "disable" switches it off' }])
  })

  it('reads env_file here, and puts environment over it', () => {
    const text = web('env_file: [a.env, {path: none.env, required: false}]', 'environment: {B: mine}')
    const { release } = read(text, {}, { 'a.env': '# c\nexport A="x\\ny"\nB=theirs # no\nC=\'$D\'\n' })
    expect(release.services[0]!.environment).toEqual({ A: 'x\ny', B: 'mine', C: '$D' })
  })

  it('brings a seccomp profile along', () => {
    const text = web('security_opt: ["seccomp:./p/s.json", "seccomp=unconfined", "no-new-privileges:true"]')
    const { release } = read(text, {}, { 'p/s.json': '{\n  "defaultAction": "SCMP_ACT_ALLOW"\n}\n' })
    expect(release.services[0]!.securityOpt).toEqual([
      'seccomp={"defaultAction":"SCMP_ACT_ALLOW"}',
      'seccomp=unconfined',
      'no-new-privileges:true',
    ])
    expect(faultsIn({ 'c.yml': text })).toEqual(['c.yml:4:20: there is no file "p/s.json"'])
    expect(faultsIn({ 'c.yml': text, 'p/s.json': 'x' })[0]).toMatch(
      /^c.yml:4:20: "p\/s.json" is not a seccomp profile: /,
    )
  })

  it('knows what is external in the words of older files too', () => {
    const { release } = read(
      `${web('networks: [n, m]')}volumes: {v: {external: {name: host-v}}}\nnetworks: {n: {external: {name: host-n}}, m: {external: true}}\n`,
    )
    expect(release.volumes).toEqual([{ name: 'v', externalName: 'host-v' }])
    expect(release.networks).toMatchObject([{ externalName: 'host-n' }, { externalName: 'm' }])
  })

  it('leaves out networks that no service joins, and says so', () => {
    const { release, notes } = read(
      `${web('networks: [a]')}networks: {a: , b: {internal: true}, default: {internal: true}}\n`,
    )
    expect(release.networks).toEqual([{ name: 'a' }])
    expect(notes).toEqual([
      { place: 'c.yml:5:17', message: 'no service joins this network: it is left out' },
      { place: 'c.yml:5:38', message: 'no service joins this network: it is left out' },
    ])
  })

  it('notes what has no effect, with its place', () => {
    const { notes } = read(web('attach: false', 'build: .', 'environment: [GHOST]', 'command: $NOTHING'))
    expect(notes.map(({ place, message }) => `${place} ${message.slice(0, 16)}`)).toEqual([
      'c.yml:7:14 NOTHING is not s',
      'c.yml:4:5 "attach" has no ',
      'c.yml:6:19 GHOST has no val',
      'c.yml:5:12 "build" has no e',
    ])
  })
})

describe('a bad file is refused with its place', () => {
  it.each<[string, string, string[]]>([
    ['that is empty', '', ['c.yml:1:1: has to be a map']],
    ['that is not YAML', 'a: [', ['c.yml:1:5: ']],
    ['without services', 'name: x\n', ['c.yml:1:1: has no services']],
    ['with an unknown key', web('ports_: []'), ['c.yml:4:5: "ports_" is not known here; did you mean "ports"?']],
    [
      'with an unknown key inside',
      web('healthcheck: {tets: x}'),
      ['c.yml:4:19: "tets" is not known here; did you mean "test"?'],
    ],
    [
      'with an unknown key at the top',
      `${web()}servces: {}\n`,
      ['c.yml:4:1: "servces" is not known here; did you mean "services"?'],
    ],
    ['with a key twice', web('user: a', 'user: b'), ['c.yml:5:5: Map keys must be unique']],
    ['with what is not run', web('mem_swappiness: 5'), ['c.yml:4:5: "mem_swappiness" is not run: cgroup v2']],
    ['with a build and no image', 'services: {web: {build: .}}', ['c.yml:1:25: the service "web" is built']],
    ['without an image', 'services:\n  web: {user: a}\n', ['c.yml:2:3: the service "web" needs an "image"']],
    ['with an image that is none', 'services: {web: {image: "Web:1"}}', ['c.yml:1:25: "Web:1" has capitals']],
    ['with a name that is none', 'services: {"a/b": {image: x}}', ['c.yml:1:12: "a/b" is not a name']],
    [
      'with bad ports, all of them',
      web(
        'ports:',
        '  - "80:eighty"',
        '  - "0:80"',
        '  - "70000"',
        '  - "1-2:3"',
        '  - "80/icmp"',
        '  - "1.2.3.999:1:1"',
        '  - {published: 1}',
      ),
      [
        'c.yml:5:9: "80:eighty" is not a port',
        'c.yml:6:9: "0" is not a port',
        'c.yml:7:9: "70000" is not a port',
        'c.yml:8:9: 2 ports of the host do not fit 1',
        'c.yml:9:9: "icmp" is not tcp',
        'c.yml:10:9: "1.2.3.999" is not an address',
        'c.yml:11:9: needs a valid "target"',
      ],
    ],
    [
      'with one host port twice',
      web('ports: ["80:80", "127.0.0.1:80:81"]'),
      ['c.yml:4:22: host port 80 is published by "web" at c.yml:4:13'],
    ],
    [
      'with a volume that is not declared',
      `${web('volumes: ["dta:/d"]')}volumes: {data: }\n`,
      ['c.yml:4:15: there is no volume "dta" under the top-level volumes; did you mean "data"?'],
    ],
    ['with a relative bind', web('volumes: ["./d:/d"]'), ['c.yml:4:15: "./d" is relative to this machine']],
    ['with an anonymous volume', web('volumes: [/d]'), ['c.yml:4:15: a volume without a name']],
    [
      'with mounts in place of the root',
      web('volumes: ["/a:/"]', 'tmpfs: /x/..'),
      ['c.yml:4:15: nothing can be mounted at the root', 'c.yml:5:12: nothing can be mounted at the root'],
    ],
    ['with two mounts in one place', web('tmpfs: [/d, /d]'), ['c.yml:2:3: mounts two things']],
    ['with a network that is not declared', web('networks: [x]'), ['c.yml:4:16: there is no network "x"']],
    ['with network and mode', web('network_mode: host', 'networks: [default]'), ['c.yml:4:19: has both']],
    ...(
      [
        ['hostname: box', 'network_mode: service:db', '"hostname" cannot be its own with the network of service:db'],
        ['dns: 1.1.1.1', 'network_mode: service:db', '"dns" cannot be its own with the network of service:db'],
        ['extra_hosts: ["a:1.2.3.4"]', 'network_mode: service:db', '"extra_hosts" cannot be its own with the network'],
        ['expose: [80]', 'network_mode: service:db', '"expose" cannot be its own with the network of service:db'],
        ['mac_address: "02:42:0a:00:00:07"', 'network_mode: host', '"mac_address" cannot be its own with the network'],
        ['hostname: box', 'uts: host', '"hostname" cannot be its own with the names of the host'],
        ['domainname: lan', 'uts: host', '"domainname" cannot be its own with the names of the host'],
        ['sysctls: {net.core.somaxconn: 9}', 'network_mode: host', '"sysctls" cannot be its own with the network of'],
        ['sysctls: [kernel.shmmax=9]', 'ipc: host', '"sysctls" cannot be its own with the ipc of the host'],
        ['sysctls: [kernel.domainname=x]', 'uts: host', '"sysctls" cannot be its own with the names of the host'],
      ] as const
    ).map(([own, shared, message]): [string, string, string[]] => [
      `with ${own} beside ${shared}`,
      `${web(shared, own)}  db: {image: x}\n`,
      [`c.yml:5:${own.indexOf(':') + 7}: ${message}`],
    ]),
    [
      'with tries that no engine counts',
      web('deploy: {restart_policy: {condition: any, max_attempts: 3}}'),
      ['c.yml:4:61: counts only with the condition "on-failure"'],
    ],
    ['with a network twice', web('networks: [default, default]'), ['c.yml:4:15: joins "default" twice']],
    [
      'with a wait for the health of what is never healthy',
      `${web('depends_on: {db: {condition: service_healthy}}')}  db: {image: x, healthcheck: {disable: true}}\n`,
      ['c.yml:4:18: "db" has no health check, so that it is never healthy'],
    ],
    [
      'with a wait for the end of what is started again',
      `${web('depends_on: {db: {condition: service_completed_successfully}}')}  db: {image: x, restart: always}\n`,
      ['c.yml:4:18: "db" is started again when it has ended, so that it is never done'],
    ],
    [
      'with a dependency on nobody',
      web('depends_on: [wbe]'),
      ['c.yml:4:18: there is no service "wbe"; did you mean "web"?'],
    ],
    [
      'with a condition that is none',
      `${web('depends_on: {db: {condition: healthy}}')}  db: {image: x}\n`,
      ['c.yml:4:34: has to be one of service_started'],
    ],
    [
      'with a dependency that a profile leaves out',
      'services: {a: {image: x, depends_on: [b]}, b: {image: x, profiles: [p]}}',
      ['c.yml:1:39: the service "b" is left out by its profiles'],
    ],
    [
      'with a cycle',
      'services:\n  a: {image: x, depends_on: [b]}\n  b: {image: x, network_mode: "service:c"}\n  c: {image: x, depends_on: {a: }}\n',
      ['c.yml:2:30: services wait for one another: a → b → c → a'],
    ],
    [
      'with limits that differ',
      web('mem_limit: 10m', 'deploy: {resources: {limits: {memory: 20m}}}'),
      ['c.yml:5:35: "memory" says "20m", but "mem_limit" at c.yml:4:5 says "10m"'],
    ],
    [
      'with an option that no tmpfs has',
      web('tmpfs: ["/a", "/b:uid=me"]'),
      ['c.yml:4:19: "uid=me" is not size=, mode=, uid='],
    ],
    ['with a volume without a name', web('volumes: [/data]'), ['c.yml:4:15: a volume without a name would be lost at']],
    [
      'with namespaces of containers that come and go',
      web('pid: service:a', 'ipc: container:b'),
      [
        'c.yml:4:10: "service:a" is not run: it ends with that container at each restart and update; let one',
        'c.yml:5:10: "container:b" is not run: it ends with that container',
      ],
    ],
    [
      'with a weight that is none',
      web('blkio_config: {weight: 5}'),
      ['c.yml:4:28: has to be a whole number from 10 to 1000'],
    ],
    [
      'with a rate of no device',
      web('blkio_config: {device_read_bps: [{rate: 1m}]}'),
      ['c.yml:4:38: needs "path" and "rate"'],
    ],
    [
      'with a device by the name of its vendor',
      web('devices: [vendor.com/class=gpu]'),
      ['c.yml:4:15: engines before 25 do not know such names'],
    ],
    ['with two replicas', web('deploy: {replicas: 2}'), ['c.yml:4:24: a service runs once']],
    ['with a duration without unit', web('stop_grace_period: 10'), ['c.yml:4:24: has to be a duration with its unit']],
    ['with a health check that is none', web('healthcheck: {test: [curl, x]}'), ['c.yml:4:25: has to be ["NONE"]']],
    ['with an open quote', web('command: "a \'b"'), ['c.yml:4:14: has a quote that is not closed']],
    ['with a flag that is none', web('privileged: "yep"'), ['c.yml:4:17: has to be true or false, not "yep"']],
    [
      'with a label of ours',
      web('labels: {io.holdfast.device: x}'),
      ['c.yml:4:34: labels that begin with "io.holdfast."'],
    ],
    [
      'with a variable that is needed',
      web(`command: $\{EMPTY:?say it}`),
      ['c.yml:4:14: needs the variable EMPTY: say it'],
    ],
    ['with a lone dollar', web('command: echo $'), ['c.yml:4:14: has a "$" that begins no variable']],
    ['with an env_file that is not there', web('env_file: x.env'), ['c.yml:4:15: there is no file "x.env"']],
    ['with an alias to nothing', web('user: *nobody'), ['c.yml:4:11: there is no anchor']],
    [
      'with aliases that multiply',
      `x-a: &a [${'1,'.repeat(400)}]\nx-b: &b [${'*a,'.repeat(400)}]\nservices: {web: {image: x}}\n`,
      ['c.yml:'],
    ],
  ])('%s', (_, text, expected) => {
    const found = problems(text)
    expect(found).toHaveLength(expected.length)
    for (const [index, start] of expected.entries()) expect(found[index]).toContain(start)
    for (const [index, start] of expected.entries()) expect(found[index]!.slice(0, start.length)).toBe(start)
  })

  it('tells of every fault at once, in one error', () => {
    const text = 'services:\n  a: {image: x, ports: [bad], usr: x}\n  b: {imag: x}\nvolums: {}\n'
    const found = problems(text)
    expect(found.map((line) => line.split(' ')[0])).toEqual([
      'c.yml:2:25:',
      'c.yml:2:31:',
      'c.yml:3:3:',
      'c.yml:3:7:',
      'c.yml:4:1:',
    ])
  })
})
