/**
 * A device: its configuration, and one life of its agent after the other.
 *
 * Invariant: a life is a process of `bin/holdfast agent`, and a power cut is SIGKILL; what a test knows of the
 * agent is what it wrote on its error channel and what it published.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Seen } from '../../fleet/follow/seen.ts'
import type { Watch } from '../../fleet/follow/watch.ts'
import type { Phase } from '../../machines/intent.ts'
import type { Report } from '../../protocol/types.ts'
import { type HoldfastProcess, startHoldfast } from './holdfast-process.ts'
import type { Operator } from './operator.ts'
import { PATIENCE_MS, until } from './until.ts'

export interface DeviceOptions {
  device: string
  fleet: string
  broker: string
  /** Socket of its engine. */
  engine: string
  mqtt: 'auto' | '5' | '3.1.1'
  /** More of its configuration. */
  more?: Record<string, unknown> | undefined
}

/** A state of the update machine, or the beginning of one: "proving", "proving.soaking". */
export type State = Phase | `${Phase}.${string}` | 'reconciling'

export class Device {
  readonly name: string
  readonly fleet: string
  /** Of all lives. */
  readonly log: string[] = []
  readonly #config: string
  readonly #desk: string
  readonly #watch: Watch
  readonly #listeners = new Set<(line: string) => void>()
  #life: HoldfastProcess | null = null

  private constructor(options: DeviceOptions, desk: string, config: string, watch: Watch) {
    this.name = options.device
    this.fleet = options.fleet
    this.#desk = desk
    this.#config = config
    this.#watch = watch
  }

  /** Has the operator write its configuration; its agent does not run yet. */
  static async enrolled(operator: Operator, watch: Watch, options: DeviceOptions): Promise<Device> {
    const { device, fleet, broker, engine, mqtt, more } = options
    const file = `${device}.json`
    const keys = ['--key', 'keys/release.pub', '--key', 'keys/rollout.pub']
    const words = ['enroll', '--device', device, '--fleet', fleet, '--broker', broker, '--out', file, ...keys]
    const { code, err } = await operator.run(...words, '--data', `${device}-data`, '--engine', engine)
    if (code !== 0) throw new Error(`enroll: ${err.join('\n')}`)
    const config = join(operator.desk, file)
    const written = JSON.parse(await readFile(config, 'utf8')) as { broker: object }
    await writeFile(config, JSON.stringify({ ...written, ...more, broker: { ...written.broker, protocol: mqtt } }))
    return new Device(options, operator.desk, config, watch)
  }

  get isOn(): boolean {
    return this.#life !== null
  }

  /** What its update machine last said that it does. */
  get phase(): string {
    const last = this.log.findLast((line) => line.includes(' transition machine=update '))
    return /to=(\w+)/.exec(last ?? '')?.[1] ?? ''
  }

  /** Begins a life. @param env over our own environment */
  powerOn(env: Record<string, string> = {}): void {
    if (this.#life !== null) throw new Error(`${this.name} runs already`)
    const life = startHoldfast(['agent', '--config', this.#config, '--log-level', 'debug'], {
      cwd: this.#desk,
      env,
      onError: (line) => {
        this.log.push(line)
        for (const listener of this.#listeners) listener(line)
      },
    })
    this.#life = life
    void life.ended.then((end) => {
      this.log.push(`---- the agent ended: ${end}`)
      if (this.#life === life) this.#life = null
    })
  }

  /** Ends a life without any warning. */
  async powerCut(): Promise<void> {
    await this.#end('SIGKILL')
  }

  /** Asks the agent to end. */
  async shutDown(): Promise<number | NodeJS.Signals> {
    return this.#end('SIGTERM')
  }

  /** Cuts the power once `held` has resolved, which leaves the agent in this phase. */
  async powerCutAt(held: Promise<unknown>, phase: Phase): Promise<void> {
    await held
    await until(
      `${this.name} is in the phase ${phase}`,
      () => this.phase === phase,
      () => this.story(),
    )
    await this.powerCut()
  }

  /** Cuts the power in the very moment in which the agent says that it is in this state. */
  async powerCutIn(state: State): Promise<void> {
    await this.comesTo(state)
    await this.powerCut()
  }

  /** Resolves when the agent says, from now on, that it has come into this state. */
  comesTo(state: State): Promise<string> {
    return this.#hears(`in the state ${state}`, entered(state))
  }

  /** Resolves when the agent writes, from now on, such a line. */
  writes(what: RegExp): Promise<string> {
    return this.#hears(`writes ${what}`, what)
  }

  /** What it last told the broker. */
  get seen(): Seen | undefined {
    return this.#watch.fleet.get(this.name)
  }

  /** The first report, from the last one on, of which this is true. */
  async reports(what: string, isIt: (report: Report) => boolean): Promise<Report> {
    const look = (): Report | null => {
      const report = this.seen?.report
      return report && isIt(report) ? report : null
    }
    return until(`${this.name} reports ${what}`, look, () => this.story())
  }

  /** Connected, at rest, and the release of this epoch committed. */
  settlesOn(epoch: number): Promise<Report> {
    return this.reports(
      `that it runs epoch ${epoch} and rests`,
      ({ phase, current, services }) =>
        phase === 'idle' && current?.epoch === epoch && services.every(({ state }) => state !== 'missing'),
    )
  }

  /** What to show when something failed. */
  story(): string {
    const report = this.seen?.report
    const { phase, current, target, blockers, refused, services, counters } = report ?? {}
    const shown = JSON.stringify({ phase, current, target, blockers, refused, services, counters }, null, 1)
    return `the last report of ${this.name}: ${shown}\nthe end of its log:\n${this.log.slice(-60).join('\n')}`
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | NodeJS.Signals> {
    const life = this.#life
    if (life === null) return 0
    life.child.kill(signal)
    const end = await life.ended
    this.#life = null
    return end
  }

  /** By the line itself, and not by looking now and then: what follows is to happen in the same moment. */
  #hears(what: string, pattern: RegExp): Promise<string> {
    const heard = Promise.withResolvers<string>()
    const late = (): void => heard.reject(new Error(`not within a minute: ${this.name} ${what}\n${this.story()}`))
    const timer = setTimeout(late, PATIENCE_MS)
    const listener = (line: string): void => {
      if (pattern.test(line)) heard.resolve(line)
    }
    this.#listeners.add(listener)
    return heard.promise.finally(() => {
      clearTimeout(timer)
      this.#listeners.delete(listener)
    })
  }
}

function entered(state: State): RegExp {
  return new RegExp(` transition machine=update .*to=${state.replaceAll('.', '\\.')}(?:\\.| |$)`)
}
