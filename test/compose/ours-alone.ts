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
  'dependency-that-may-be-missing': {
    keys: 'depends_on: { ghost: { condition: service_started, required: false } }',
    expected: {},
  },
}

/** Files beside the compose file. */
export const OWN_FILES: Readonly<Record<string, string>> = { 'one.env': 'ONE=1\n' }

/** Supported keys without a case, "TITLE: KEY", and why. */
export const UNCOMPARED: Readonly<Record<string, string>> = {
  'The file: name': "it is the release's name, which is in no container",
  'A service: profiles': 'a service without its profile is in no container: the test sees that none is made',
}
