/**
 * Cases of networks and mounts, and of what comes with the start.
 *
 * Invariant: as in cases.ts.
 */
import type { CaseFile } from './cases.ts'

export const network: CaseFile['services'] = {
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
  'tmpfs-with-options': { keys: 'tmpfs: "/run:exec,suid,dev,uid=1000,gid=7,nr_inodes=4k"', shows: [] },
  'tmpfs-long': { keys: 'volumes: [{ type: tmpfs, target: /run, tmpfs: { size: 8388608 } }]', shows: ['Mounts'] },
}

/** What comes with the start: further networks, and on our side the restart policy. */
export const started: CaseFile = {
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
    'networks-list': { keys: 'networks: [front, back]', shows: ['NetworkSettings.Networks.front.Aliases'] },
    'networks-map': {
      keys: 'networks: { back: { aliases: [b, other], ipv4_address: 10.213.7.10, ipv6_address: "fd00:5ea::10" }, front: }',
      shows: ['NetworkSettings.Networks.back.IPAMConfig', 'NetworkSettings.Networks.front.Aliases'],
    },
    'links-with-alias': { keys: 'links: ["plain:base", rich]', shows: ['NetworkSettings.Networks.default.Links'] },
    'networks-link-local': {
      keys: 'networks: { front: { link_local_ips: [169.254.8.8] } }',
      shows: ['NetworkSettings.Networks.front.IPAMConfig'],
    },
    'networks-by-priority': {
      keys: 'networks: { back: { priority: 1 }, front: { priority: 1000 } }\nmac_address: "02:42:0a:00:00:09"',
      shows: ['HostConfig.NetworkMode', 'Config.MacAddress'],
    },
    'networks-external': { keys: 'networks: [outside]', shows: ['NetworkSettings.Networks.external.Aliases'] },
    ...mounts,
    'volumes-external': { keys: 'volumes: ["found:/found"]', shows: ['Mounts'] },
  },
  beside: `volumes:
  data:
  other: { driver: local, driver_opts: { type: tmpfs, device: tmpfs, o: "size=1m" }, labels: { a: b } }
  found: { external: true, name: EXTERNAL }
networks:
  default: { ipam: { config: [{ subnet: 10.213.5.0/24 }] } }
  front: { ipam: { config: [{ subnet: 10.213.6.0/24, aux_addresses: { printer: 10.213.6.9 } }], options: { a: b } }, driver: bridge, driver_opts: { com.docker.network.bridge.name: hf-ref-front }, labels: { a: b }, internal: true, attachable: true }
  back:
    enable_ipv6: true
    ipam: { driver: default, config: [{ subnet: 10.213.7.0/24, gateway: 10.213.7.1, ip_range: 10.213.7.128/25 }, { subnet: "fd00:5ea::/64" }] }
  outside: { external: true, name: EXTERNAL }
`,
  isStarted: true,
}
