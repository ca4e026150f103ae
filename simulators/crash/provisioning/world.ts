/**
 * The world of one history of provisioning: device, broker, registrar and operator, on one clock.
 *
 * Invariant: deterministic but for signatures, which nothing depends on. The power may go in each instant that it
 * announces; only the device loses it. The registrar may be killed once.
 */
import type { Credential } from '../../../agent/provisioning/proofs.ts'
import type { ClaimRecord } from '../../../fleet/registrar/records.ts'
import { decode, encode, KINDS } from '../../../protocol/codec.ts'
import { ClaimState } from '../../../protocol/enums.ts'
import type { Fault } from '../../../protocol/errors.ts'
import type { ClaimAnswer } from '../../../protocol/types.ts'
import { dropped, type Survives } from '../../../storage/memory-kv.ts'
import { MemoryBroker } from '../../broker/memory-broker.ts'
import { attach } from '../../engine/engine-port.ts'
import { SimulatedRegistry } from '../../engine/images.ts'
import { SimulatedEngine } from '../../engine/simulated-engine.ts'
import { VirtualClock } from '../../virtual-clock.ts'
import { interceptWithBoundaries } from '../boundaries.ts'
import { comeToRest, isIdle, stuckAtRest } from '../rest.ts'
import { transitionLog } from '../transition-log.ts'
import { ProvisionDevice, type ProvisionSabotage } from './device.ts'
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

/** How long the power is away; until the agent is started again. */
const DARK_MS = 5_000
const RESTART_MS = 1_000
const DAY_MS = 86_400_000
const GIVEN = '/image/given'
const REFUSED: Fault = { code: 'HF_BROKER_REFUSED', message: 'not this certificate' }
const NOT_YET = { update: '', device: '', provision: '' }
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
  #states = NOT_YET
  #troubles: Troubles = NO_TROUBLES
  #steps: readonly ProvisionStep[] = []
  #unsynced = 0
  #writes = 0
  #instantMs = 0
  /** Serial number of the certificate that the broker has taken last. */
  #taken = ''

  private constructor(options: ProvisionWorldOptions) {
    this.#options = options
    this.clock = new VirtualClock({ seed: options.seed })
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
    return this.#unsynced
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
    const rests = await comeToRest({
      clock: this.clock,
      operator,
      outside: () => this.#site.work(),
      isResting: () => this.#isResting(),
      writes: () => this.#writes,
      wroteAtRest: () => this.judge.fault('an idle device wrote to its disk'),
      lastInstantMs: () => this.#instantMs,
      reach: this.reach,
    })
    const { provision, update } = this.#states
    const stuck = rests ? await stuckAtRest(this.#device.agent, this.clock.now().monoMs) : null
    if (stuck !== null) this.judge.fault(`the watchdog would end an agent that rests: ${stuck}`)
    return rests
      ? null
      : `it does not come to rest: ${provision}, update ${update}, the operator waits to ${next()?.tells ?? 'nothing'}`
  }

  powerCut(survives: Survives = dropped): void {
    this.#options.tell?.('!!! the power goes')
    this.#device.powerCut(survives)
    this.clock.schedule(DARK_MS, () => this.#device.boot())
  }

  /** The agent's process is killed; its supervisor starts another one. */
  kill(): void {
    this.#options.tell?.('!!! the agent is killed')
    this.#device.kill()
    this.clock.schedule(RESTART_MS, () => this.#device.startAgent())
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
        const { serialNumber, notAfterMs } = identity
        if (this.#troubles.brokerRefuses) return REFUSED
        const isFirst = this.registry.device.get(NAME)?.given[0]?.serialNumber === serialNumber
        if (this.#troubles.brokerRefusesNext && !isFirst) return REFUSED
        if (this.registry.revoked.has(serialNumber) || notAfterMs <= this.clock.now().wallMs) return REFUSED
        this.judge.take(identity)
        this.#taken = serialNumber
        return null
      },
      reach: this.reach,
      troubles: () => this.#troubles,
      log: transitionLog({
        tell,
        fault,
        moved: (machine, to) => {
          this.#states = { ...this.#states, [machine]: to }
          if (machine === 'provision') this.visited.add(to)
        },
      }),
      note: (change) => {
        if (change === 'written') this.#writes += 1
        this.#unsynced = change === 'written' ? this.#unsynced + 1 : 0
      },
      removingCredential: () => this.judge.removingCredential(),
      removingKey: (name) => this.judge.removingKey(name),
      onEnd: () => {
        this.#states = NOT_YET
        this.#unsynced = 0
      },
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
    return { resting: this.#isResting(), state: this.#states.provision, registry, asked: !this.#site.isIdle, isRenewed }
  }

  readonly #hands: ProvisionHands = {
    operate: (request) => this.#site.operate(request),
    approveAll: (state, { replace } = { replace: false }) => {
      for (const claim of this.#claimsIn(state))
        this.#site.operate({ do: 'approve', claim, fleet: FLEET, replace, device: undefined })
    },
    rejectAll: () => {
      for (const claim of this.#claimsIn('pending')) this.#site.operate({ do: 'reject', claim })
    },
    trouble: (troubles) => {
      this.#troubles = { ...this.#troubles, ...troubles }
    },
    otherBoard: () => {
      this.#device.exchange()
      this.clock.schedule(DARK_MS, () => this.#device.boot())
    },
    days: (count) => this.clock.setWall(this.clock.now().wallMs + count * DAY_MS),
    away: (days) => {
      this.powerCut()
      this.#hands.days(days)
      this.#site.tidy()
    },
  }

  #claimsIn(state: ClaimRecord['state']): string[] {
    return [...this.registry.claim.values()].filter((claim) => claim.state === state).map(({ id }) => id)
  }

  /** Somebody is connected and has nothing to do; nobody waits for somebody to bring something. */
  #isResting(): boolean {
    const { provision, ...agent } = this.#states
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
