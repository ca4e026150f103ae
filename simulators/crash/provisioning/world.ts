/**
 * The world of one history of provisioning: device, broker, registrar and operator, on one clock.
 *
 * Invariant: deterministic but for signatures, which nothing depends on. The power may go in each instant that it
 * announces; only the device loses it. The registrar may be killed once.
 */
import type { Credential } from '../../../agent/provisioning/proofs.ts'
import { decode, encode, KINDS } from '../../../protocol/codec.ts'
import { ClaimState } from '../../../protocol/enums.ts'
import type { ClaimAnswer } from '../../../protocol/types.ts'
import type { Survives } from '../../../storage/memory-kv.ts'
import { MemoryBroker } from '../../broker/memory-broker.ts'
import { attach } from '../../engine/engine-port.ts'
import { SimulatedRegistry } from '../../engine/images.ts'
import { SimulatedEngine } from '../../engine/simulated-engine.ts'
import { VirtualClock } from '../../virtual-clock.ts'
import { interceptWithBoundaries } from '../boundaries.ts'
import { Life } from '../life.ts'
import { comeToRest, isIdle } from '../rest.ts'
import { Supply } from '../supply.ts'
import { transitionLog } from '../transition-log.ts'
import { ProvisionDevice, type ProvisionSabotage } from './device.ts'
import { refusalOf } from './doorkeeper.ts'
import { handsIn } from './hands.ts'
import { Judge } from './judge.ts'
import { type Death, isAnswer, RegistrarSide } from './registrar-side.ts'
import type { ProvisionHands, ProvisionScenario, ProvisionStep, ProvisionView } from './scenario.ts'
import { FLEET, NAME } from './steps.ts'
import { NO_TROUBLES, type Troubles } from './troubles.ts'

export interface ProvisionWorldOptions {
  scenario: ProvisionScenario
  seed: string
  sabotage?: ProvisionSabotage | undefined
  /** Announced in every instant at which the power may go. May cut it. */
  onInstant: (what: string) => void
  tell: ((line: string) => void) | undefined
}

const GIVEN = '/image/given'
/** Whose volumes stand on the engine: its own, and those of another device. */
export const OWNERS = [NAME, 'press-8'] as const

export class ProvisionWorld {
  readonly clock: VirtualClock
  readonly broker = new MemoryBroker()
  readonly engine: SimulatedEngine
  readonly judge: Judge
  /** States of the provision machine in which it was. */
  readonly visited = new Set<string>()
  readonly #options: ProvisionWorldOptions
  #site!: RegistrarSide
  #device!: ProvisionDevice
  /** Before that nothing is an instant. */
  #hasBegun = false
  readonly #life = new Life()
  readonly #supply: Supply
  #troubles: Troubles = NO_TROUBLES
  #steps: readonly ProvisionStep[] = []
  #instantMs = 0
  /** Serial number of the certificate that the broker has taken last. */
  #taken = ''

