/** The rig itself: its parts come back as they were, and nothing of it is left, even of a run that was killed. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import mqtt from 'mqtt'
import { expect, it } from 'vitest'
import { askEngine } from './ask-engine.ts'
import { startDockerd, withOwnDockerd } from './dockerd.ts'
import { pushImage } from './images.ts'
import { sweep } from './leftovers.ts'
import { startMosquitto } from './mosquitto.ts'
import { startRegistry } from './registry.ts'
import { describeReal } from './use-rig.ts'

const command = (program: string, ...args: string[]) => execFileSync(program, args, { encoding: 'utf8' })

/** What there is of a directory's rig in this machine's kernel. */
function leftovers(dir: string): string[] {
  const name = `hf${dir.slice(-6)}`
  const processes = readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${dir}/`)
    } catch {
      return false
    }
  })
  return [
    ...processes.map((pid) => `process ${pid}`),
    ...command('findmnt', '--list', '--noheadings', '--output', 'TARGET')
      .split('\n')
      .filter((path) => path.startsWith(dir)),
    ...command('ip', '-o', 'link', 'show')
      .split('\n')
      .filter((line) => line.includes(name)),
    ...readdirSync('/sys/fs/cgroup').filter((controller) => existsSync(`/sys/fs/cgroup/${controller}/${name}`)),
    ...(existsSync(dir) ? [dir] : []),
  ]
}

/** The rules of the firewall for its addresses. */
function rulesOf(net: number): string[] {
  return command('iptables', '-S')
    .split('\n')
    .filter((rule) => rule.includes(` 10.${net}.`))
}

/** A container with a network of its own that runs and does not listen to any signal. */
async function runStubborn(socket: string, image: string): Promise<void> {
  await askEngine(socket, 'POST', `/images/create?fromImage=${image}`)
  await askEngine(socket, 'POST', '/networks/create', { Name: 'own' })
  const body = {
    Image: image,
    Cmd: ['sleep', '1000'],
    HostConfig: { NetworkMode: 'own', RestartPolicy: { Name: 'always' } },
  }
  const { Id } = await askEngine<{ Id: string }>(socket, 'POST', '/containers/create', body)
  await askEngine(socket, 'POST', `/containers/${Id}/start`)
}

describeReal('the rig', (rig) => {
  it('stops an engine with all that runs on it, and leaves nothing', async () => {
    const image = (await pushImage(rig.registry, { name: 'rig/stubborn' })).ref
    let dir = ''
    let net = 0
    await withOwnDockerd(async (dockerd) => {
      dir = dirname(dockerd.address)
      net = (JSON.parse(readFileSync(`${dir}/owner.json`, 'utf8')) as { net: number }).net
      await runStubborn(dockerd.address, image)
      expect(leftovers(dir).length).toBeGreaterThan(4)
      expect(rulesOf(net)).toHaveLength(1)
    })
    expect(leftovers(dir)).toEqual([])
    expect(rulesOf(net)).toEqual([])
  })

  it('stops also an engine that was killed, with the containers that outlived it', async () => {
    const image = (await pushImage(rig.registry, { name: 'rig/stubborn' })).ref
    const dockerd = await startDockerd()
    await runStubborn(dockerd.address, image)
    await dockerd.kill()
    expect(leftovers(dirname(dockerd.address)).some((left) => left.startsWith('process'))).toBe(true)
    await dockerd.stop()
    expect(leftovers(dirname(dockerd.address))).toEqual([])
  })

  it('that was killed as a whole is cleared away by the next one', async () => {
    const image = (await pushImage(rig.registry, { name: 'rig/stubborn' })).ref
    const main: ChildProcess = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))])
    const [said] = (await once(main.stdout as NodeJS.ReadableStream, 'data')) as [Buffer]
    const socket = /unix:\/\/(\S+)/.exec(String(said))?.[1] ?? ''
    await runStubborn(socket, image)
    main.kill('SIGKILL')
    await once(main, 'exit')
    expect(leftovers(dirname(socket))).not.toEqual([])
    expect(await sweep()).toBeGreaterThan(0)
    expect(leftovers(dirname(socket))).toEqual([])
    expect(await askEngine(rig.engine, 'GET', '/_ping'), 'one that runs is left alone').toBe('OK')
  })

  it('runs what is privileged with all that this machine may do itself, and a program within it too', async () => {
    const image = (await pushImage(rig.registry, { name: 'rig/privileged' })).ref
    await askEngine(rig.engine, 'POST', `/images/create?fromImage=${image}`)
    const ask = <T>(path: string, body?: object) => askEngine<T>(rig.engine, 'POST', path, body)
    const body = { Image: image, HostConfig: { Privileged: true } }
    const { Id } = await ask<{ Id: string }>('/containers/create', body)
    // Engines know at least the first 38.
    const boundsIn = (status: string) => BigInt(`0x${/^CapBnd:\s+(\w+)/m.exec(status)?.[1] ?? ''}`) & (2n ** 38n - 1n)
    try {
      await ask(`/containers/${Id}/start`)
      const { State } = await askEngine<{ State: { Pid: number } }>(rig.engine, 'GET', `/containers/${Id}/json`)
      const ours = boundsIn(readFileSync('/proc/self/status', 'utf8'))
      expect(boundsIn(readFileSync(`/proc/${State.Pid}/status`, 'utf8'))).toBe(ours)
      const program = { Cmd: ['grep', 'CapBnd', '/proc/self/status'], AttachStdout: true, Tty: true }
      const { Id: exec } = await ask<{ Id: string }>(`/containers/${Id}/exec`, program)
      expect(boundsIn((await ask<string>(`/exec/${exec}/start`, { Tty: true })).trim())).toBe(ours)
    } finally {
      await askEngine(rig.engine, 'DELETE', `/containers/${Id}?force=true`)
    }
  })

  it('has a registry that keeps what was pushed when it is killed', async () => {
    const registry = await startRegistry()
    const { digest } = await pushImage(registry.address, { name: 'kept' })
    await registry.kill()
    await expect(fetch(`http://${registry.address}/v2/`)).rejects.toThrow()
    await registry.restart()
    expect((await fetch(`http://${registry.address}/v2/kept/manifests/${digest}`)).status).toBe(200)
    await registry.stop()
  })

  it('has a broker that keeps retained messages when it is killed', async () => {
    const broker = await startMosquitto()
    const client = await mqtt.connectAsync(broker.address)
    await client.publishAsync('kept', 'message', { retain: true, qos: 1 })
    await new Promise((resolve) => setTimeout(resolve, 2_500))
    await broker.kill()
    await client.endAsync(true)
    await broker.restart()
    const again = await mqtt.connectAsync(broker.address)
    const message = new Promise((resolve) => again.once('message', (_, payload) => resolve(payload.toString())))
    await again.subscribeAsync('kept')
    expect(await message).toBe('message')
    await again.endAsync()
    await broker.stop()
  })

  it('makes the same image of the same recipe, and another one with other salt', async () => {
    const recipe = { name: 'same', layers: [10_000], labels: { a: 'b' } }
    const [one, two, other] = [
      await pushImage(rig.registry, recipe),
      await pushImage(rig.registry, recipe),
      await pushImage(rig.registry, { ...recipe, salt: 'x' }),
    ]
    expect(two.digest).toBe(one.digest)
    expect(other.digest).not.toBe(one.digest)
  })
})
