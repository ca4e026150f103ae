import { describe, expect, it } from 'vitest'
import { faultsIn, releaseOf } from './testing.ts'

/** A file whose service has the one key. */
const withKey = (key: string, more = '') => ({
  'c.yml': `services:\n  web: {image: x, ${key}}\n${more}`,
  's.json': '{}',
})

/** Per key: what every engine takes, and what one refuses, each as it is written in the file. */
const KEYS: readonly [key: string, good: readonly string[], bad: readonly string[]][] = [
  [
    'stop_signal',
    ['SIGTERM', 'int', '9', '64', 'SIGRTMIN', 'SIGRTMIN+15', 'RTMAX-14'],
    ['SIGTREM', '0', '65', '-1', 'SIGRTMIN+16', 'SIGRTMAX-15', '1.5'],
  ],
  ['cap_add', ['[ALL]', '[NET_ADMIN, CAP_SYS_TIME, cap_bpf]'], ['[NET_ADMN]', '[CAP_]', '["*"]', 'NET_ADMIN']],
  ['cap_drop', ['[ALL]', '[mknod]'], ['[EVERYTHING]']],
  [
    'security_opt',
    [
      '[no-new-privileges]',
      '["no-new-privileges:false", "no-new-privileges=true"]',
      '[apparmor=unconfined, "apparmor:docker-default"]',
      '[label=disable, "label=type:svirt_t", "label:user:USER"]',
      '[seccomp=unconfined, seccomp=s.json]',
    ],
    [
      '[no-new-privs]',
      '["no-new-privileges:maybe"]',
      '[apparmor]',
      '["apparmor="]',
      '["label=colour:red"]',
      '[seccomp]',
      '[systempaths=unconfined]',
      '[unmask=ALL]',
    ],
  ],
  [
    'extra_hosts',
    ['["a:1.2.3.4", "b=::1", "c:[fd00::1]", "d:host-gateway"]', '{a: [1.2.3.4, "[::1]"]}'],
    ['["a:1.2.3"]', '["a:b"]', '{a: 1.2.3.256}', '["a:fe80::1%eth0"]'],
  ],
  ['dns', ['1.1.1.1', '[1.1.1.1, "fd00::53"]'], ['dns.example', '[1.1.1]']],
  ['working_dir', ['/', '/app'], ['app', './app']],
  ['mem_limit', ['6m', '0', '1g'], ['5m', '6291455', '64']],
  ['mem_reservation', ['6m'], ['1m']],
  ['cpuset', ['"0"', '"0-3,5"', '3'], ['"3-1"', '"0,"', '"a"', '"0 1"', '-1']],
  ['cpu_period', ['1000', '1000000'], ['999', '1000001', '0']],
  ['cpu_quota', ['1000', '-1', '0'], ['999', '-2']],
  [
    'ulimits',
    ['{nofile: 5}', '{core: {soft: 0, hard: -1}, memlock: -1}', '{nproc: {hard: 9}}'],
    ['{nofiles: 5}', '{nofile: {soft: 6, hard: 5}}', '{nofile: {soft: -1, hard: 5}}'],
  ],
  [
    'hostname',
    ['box', 'box-1.example.org', 'my_box', `"${'a'.repeat(63)}"`],
    ['-box', 'box-', 'a..b', '"a b"', `"${'a'.repeat(64)}"`, `"${'abcdefgh.'.repeat(7)}ab"`],
  ],
  ['device_cgroup_rules', ['["c 1:3 rwm", "a 7:* r", "b *:* mw"]'], ['["c 1:3"]', '["d 1:3 r"]', '["c 1:3 x"]']],
  [
    'sysctls',
    ['{net.ipv4.ip_forward: 1, kernel.shmmax: 9}', '[fs.mqueue.msg_max=5]'],
    ['{net: 1}', '{vm.swappiness: 1}', '[kernel.hostname=x]', '{"net.a b": 1}'],
  ],
  ['user', ['1000', 'root', '"1000:7"', '"www-data:adm"', '"0:0"'], ['"a:b:c"', '":7"', '"7:"', '"a b"', '2147483648']],
]

describe('the values of a key', () => {
  it.each(KEYS.flatMap(([key, good]) => good.map((value) => [key, value])))('%s: %s is taken', (key, value) =>
    expect(faultsIn(withKey(`${key}: ${value}`))).toEqual([]),
  )

  it.each(KEYS.flatMap(([key, , bad]) => bad.map((value) => [key, value])))(
    '%s: %s is refused, once and with its place',
    (key, value) => {
      const faults = faultsIn(withKey(`${key}: ${value}`))
      expect(faults).toHaveLength(1)
      expect(faults[0]).toMatch(/^c\.yml:2:\d+: ./)
    },
  )

  it('are told with the nearest word', () => {
    expect(faultsIn(withKey('stop_signal: SIGTREM, cap_add: [NET_ADMN]'))).toEqual([
      'c.yml:2:32: "SIGTREM" is not a signal, such as SIGTERM or a number from 1 to 64; did you mean "SIGTERM"?',
      'c.yml:2:51: "NET_ADMN" is not a capability of Linux, such as NET_ADMIN or CAP_NET_ADMIN; did you mean "NET_ADMIN"?',
    ])
  })

  it('says of systempaths that no engine knows it', () =>
    expect(faultsIn(withKey('security_opt: [systempaths=unconfined]'))[0]).toContain(
      '"systempaths=unconfined" is not run: it is of a client',
    ))

  it('has no limit of CPU time for -1', () =>
    expect(releaseOf(withKey('cpu_quota: -1')).services[0]!.resources?.cpuQuota ?? 0).toBe(0))
})

