/**
 * Watches a whole history, over every power cut in it, for what must never happen.
 *
 * Invariant: it only looks. What it remembers is plain data in `Memory`, so that a history can be taken up
 * in the middle.
 */
import { TRUST } from '../../agent/trust-keeper.ts'
import type { Intent, ReleaseRef } from '../../machines/intent.ts'
import { stoppedIn } from '../../machines/intent-rules.ts'
import { UPDATE_VERSION } from '../../machines/update.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import type { Loaded, Store, Write } from '../../storage/store.ts'
import type { EngineModel } from '../engine/engine-model.ts'
import { findImage } from '../engine/held-images.ts'
import { POLICY } from './application.ts'
import { isKeptDown, stopsOverIn } from './conduct.ts'
import { type WatchOptions, watchEngine } from './engine-watch.ts'
import { isReleaseHeld } from './held.ts'
import { countOne, freshMemory, type Memory } from './memory.ts'
import type { Step } from './scenario.ts'
import { desiredWith } from './secrets.ts'
import { noteTurns, turnFaults, turnsIn } from './turns.ts'

export type JudgeOptions = Omit<WatchOptions, 'fault'> & { isConnected(): boolean }

export class Judge {
  readonly memory: Memory
  /** The intent that the first start has found since this judge looks on, as JSON. */
  foundFirst: string | null = null
  readonly #options: JudgeOptions
  readonly #services: ReadonlySet<string>

  constructor(options: JudgeOptions) {
    this.#options = options
    this.memory = options.memory
    const services = options.scenario.apps.flatMap(({ desired }) => desired.services.map(({ name }) => name))
    this.#services = new Set(services)
    watchEngine({ ...options, fault: (sentence) => this.fault(sentence) })
  }

  /** Steps are begun: those before anything is judged that is asked of the scenario alone, or those after. */
  begin(steps: readonly Step[]): void {
    this.memory.begun = steps === this.#options.scenario.steps
    this.memory.created = 0
    this.memory.told.clear()
  }

  /** A program was run in a container; the words of each command's are its own. */
  executed(words: readonly string[]): void {
    const sent = this.memory.commandsSent.find(({ action }) => action.exec?.command?.join(' ') === words.join(' '))
    if (sent === undefined) this.fault(`nobody asked for ${words.join(' ')}`)
    else countOne(this.memory.programs, sent.id)
  }

  /** The end of this boot was ordered: by a command that says so on the disk. */
  bootEnds(how: 'reboots' | 'shutdowns'): void {
    this.memory[how] += 1
    if (this.memory.underWay.size === 0) this.fault('the end of the boot was ordered, and no command had begun')
  }

  fault(sentence: string): void {
    if (!this.memory.faults.includes(sentence)) this.memory.faults.push(sentence)
  }

  /** The store is lost, or nobody can read its checkpoint: of the intent nothing can be asked of the agent any more. */
  forget(): void {
    const { intent, unacknowledged, floors, trust, starts, underWay } = freshMemory()
    Object.assign(this.memory, { intent, unacknowledged, floors, trust, starts, underWay })
  }

  /** A device published a result. */
  heard(payload: Uint8Array): void {
    const result = decode(KINDS.Result, payload)
    const known = this.memory.results.get(result.id)
    if (known === undefined) this.memory.results.set(result.id, result)
    else if (Buffer.compare(encode(KINDS.Result, known), encode(KINDS.Result, result)) !== 0)
      this.fault(`command ${result.id} was answered twice, and not alike: ${known.message} | ${result.message}`)
  }

  /** The store of one life of the agent, listened in on. What a dead agent would have written says nothing. */
  store(store: Store, bootId: string, isAlive: () => boolean): Store {
    return {
      ...methodsOf(store),
      load: async () => {
        const loaded = await store.load()
        this.#loaded(loaded, bootId)
        return loaded
      },
      commit: async (writes) => {
        if (!isAlive()) return store.commit(writes)
        const intent = intentIn(writes)
        if (intent !== null) this.#beforeWrite(intent)
        const trust = trustIn(writes)
        if (trust !== null) this.#beforeTrust(trust)
        for (const fault of turnFaults(this.memory, writes)) this.fault(fault)
        this.memory.writes += 1
        await store.commit(writes)
        noteTurns(this.memory, writes)
        if (intent !== null) this.#afterWrite(intent)
        if (trust !== null) this.memory.trust.told = trust
      },
    }
  }

  /** What a start may find of the intent, as JSON. */
  get possible(): string[] {
    return [this.memory.intent, ...this.memory.unacknowledged].map((intent) => JSON.stringify(intent))
  }

