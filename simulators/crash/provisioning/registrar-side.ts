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
import { MemoryDisk } from '../../../storage/memory-kv.ts'
import type { MemoryBroker } from '../../broker/memory-broker.ts'
import { settle } from '../../virtual-clock.ts'
import { answerIn, authorityIn, type Troubles } from './troubles.ts'

const DAY_MS = 86_400_000
/** Before every world's time. */
const MADE_MS = Date.UTC(2025, 0, 1)
const UNLIMITED = { everyMs: 0, perSecond: 1e9, burst: 1e9, wrongCodes: 1e9 }

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

export class RegistrarSide {
  readonly authority: string
  readonly #registrar: Registrar
  readonly #store: RegistryStore
  readonly #isDown: () => boolean
  readonly #waiting: (() => Promise<unknown>)[] = []

  private constructor(registrar: Registrar, store: RegistryStore, certificate: string, isDown: () => boolean) {
    this.#isDown = isDown
    this.#registrar = registrar
    this.#store = store
    this.authority = certificate
  }

  static async open({ broker, now, fault, troubles }: RegistrarSideOptions): Promise<RegistrarSide> {
    const store = await RegistryStore.on(new MemoryDisk().open())
    const made = authorityIn(await theAuthority(), troubles)
    const onItsWay = (topic: string, payload: Uint8Array): Uint8Array =>
      isAnswer(topic) ? answerIn(payload, troubles()) : payload
    const registrar = new Registrar({
      store,
      authority: made,
      publish: async (topic, payload, retain) => broker.publish(topic, onItsWay(topic, payload), { retain }),
      refreshAccess: async () => {},
      kick: async (device) => broker.cut(device),
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
    const side = new RegistrarSide(registrar, store, made.certificate, () => troubles().registrarIsDown)
    broker.watch(({ topic, payload }) => side.#hear(topic, payload))
    return side
  }

  get registry(): Registry {
    return this.#store.registry
  }

  get isIdle(): boolean {
    return this.#waiting.length === 0
  }

  /** Every line that it has written. */
  audit(): Promise<AuditEntry[]> {
    return this.#store.audit(1000)
  }

  /** A token of one use, as text. */
  async token(fleet: string): Promise<string> {
    const made = await this.#registrar.operate({ do: 'createToken', fleet, uses: 1, forMs: 30 * DAY_MS })
    return tokenText(made as ReturnType<typeof newToken>)
  }

  /** The factory has listed it. */
  async serial(serial: string, code: string, fleet: string): Promise<void> {
    await this.#registrar.operate({ do: 'importSerials', serials: [{ serial, code, fleet, device: '', claim: '' }] })
  }

  operate(request: Request): void {
    this.#waiting.push(() => this.#registrar.operate(request))
  }

  tidy(): void {
    this.#waiting.push(() => this.#registrar.tidy())
  }

  /** Does all that has come; what follows from it in the world has happened too. @returns whether there was something */
  async work(): Promise<boolean> {
    if (this.#isDown()) return false
    const hasWork = !this.isIdle
    for (let next = this.#waiting.shift(); next !== undefined; next = this.#waiting.shift()) {
      await next()
      await settle()
    }
    return hasWork
  }

  #hear(topic: string, payload: Uint8Array): void {
    const claim = parseClaimTopic(topic)
    const parsed = parseTopic(topic)
    if (claim !== null) this.#waiting.push(() => this.#registrar.claim(claim, payload))
    if (parsed?.leaf === 'renew') this.#waiting.push(() => this.#registrar.renewal(parsed.name, payload))
    if (parsed?.leaf === 'presence') this.#registrar.presence(parsed.name, payload)
  }
}
