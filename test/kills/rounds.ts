/**
 * Rounds: something is deployed or commanded, something is killed, and what comes of it is judged.
 *
 * Invariant: a round ends when engine and broker say what they shall, or after its patience, with what was
 * missing then; it is judged by what they and the application say, never by the agent's own log. Of that one thing
 * is asked: that its flight record tells of each kill.
 */
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Result } from '../../protocol/types.ts'
import { flightFaults } from '../../simulators/crash/flight-faults.ts'
import { STORE, VOLUME } from './application.ts'
import { faultsAfter, type Past, type Standing, whyNotYet } from './judge.ts'
import { calm, type Kill, type Plan, type Work } from './plan.ts'
import type { Stage } from './stage.ts'

/** For a machine that has other things to do. */
const PATIENCE_MS = 90_000
const LOOK_MS = 40

/** How a round ended. */
export interface Verdict {
  plan: Plan
  /** Empty: survived. */
  faults: string[]
  /** What the agent was doing at each kill. */
  phases: string[]
  /** From the beginning to converged, in milliseconds. */
  tookMs: number
  answers: Result[]
}

export class Rounds {
  readonly #stage: Stage
  #before: Standing = { epoch: 0, releaseId: '', image: '' }
  #past: Past = { starts: 0, births: 0, overlaps: 0, mark: null }
  readonly #calmMs = new Map<Work, number>()

  private constructor(stage: Stage) {
    this.#stage = stage
  }

  /**
   * Brings the device to its first release, and sees how long each work takes when nobody disturbs it.
   * @throws Error when not even that goes well
   */
  static async on(stage: Stage): Promise<Rounds> {
    const rounds = new Rounds(stage)
    for (const work of ['update', 'update', 'restart', 'purge', 'unhealthy'] as const) {
      const { faults, tookMs } = await rounds.run(calm(work))
      if (faults.length > 0) throw new Error(`undisturbed, ${work} failed: ${faults.join('; ')}`)
      rounds.#calmMs.set(work, tookMs)
    }
    return rounds
  }

  /** Milliseconds that a work takes undisturbed. */
  calmMs(work: Work): number {
    return this.#calmMs.get(work === 'cancel' ? 'update' : work) ?? 0
  }

  async run(plan: Plan): Promise<Verdict> {
    const stage = this.#stage
    const commands: string[] = []
    const phases: string[] = []
    const untold: string[] = []
    const began = performance.now()
    stage.log.push(`---- round ${plan.round}: ${plan.work}`)
    const deployed = await this.#begin(plan, commands)
    const says = plan.work === 'cancel' ? this.#cancel(plan, commands) : null
    for (const [index, kill] of plan.kills.entries()) {
      await sleep(index === 0 ? kill.at * this.calmMs(plan.work) : kill.at)
      phases.push(stage.phase)
      untold.push(...(await this.#kill(kill)))
    }
    await says
    const expectation = { plan, before: this.#before, deployed, commands }
    const answers = () => commands.flatMap((id) => stage.hearing.answerTo(id) ?? [])
    let missing: string[]
    let mark: string | null = null
    do {
      await sleep(LOOK_MS)
      const facts = await stage.facts()
      mark = facts.mark
      missing = whyNotYet(expectation, answers(), stage.hearing.lastReport, facts)
    } while (missing.length > 0 && performance.now() - began < PATIENCE_MS)
    const tookMs = performance.now() - began
    const testimony = await stage.testimony()
    const faults = [
      ...missing,
      // The first release makes the volume.
      ...(this.#before.epoch === 0 ? [] : faultsAfter(expectation, answers(), this.#past, testimony, mark)),
      ...stage.hearing.faults(stage.sent),
      ...untold,
    ]
    this.#past = {
      starts: testimony.starts,
      births: testimony.births.length,
      overlaps: testimony.overlaps.length,
      mark,
    }
    const current = stage.hearing.lastReport?.current?.epoch
    if (current === deployed.epoch) this.#before = deployed
    return { plan, faults, phases, tookMs, answers: answers() }
  }

  async #begin({ work, strategy }: Plan, commands: string[]): Promise<Standing> {
    const stage = this.#stage
    switch (work) {
      case 'purge':
        commands.push(await stage.command({ purge: { volume: VOLUME } }))
        return this.#before
      case 'restart':
        commands.push(await stage.command({ restart: { service: STORE } }))
        return this.#before
      default:
        return stage.deploy({ strategy, isHealthy: work !== 'unhealthy' })
    }
  }

  async #cancel(plan: Plan, commands: string[]): Promise<void> {
    await sleep(plan.sayAt * this.calmMs('update'))
    commands.push(await this.#stage.command({ cancel: {} }))
  }

  /** @returns what the flight record does not tell of it */
  async #kill({ victim, darkMs }: Kill): Promise<string[]> {
    const stage = this.#stage
    await stage.kill(victim)
    const faults = victim === 'engine' ? [] : await this.#flightFaults()
    await sleep(darkMs)
    await stage.start()
    return faults
  }

  async #flightFaults(): Promise<string[]> {
    const bootId = (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()
    return flightFaults(await this.#stage.flight(), { lives: this.#stage.hearing.lastLife, isCut: true, bootId })
  }
}
