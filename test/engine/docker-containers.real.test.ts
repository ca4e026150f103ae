/** What a service does on a real engine, seen from inside it and from its neighbours. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import type { EnginePort, LogEntry } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import { Health, MountType, Restart } from '../../protocol/enums.ts'
import type { Service } from '../../protocol/types.ts'
import { askEngine } from '../rig/ask-engine.ts'
import { pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { containerSpecOf, networkSpecOf, uniqueName, volumeSpecOf } from './specs.ts'

/** What the engine says, whatever it is. */
interface Inspected {
  Id: string
  Config: Record<string, unknown>
  HostConfig: Record<string, unknown>
  Mounts: Record<string, unknown>[]
  NetworkSettings: { Networks: Record<string, { Aliases: string[]; IPAMConfig: unknown; MacAddress: string }> }
}

describeReal('a container on the engine', (rig) => {
  let engine: EnginePort
  let image: string
  const device = uniqueName('device')
  const made: string[] = []

  beforeAll(async () => {
    engine = dockerEngine({ socketPath: rig.engine })
    image = (await pushImage(rig.registry, { name: 'containers/base', salt: device })).ref
    await engine.pull(image, () => {}, new AbortController().signal)
  })

  afterEach(async () => {
    for (const container of await engine.listContainers(device)) await engine.removeContainer(container.id)
    for (const name of await engine.listNetworks(device)) await engine.removeNetwork(name)
    for (const { name } of await engine.listVolumes(device)) await engine.removeVolume(name)
    for (const path of made.splice(0)) rmSync(path, { recursive: true })
  })

  const inspect = (id: string) => askEngine<Inspected>(rig.engine, 'GET', `/containers/${id}/json`)

  async function created(fields: Loose<Service>, over: Parameters<typeof containerSpecOf>[1] = {}) {
    return inspect(await engine.createContainer(containerSpecOf({ image, ...fields }, { device, ...over })))
  }

  /** What the command writes, when the container runs to its end. */
  async function outputOf(
    command: string,
    fields: Loose<Service> = {},
    over: Parameters<typeof containerSpecOf>[1] = {},
  ) {
    const spec = containerSpecOf({ image, command: ['/bin/sh', '-c', command], ...fields }, { device, ...over })
    const id = await engine.createContainer(spec)
    await engine.startContainer(id, Restart.RESTART_NO, 0)
    const entries: LogEntry[] = []
    for await (const entry of engine.logs(id, { follow: true, tail: 0, sinceMs: 0 }, new AbortController().signal)) {
      entries.push(entry)
    }
    return entries.map((entry) => entry.text)
  }

  it('has restart policy "no" until it has been started, then its own, then "no" when it is stopped', async () => {
    const { Id, HostConfig } = await created({ restart: Restart.RESTART_ON_FAILURE, restartMaxRetries: 4 })
    expect(HostConfig.RestartPolicy).toMatchObject({ Name: 'no' })
    await engine.startContainer(Id, Restart.RESTART_ON_FAILURE, 4)
    expect((await inspect(Id)).HostConfig.RestartPolicy).toEqual({ Name: 'on-failure', MaximumRetryCount: 4 })
    await engine.stopContainer(Id, 1_000)
    expect((await inspect(Id)).HostConfig.RestartPolicy).toMatchObject({ Name: 'no' })
  })

  it('is restarted also when it ended before it had its restart policy', async () => {
    const { Id } = await created({ command: ['/bin/sh', '-c', 'exit 3'] })
    await engine.startContainer(Id, Restart.RESTART_ALWAYS, 0)
    await expect
      .poll(async () => (await engine.listContainers(device))[0]?.restarts, { timeout: 120_000 })
      .toBeGreaterThan(1)
  })

  it('joins several networks, under its name and its aliases, at its address', async () => {
    const octet = 200 + Math.floor(Math.random() * 50)
    const subnets = [{ subnet: `10.99.${octet}.0/24`, gateway: `10.99.${octet}.1`, ipRange: `10.99.${octet}.128/25` }]
    const front = networkSpecOf({ name: 'front', subnets, labels: { tier: '1' }, internal: true }, device)
    const back = networkSpecOf({ name: 'back' }, device)
    await engine.ensureNetwork(front)
    await engine.ensureNetwork(back)
    await engine.ensureNetwork(back)
    const spec = containerSpecOf(
      {
        image,
        networks: [
          { network: 'front', ipv4Address: `10.99.${octet}.77` },
          { network: 'back', aliases: ['api'] },
        ],
      },
      { device, networkNames: { front: front.name, back: back.name } },
    )
    const id = await engine.createContainer(spec)
    expect(await engine.createContainer(spec), 'asked twice').toBe(id)
    await engine.startContainer(id, Restart.RESTART_NO, 0)
    const seen = (await inspect(id)).NetworkSettings.Networks
    expect(Object.keys(seen).sort()).toEqual([front.name, back.name].sort())
    expect(seen[front.name]?.IPAMConfig).toMatchObject({ IPv4Address: `10.99.${octet}.77` })
    expect(seen[back.name]?.Aliases).toEqual(expect.arrayContaining(['web', 'api']))
    expect((await engine.listNetworks(device)).sort()).toEqual([front.name, back.name].sort())
    await expect(engine.removeNetwork(back.name)).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
  })

  it('finds the others of its network by name', async () => {
    const net = networkSpecOf({}, device)
    await engine.ensureNetwork(net)
    const over = { networkNames: { net: net.name } }
    const server = await created(
      {
        command: ['/bin/sh', '-c', 'echo hello > /index.html; exec httpd -f -h /'],
        networks: [{ network: 'net', aliases: ['www'] }],
      },
      over,
    )
    await engine.startContainer(server.Id, Restart.RESTART_NO, 0)
    const ask = 'until wget -qO- http://www/; do sleep 0.1; done; wget -qO- http://web/'
    expect(await outputOf(ask, { name: 'client', networks: [{ network: 'net' }] }, over)).toEqual(['hello', 'hello'])
  })

  it('joins the network of another service', async () => {
    const first = await created({})
    await engine.startContainer(first.Id, Restart.RESTART_NO, 0)
    const second = await created({ name: 'side', networkMode: 'service:web' }, { networkContainer: first.Id })
    expect(second.HostConfig.NetworkMode).toBe(`container:${first.Id}`)
  })

  it('has link-local addresses and options of the driver, in a network with reserved addresses and options of its own', async () => {
    const octet = 1 + Math.floor(Math.random() * 200)
    const net = networkSpecOf(
      {
        subnets: [{ subnet: `10.98.${octet}.0/24`, auxAddresses: { printer: `10.98.${octet}.5` } }],
        ipamOptions: { 'org.example.a': 'b' },
      },
      device,
    )
    await engine.ensureNetwork(net)
    const made = await askEngine<{ IPAM: { Config: object[]; Options: object } }>(
      rig.engine,
      'GET',
      `/networks/${net.name}`,
    )
    expect(made.IPAM).toMatchObject({
      Config: [{ Subnet: `10.98.${octet}.0/24`, AuxiliaryAddresses: { printer: `10.98.${octet}.5` } }],
      Options: { 'org.example.a': 'b' },
    })
    const attachment = { network: 'net', linkLocalIps: ['169.254.7.7'], driverOptions: { 'org.example.c': 'd' } }
    const { NetworkSettings } = await created({ networks: [attachment] }, { networkNames: { net: net.name } })
    expect(NetworkSettings.Networks[net.name]).toMatchObject({
      IPAMConfig: { LinkLocalIPs: ['169.254.7.7'] },
      DriverOpts: { 'org.example.c': 'd' },
    })
  })

  it('has what the device adds: variables over those of the service, and binds', async () => {
    const extras = {
      environment: { A: 'device', KEY: 'k' },
      binds: [{ source: '/tmp', target: '/run/holdfast', readOnly: true }],
    }
    const { Config, Mounts } = await created({ environment: { A: 'service' } }, { extras })
    expect(Config.Env).toEqual(expect.arrayContaining(['A=device', 'KEY=k']))
    expect(Mounts).toMatchObject([{ Type: 'bind', Source: '/tmp', Destination: '/run/holdfast', RW: false }])
  })

  it('mounts volumes, directories of the host and memory', async () => {
    const volume = volumeSpecOf({ labels: { keep: 'yes' } }, device)
    await engine.ensureVolume(volume)
    await engine.ensureVolume(volume)
    const host = mkdtempSync(join(tmpdir(), 'hf-bind-'))
    made.push(host)
    const output = await outputOf(
      'echo 1 > /v/f; cat /v/f; echo 2 > /new/f; cat /new/f; echo 3 > /ro/f || echo refused; df -k /mem | tail -1 | tr -s " " | cut -d" " -f2',
      {
        mounts: [
          { type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/v', volumeNocopy: true },
          { type: MountType.MOUNT_TYPE_VOLUME, target: '/anonymous' },
          { type: MountType.MOUNT_TYPE_BIND, source: host, target: '/ro', readOnly: true, bindPropagation: 'rprivate' },
          { type: MountType.MOUNT_TYPE_BIND, source: join(host, 'new'), target: '/new', bindCreateHostPath: true },
          { type: MountType.MOUNT_TYPE_TMPFS, target: '/mem', tmpfsBytes: 4_194_304, tmpfsMode: 0o1777 },
        ],
      },
      { volumeNames: { data: volume.name } },
    )
    expect(output.filter((line) => !line.includes('Read-only'))).toEqual(['1', '2', 'refused', '4096'])
    expect(await engine.listVolumes(device)).toEqual([{ name: volume.name, operation: '' }])
    await expect(engine.removeVolume(volume.name)).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
  })

  it('keeps a volume that its image alone names over its starts, and takes it along when it goes', async () => {
    const { ref } = await pushImage(rig.registry, { name: 'containers/keeps', salt: device, volumes: ['/keep'] })
    await engine.pull(ref, () => {}, new AbortController().signal)
    const { Id, Mounts } = await created({ image: ref, command: ['/bin/sh', '-c', 'echo run >> /keep/runs'] })
    for (const runs of ['run\n', 'run\nrun\n']) {
      await engine.startContainer(Id, Restart.RESTART_NO, 0)
      const read = async () => Buffer.from((await engine.readFile(Id, '/keep/runs', 100)) ?? []).toString()
      await expect.poll(read, { timeout: 120_000 }).toBe(runs)
      await engine.stopContainer(Id, 1_000)
    }
    const volumes = () => askEngine<{ Volumes: { Name: string }[] | null }>(rig.engine, 'GET', '/volumes')
    const isThere = async () => ((await volumes()).Volumes ?? []).some(({ Name }) => Name === Mounts[0]?.Name)
    expect(await isThere()).toBe(true)
    await engine.removeContainer(Id)
    expect(await isThere()).toBe(false)
  })

  it('refuses to bind a directory that is not there, unless it is to be made', async () => {
    const mounts = [{ type: MountType.MOUNT_TYPE_BIND, source: '/nonexistent/x', target: '/x' }]
    await expect(engine.createContainer(containerSpecOf({ image, mounts }, { device }))).rejects.toMatchObject({
      code: 'HF_ENGINE_FAILED',
      message: expect.stringContaining('/nonexistent/x') as string,
    })
  })

  it('publishes its port on the host', async () => {
    const port = 20_000 + Math.floor(Math.random() * 10_000)
    const { Id } = await created({
      command: ['/bin/sh', '-c', 'echo served > /index.html; exec httpd -f -h /'],
      ports: [{ containerPort: 80, hostPort: port, hostIp: '127.0.0.1', protocol: 'tcp' }],
    })
    await engine.startContainer(Id, Restart.RESTART_NO, 0)
    const page = async () => (await fetch(`http://127.0.0.1:${port}/`)).text()
    await expect.poll(() => page().catch(() => ''), { timeout: 120_000 }).toBe('served\n')
    expect((await engine.listContainers(device))[0]?.hostPorts).toEqual([`${port}/tcp`])
  })

  it('becomes healthy, and unhealthy', async () => {
    const healthcheck = { test: ['CMD-SHELL', 'test ! -e /tmp/ill'], intervalMs: 200, timeoutMs: 5_000, retries: 1 }
    const command = ['/bin/sh', '-c', 'trap "exit 0" TERM; sleep 3; touch /tmp/ill; sleep 100 & wait']
    const { Id } = await created({ command, healthcheck })
    const health = async () => (await engine.listContainers(device))[0]?.health
    expect(await health()).toBe(Health.HEALTH_NONE)
    await engine.startContainer(Id, Restart.RESTART_NO, 0)
    await expect.poll(health, { timeout: 120_000 }).toBe(Health.HEALTH_HEALTHY)
    await expect.poll(health, { timeout: 120_000 }).toBe(Health.HEALTH_UNHEALTHY)
  })
})
