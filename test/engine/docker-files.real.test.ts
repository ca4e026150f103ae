/** Files, programs and lost processes on a real engine: what only one with a kernel beneath it can show. */
import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, beforeAll, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { linuxHost } from '../../agent/adapters/host.ts'
import type { EnginePort } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import { MountType, Restart } from '../../protocol/enums.ts'
import type { Service } from '../../protocol/types.ts'
import { askEngine } from '../rig/ask-engine.ts'
import { pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { containerSpecOf, networkSpecOf, uniqueName, volumeSpecOf } from './specs.ts'

const NEVER = new AbortController().signal

describeReal('files and programs in a container', (rig) => {
  let engine: EnginePort
  let image: string
  const device = uniqueName('device')

  beforeAll(async () => {
    engine = dockerEngine({ socketPath: rig.engine })
    const files = { '/etc/app/shipped': 'with the image' }
    image = (await pushImage(rig.registry, { name: 'files/base', salt: device, files })).ref
    await engine.pull(image, () => {}, NEVER)
  })

  afterEach(async () => {
    for (const { id } of await engine.listContainers(device)) await engine.removeContainer(id)
    for (const { id } of await engine.listRuns(device)) await engine.removeContainer(id)
    for (const { name } of await engine.listVolumes(device)) await engine.removeVolume(name)
    for (const name of await engine.listNetworks(device)) await engine.removeNetwork(name)
  })

  const make = (fields: Loose<Service> = {}, over: Parameters<typeof containerSpecOf>[1] = {}) =>
    engine.createContainer(containerSpecOf({ image, ...fields }, { device, ...over }))

  async function started(...given: Parameters<typeof make>): Promise<string> {
    const id = await make(...given)
    await engine.startContainer(id, Restart.RESTART_NO, 0)
    return id
  }

  /** What the script writes in the container. */
  const sh = async (id: string, script: string) => (await engine.exec(id, ['/bin/sh', '-c', script], NEVER)).output
  const read = async (id: string, path: string, maxBytes = 1000) => {
    const bytes = await engine.readFile(id, path, maxBytes)
    return bytes === null ? null : Buffer.from(bytes).toString()
  }

  it('the application sees its files as they were meant: owner, mode, and directories that others can enter', async () => {
    const content = Buffer.from('hunter2')
    const id = await started({
      user: '1000:2000',
      files: [
        { path: '/run/secrets/deep/own', content, mode: 0o400, uid: 1000, gid: 2000 },
        { path: '/run/secrets/not-own', content, mode: 0o400 },
      ],
    })
    expect(await sh(id, 'exec 2>&1; cat /run/secrets/deep/own; cat /run/secrets/not-own')).toMatch(
      /^hunter2cat: .*denied/,
    )
    expect(await sh(id, 'stat -c "%a %u %g" /run/secrets/deep/own /run/secrets/not-own')).toBe(
      '400 1000 2000\n400 0 0\n',
    )
  })

  it('a root file system that is read-only stays so, and keeps what the image has beside the files', async () => {
    const files = [
      { path: '/etc/app/added', content: Buffer.from('added') },
      { path: '/run/secrets/a', content: Buffer.from('a') },
    ]
    const id = await started({ readOnly: true, files })
    expect(await sh(id, 'cat /etc/app/shipped /etc/app/added /run/secrets/a')).toBe('with the imageaddeda')
    expect(await sh(id, 'exec 2>&1; touch /etc/x /run/x')).toMatch(/(?:Read-only file system\n.*){2}/)
  })

  it('files go into volumes, and come out of them', async () => {
    const volume = volumeSpecOf({}, device)
    await engine.ensureVolume(volume)
    const mounts = [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data' }]
    const files = [{ path: '/data/conf/a', content: Buffer.from('in the volume') }]
    const over = { volumeNames: { data: volume.name } }
    const id = await started({ mounts, files, readOnly: true }, over)
    expect(await read(id, '/data/conf/a')).toBe('in the volume')
    const other = await make({ name: 'other', mounts }, over)
    expect(await read(other, '/data/conf/a'), 'from one that never ran').toBe('in the volume')
  })

  it('a volume that is mounted read-only takes none', async () => {
    const volume = volumeSpecOf({}, device)
    await engine.ensureVolume(volume)
    const mounts = [{ type: MountType.MOUNT_TYPE_VOLUME, source: 'data', target: '/data', readOnly: true }]
    const files = [{ path: '/data/a', content: Buffer.from('a') }]
    await expect(make({ mounts, files }, { volumeNames: { data: volume.name } })).rejects.toMatchObject({
      code: 'HF_ENGINE_FAILED',
      message: expect.stringContaining('the mount at /data is read-only') as string,
    })
  })

  it('links are followed within the container, and lead nowhere else', async () => {
    const id = await started()
    await sh(
      id,
      'echo found >/tmp/file; ln -s file /tmp/near; ln -s /tmp/near /far; ln -s ../../../../../../etc/hostname /tmp/out; ln -s loop /tmp/loop; ln -s gone /tmp/dangling; mkdir /tmp/dir; ln -s dir /tmp/to-dir; mkfifo /tmp/fifo',
    )
    expect(await read(id, '/tmp/near')).toBe('found\n')
    expect(await read(id, '/far')).toBe('found\n')
    expect(await read(id, '/tmp/dangling')).toBeNull()
    expect(await read(id, '/tmp/file/beneath')).toBeNull()
    expect(await read(id, '/tmp/out')).not.toBe(readFileSync('/etc/hostname', 'utf8'))
    for (const path of ['/tmp/to-dir', '/tmp/loop', '/tmp/fifo'])
      await expect(read(id, path), path).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
  })

  it.each([
    ['a tmpfs', []],
    ['one with options', ['exec', 'uid=7']],
  ])('what is in %s is seen while its container runs', async (_, tmpfsOptions) => {
    const id = await started({ mounts: [{ type: MountType.MOUNT_TYPE_TMPFS, target: '/mem', tmpfsOptions }] })
    await sh(id, 'printf here >/mem/x; mkfifo /mem/fifo; mkdir /mem/dir')
    expect(await read(id, '/mem/x', 4)).toBe('here')
    await expect(read(id, '/mem/x', 3)).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
    for (const path of ['/mem/nothing', '/mem/fifo', '/mem/dir', '/memory']) expect(await read(id, path)).toBeNull()
    await engine.stopContainer(id, 1_000)
    expect(await read(id, '/mem/x')).toBeNull()
  })

  it('what is in a tmpfs of a container without a shell is not seen, and is no error', async () => {
    const id = await started({ mounts: [{ type: MountType.MOUNT_TYPE_TMPFS, target: '/mem' }] })
    await sh(id, 'echo here >/mem/x; rm /bin/sh')
    expect(await read(id, '/mem/x')).toBeNull()
  })

  it('a program that is no program, and one in a container that is paused, are failures', async () => {
    const id = await started()
    await expect(engine.exec(id, ['/etc/passwd'], NEVER)).rejects.toMatchObject({
      code: 'HF_ENGINE_FAILED',
      message: expect.stringContaining('permission denied') as string,
    })
    await expect(engine.exec(id, [], NEVER)).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
    expect(await engine.exec(id, ['/bin/sh', '-c', 'exit 126'], NEVER)).toMatchObject({ exitCode: 126 })
    await askEngine(rig.engine, 'POST', `/containers/${id}/pause`)
    await expect(engine.exec(id, ['true'], NEVER)).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
    await askEngine(rig.engine, 'POST', `/containers/${id}/unpause`)
  })

  it('a program that is given up is ended, with what it has started, and nothing else', async () => {
    const id = await started()
    const abort = new AbortController()
    const end = engine.exec(id, ['/bin/sh', '-c', 'sleep 333 & sleep 333'], abort.signal)
    const cancelled = expect(end).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    const sleepers = () => sh(id, 'ps | grep -c "[s]leep 333"')
    await expect.poll(sleepers).toBe('2\n')
    abort.abort()
    await cancelled
    await expect.poll(sleepers).toBe('0\n')
    expect(await engine.listContainers(device)).toMatchObject([{ id, state: 'running' }])
  })

  const run = { operation: 'op-1', command: ['/bin/sh', '-c', 'sleep 20 & wait'] }
  const networksOf = async (id: string) =>
    (
      await askEngine<{
        NetworkSettings: { Networks: Record<string, { Aliases: string[] | null; IPAddress: string }> }
      }>(rig.engine, 'GET', `/containers/${id}/json`)
    ).NetworkSettings.Networks

  it('a one-off finds its service by name, and does not take its name', async () => {
    const net = networkSpecOf({}, device)
    await engine.ensureNetwork(net)
    const networks = [{ network: 'net', aliases: ['www'] }]
    const over = { networkNames: { net: net.name } }
    await started({ networks, command: ['/bin/sh', '-c', 'echo hello > /index.html; exec httpd -f -h /'] }, over)
    const id = await started({ networks }, { ...over, run })
    const ask = 'until wget -qO- http://www/; do sleep 0.1; done; wget -qO- http://web/'
    expect(await sh(id, ask)).toContain('hello\nhello\n')
    expect((await networksOf(id))[net.name]?.Aliases).toEqual([id.slice(0, 12)])
  })

  it('a one-off does not take the address of its service', async () => {
    const octet = 1 + Math.floor(Math.random() * 200)
    const net = networkSpecOf({ subnets: [{ subnet: `10.97.${octet}.0/24` }] }, device)
    await engine.ensureNetwork(net)
    const address = `10.97.${octet}.77`
    const networks = [{ network: 'net', ipv4Address: address }]
    const over = { networkNames: { net: net.name } }
    const id = await started({ networks }, { ...over, run })
    const service = await started({ networks }, over)
    expect((await networksOf(service))[net.name]?.IPAddress).toBe(address)
    expect((await networksOf(id))[net.name]?.IPAddress).not.toBe(address)
  })

  it('the processes of a container are found and ended', async () => {
    const id = await started({ command: ['/bin/sh', '-c', 'sleep 1000 & sleep 1000 & wait'] })
    const other = await started({ name: 'other', command: ['/bin/sh', '-c', 'sleep 1000 & wait'] })
    const alive = (container: string) =>
      readdirSync('/proc')
        .filter((name) => /^\d+$/.test(name))
        .filter((pid) => cgroupOf(pid).includes(container)).length
    expect(alive(id)).toBeGreaterThanOrEqual(3)
    const before = alive(other)
    const host = linuxHost({ deviceType: '' })
    expect(await host.endProcesses(id)).toBeGreaterThanOrEqual(1)
    await expect.poll(() => alive(id)).toBe(0)
    expect(await host.endProcesses(id)).toBe(0)
    expect(alive(other)).toBe(before)
  })
})

function cgroupOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cgroup`, 'utf8')
  } catch {
    return ''
  }
}
