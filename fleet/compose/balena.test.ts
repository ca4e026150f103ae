import { describe, expect, it } from 'vitest'
import { MountType, Restart, Strategy } from '../../protocol/enums.ts'
import { type Files, faultsIn, notesIn, releaseOf } from './testing.ts'

/** A service "web" of a file of version 2 with labels, and other files beside it. */
const labelled = (labels: string, keys = '', beside: Files = {}): Files => ({
  'c.yml': `version: '2'\nservices:\n  web:\n    image: x\n    labels: {${labels}}\n    ${keys}\n`,
  ...beside,
})
const web = (files: Files) => releaseOf(files).services[0]!
const mountsOf = (files: Files) =>
  web(files).mounts.map(({ source, target, readOnly, optional, type }) => {
    expect([type, optional]).toEqual([MountType.MOUNT_TYPE_BIND, true])
    return `${source}:${target}${readOnly ? ':ro' : ''}`
  })

describe('a label of balena', () => {
  it.each<[string, string[]]>([
    ['dbus', ['/run/dbus:/host/run/dbus']],
    ['sysfs', ['/sys:/sys']],
    ['procfs', ['/proc:/proc']],
    ['kernel-modules', ['/lib/modules:/lib/modules']],
    ['firmware', ['/lib/firmware:/lib/firmware']],
    [
      'journal-logs',
      [
        '/var/log/journal:/var/log/journal:ro',
        '/run/log/journal:/run/log/journal:ro',
        '/etc/machine-id:/etc/machine-id:ro',
      ],
    ],
    [
      'balena-socket',
      [
        '/var/run/docker.sock:/host/run/balena-engine.sock',
        '/var/run/docker.sock:/var/run/balena-engine.sock',
        '/var/run/docker.sock:/var/run/balena.sock',
      ],
    ],
  ])('%s mounts what the host has', (feature, expected) => {
    for (const on of ["'1'", '1', "'true'", 'true', 'on'])
      expect(mountsOf(labelled(`io.balena.features.${feature}: ${on}`))).toEqual(expected)
    expect(mountsOf(labelled(`io.resin.features.${feature.replace('balena', 'resin')}: 1`))).toEqual(expected)
    for (const off of ["'0'", 'false', "''"])
      expect(mountsOf(labelled(`io.balena.features.${feature}: ${off}`))).toEqual([])
  })

  it('gives the socket a name in the environment, unless the service has one', () => {
    const label = 'io.balena.features.balena-socket: 1'
    expect(web(labelled(label)).environment).toMatchObject({ DOCKER_HOST: 'unix:///host/run/balena-engine.sock' })
    expect(web(labelled(label, 'environment: {DOCKER_HOST: mine}')).environment).toMatchObject({ DOCKER_HOST: 'mine' })
  })

  it('leaves a place alone at which the service mounts something itself', () => {
    const files = labelled('io.balena.features.sysfs: 1', "volumes: ['/mine:/sys:ro']")
    expect(web(files).mounts.map(({ source }) => source)).toEqual(['/mine'])
  })

  it('counts once, whichever way and wherever it is written', () => {
    const label = 'io.balena.features.dbus: 1, io.resin.features.dbus: 1'
    const files = labelled(label, 'label_file: l.env', { 'l.env': 'io.resin.features.dbus=1' })
    expect(mountsOf(files)).toEqual(['/run/dbus:/host/run/dbus'])
    expect(mountsOf(labelled('io.balena.features.dbus: 0, io.resin.features.dbus: 1'))).toEqual([])
  })

  it('gives a GPU, and the local API with a note', () => {
    const files = labelled('io.balena.features.gpu: 1, io.balena.features.supervisor-api: 1')
    expect(web(files)).toMatchObject({ localApi: true, deviceRequests: [{ count: 1, capabilities: ['gpu'] }] })
    expect(notesIn(files)[0]).toBe('c.yml:1:1: "version" has no effect: compose itself gave it up')
    expect(notesIn(files)[1]).toMatch(
      /^c.yml:5:76: gives the device's local API; BALENA_SUPERVISOR_ADDRESS and .* are set where .* an address/,
    )
  })

  it.each<[string, string, object]>([
    [
      'kill-then-download',
      'io.balena.update.strategy: kill-then-download',
      { strategy: Strategy.STRATEGY_KILL_THEN_DOWNLOAD, handOver: null },
    ],
    [
      'hand-over',
      'io.resin.update.strategy: hand-over',
      { strategy: Strategy.STRATEGY_HAND_OVER, handOver: { waitUntilReady: true, timeoutMs: 60_000 } },
    ],
    [
      'hand-over in time',
      "io.balena.update.strategy: hand-over, io.balena.update.handover-timeout: '1500'",
      { handOver: { waitUntilReady: true, timeoutMs: 1500 } },
    ],
    [
      'hand-over without a time',
      "io.balena.update.strategy: hand-over, io.balena.update.handover-timeout: ''",
      { handOver: { timeoutMs: 60_000 } },
    ],
    ['a time for nothing', 'io.balena.update.handover-timeout: 5', { strategy: 0, handOver: null }],
  ])('sets the strategy: %s', (_, labels, expected) => expect(web(labelled(labels))).toMatchObject(expected))

  it('gives way to x-holdfast', () => {
    const files = labelled('io.balena.update.strategy: hand-over', 'x-holdfast: {strategy: kill-then-download}')
    expect(web(files)).toMatchObject({ strategy: Strategy.STRATEGY_KILL_THEN_DOWNLOAD, handOver: null })
  })

  it('stays on the container, also when it comes from a file', () => {
    const files = labelled('io.balena.features.sysfs: 1', 'label_file: l.env', {
      'l.env': 'io.balena.features.dbus=1\nmine=2',
    })
    expect(web(files).labels).toEqual({ 'io.balena.features.sysfs': '1', 'io.balena.features.dbus': '1', mine: '2' })
    expect(web(files).mounts.map(({ source }) => source)).toEqual(['/run/dbus', '/sys'])
  })

  it.each<[string, string, string[]]>([
    [
      'that is none',
      'io.balena.features.dbuss: 1',
      ['c.yml:5:40: "io.balena.features.dbuss" is not known here; did you mean "io.balena.features.dbus"?'],
    ],
    [
      'of its cloud',
      'io.balena.features.balena-api: 1',
      ['c.yml:5:45: the API of balena is not run: there is no balenaCloud'],
    ],
    ['that is neither on nor off', 'io.balena.features.dbus: maybe', ['c.yml:5:39: has to be 1 or 0, not "maybe"']],
    ['with no strategy', 'io.balena.update.strategy: now', ['c.yml:5:41: has to be one of download-then-kill']],
    ['with no time', 'io.balena.update.handover-timeout: 1m', ['c.yml:5:49: has to be a whole number']],
    [
      'that reboots',
      'io.balena.update.requires-reboot: 1',
      ['c.yml:5:48: "io.balena.update.requires-reboot" is not run: no update ends in a reboot'],
    ],
    [
      'that makes a service optional where something is required',
      'io.balena.features.optional: 1, io.balena.features.requires.arch.sw: amd64',
      ['c.yml:5:43: "web" is optional, which is not run'],
    ],
    [
      'of a version',
      "io.balena.features.requires.sw.l4t: '>=32'",
      ['c.yml:5:50: "sw.l4t" is not run: devices do not tell that version'],
    ],
    [
      'of no architecture',
      'io.balena.features.requires.arch.sw: arm64',
      ['c.yml:5:51: has to be one of aarch64, amd64'],
    ],
  ])('%s is refused', (_, labels, expected) => {
    const found = faultsIn(labelled(labels))
    expect(found.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected)
  })
})

