/**
 * A Docker engine of the rig's own.
 *
 * Invariant: it lives in its directory, its bridges, its cgroup and one rule of the firewall, and touches no
 * engine that the machine may have; `stop` also removes what a killed engine left running.
 */
import { execFile } from 'node:child_process'
import { rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clear, dropWhatRuns, makeGround, openFirewall } from './leftovers.ts'
import { lendingRuntime } from './lent-capabilities.ts'
import { type Part, server } from './process.ts'

const run = promisify(execFile)

export interface Dockerd extends Part {
  /** Path of the API's socket. */
  readonly address: string
  /** Where it keeps images and containers. */
  readonly dataRoot: string
  readonly pid: number
  /** It and its containers end at once, and of what it kept in memory or in the kernel nothing is left. */
  powerCut(): Promise<void>
}

/** Settings of `daemon.json` over the rig's own. */
export type DaemonSettings = Record<string, unknown>

/** Settings of `daemon.json` for every engine of a run, as JSON: `npm run engines` tries other stores with it. */
const FOR_ALL = 'HOLDFAST_RIG_DAEMON'

/** Starts an engine. Needs root. */
export async function startDockerd(settings: DaemonSettings = {}): Promise<Dockerd> {
  const ground = await makeGround('dockerd')
  const socket = join(ground.dir, 'docker.sock')
  const dataRoot = join(ground.dir, 'data')
  const config = join(ground.dir, 'daemon.json')
  const log = join(ground.dir, 'log')
  const own = { ...(await settingsFor(ground, socket, dataRoot)), ...(await lendingRuntime(ground.dir, log)) }
  const forAll = JSON.parse(process.env[FOR_ALL] ?? '{}') as DaemonSettings
  await writeFile(config, JSON.stringify({ ...own, ...forAll, ...settings }, null, 2))
  const dockerd = server({
    command: 'dockerd',
    args: ['--config-file', config],
    log,
    ready: () => answers(socket),
    startMs: 60_000,
  })

  async function stop(): Promise<void> {
    // In an orderly way it would wait for every container's grace.
    await dockerd.end('SIGKILL')
    await clear(ground)
  }

  try {
    await run('ip', ['link', 'add', ground.name, 'type', 'bridge'])
    await run('ip', ['addr', 'add', `10.${ground.net}.0.1/24`, 'dev', ground.name])
    await run('ip', ['link', 'set', ground.name, 'up'])
    await openFirewall(ground)
    await dockerd.start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    address: socket,
    dataRoot,
    get pid() {
      return dockerd.pid
    },
    stop,
    async kill() {
      await dockerd.end('SIGKILL')
      // Its containerd dies with it. Where nobody reaps that, the next engine would take it for alive.
      await rm(join(ground.dir, 'exec/containerd/containerd.pid'), { force: true })
    },
    async powerCut() {
      // First the one that writes: it must not see the others end.
      await dockerd.end('SIGKILL')
      await dropWhatRuns(ground)
      await rm(join(ground.dir, 'exec'), { recursive: true, force: true })
      await rm(join(ground.dir, 'docker.pid'), { force: true })
    },
    async restart() {
      await dockerd.end('SIGTERM')
      await dockerd.start()
    },
  }
}

/** Runs `use` with an engine that it may kill. */
export async function withOwnDockerd<T>(use: (dockerd: Dockerd) => Promise<T>, settings?: DaemonSettings): Promise<T> {
  const dockerd = await startDockerd(settings)
  try {
    return await use(dockerd)
  } finally {
    await dockerd.stop()
  }
}

async function settingsFor(
  ground: { dir: string; name: string; net: number },
  socket: string,
  dataRoot: string,
): Promise<DaemonSettings> {
  const { stdout } = await run('dockerd', ['--version'])
  const major = Number(/version (\d+)/.exec(stdout)?.[1] ?? 0)
  return {
    hosts: [`unix://${socket}`],
    'data-root': dataRoot,
    'exec-root': join(ground.dir, 'exec'),
    pidfile: join(ground.dir, 'docker.pid'),
    bridge: ground.name,
    'default-address-pools': [{ base: `10.${ground.net}.128.0/17`, size: 24 }],
    // Ports are published by docker-proxy alone, so that nothing else of the host's firewall is touched.
    iptables: false,
    ip6tables: false,
    'ip-forward': false,
    'ip-masq': false,
    'exec-opts': ['native.cgroupdriver=cgroupfs'],
    'cgroup-parent': `/${ground.name}`,
    'shutdown-timeout': 2,
    // Before 25 the engine's identity was a file in /etc, shared by all engines of a machine.
    ...(major < 25 ? { 'deprecated-key-path': join(ground.dir, 'key.json') } : {}),
  }
}

function answers(socketPath: string): Promise<boolean> {
  return new Promise((resolve) => {
    const ping = request({ socketPath, path: '/_ping', timeout: 2_000 }, (response) => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    ping.on('error', () => resolve(false))
    ping.on('timeout', () => ping.destroy())
    ping.end()
  })
}
