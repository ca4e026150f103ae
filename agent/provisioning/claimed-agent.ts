/**
 * An agent whose identity comes from claiming it: it begins when there is one, goes on through renewals, and ends when
 * there is none any more.
 *
 * Invariant: at most one agent runs, by the identity that is in force; what it kept for somebody else is gone before it
 * begins.
 */
import { filter, firstValueFrom, Subject } from 'rxjs'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Store } from '../../storage/store.ts'
import { startAgent } from '../agent.ts'
import type { Agent, AgentOptions } from '../agent-options.ts'
import type { BrokerPort } from '../broker-port.ts'
import type { Watched } from '../runtime/watched.ts'
import { TIME_FLOOR, TimeFloor } from '../time-floor.ts'
import type { Wire } from './own-link.ts'
import { Provisioner, type ProvisionerOptions } from './provisioner.ts'
import { becomes, forget, WHOSE, type Who, whoseIs } from './whose.ts'

type BrokerWires = Parameters<AgentOptions['connect']>[0]

export interface ClaimedAgentOptions
  extends Omit<AgentOptions, 'identity' | 'connect' | 'provisioning' | 'secrets'>,
    Omit<ProvisionerOptions, 'loaded' | 'quiet' | 'floor' | 'clock' | 'engine' | 'store' | 'log'> {
  /** Makes the agent's connection by this identity, to begin with. */
  connectAgent(identity: IdentityFact, wires: BrokerWires): Wire
  /** Told of the time floor, by which brokers are judged where the clock is wrong. */
  floorKnown?(floorMs: () => number): void
  /** Unix milliseconds: when this program was made. */
  builtMs: number
}

/** Resolves when provisioning runs; the agent itself begins when there is an identity. @throws HF_STORE_… */
export async function startClaimedAgent(options: ClaimedAgentOptions): Promise<Agent> {
  const { store, log } = options
  const loaded = await store.load()
  const floor = new TimeFloor({
    store,
    keptMs: loaded.counters.get(TIME_FLOOR) ?? 0,
    builtMs: options.builtMs,
    unwritten: () => log.warn('the time floor could not be written'),
  })
  options.floorKnown?.(() => floor.ms)
  const lives = new Lives(options, floor, whoseIs(loaded.checkpoints.get(WHOSE)))
  const provisioner: Provisioner = new Provisioner({ ...options, loaded, floor, quiet: () => lives.quiet(provisioner) })
  lives.follow(provisioner)
  const fromProvisioning = provisioner.transitions.subscribe((transition) => lives.transitions.next(transition))
  await provisioner.start()
  return {
    transitions: lives.transitions,
    failed: Promise.race([provisioner.failed, lives.failed]),
    pulse: () => {
      const [own, agent] = [provisioner.pulse, lives.agent?.pulse()]
      const since = [own.workingSinceMs, agent?.workingSinceMs ?? null].filter((ms) => ms !== null)
      return {
        effects: [...own.effects, ...(agent?.effects ?? [])],
        workingSinceMs: since.length === 0 ? null : Math.min(...since),
      }
    },
    async stop(reason) {
      await lives.end(reason)
      fromProvisioning.unsubscribe()
      await provisioner.stop()
      await store.close()
    },
  }
}

/** The agent's lives, one after the other. */
class Lives {
  readonly transitions = new Subject<Watched>()
  readonly failed: Promise<HoldfastError>
  agent: Agent | null = null
  readonly #options: ClaimedAgentOptions
  readonly #floor: TimeFloor
  #identity: IdentityFact | null = null
  #wanted: IdentityFact | null = null
  /** Who what is kept belongs to. */
  #whose: Who | null
  #isEnding = false
  #turn: Promise<void> = Promise.resolve()
  #fail: (error: HoldfastError) => void = () => {}

  constructor(options: ClaimedAgentOptions, floor: TimeFloor, whose: Who | null) {
    this.#options = options
    this.#whose = whose
    this.#floor = floor
    this.failed = new Promise((resolve) => {
      this.#fail = resolve
    })
  }

  follow(provisioner: Provisioner): void {
    provisioner.identities.subscribe((identity) => {
      this.#wanted = identity
      this.#enqueue(() => this.#settle(provisioner))
    })
  }

  /** Resolves when the device has no identity and no agent runs. */
  async quiet(provisioner: Provisioner): Promise<void> {
    await firstValueFrom(provisioner.identities.pipe(filter((identity) => identity === null)))
    await this.#turn
  }

  async end(reason?: string): Promise<void> {
    this.#isEnding = true
    this.#wanted = null
    this.#enqueue(() => this.#stop(reason))
    await this.#turn
    this.transitions.complete()
  }

  #enqueue(work: () => Promise<void>): void {
    this.#turn = this.#turn.then(work).catch((cause: unknown) => {
      this.#fail(
        cause instanceof HoldfastError ? cause : new HoldfastError('HF_INTERNAL', 'the agent did not start', { cause }),
      )
    })
  }

  async #settle(provisioner: Provisioner): Promise<void> {
    const wanted = this.#wanted
    if (this.#isEnding) return
    if (wanted !== null && this.#identity !== null && isSamePlace(wanted, this.#identity)) {
      this.#identity = wanted
      return provisioner.link.use(wanted)
    }
    await this.#stop('IDENTITY')
    if (wanted !== null) await this.#start(provisioner, wanted)
  }

  async #start(provisioner: Provisioner, identity: IdentityFact): Promise<void> {
    const { connectAgent, keys, kept, log, store } = this.#options
    const { device, fleet } = identity
    await this.#take({ device, fleet })
    log.info('the device is somebody', { device, fleet, until: new Date(identity.notAfterMs).toISOString() })
    const agent = await startAgent({
      ...this.#options,
      secrets: kept && { ...kept, key: (await keys.get(identity.claim)).encryption },
      identity: { device, fleet },
      store: lent(store),
      provisioning: {
        blockers: () => provisioner.standing.value.blockers,
        changes: provisioner.standing,
        issued: (ms) => this.#floor.raise(Math.min(ms, identity.notAfterMs)),
      },
      connect(wires): BrokerPort {
        const subscriptions = [...wires.subscriptions, deviceTopics(device).certificate]
        return provisioner.link.attach(identity, connectAgent(identity, { ...wires, subscriptions }))
      },
    })
    this.agent = agent
    this.#identity = identity
    agent.transitions.subscribe((transition) => this.transitions.next(transition))
    void agent.failed.then((error) => this.#fail(error))
  }

  async #take(who: Who): Promise<void> {
    const { store, log } = this.#options
    const before = this.#whose
    if (before?.device === who.device && before.fleet === who.fleet) return
    if (before !== null) log.warn('the device is somebody else than before, and begins with nothing', { before })
    await store.commit([...(before === null ? [] : forget(await store.load())), becomes(who)])
    this.#whose = who
  }

  async #stop(reason?: string): Promise<void> {
    const { agent } = this
    this.agent = null
    this.#identity = null
    await agent?.stop(reason)
  }
}

/** Whether the agent may go on, with another certificate. */
function isSamePlace(one: IdentityFact, other: IdentityFact): boolean {
  return one.device === other.device && one.fleet === other.fleet && one.brokerUrl === other.brokerUrl
}

/** The store for one life of the agent, which closes it when it ends. */
function lent(store: Store): Store {
  return {
    load: () => store.load(),
    commit: (writes) => store.commit(writes),
    document: (id) => store.document(id),
    flight: (limit) => store.flight(limit),
    close: async () => {},
  }
}
