/**
 * The true registrar on the broker in memory, with its database in memory too.
 *
 * Invariant: it works in real time (certificates are real) while the world's clock stands still: whatever it hears, and
 * whatever operators ask of it, is done one after the other in `work`, and has an end before time goes on.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Request } from '../../../fleet/registrar/act.ts'
import type { Authority } from '../../../fleet/registrar/authority.ts'
import { openOwnAuthority } from '../../../fleet/registrar/own-authority.ts'
import { type newToken, tokenText } from '../../../fleet/registrar/proofs.ts'
import type { Registry } from '../../../fleet/registrar/records.ts'
import { Registrar } from '../../../fleet/registrar/registrar.ts'
import { type AuditEntry, RegistryStore } from '../../../fleet/registrar/registry-store.ts'
import { parseClaimTopic, parseTopic } from '../../../protocol/topics.ts'
import { MemoryDisk, type Survives } from '../../../storage/memory-kv.ts'
import type { MemoryBroker } from '../../broker/memory-broker.ts'
import { settle } from '../../virtual-clock.ts'
import { answerIn, authorityIn, type Troubles } from './troubles.ts'

const DAY_MS = 86_400_000
/** Before every world's time. */
const MADE_MS = Date.UTC(2025, 0, 1)
const UNLIMITED = { everyMs: 0, perSecond: 1e9, burst: 1e9, wrongCodes: 1e9 }

/** Done again by the next life, when the registrar is killed in its middle. */
type Work = () => Promise<unknown>

let authority: Promise<Authority> | null = null

/** One for all worlds of a thread: what it signs is told apart by its names and keys. */
function theAuthority(): Promise<Authority> {
  authority ??= (async () => {
    const directory = await mkdtemp(join(tmpdir(), 'holdfast-authority-'))
    try {
      return await openOwnAuthority({ directory, lifetimeMs: 90 * DAY_MS }, MADE_MS)
    } finally {
      await rm(directory, { recursive: true })
    }
  })()
  return authority
}

export interface RegistrarSideOptions {
  broker: MemoryBroker
  now: () => number
  fault: (sentence: string) => void
  troubles: () => Troubles
}

/** Where devices are answered. */
export function isAnswer(topic: string): boolean {
  return topic.endsWith('/answer') || topic.endsWith('/certificate')
}

/** From one start of the registrar to its end. */
interface Life {
  registrar: Registrar
  store: RegistryStore
  disk: MemoryDisk
}

/** In this of its writes, counted from now, it is killed; what becomes of the write. */
export interface Death {
  atWrite: number
  survives: Survives
}

export class RegistrarSide {
  readonly authority: string
  readonly #options: RegistrarSideOptions
  readonly #made: Authority
  #life: Life
  #death: Death | null = null
  #isKilled = false
  /** Resolves when it is. */
  #killed = Promise.withResolvers<void>()
  readonly #waiting: Work[] = []

  private constructor(options: RegistrarSideOptions, made: Authority, life: Life) {
    this.#options = options
    this.#made = made
    this.#life = life
    this.authority = made.certificate
  }

  static async open(options: RegistrarSideOptions): Promise<RegistrarSide> {
    const made = authorityIn(await theAuthority(), options.troubles)
    const side: RegistrarSide = new RegistrarSide(
      options,
      made,
      await begin(options, made, new MemoryDisk(), () => side),
    )
    options.broker.watch(({ topic, payload }) => side.#hear(topic, payload))
    return side
  }

  /** @returns whether it has not been killed since */
  killAt(death: Death): () => boolean {
    let writes = 0
    this.#death = death
    this.#life.disk.onSync = () => {
      writes += 1
      if (writes !== death.atWrite) return
      this.#isKilled = true
      this.#killed.resolve()
      return new Promise(() => {})
    }
    return () => this.#death !== null
  }

  get registry(): Registry {
    return this.#life.store.registry
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0
  }

  /** Every line that it has written. */
  audit(): Promise<AuditEntry[]> {
    return this.#life.store.audit(1000)
  }

  /** A token of one use, as text. */
  async token(fleet: string): Promise<string> {
    const made = await this.#life.registrar.operate({ do: 'createToken', fleet, uses: 1, forMs: 30 * DAY_MS })
    return tokenText(made as ReturnType<typeof newToken>)
  }

  /** The factory has listed it. */
  async serial(serial: string, code: string, fleet: string): Promise<void> {
    await this.#life.registrar.operate({
      do: 'importSerials',
      serials: [{ serial, code, fleet, device: '', claim: '' }],
    })
  }

  operate(request: Request): void {
    this.#waiting.push(() => this.#life.registrar.operate(request))
  }

  tidy(): void {
    this.#waiting.push(() => this.#life.registrar.tidy())
  }

  /** Does all that has come; what follows from it in the world has happened too. @returns whether there was something */
  async work(): Promise<boolean> {
    if (this.#options.troubles().registrarIsDown) return false
    const hasWork = !this.isIdle
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await Promise.race([next(), this.#killed.promise])
      await settle()
      // What it has not acknowledged comes again.
      if (await this.#restart()) this.#waiting.unshift(next)
    }
    return hasWork
  }

  /** If it was killed: by what is on its disk. */
  async #restart(): Promise<boolean> {
    const { disk } = this.#life
    if (!this.#isKilled || this.#death === null) return false
    const left = disk.cut(this.#death.survives)
    this.#death = null
    this.#isKilled = false
    this.#killed = Promise.withResolvers()
    this.#life = await begin(this.#options, this.#made, left, () => this)
    return true
  }

  isLife(registrar: Registrar): boolean {
    return this.#life.registrar === registrar
  }

  #hear(topic: string, payload: Uint8Array): void {
    const claim = parseClaimTopic(topic)
    const parsed = parseTopic(topic)
    if (claim !== null) this.#waiting.push(() => this.#life.registrar.claim(claim, payload))
    if (parsed?.leaf === 'renew') this.#waiting.push(() => this.#life.registrar.renewal(parsed.name, payload))
    if (parsed?.leaf === 'presence') this.#life.registrar.presence(parsed.name, payload)
  }
}

/** A start, on what is on this disk. Who has been killed is heard no more. */
async function begin(
  { broker, now, fault, troubles }: RegistrarSideOptions,
  authority: Authority,
  disk: MemoryDisk,
  side: () => RegistrarSide,
): Promise<Life> {
  const store = await RegistryStore.on(disk.open())
  const onItsWay = (topic: string, payload: Uint8Array): Uint8Array =>
    isAnswer(topic) ? answerIn(payload, troubles()) : payload
  const registrar: Registrar = new Registrar({
    store,
    authority,
    publish: async (topic, payload, retain) => {
      if (side().isLife(registrar)) broker.publish(topic, onItsWay(topic, payload), { retain })
    },
    refreshAccess: async () => {},
    kick: async (device) => (side().isLife(registrar) ? broker.cut(device) : undefined),
    log: (event, facts) => {
      const isMeant = troubles().authorityFails && 'code' in facts && facts.code === 'HF_AUTHORITY_FAILED'
      if (event === 'fault' && !isMeant) fault(`the registrar failed: ${JSON.stringify(facts)}`)
    },
    onBroken: (error) => fault(`the registrar is broken: ${String(error)}`),
    now,
    brokerUrl: '',
    limits: UNLIMITED,
    graceMs: 0,
  })
  return { registrar, store, disk }
}