  #loaded({ checkpoints, commands, counters }: Loaded, bootId: string): void {
    const checkpoint = checkpoints.get('update')
    const isKnown = checkpoint?.version === UPDATE_VERSION
    const found = isKnown ? (JSON.parse(Buffer.from(checkpoint.body).toString()) as Intent) : null
    const { memory } = this
    const trust = trustOf(checkpoints.get(TRUST)?.body)
    this.#checkTrust(trust, memory.trust.possible)
    memory.trust = { told: trust, possible: trust }
    if (memory.boot.id !== bootId) memory.boot = { id: bootId, sinceMs: this.#options.nowMs() }
    const asJson = JSON.stringify(found)
    this.foundFirst ??= asJson
    if (!this.possible.includes(asJson))
      this.fault(`what the agent was told is on the disk was not there after the cut: ${told(memory.intent)}`)
    memory.unacknowledged = []
    memory.intent = found
    memory.underWay = turnsIn(commands)
    // What was written last may have been lost.
    memory.stopsOver = new Set(
      stopsOverIn(memory, found, this.#options.nowMs()).filter((id) => memory.stopsOver.has(id)),
    )
    const life = (counters.get('life') ?? 0) + 1
    memory.starts = memory.starts.filter((start) => start.life !== life)
    memory.starts.push({ bootId, life, phase: checkpoint === undefined || isKnown ? (found?.phase ?? 'idle') : '' })
    if (found !== null) this.#checkFloors(found)
  }

  #beforeWrite(intent: Intent): void {
    const { memory } = this
    this.#checkFloors(intent)
    if (intent.current !== null && !sameRef(memory.intent?.current ?? null, intent.current))
      this.#checkProof(intent.current, stoppedIn(intent))
    this.#checkStops(intent)
    const gate = gatePassed(memory.intent, intent)
    if (gate !== null && this.#isClosed(gate, intent)) this.fault(`the gate of ${gate} was passed, and it was closed`)
    memory.unacknowledged.push(intent)
  }

  #afterWrite(intent: Intent): void {
    const { memory } = this
    memory.unacknowledged = memory.unacknowledged.filter((other) => other !== intent)
    memory.intent = intent
    for (const scope of ['fleet', 'device'] as const)
      memory.floors[scope] = Math.max(memory.floors[scope], intent.floors[scope].epoch)
  }

  #beforeTrust(version: number): void {
    const { trust } = this.memory
    trust.possible = Math.max(trust.possible, version)
    this.#checkTrust(version, trust.possible)
  }

  /** It never falls, and is never more than was written. */
  #checkTrust(version: number, most: number): void {
    const { told } = this.memory.trust
    if (version < told || version > most) this.fault(`the trust went from version ${told} to ${version}`)
  }

  #checkFloors(intent: Intent): void {
    const needed = this.#options.scenario.trust?.signs[intent.floors.fleet.epoch] ?? 0
    if (this.memory.trust.told < needed)
      this.fault(`epoch ${intent.floors.fleet.epoch} was taken before trust version ${needed} was on the disk`)
    for (const scope of ['fleet', 'device'] as const)
      if (intent.floors[scope].epoch < this.memory.floors[scope])
        this.fault(`the epoch of the ${scope} fell from ${this.memory.floors[scope]} to ${intent.floors[scope].epoch}`)
  }

  /** Where nothing is left to be fetched, there is nothing to hold back. */
  #isClosed(gate: 'download' | 'apply', { task }: Intent): boolean {
    const { scenario, model, memory, view } = this.#options
    if (!memory.begun || scenario.mayPass?.(gate, view()) !== false) return false
    const app = scenario.apps.find(({ version }) => version === task?.to.version)
    return gate === 'apply' || app?.desired.services.some(({ service }) => !hasImage(model, service.image)) === true
  }

  #checkStops(intent: Intent): void {
    const { memory } = this
    if (!memory.commandsSent.some(({ action }) => action.stop)) return
    for (const name of this.#services)
      if (isKeptDown(memory, name, this.#options.nowMs()) && !stoppedIn(intent).includes(name))
        this.fault(`the stop of ${name} was forgotten`)
    for (const id of stopsOverIn(memory, intent, this.#options.nowMs())) memory.stopsOver.add(id)
  }

  #checkProof({ version }: ReleaseRef, down: readonly string[]): void {
    const { scenario, model, isConnected } = this.#options
    const app = scenario.apps.find((other) => other.version === version)
    // With whichever secrets it has at this moment.
    const whys = (scenario.secrets?.ever ?? [undefined]).map((values) =>
      app === undefined ? 'nobody knows it' : isReleaseHeld(desiredWith(app, values), model, POLICY.soakMs, down),
    )
    if (!whys.includes(null)) this.fault(`${version} was committed without a proof: ${whys[0]}`)
    if (!isConnected() && scenario.isOffline !== true) this.fault(`${version} was committed without contact`)
  }
}

/** Which gate an update has passed when it comes from one phase into another. */
function gatePassed(before: Intent | null, after: Intent): 'download' | 'apply' | null {
  if (after.task?.kind !== 'install' || before?.phase === after.phase) return null
  if (after.phase === 'fetching') return 'download'
  return after.phase === 'switching' && before?.phase !== 'proving' ? 'apply' : null
}

function hasImage({ world }: EngineModel, image: string): boolean {
  return findImage(world, image) !== null
}

function sameRef(a: ReleaseRef | null, b: ReleaseRef): boolean {
  return a !== null && a.document === b.document && a.arm === b.arm
}

function told(intent: Intent | null): string {
  return intent === null ? 'nothing' : `${intent.phase} of ${intent.task?.to.version ?? 'nothing'}`
}

function trustIn(writes: readonly Write[]): number | null {
  const write = writes.find((each) => each.op === 'checkpoint' && each.machine === TRUST)
  return write?.op === 'checkpoint' ? trustOf(write.body) : null
}

/** The version of what is kept. */
export function trustOf(body: Uint8Array | undefined): number {
  return body === undefined ? 0 : decode(KINDS.TrustChain, body).documents.length
}

function intentIn(writes: readonly Write[]): Intent | null {
  const write = writes.find((each) => each.op === 'checkpoint' && each.machine === 'update')
  return write?.op === 'checkpoint' ? (JSON.parse(Buffer.from(write.body).toString()) as Intent) : null
}

function methodsOf(store: Store): Store {
  return {
    load: () => store.load(),
    commit: (writes) => store.commit(writes),
    document: (id) => store.document(id),
    flight: (limit) => store.flight(limit),
    close: () => store.close(),
  }
}
