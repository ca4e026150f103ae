/**
 * Keys that the reference tool cannot be asked about, because it is older than they are.
 *
 * Invariant: for each of them stands here what the engine has to say; what is in no container is named with
 * the reason.
 */

/** One service, with fields of the container that have to be so. */
export interface OwnCase {
  keys: string
  expected: Readonly<Record<string, unknown>>
}

export const OURS_ALONE: Readonly<Record<string, OwnCase>> = {
  uts: { keys: 'uts: host', expected: { 'HostConfig.UTSMode': 'host' } },
  'gpus-all': {
    keys: 'gpus: all',
    expected: {
      'HostConfig.DeviceRequests': [{ Driver: '', Count: -1, DeviceIDs: null, Capabilities: [['gpu']], Options: null }],
    },
  },
  'gpus-list': {
    keys: 'gpus: [{ driver: nvidia, count: 2 }]',
    expected: {
      'HostConfig.DeviceRequests': [
        { Driver: 'nvidia', Count: 2, DeviceIDs: null, Capabilities: [['gpu']], Options: null },
      ],
    },
  },
  'port-on-an-address': {
    keys: 'ports: [{ target: 80, published: 18090, host_ip: 127.0.0.1 }]',
    expected: { 'HostConfig.PortBindings': { '80/tcp': [{ HostIp: '127.0.0.1', HostPort: '18090' }] } },
  },
  'bind-that-must-be-there': {
    keys: 'volumes: [{ type: bind, source: /etc, target: /x, bind: { create_host_path: false } }]',
    expected: {
      'HostConfig.Binds, Mounts, Tmpfs': {
        Binds: undefined,
        Mounts: [{ Type: 'bind', Source: '/etc', Target: '/x' }],
        Tmpfs: undefined,
      },
    },
  },
  'tmpfs-with-a-mode': {
    keys: 'volumes: [{ type: tmpfs, target: /run, tmpfs: { mode: 0755 } }]',
    expected: {
      'HostConfig.Binds, Mounts, Tmpfs': {
        Binds: undefined,
        Mounts: [{ Type: 'tmpfs', Target: '/run', TmpfsOptions: { Mode: 0o755 } }],
        Tmpfs: undefined,
      },
    },
  },
  'pids-by-deploy': {
    keys: 'deploy: { resources: { limits: { pids: 40 } } }',
    expected: { 'HostConfig.PidsLimit': 40 },
  },
  'env-file-that-may-be-missing': {
    keys: 'env_file: [{ path: ghost.env, required: false }, { path: one.env, format: raw }]',
    expected: { 'Config.Env': ['ONE=1', 'PATH=/bin'] },
  },
  annotations: { keys: 'annotations: { a.b: c }', expected: {} }, // the engine of the rig is too old to say them back
  'block-io': {
    keys: 'blkio_config: { weight: 300, weight_device: [{ path: /dev/null, weight: 400 }], device_read_bps: [{ path: /dev/null, rate: 1m }], device_write_bps: [{ path: /dev/null, rate: 2m }], device_read_iops: [{ path: /dev/null, rate: 3 }], device_write_iops: [{ path: /dev/null, rate: 4 }] }',
    expected: {
      'HostConfig.BlkioDeviceReadBps': [{ Path: '/dev/null', Rate: 1_048_576 }],
      'HostConfig.BlkioDeviceWriteBps': [{ Path: '/dev/null', Rate: 2_097_152 }],
      'HostConfig.BlkioDeviceReadIOps': [{ Path: '/dev/null', Rate: 3 }],
      'HostConfig.BlkioDeviceWriteIOps': [{ Path: '/dev/null', Rate: 4 }],
    },
  },
  // What is in the files is shown by the tests of the engine's adapter.
  'secrets-and-configs': {
    keys: 'secrets: [key, { source: here, target: here.txt, uid: 7, gid: 8, mode: 0440 }]\nconfigs: [conf]',
    expected: {},
  },
  'network-details': {
    keys: 'networks: { default: { link_local_ips: [169.254.8.8], driver_opts: { a: b } } }',
    expected: {},
  },
  extending: { keys: 'extends: { file: base.yml, service: base }', expected: { 'Config.User': 'nobody' } },
  'cgroup-host': { keys: 'cgroup: host', expected: { 'HostConfig.CgroupnsMode': 'host' } },
  'label-file': { keys: 'label_file: one.env', expected: {} },
  'device-in-the-long-form': {
    keys: 'devices: [{ source: /dev/null, target: /dev/x, permissions: r }]',
    expected: {
      'HostConfig.Devices': [{ PathOnHost: '/dev/null', PathInContainer: '/dev/x', CgroupPermissions: 'r' }],
    },
  },
  'check-in-the-start-period': {
    keys: 'healthcheck: { test: [CMD, "true"], start_interval: 3s }',
    expected: {},
  },
  'dependency-that-may-be-missing': {
    keys: 'depends_on: { ghost: { condition: service_started, required: false } }',
    expected: {},
  },
}

/** Files beside the compose file. */
export const OWN_FILES: Readonly<Record<string, string>> = {
  '.env': 'HERE=1\n',
  'one.env': 'ONE=1\n',
  'base.yml': 'services: { base: { user: nobody } }\n',
  'included.yml': 'services: { never: { image: nowhere.invalid/never:1, profiles: [never] } }\n',
}

/** What stands beside the services. */
export const OWN_BESIDE = `include: [{ path: included.yml, project_directory: ., env_file: one.env }]
networks:
  default: { ipam: { options: { a: b }, config: [{ subnet: 10.213.9.0/24, aux_addresses: { kept: 10.213.9.9 } }] } }
secrets: { key: { file: one.env }, here: { environment: HERE } }
configs: { conf: { content: text, external: false } }
`

/** Supported keys without a case, "TITLE: KEY", and why. */
export const UNCOMPARED: Readonly<Record<string, string>> = {
  'The file: name': "it is the release's name, which is in no container",
  'The file: include': 'what it takes in is read as the file itself',
  'A service: extends': 'what it extends is read as the service itself',
  'A service: links': "an alias of the linked service, and a dependency: the reader's own tests show both",
  'A service: storage_opt': 'the storage drivers of our machines take none',
  'A service: profiles': 'a service without its profile is in no container: the test sees that none is made',
}
