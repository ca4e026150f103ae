/**
 * One node of a cluster: a program in the tree of another Debian.
 *
 * Invariant: it has mounts of its own, which end with it; `kill` ends all of its processes at once, as a power cut does.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { openSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface NodeOptions {
  name: string
  /** The tree, and what runs in it. */
  tree: string
  command: readonly string[]
  env: Readonly<Record<string, string>>
  log: string
  /** Listens once it serves. */
  port: number
}

export interface ClusterNode {
  name: string
  /** `mqtt://127.0.0.1:PORT` */
  address: string
  /** Resolves when it listens. */
  start(): Promise<void>
  kill(): Promise<void>
  /** Processor time that it has taken, ms. */
  cpuMs(): number
}

const START_MS = 180_000
/** $1 is the tree. */
const INSIDE = `mount -t proc proc "$1/proc" && mount --rbind /dev "$1/dev" && root="$1" && shift && exec chroot "$root" "$@"`

export function clusterNode({ name, tree, command, env, log, port }: NodeOptions): ClusterNode {
  let child: ChildProcess | null = null
  return {
    name,
    address: `mqtt://127.0.0.1:${port}`,
    async start() {
      const out = openSync(log, 'a')
      const words = ['--mount', '--propagation', 'private', 'sh', '-c', INSIDE, 'sh', tree, ...command]
      const started = spawn('unshare', words, {
        stdio: ['ignore', out, out],
        detached: true,
        env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: '/root', LANG: 'C.UTF-8', ...env },
      })
      child = started
      for (const end = performance.now() + START_MS; !(await listens(port)); await sleep(200))
        if (started.exitCode !== null || performance.now() > end)
          throw new Error(`${name} does not serve:\n${readFileSync(log, 'utf8').split('\n').slice(-25).join('\n')}`)
    },
    async kill() {
      const running = child
      child = null
      if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return
      const gone = new Promise((resolve) => running.once('exit', resolve))
      // A session of its own: the group is the node.
      process.kill(-running.pid, 'SIGKILL')
      await gone
    },
    cpuMs: () => (child?.pid === undefined ? 0 : groupCpuMs(child.pid)),
  }
}

/** Of Linux: a hundred ticks a second. */
const TICK_MS = 10

/** Of the processes of a group that are alive. */
function groupCpuMs(group: number): number {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .reduce((sum, pid) => sum + cpuMsIn(statOf(pid), group), 0)
}

function cpuMsIn(stat: string, group: number): number {
  // After the name, which may have blanks and parentheses: state, parent, group; the times are the 14th and 15th field.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[2]) === group ? (Number(fields[11]) + Number(fields[12])) * TICK_MS : 0
}

function statOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8')
  } catch {
    return '' // It has ended meanwhile.
  }
}

export function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