describe('a file made for balena', () => {
  it('is run as balena runs it', () => {
    const text = `
version: '2.1'
volumes:
  resin-data:
services:
  frontend:
    build: ./frontend
    image: registry.example/frontend:3
    privileged: true
    network_mode: host
    volumes: ['resin-data:/data']
    labels:
      io.resin.features.dbus: '1'
      io.resin.features.kernel-modules: '1'
    environment: [DBUS_SYSTEM_BUS_ADDRESS=unix:path=/host/run/dbus/system_bus_socket]
  worker: {image: worker, restart: on-failure, depends_on: [frontend], devices: ['/dev/i2c-1:/dev/i2c-1'], cap_add: [SYS_RAWIO]}
`
    const { services } = releaseOf({ 'c.yml': text })
    expect(services[0]).toMatchObject({
      restart: Restart.RESTART_ALWAYS,
      privileged: true,
      networkMode: 'host',
      mounts: [{ source: 'resin-data' }, { source: '/run/dbus' }, { source: '/lib/modules' }],
      environment: {
        BALENA_APP_NAME: 'app',
        BALENA_SERVICE_NAME: 'frontend',
        BALENA_APP_LOCK_PATH: '/tmp/balena/updates.lock',
        RESIN_SERVICE_NAME: 'frontend',
        BALENA_SERVICE_HANDOVER_COMPLETE_PATH: '/tmp/balena/handover-complete',
        DBUS_SYSTEM_BUS_ADDRESS: 'unix:path=/host/run/dbus/system_bus_socket',
      },
    })
    expect(services[1]).toMatchObject({
      restart: Restart.RESTART_ON_FAILURE,
      environment: { RESIN_SERVICE_NAME: 'worker' },
    })
  })

  it('has a directory for its locks, unless something is mounted there', () => {
    const filesOf = (keys: string) => web(labelled('io.balena.features.dbus: 0', keys)).files.map(({ path }) => path)
    expect(filesOf('')).toEqual(['/tmp/balena/.holdfast'])
    expect(filesOf('tmpfs: /tmp')).toEqual([])
    expect(filesOf('volumes: ["/locks:/tmp/balena"]')).toEqual([])
    expect(filesOf('tmpfs: /tmp/bal')).toEqual(['/tmp/balena/.holdfast'])
  })

  it('is known by what lies beside it too; others are not touched', () => {
    const plain = { 'c.yml': "version: '2'\nservices: {web: {image: x}}" }
    expect(web(plain)).toMatchObject({ restart: Restart.RESTART_UNSPECIFIED, environment: {} })
    expect(web({ ...plain, 'balena.yml': 'name: x\ntype: sw.application' }).restart).toBe(Restart.RESTART_ALWAYS)
  })

  it('says clearly what to do about a service that is only built', () => {
    expect(faultsIn({ 'c.yml': 'services: {web: {build: ./web, labels: {io.balena.features.dbus: 1}}}' })).toEqual([
      'c.yml:1:25: the service "web" is built, which devices do not do: build and push it, and name what was pushed by "image", here or in a --file',
    ])
  })

  it('takes its version from balena.yml when it is one, and notes what has no effect', () => {
    const project = (version: string): Files => ({
      'c.yml': 'services: {web: {image: x}}',
      'balena.yml': `name: n\ndescription: d\nversion: ${version}\ndata: {applicationEnvironmentVariables: [{A: 1}], supportedDeviceTypes: [a]}\n`,
    })
    expect(releaseOf(project('1.4.2-rc.1+rev2')).version).toBe('1.4.2-rc.1+rev2')
    expect(releaseOf(project('"2"')).version).toBe('')
    expect(notesIn(project('"2"'))).toEqual([
      `balena.yml:4:41: "applicationEnvironmentVariables" has no effect: a release's variables stand in its compose file`,
    ])
  })
})

