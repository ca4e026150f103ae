/**
 * A device for a bench: the published agent in a process of its own, as its launcher starts it.
 *
 * Invariant: it is over when `stop` returns, and its folder is the caller's.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decode, KINDS } from '../../protocol/codec.ts'
import { formatPublicKey, type PublicKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Observer } from './observer.ts'

export interface DeviceOptions {
  name: string
  /** Folder of its own. */
  folder: string
  /** What `npm run build` makes. */
  dist: string
  broker: string
  /** Whose certificate it trusts, for `mqtts`. */
  caFile?: string | undefined
  /** Socket. */
  engine: string
  trusted: PublicKey
  observer: Observer
  /** Compiled code is kept for the next start, which writes to the disk once in a while. Default true. */
  keepsCode?: boolean
  /** Of its configuration, over what is usual here. */
  more?: object
}

export interface Device {
  readonly name: string
  readonly pid: number
  /**
   * From the start of the process to when its birth is seen at the broker, in milliseconds. The agent
   * publishes it when the broker has acknowledged its subscriptions.
   */
  start(): Promise<number>
  stop(): Promise<void>
  /** SIGKILL: it has no time for anything. */
  kill(): Promise<void>
}

export async function deviceOf(options: DeviceOptions): Promise<Device> {
  const { name, folder, dist, broker, engine, trusted, observer, keepsCode = true, caFile, more = {} } = options
  await mkdir(folder, { recursive: true })
  const config = join(folder, 'agent.json')
  await writeFile(
    config,
    JSON.stringify({
      device: name,
      fleet: 'bench',
      broker: { url: broker, ...(caFile === undefined ? {} : { caFile }) },
      trustedKeys: [formatPublicKey(trusted)],
      dataDir: join(folder, 'data'),
      engine: { socket: engine },
      logLevel: process.env.HOLDFAST_BENCH_LOG ?? 'error',
      ...more,
    }),
  )
  let child: ChildProcess | undefined

  return {
    name,
    get pid() {
      if (child?.pid === undefined) throw new Error(`${name} does not run`)
      return child.pid
    },
    async start() {
      const birth = observer.next(deviceTopics(name).presence, (payload) => decode(KINDS.Presence, payload).online)
      const began = performance.now()
      const started = spawn(join(dist, 'holdfast-agent'), ['--config', config], {
        // Its log goes where ours does, so that standard output stays one line of JSON.
        stdio: ['ignore', 'ignore', 'inherit'],
        env: {
          ...process.env,
          ...(keepsCode ? { NODE_COMPILE_CACHE: join(folder, 'cache') } : { NODE_DISABLE_COMPILE_CACHE: '1' }),
          HOLDFAST_NODE: process.execPath,
        },
      })
      child = started
      const ended = new Promise<never>((_, reject) => {
        started.once('error', reject)
        started.once('exit', (status) => reject(new Error(`${name} ended with ${status}`)))
      })
      ended.catch(() => {})
      return (await Promise.race([birth, ended])) - began
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const running = child
    child = undefined
    if (running === undefined || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise((resolve) => running.once('exit', resolve))
    running.kill(signal)
    await gone
  }
}
