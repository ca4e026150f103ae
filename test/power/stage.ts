/**
 * A device on a stage: the true agent as a process, with a data directory of the caller's choice, a simulated
 * engine and a broker.
 *
 * Invariant: this process never touches the data directory. What the device says is heard in the order in which
 * it was said.
 */
import { mkdir, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Report, Result } from '../../protocol/types.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { type Server, server } from '../rig/process.ts'
import { DEVICE, FLEET, shelfImages } from './shelf.ts'
import { startWatchedBroker, type WatchedBroker } from './watched-broker.ts'

const ENGINE = fileURLToPath(new URL('../../simulators/engine/main.ts', import.meta.url))

const FLEET_TOPICS = fleetTopics(FLEET)

export const TOPICS = { ...deviceTopics(DEVICE), fleetTarget: FLEET_TOPICS.target, fleetRollout: FLEET_TOPICS.rollout }

export interface StageOptions {
  /** An empty directory for everything but the data. */
  desk: string
  dataDir: string
  /** Lines of public keys. */
  trusted: readonly string[]
  /** Run instead of the agent, by Node: takes the agent's arguments. */
  agentFile?: string
  onAcknowledged?(topic: string, payload: Buffer): void
  onReport?(report: Report): void
  onResult?(result: Result): void
  onBirth?(): void
}

export class Stage {
  readonly results = new Map<string, Result>()
  readonly log: string[] = []
  report: Report | null = null
  readonly #options: StageOptions
  #broker!: WatchedBroker
  #engine!: Server
  #life: HoldfastProcess | null = null

  private constructor(options: StageOptions) {
    this.#options = options
  }

  static async open(options: StageOptions): Promise<Stage> {
    const stage = new Stage(options)
    const { desk, dataDir, trusted } = options
    await mkdir(desk, { recursive: true })
    stage.#broker = await startWatchedBroker(DEVICE, {
      acknowledged: (topic, payload) => options.onAcknowledged?.(topic, payload),
      said: (topic, payload) => stage.#hear(topic, payload),
    })
    const socket = join(desk, 'engine.sock')
    await writeFile(join(desk, 'images.json'), JSON.stringify(shelfImages()))
    stage.#engine = server({
      command: process.execPath,
      args: [ENGINE, '--socket', socket, '--images', join(desk, 'images.json')],
      log: join(desk, 'engine.log'),
      ready: () => listens(socket),
    })
    await stage.#engine.start()
    const config = {
      device: DEVICE,
      fleet: FLEET,
      broker: { url: stage.#broker.url, protocol: '3.1.1' },
      trustedKeys: trusted,
      dataDir,
      engine: { socket },
    }
    await writeFile(join(desk, 'agent.json'), JSON.stringify(config))
    return stage
  }

  /** Begins a life of the agent. */
  powerOn(): void {
    const { desk, agentFile } = this.#options
    const flags = ['--config', join(desk, 'agent.json')]
    const options = { cwd: desk, onError: (line: string) => this.log.push(line) }
    const life =
      agentFile === undefined
        ? startHoldfast(['agent', ...flags], options)
        : startHoldfast([agentFile, ...flags], { ...options, program: process.execPath })
    this.#life = life
    void life.ended.then((end) => this.log.push(`---- the agent ended: ${end}`))
  }

  /** Ends a life: without warning, or in good order. */
  async powerOff(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.#life?.child.kill(signal)
    await this.#life?.ended
    this.#life = null
  }

  publish(topic: string, payload: Buffer, retain: boolean): Promise<void> {
    return this.#broker.publish(topic, payload, retain)
  }

  /** Waits for a report of which this is true. */
  reports(what: string, isIt: (report: Report) => boolean): Promise<Report> {
    return until(
      what,
      () => (this.report !== null && isIt(this.report) ? this.report : null),
      () => this.story(),
    )
  }

  /** Waits for the results of these commands. */
  answers(ids: readonly string[]): Promise<boolean> {
    return until(
      `results of ${ids.join(', ')}`,
      () => ids.every((id) => this.results.has(id)),
      () => this.story(),
    )
  }

  story(): string {
    const { phase, current, target, blockers, refused } = this.report ?? {}
    const shown = JSON.stringify({ phase, current, target, blockers, refused, results: [...this.results.keys()] })
    return `the last report: ${shown}\nthe end of the log:\n${this.log.slice(-30).join('\n')}`
  }

  async close(): Promise<void> {
    await this.powerOff('SIGKILL')
    await this.#engine.end('SIGKILL')
    await this.#broker.close()
  }

  #hear(topic: string, payload: Buffer): void {
    if (topic === TOPICS.report) {
      this.report = decode(KINDS.Report, payload)
      this.#options.onReport?.(this.report)
    } else if (topic === TOPICS.result) {
      const result = decode(KINDS.Result, payload)
      this.results.set(result.id, result)
      this.#options.onResult?.(result)
    } else if (topic === TOPICS.presence && decode(KINDS.Presence, payload).online) {
      this.#options.onBirth?.()
    }
  }
}

function listens(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path, () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