describe('contracts', () => {
  const contract = (requires: string, beside: Files = {}): Files => ({
    'c.yml': 'services: {web: {image: x, build: ./web}, db: {image: y}}',
    'web/contract.yml': `type: sw.container\nslug: s\nname: n\nrequires:\n${requires}`,
    ...beside,
  })

  it.each<[string, string, object]>([
    ['an architecture', '  - {type: arch.sw, slug: armv7hf}', { architectures: ['arm/v7'] }],
    ['a device type', '  - {type: hw.device-type, slug: raspberrypi3}', { deviceTypes: ['raspberrypi3'] }],
    ['an operating system', '  - {type: sw.os, slug: linux}', { operatingSystems: ['linux'] }],
    [
      'any of several',
      '  - or: [{type: hw.device-type, slug: a}, {type: hw.device-type, slug: b}]\n  - {type: arch.sw, slug: aarch64}',
      { deviceTypes: ['a', 'b'], architectures: ['arm64'] },
    ],
  ])('require %s of devices', (_, requires, expected) =>
    expect(releaseOf(contract(requires)).requirements).toMatchObject(expected),
  )

  it('are read beside the compose file, in balena.yml and in labels, and all have to hold', () => {
    const files = contract('  - or: [{type: arch.sw, slug: aarch64}, {type: arch.sw, slug: amd64}]', {
      'c.yml':
        'x-holdfast: {requirements: {architectures: [arm64, amd64, arm/v7], memory: 1g}}\n' +
        'services: {web: {image: x, build: {context: web}, labels: ["io.balena.features.requires.arch.sw=aarch64"]}}',
      'contract.yml': 'requires: [{type: hw.device-type, slug: a}]',
      'balena.yml': 'requires: [{type: sw.os, slug: linux}]',
    })
    expect(releaseOf(files).requirements).toMatchObject({
      architectures: ['arm64'],
      deviceTypes: ['a'],
      operatingSystems: ['linux'],
      memoryBytes: 2 ** 30,
    })
  })

  it('require nothing of the supervisor, in whose place Holdfast stands', () => {
    const files = contract("  - {type: sw.supervisor, version: '>=10.6.17'}")
    expect(releaseOf(files).requirements).toBeNull()
    expect(notesIn(files)).toContain(
      'web/contract.yml:5:12: "sw.supervisor" has no effect: Holdfast stands in its place',
    )
  })

  it.each<[string, string, string[]]>([
    [
      'a version that no device tells',
      "  - {type: sw.l4t, version: '28.2'}",
      ['web/contract.yml:5:12: "sw.l4t" is not run'],
    ],
    [
      'a version of what has none',
      "  - {type: arch.sw, slug: amd64, version: '1'}",
      ['web/contract.yml:5:43: a version of it is not known to devices'],
    ],
    [
      'another system',
      '  - {type: sw.os, slug: balena-os}',
      ['web/contract.yml:5:25: "balena-os" is not run: only linux'],
    ],
    [
      'what is not known',
      '  - {type: sw.osx, slug: x}',
      ['web/contract.yml:5:12: "sw.osx" is not known here; did you mean "sw.os"?'],
    ],
    ['what must not be', '  - not: [{type: arch.sw, slug: amd64}]', ['web/contract.yml:5:5: "not" is not run']],
    [
      'one of two kinds',
      '  - or: [{type: arch.sw, slug: amd64}, {type: hw.device-type, slug: a}]',
      ['web/contract.yml:5:9: "or" is run of one type only'],
    ],
    [
      'nothing that is named',
      '  - {slug: x}\n  - {type: arch.sw}',
      ['web/contract.yml:5:5: needs a "type"', 'web/contract.yml:6:5: needs a "slug" or a "version"'],
    ],
    [
      'what no device has',
      '  - {type: arch.sw, slug: amd64}\n  - {type: arch.sw, slug: aarch64}',
      ['web/contract.yml:6:27: needs arm64, where amd64 is needed too: no device has both'],
    ],
  ])('that require %s are refused, with the place', (_, requires, expected) => {
    const found = faultsIn(contract(requires))
    expect(found.map((line, index) => line.slice(0, expected[index]?.length))).toEqual(expected)
  })
})