describe('limits that an engine refuses together', () => {
  it.each<[string, string | null]>([
    ['mem_limit: 64m, memswap_limit: 64m', null],
    ['mem_limit: 64m, memswap_limit: -1', null],
    ['memswap_limit: -1', null],
    ['mem_limit: 64m, memswap_limit: 63m', '"memswap_limit" is memory and swap together, and must not be below'],
    ['memswap_limit: 64m', '"memswap_limit" is memory and swap together, and has to have a limit'],
    ['mem_limit: 64m, mem_reservation: 65m', '"mem_reservation" must not be above'],
    ['cpus: 1, cpu_quota: 5000', '"cpu_quota" cannot stand beside'],
    ['cpus: 1, cpu_period: 5000', '"cpu_period" cannot stand beside'],
    ['cpu_quota: 5000, cpu_period: 5000', null],
  ])('%s', (keys, fault) => {
    const faults = faultsIn(withKey(keys))
    if (fault === null) expect(faults).toEqual([])
    else expect(faults).toEqual([expect.stringContaining(fault)])
  })
})

describe('addresses of networks', () => {
  const NET = 'ipam: {config: [{subnet: 10.1.2.0/24}, {subnet: "fd00:1::/64"}]}'

  it.each<[attachment: string, network: string, fault: string | null]>([
    ['ipv4_address: 10.1.2.9', NET, null],
    ['ipv6_address: "fd00:1::9"', NET, null],
    ['ipv4_address: 10.1.3.9', NET, '10.1.3.9 is in no subnet of the network "n", which has 10.1.2.0/24, fd00:1::/64'],
    ['ipv6_address: "fd00:2::9"', NET, 'fd00:2::9 is in no subnet'],
    ['ipv4_address: "fd00:1::9"', NET, '"fd00:1::9" is not an IPv4 address'],
    ['ipv6_address: 10.1.2.9', NET, '"10.1.2.9" is not an IPv6 address'],
    ['ipv4_address: 10.1.2.9', '', 'which declares none'],
    ['ipv4_address: 10.1.2.9', 'external: true', null],
    ['link_local_ips: [here]', NET, '"here" is not an IP address'],
  ])('a service with %s in {%s}', (attachment, network, fault) => {
    const faults = faultsIn(withKey(`networks: {n: {${attachment}}}`, `networks: {n: {${network}}}\n`))
    if (fault === null) expect(faults).toEqual([])
    else expect(faults).toEqual([expect.stringMatching(/^c\.yml:2:\d+: /)])
    if (fault !== null) expect(faults[0]).toContain(fault)
  })

  it.each<[config: string, fault: string | null]>([
    ['subnet: 10.1.2.0/24, gateway: 10.1.2.1, ip_range: 10.1.2.128/25, aux_addresses: {a: 10.1.2.5}', null],
    ['subnet: "fd00::/64", gateway: "fd00::1", ip_range: "fd00::ab00/120"', null],
    ['subnet: "::ffff:10.1.0.0/112"', null],
    ['subnet: 10.1.2.0/24, gateway: 10.1.3.1', '10.1.3.1 is not in the subnet 10.1.2.0/24'],
    ['subnet: 10.1.2.0/24, gateway: "fd00::1"', 'fd00::1 is not in the subnet'],
    ['subnet: 10.1.2.0/24, gateway: first', '"first" is not an IP address'],
    ['subnet: 10.1.2.0/24, ip_range: 10.1.0.0/16', '10.1.0.0/16 is not in the subnet'],
    ['subnet: 10.1.2.0/24, ip_range: 10.1.3.0/25', '10.1.3.0/25 is not in the subnet'],
    ['subnet: 10.1.2.0/24, aux_addresses: {a: 10.2.2.5}', '10.2.2.5 is not in the subnet'],
    ['subnet: 10.1.2.1/24', '"10.1.2.1/24" is not a subnet'],
    ['subnet: 10.1.2.0/33', '"10.1.2.0/33" is not a subnet'],
    ['subnet: 10.1.2.0', '"10.1.2.0" is not a subnet'],
    ['subnet: 10.1.2.999/24', '"10.1.2.999/24" is not a subnet'],
  ])('an ipam with %s', (config, fault) => {
    const faults = faultsIn(withKey('networks: [n]', `networks: {n: {ipam: {config: [{${config}}]}}}\n`))
    if (fault === null) expect(faults).toEqual([])
    else expect(faults).toEqual([expect.stringMatching(/^c\.yml:3:\d+: /)])
    if (fault !== null) expect(faults[0]).toContain(fault)
  })
})
