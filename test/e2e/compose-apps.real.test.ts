/**
 * Compose files as projects ship them, run on a device: released by the command line as they are, but for the
 * place of their images; converged; inspected; and updated by the one variable that changes one service.
 */
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Health } from '../../protocol/enums.ts'
import { freePort } from '../rig/process.ts'
import { describeReal } from '../rig/use-rig.ts'
import { openStage, roomIn, type Stage, updatesOnly } from './apps/stage.ts'

/** As balena has them, in a repository of one of its fleets. */
const CONTRACT = `type: sw.application
slug: sensors
requires:
  - or: [{ type: arch.sw, slug: amd64 }, { type: arch.sw, slug: aarch64 }]
  - type: sw.supervisor
    version: '>=12'
`
const DBUS = ['/run/dbus', '/host/run/dbus']

describeReal('a compose file of a known kind, as it is', (rig) => {
  let stage: Stage

  afterAll(() => stage?.scene.close())

  beforeEach(({ onTestFailed }) => onTestFailed(() => console.error(stage?.scene.story())))

  describe('web, worker, database, cache and a migration that runs once', () => {
    let port: number

    beforeAll(async () => {
      port = await freePort()
      stage = await openStage(rig, 'web-shop.yml', { POSTGRES_PASSWORD: 'p@ss:word', WEB_PORT: port })
      await stage.scene.operator.write('.env.production', '# secrets of the app\nSECRET_KEY_BASE="s3cret"\n')
    })

    afterAll(() => stage?.scene.close())

    it('converges, each service after what it depends on', async () => {
      const { code, summary, notes } = await stage.deploy()
      expect({ code, summary }).toMatchObject({ code: 0, summary: { result: 'converged', epoch: 1 } })
      expect(notes).toEqual([expect.stringContaining('"version" has no effect')])
      expect(await stage.containers()).toMatchObject({
        db: { state: 'running', health: Health.HEALTH_HEALTHY },
        cache: { state: 'running', health: Health.HEALTH_HEALTHY },
        migrate: { state: 'exited', exitCode: 0 },
        web: { state: 'running', health: Health.HEALTH_HEALTHY },
        worker: { state: 'running', health: Health.HEALTH_NONE },
      })
      const order = stage.scene.engine.story()
      expect(order.filter((what) => !/cache|db/.test(what))).toEqual([
        'start migrate',
        'die migrate',
        'start web',
        'start worker',
      ])
      expect(order.indexOf('start db')).toBeLessThan(order.indexOf('start migrate'))
      expect(order.indexOf('start cache')).toBeLessThan(order.indexOf('start web'))
    })

    it('runs as the file says', async () => {
      expect(await (await fetch(`http://127.0.0.1:${port}/up`)).text()).toBe('v1 s3cret\n')
      const web = await stage.inspect('web')
      expect(web.Config.Env).toEqual(
        expect.arrayContaining([
          'DATABASE_URL=postgres://shop:p@ss:word@db:5432/shop',
          'WEB_CONCURRENCY=2',
          'SECRET_KEY_BASE=s3cret',
          'RAILS_LOG_TO_STDOUT=true',
        ]),
      )
      expect(web.HostConfig).toMatchObject({
        ReadonlyRootfs: true,
        RestartPolicy: { Name: 'unless-stopped' },
        PortBindings: { '3000/tcp': [{ HostIp: '127.0.0.1', HostPort: String(port) }] },
        LogConfig: { Type: 'json-file', Config: { 'max-size': '10m', 'max-file': '3' } },
      })
      const called = Object.values(web.NetworkSettings.Networks).filter(({ Aliases }) => Aliases.includes('app'))
      expect([called.length, Object.keys(web.NetworkSettings.Networks).length]).toEqual([1, 2])

      const db = await stage.inspect('db')
      expect(db.HostConfig).toMatchObject({ ShmSize: 128 * 2 ** 20 })
      expect(db.Config).toMatchObject({ StopSignal: 'SIGINT' })
      expect(db.Mounts).toMatchObject([{ Type: 'volume', Destination: '/var/lib/postgresql/data', RW: true }])
      expect(Object.keys(db.NetworkSettings.Networks)).toHaveLength(1)

      const worker = await stage.inspect('worker')
      expect(worker.HostConfig).toMatchObject({ NanoCpus: 5e8, Memory: 128 * 2 ** 20, MemoryReservation: 32 * 2 ** 20 })
      expect((await stage.inspect('migrate')).HostConfig).toMatchObject({ RestartPolicy: { Name: 'no' } })
    })

    it('a new tag of the application leaves database and cache alone, with what they hold', async () => {
      const id = await stage.scene.engine.exec('db', 'cat', '/var/lib/postgresql/data/id')
      await updatesOnly(stage, ['migrate', 'web', 'worker'], { APP_TAG: 'v2' })
      expect(await (await fetch(`http://127.0.0.1:${port}/up`)).text()).toBe('v2 s3cret\n')
      expect(await stage.scene.engine.exec('db', 'cat', '/var/lib/postgresql/data/id')).toBe(id)
      expect(await stage.containers()).toMatchObject({ migrate: { state: 'exited', exitCode: 0 } })
    })
  })

  describe('broker, flows, time series and dashboards', () => {
    const ports = { MQTT_PORT: 0, NODERED_PORT: 0, GRAFANA_PORT: 0 }
    let net: string

    beforeAll(async () => {
      for (const name of ['MQTT_PORT', 'NODERED_PORT', 'GRAFANA_PORT'] as const) ports[name] = await freePort()
      net = await roomIn(rig)
      stage = await openStage(rig, 'iot-stack.yml', { ...ports, IOT_NET: net })
      await stage.scene.operator.write('grafana_admin.txt', 'correct horse')
    })

    afterAll(() => stage?.scene.close())

    /** What a service hears from another. */
    const said = (service: string, whom: string) =>
      stage.scene.engine.exec(service, 'sh', '-c', `nc -w 5 ${whom} < /dev/null`)

    it('converges', async () => {
      const { code, summary, notes } = await stage.deploy()
      expect({ code, summary }).toMatchObject({ code: 0, summary: { result: 'converged', epoch: 1 } })
      expect(notes.map((note) => /"\w+"/.exec(note)?.[0] ?? note).sort()).toEqual(['"mode"', '"version"'])
      expect(await stage.containers()).toMatchObject({
        grafana: { state: 'running' },
        influxdb: { state: 'running', health: Health.HEALTH_HEALTHY },
        mosquitto: { state: 'running' },
        nodered: { state: 'running', health: Health.HEALTH_HEALTHY },
        telegraf: { state: 'running' },
      })
      expect(stage.scene.engine.starts('telegraf')).toBe(1)
    })

    it('runs as the file says', async () => {
      const published = async (service: string) => (await stage.inspect(service)).HostConfig.PortBindings
      const at = (hostPort: number) => [{ HostIp: '', HostPort: String(hostPort) }]
      expect(await published('mosquitto')).toEqual({ '1883/tcp': at(ports.MQTT_PORT) })
      expect(await published('nodered')).toEqual({ '1880/tcp': at(ports.NODERED_PORT) })
      expect(await published('grafana')).toEqual({ '3000/tcp': at(ports.GRAFANA_PORT) })

      const influx = await stage.inspect('influxdb')
      expect(influx.HostConfig).toMatchObject({ Ulimits: [{ Name: 'nofile', Soft: 4096, Hard: 8192 }] })
      expect(Object.values(influx.NetworkSettings.Networks)).toMatchObject([{ IPAddress: `${net}.20` }])
      expect(await said('grafana', 'influx 8086')).toBe('influx')

      const { engine } = stage.scene
      expect(await engine.exec('mosquitto', 'cat', '/mosquitto/config/mosquitto.conf')).toContain(
        'allow_anonymous false',
      )
      expect(await engine.exec('grafana', 'cat', '/run/secrets/grafana_admin')).toBe('correct horse')

      const nodered = await stage.inspect('nodered')
      expect(nodered.Config).toMatchObject({ User: '1000' })
      expect(nodered.Config.Env).toEqual(expect.arrayContaining(['TZ=Etc/UTC']))
      expect(nodered.HostConfig).toMatchObject({ GroupAdd: ['1000'], ExtraHosts: [`gateway.local:${net}.1`] })
      const mounts = Object.fromEntries(nodered.Mounts.map(({ Destination, Type, RW }) => [Destination, { Type, RW }]))
      expect(mounts).toEqual({
        '/data': { Type: 'volume', RW: true },
        '/etc/localtime': { Type: 'bind', RW: false },
      })

      const telegraf = await stage.inspect('telegraf')
      expect(telegraf.Config).toMatchObject({ Hostname: 'gateway', User: '0:0' })
      expect(telegraf.HostConfig).toMatchObject({
        CapAdd: ['SYS_PTRACE'],
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 5 },
      })
      expect((await stage.inspect('grafana')).HostConfig).toMatchObject({ LogConfig: { Type: 'local' } })
      expect(await engine.volumes()).toEqual([
        'grafana_data',
        'influxdb_data',
        'mosquitto_data',
        'mosquitto_log',
        'nodered_data',
      ])
    })

    it('a new tag of the dashboards changes them alone', async () => {
      await updatesOnly(stage, ['grafana'], { GRAFANA_TAG: '11.0.0' })
      expect(await said('nodered', 'grafana 3000')).toBe('grafana 11.0.0')
    })
  })

  describe('hardware: devices, capabilities, the network and the processes of the host', () => {
    beforeAll(async () => {
      const variables = { ZIGBEE_ADAPTER: '/dev/null', METRICS_PORT: await freePort() }
      stage = await openStage(rig, 'hardware.yml', variables)
    })

    afterAll(() => stage?.scene.close())

    it('converges', async () => {
      const { code, summary, notes } = await stage.deploy()
      expect({ code, summary, notes }).toMatchObject({ code: 0, summary: { result: 'converged', epoch: 1 }, notes: [] })
      const states = Object.values(await stage.containers()).map(({ service, state }) => [service, state])
      expect(states).toEqual(['homeassistant', 'metrics', 'pins', 'vpn', 'zigbee'].map((name) => [name, 'running']))
    })

    it('runs as the file says, and sees what it was given', async () => {
      const { engine } = stage.scene
      const device = (host: string, container = host, permissions = 'rwm') => ({
        PathOnHost: host,
        PathInContainer: container,
        CgroupPermissions: permissions,
      })
      expect((await stage.inspect('zigbee')).HostConfig).toMatchObject({
        Devices: [device('/dev/null', '/dev/ttyACM0')],
        GroupAdd: ['20'],
      })
      expect((await stage.inspect('homeassistant')).HostConfig).toMatchObject({
        Privileged: true,
        NetworkMode: 'host',
      })

      expect((await stage.inspect('pins')).HostConfig).toMatchObject({
        CapAdd: ['SYS_RAWIO', 'CAP_SYS_NICE'],
        CapDrop: ['ALL'],
        Devices: [device('/dev/null', '/dev/gpiomem', 'rw')],
        DeviceCgroupRules: ['c 189:* rmw', 'c 10:229 rw'],
        SecurityOpt: ['no-new-privileges:true', 'apparmor=unconfined'],
        Sysctls: { 'net.core.somaxconn': '256' },
        Ulimits: [
          { Name: 'memlock', Soft: 65_536, Hard: 65_536 },
          { Name: 'core', Soft: 0, Hard: 1024 },
        ],
        ShmSize: 16 * 2 ** 20,
        IpcMode: 'shareable',
        Init: true,
        ReadonlyRootfs: true,
      })
      expect(await engine.exec('pins', 'cat', '/proc/sys/net/core/somaxconn')).toBe('256')
      const zigbee = (await stage.containers()).zigbee
      expect((await stage.inspect('vpn')).HostConfig).toMatchObject({
        NetworkMode: `container:${zigbee?.id}`,
        CapAdd: ['NET_ADMIN'],
        Devices: [device('/dev/net/tun')],
      })
      expect((await stage.inspect('metrics')).HostConfig).toMatchObject({
        NetworkMode: 'host',
        PidMode: 'host',
        OomScoreAdj: 200,
        Memory: 64 * 2 ** 20,
      })
      expect(await engine.exec('metrics', 'ls', '-d', '/host/etc')).toBe('/host/etc')
      expect(await engine.exec('metrics', 'cat', '/proc/1/comm')).not.toBe('node_exporter')
    })

    describe('what its processes may do', () => {
      const shell = (service: string, script: string) => stage.scene.engine.exec(service, 'sh', '-c', script)
      /** Opens a device to read and write, from within. */
      const open = (service: string, path: string) => shell(service, `: <> ${path} && echo opened`)
      /** Of the first process of the container. */
      const boundsOf = async (service: string) =>
        BigInt(`0x${(await stage.scene.engine.exec(service, 'grep', 'CapBnd', '/proc/1/status')).split(/\s+/)[1]}`)

      /** Capabilities that every engine knows: later kernels have more. */
      const KNOWN = 2n ** 38n - 1n

      it('privileged: all that the host may, with every device of the host', async () => {
        const host = /^CapBnd:\s+(\w+)$/m.exec(await readFile('/proc/self/status', 'utf8'))?.[1]
        expect((await boundsOf('homeassistant')) & KNOWN).toBe(BigInt(`0x${host}`) & KNOWN)
        expect(await open('homeassistant', '/dev/fuse')).toBe('opened')
        expect(await open('homeassistant', '/dev/net/tun')).toBe('opened')
        const seen = (await shell('homeassistant', 'find /dev -type c -o -type b')).split('\n')
        expect(seen).toEqual(expect.arrayContaining(['/dev/loop-control', '/dev/urandom']))
      })

      it('not privileged: no device but those that it was given, not even one that it makes itself', async () => {
        expect(await shell('zigbee', 'ls /dev/fuse /dev/net/tun /dev/loop-control 2>/dev/null')).toBe('')
        expect(await shell('zigbee', 'mknod /tmp/fuse c 10 229 && : <> /tmp/fuse')).toMatch(/not permitted$/)
        expect(await open('vpn', '/dev/net/tun')).toBe('opened')
        // It sees all of the host's, and may open none.
        expect(await open('pins', '/host/dev/loop-control')).toMatch(/not permitted$/)
      })

      it('devices and their rules: these, in these ways', async () => {
        expect(await shell('zigbee', 'echo on > /dev/ttyACM0 && stat -c %t:%T /dev/ttyACM0')).toBe('1:3')
        expect(await open('pins', '/dev/gpiomem')).toBe('opened')
        expect(await open('pins', '/host/dev/fuse')).toBe('opened')
      })

      it('capabilities: what was added, without what was dropped', async () => {
        // SYS_RAWIO is bit 17, SYS_NICE bit 23.
        expect(await boundsOf('pins')).toBe(0x82_0000n)
        expect(await shell('pins', 'renice -n -5 -p $$ && cut -d " " -f 19 /proc/$$/stat')).toBe('-5')
        expect(await shell('pins', 'chown 1 /run')).toMatch(/not permitted$/)
        // They share a network, and one of them may change it.
        expect(await shell('zigbee', 'ip link set lo mtu 60000')).toMatch(/not permitted$/)
        expect(await shell('vpn', 'ip link set lo mtu 60000 && cat /sys/class/net/lo/mtu')).toBe('60000')
      })
    })

    it('a new tag of the radio changes it, and who joins its network follows it', async () => {
      await updatesOnly(stage, ['vpn', 'zigbee'], { ZIGBEE_TAG: '1.37' })
      const zigbee = (await stage.containers()).zigbee
      expect((await stage.inspect('vpn')).HostConfig).toMatchObject({ NetworkMode: `container:${zigbee?.id}` })
    })
  })

  describe("a fleet of balena's: features and strategy by labels, a contract beside it", () => {
    beforeAll(async () => {
      stage = await openStage(rig, 'balena-fleet.yml', {})
      await stage.scene.operator.write('contract.yml', CONTRACT)
    })

    afterAll(() => stage?.scene.close())

    it('converges', async () => {
      const { code, summary } = await stage.deploy()
      expect({ code, summary }).toMatchObject({ code: 0, summary: { result: 'converged', epoch: 1 } })
    })

    it('has what its labels ask for, where the host has it, and what balena sets', async () => {
      const sensor = await stage.inspect('sensor')
      const paths = ['/sys', '/proc', '/lib/modules', '/lib/firmware', '/var/log/journal', '/run/log/journal']
      const granted = [...paths.map((path) => [path, path]), ['/etc/machine-id', '/etc/machine-id'], DBUS]
      const there = granted.filter(([source = '']) => existsSync(source)).map(([, target]) => target)
      const mounted = sensor.Mounts.filter(({ Type }) => Type === 'bind').map(({ Destination }) => Destination)
      expect(new Set(mounted)).toEqual(new Set(there))
      expect(sensor.HostConfig).toMatchObject({ RestartPolicy: { Name: 'always' } })
      expect(sensor.Config.Env).toEqual(
        expect.arrayContaining(['BALENA_SERVICE_NAME=sensor', 'BALENA_APP_LOCK_PATH=/tmp/balena/updates.lock']),
      )
      const { engine } = stage.scene
      expect(await engine.exec('sensor', 'ls', '/tmp/balena')).toBe('handover-complete')
      expect(await engine.exec('sensor', 'ls', '-d', '/sys/class')).toBe('/sys/class')

      const manager = await stage.inspect('manager')
      expect(manager.HostConfig).toMatchObject({ Privileged: true, NetworkMode: 'host' })
      expect(manager.Config.Env).toContain('DOCKER_HOST=unix:///host/run/balena-engine.sock')
    })

    it('a new tag hands over: the old one ends when the new one has said that it is ready', async () => {
      stage.scene.engine.forget()
      await updatesOnly(stage, ['sensor'], { SENSOR_TAG: '2' })
      expect(stage.scene.engine.story().slice(-2)).toEqual(['start sensor', 'die sensor'])
      expect((await stage.inspect('sensor')).Config.Env).toContain('SENSOR_VERSION=2')
    })

    it('a contract that the device does not meet keeps it from the release, and says which', async () => {
      await stage.scene.operator.write('contract.yml', 'requires: [{type: hw.device-type, slug: raspberrypi4-64}]\n')
      const { code, summary } = await stage.deploy({ SENSOR_TAG: '1' })
      expect({ code, summary }).toMatchObject({
        code: 1,
        summary: { devices: [{ standing: 'failed', detail: expect.stringContaining('raspberrypi4-64') }] },
      })
      expect((await stage.inspect('sensor')).Config.Env).toContain('SENSOR_VERSION=2')
    })
  })
})