  private constructor(options: ProvisionWorldOptions) {
    this.#options = options
    this.clock = new VirtualClock({ seed: options.seed })
    this.#supply = new Supply({ clock: this.clock, device: () => this.#device, tell: options.tell })
    this.engine = new SimulatedEngine({
      clock: this.clock,
      registry: new SimulatedRegistry(),
      seed: options.seed,
      intercept: (operation) => (this.#hasBegun ? interceptWithBoundaries(operation, this.reach, null) : null),
    })
    this.judge = new Judge(() => ({ disk: this.#device.disk, registry: this.registry }))
  }

  /** The device is not on yet. */
  static async open(options: ProvisionWorldOptions): Promise<ProvisionWorld> {
    const world = new ProvisionWorld(options)
    await world.#furnish()
    return world
  }

  get registry() {
    return this.#site.registry
  }

  get device(): ProvisionDevice {
    return this.#device
  }

  /** Batches that are written, and that no sync has covered. */
  get unsynced(): number {
    return this.#life.unsynced
  }

  /** As `RegistrarSide.killAt`. */
  killRegistrarAt(death: Death): () => boolean {
    return this.#site.killAt(death)
  }

  audit(): ReturnType<RegistrarSide['audit']> {
    return this.#site.audit()
  }

  /** Lets the operator do these steps, and time pass. @returns why it does not come to rest, or null */
  async run(steps: readonly ProvisionStep[]): Promise<string | null> {
    this.#steps = steps
    if (!this.#hasBegun) {
      // What goes wrong from the beginning does so before the first power-on.
      this.#operate()
      this.#hasBegun = true
      this.#device.boot()
    }
    const next = (): ProvisionStep | undefined => this.#steps[0]
    const operator = {
      get waitsTo(): string | null {
        return next()?.tells ?? null
      },
      operate: () => this.#operate(),
    }
    return comeToRest({
      clock: this.clock,
      operator,
      outside: () => this.#site.work(),
      isResting: () => this.#isResting(),
      writes: () => this.#life.writes,
      fault: (sentence) => this.judge.fault(sentence),
      lastInstantMs: () => this.#instantMs,
      reach: this.reach,
      agent: () => this.#device.agent,
      standing: () => {
        const { provision, update } = this.#life.states
        return `${provision}, update ${update}, the operator waits to ${next()?.tells ?? 'nothing'}`
      },
    })
  }

  powerCut(survives?: Survives): void {
    this.#supply.powerCut(survives)
  }

  /** The agent's process is killed; its supervisor starts another one. */
  kill(): void {
    this.#supply.kill()
  }

  readonly reach = (what: string): boolean => {
    if (this.#device.bootId === null) return true
    this.#instantMs = this.clock.now().monoMs
    this.#options.onInstant(what)
    return this.#device.bootId === null
  }

  async #furnish(): Promise<void> {
    const { scenario, seed, sabotage = {}, tell } = this.#options
    const { way } = scenario
    const fault = (sentence: string): void => this.judge.fault(sentence)
    this.#site = await RegistrarSide.open({
      broker: this.broker,
      now: () => this.clock.now().wallMs,
      fault,
      troubles: () => this.#troubles,
    })
    const given = new Map<string, string>()
    if (way === 'token') given.set(GIVEN, await this.#site.token(FLEET))
    if (way === 'serial') {
      given.set(GIVEN, 'A-CODE-1')
      await this.#site.serial('SN-1', 'A-CODE-1', FLEET)
    }
    this.broker.watch(({ topic, payload }) => {
      if (isAnswer(topic)) this.#listen(payload)
    })
    this.#device = new ProvisionDevice({
      seed,
      sabotage,
      clock: this.clock,
      broker: this.broker,
      engine: this.engine,
      credential: CREDENTIALS[way],
      given,
      authority: this.#site.authority,
      doorkeeper: (identity) => {
        const { registry } = this
        const refusal = refusalOf(identity, { registry, troubles: this.#troubles, nowMs: this.clock.now().wallMs })
        if (refusal !== null) return refusal
        this.judge.take(identity)
        this.#taken = identity.serialNumber
        return null
      },
      reach: this.reach,
      troubles: () => this.#troubles,
      log: transitionLog({
        tell,
        fault,
        moved: (machine, to) => {
          this.#life.moved(machine, to)
          if (machine === 'provision') this.visited.add(to)
        },
      }),
      note: (change) => this.#life.note(change),
      removingCredential: () => this.judge.removingCredential(),
      removingKey: (name) => this.judge.removingKey(name),
      onEnd: () => this.#life.end(),
    })
    await this.#makeVolumes()
  }

  async #makeVolumes(): Promise<void> {
    const { port, die } = attach(this.engine)
    const [volume] = decode(KINDS.Release, encode(KINDS.Release, { volumes: [{ name: 'data' }] })).volumes
    for (const device of OWNERS) await port.ensureVolume({ name: `${device}-data`, device, volume: volume! })
    die()
  }

  #listen(payload: Uint8Array): void {
    const { state, id, certificates } = decode<ClaimAnswer>(KINDS.ClaimAnswer, payload)
    if (state === ClaimState.CLAIM_STATE_GRANTED) this.judge.granted(id, certificates)
  }

  #operate(): boolean {
    const before = this.#steps.length
    for (let [step] = this.#steps; step?.when(this.#view); [step] = this.#steps) {
      this.#steps = this.#steps.slice(1)
      this.#options.tell?.(`the operator: ${step.tells}`)
      step.act(this.#hands)
    }
    return this.#steps.length < before
  }

  get #view(): ProvisionView {
    const { registry } = this
    const isRenewed = registry.device.get(NAME)?.given.at(-1)?.serialNumber === this.#taken
    return {
      resting: this.#isResting(),
      state: this.#life.states.provision,
      registry,
      asked: !this.#site.isIdle,
      isRenewed,
    }
  }

  get #hands(): ProvisionHands {
    return handsIn({
      site: this.#site,
      clock: this.clock,
      trouble: (troubles) => {
        this.#troubles = { ...this.#troubles, ...troubles }
      },
      exchange: () => {
        this.#device.exchange()
        this.#supply.dark()
      },
      powerCut: () => this.powerCut(),
    })
  }

  /** Somebody is connected and has nothing to do; nobody waits for somebody to bring something. */
  #isResting(): boolean {
    const { provision, ...agent } = this.#life.states
    if (this.#device.bootId === null || !this.#site.isIdle) return false
    if (provision === 'unclaimed.waiting') return !this.broker.isConnected(NAME)
    const isTold = this.broker.isConnected(NAME) && this.broker.waitingFor(NAME) === 0
    return provision === 'provisioned.resting' && agent.update !== '' && isIdle(agent) && isTold
  }
}

const CREDENTIALS: Readonly<Record<ProvisionScenario['way'], Credential>> = {
  token: { kind: 'token', tokenFile: GIVEN },
  serial: { kind: 'serial', serial: 'SN-1', codeFile: GIVEN },
  approval: { kind: 'approval', serial: 'SN-1' },
}
