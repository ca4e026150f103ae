/**
 * Keys that the reference tool cannot be asked about, because it is older than they are or means nothing by them.
 *
 * Invariant: for each of them stands here what the engine has to say; what is in no container is named with
 * the reason.
 */

import { expect } from 'vitest'
import type { Case, CaseFile } from './cases.ts'

/** One service, with fields of the container that have to be so. */
interface OwnCase extends Case {
  expected: Readonly<Record<string, unknown>>
}

interface OwnFile extends CaseFile {
  services: Readonly<Record<string, OwnCase>>
}

const newer = {
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
  'dependency-that-takes-along': {
    keys: 'depends_on: { cgroup: { condition: service_started, restart: true } }',
    expected: {},
  },
  'dependency-that-may-be-missing': {
    keys: 'depends_on: { ghost: { condition: service_started, required: false } }',
    expected: {},
  },
  'start-interval': {
    keys: 'healthcheck: { test: [CMD, "true"], start_interval: 1s }',
    // Engines before 25 do not know it.
    expected: { 'Config.Healthcheck': { Test: ['CMD', 'true'] } },
  },
  cgroup: { keys: 'cgroup: private', expected: { 'HostConfig.CgroupnsMode': 'private' } },
  'label-file': {
    keys: 'label_file: own.labels\nlabels: { over: service }',
    expected: { 'Config.Labels': expect.objectContaining({ 'com.example.a': 'b', over: 'service' }) },
  },
  'device-long': {
    keys: 'devices: [{ source: /dev/null, target: /dev/x, permissions: r }]',
    expected: {
      'HostConfig.Devices': [{ PathOnHost: '/dev/null', PathInContainer: '/dev/x', CgroupPermissions: 'r' }],
    },
  },
  'network-with-options': {
    keys: 'networks: { default: { driver_opts: { a: b } } }',
    expected: { 'NetworkSettings.Networks.default.DriverOpts': { a: 'b' } },
  },
  annotations: {
    keys: 'annotations: { com.example.a: b }',
    // Engines before 23 do not know it.
    expected: { 'HostConfig.Annotations': undefined },
  },
  'seccomp-profile': {
    keys: 'security_opt: ["seccomp:profile.json"]',
    expected: { 'HostConfig.SecurityOpt': ['seccomp={"defaultAction":"SCMP_ACT_ALLOW"}'] },
  },
  'container-name': {
    keys: 'container_name: old-name',
    expected: { 'NetworkSettings.Networks.default.Aliases': expect.arrayContaining(['old-name']) },
  },
  files: {
    keys: `secrets: [{ source: from-here, target: key, uid: "65534", gid: "65534", mode: 0400 }]
configs: [written]`,
    expected: {
      'Config.Labels': expect.objectContaining({ 'io.holdfast.files': '{"/run/secrets/key":4,"/written":8}' }),
      Mounts: [],
    },
  },
} satisfies Readonly<Record<string, Omit<OwnCase, 'shows'>>>

const balena = {
  features: {
    keys: `labels:
  io.balena.features.sysfs: "1"
  io.balena.features.procfs: "1"
  io.balena.features.gpu: "1"
  io.balena.features.balena-socket: "1"
  io.balena.features.supervisor-api: "1"
  io.balena.features.balena-api: "0"
  io.balena.features.dbus: "0"
  io.balena.features.firmware: "0"
  io.balena.features.journal-logs: "0"
  io.balena.features.kernel-modules: "0"
  io.balena.features.optional: "0"
  io.balena.update.strategy: hand-over
  io.balena.update.handover-timeout: "1000"
  io.balena.features.requires.arch.sw: amd64
  io.balena.features.requires.hw.device-type: box
  io.balena.features.requires.sw.os: linux`,
    expected: {
      Mounts: expect.arrayContaining([
        expect.objectContaining({ Type: 'bind', Source: '/sys', Destination: '/sys' }),
        expect.objectContaining({ Type: 'bind', Source: '/proc', Destination: '/proc' }),
      ]),
      'Config.Env': expect.arrayContaining([
        'DOCKER_HOST=unix:///host/run/balena-engine.sock',
        'BALENA_SERVICE_NAME=features',
      ]),
      'HostConfig.DeviceRequests': [{ Driver: '', Count: 1, DeviceIDs: null, Capabilities: [['gpu']], Options: null }],
    },
  },
} satisfies Readonly<Record<string, Omit<OwnCase, 'shows'>>>

/** Each as a file of its own. */
export const OURS_ALONE: Readonly<Record<string, OwnFile>> = {
  'keys that are newer': {
    services: asCases(newer),
    beside: `secrets:
  from-here: { environment: FROM_HERE }
configs:
  written: { content: "written\\n" }
include:
  - included.yml
  - { path: [included-too.yml], project_directory: ., env_file: own.env }
`,
    files: {
      '.env': 'FROM_HERE=here\n',
      'one.env': 'ONE=1\n',
      'own.env': 'SET=here\n',
      'profile.json': '{\n  "defaultAction": "SCMP_ACT_ALLOW"\n}\n',
      'own.labels': 'com.example.a=b\nover=file\n',
      'included.yml': 'volumes: { included: }\n',
      'included-too.yml': 'volumes: { too: { labels: { set: "$SET" } } }\n',
    },
    isStarted: false,
  },
  "balena's labels": { services: asCases(balena), beside: '', isStarted: false },
}

function asCases(cases: Readonly<Record<string, Omit<OwnCase, 'shows'>>>): OwnFile['services'] {
  return Object.fromEntries(Object.entries(cases).map(([name, own]) => [name, { ...own, shows: [] }]))
}

/** Supported keys without a case, "TITLE: KEY", and why. */
export const UNCOMPARED: Readonly<Record<string, string>> = {
  'A service: storage_opt': 'the engine refuses it where its disk has no project quotas, as here',
  'The file: name': "it is the release's name, which is in no container",
  'A service: extends': 'it is put in place before services are read; two cases have it',
  'The file: include': 'it is put in place before the file is read; a case has it',
  'A secret or a config at the top level: name':
    'it names a secret of the device; test/e2e has one that a service reads',
  '`external`, long form: name': 'it says what `name` beside `external: true` says',
  'A service: profiles': 'a service without its profile is in no container: the test sees that none is made',
}
