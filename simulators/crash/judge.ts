/**
 * Watches a whole history, over every power cut in it, for what must never happen.
 *
 * Invariant: it only looks. What it remembers is plain data in `Memory`, so that a history can be taken up
 * in the middle.
 */
import { LABELS } from '../../agent/labels.ts'
import type { Intent, ReleaseRef } from '../../machines/intent.ts'
import { UPDATE_VERSION } from '../../machines/update.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import type { Result } from '../../protocol/types.ts'
import type { Loaded, Store, Write } from '../../storage/store.ts'
import type { EngineModel } from '../engine/engine-model.ts'
import { type Application, DEVICE, POLICY } from './application.ts'
import { isReleaseHeld } from './held.ts'

export interface VolumeMemory {
  destroyed: number
  /** What the application has written last; empty: nothing since it was made. */
  content: string
}

/** What a life of the agent found on the disk. */
export interface LifeFound {
  bootId: string
  /** Counted by the agent; one that had written nothing when it ended is followed by another of the same number. */
  life: number
  /** Empty: the checkpoint does not tell. */
  phase: string
}

export interface Memory {
  faults: string[]
  /** As the agent was told that it is on disk. */
  intent: Intent | null
  /** Intents of writes that have not been acknowledged: each may be there after a cut. */
  unacknowledged: Intent[]
  floors: { fleet: number; device: number }
  volumes: Map<string, VolumeMemory>
  commandsSent: string[]
  results: Map<string, Result>
  /** What each life of the agent found. */
  starts: LifeFound[]
  writes: number
  /** By a full disk. */
  refusedWrites: number
  /** Orders that the agent gave. */
  reboots: number
  /** Containers that were made since the present steps were begun. */
  created: number
}

export function freshMemory(): Memory {
  return {
    faults: [],
    intent: null,
    unacknowledged: [],
    floors: { fleet: 0, device: 0 },
    volumes: new Map(),
    commandsSent: [],
    results: new Map(),
    starts: [],
    writes: 0,
    refusedWrites: 0,
    reboots: 0,
    created: 0,
  }
}

export interface JudgeOptions {
  memory: Memory
  apps: readonly Application[]
  shared: readonly string[]
  model: EngineModel
  isConnected(): boolean
}

export class Judge {
  readonly memory: Memory
  readonly #options: JudgeOptions

  constructor(options: JudgeOptions) {
    this.#options = options
    this.memory = options.memory
    const { model } = options
    model.watchRunning(({ running, labels }) => {
      if (running && labels[LABELS.device] === DEVICE) this.#started(labels[LABELS.service] ?? '')
    })
    model.listen(({ type, action, id }) => {
      if (type === 'container' && action === 'create') this.memory.created += 1
      if (type !== 'volume') return
      const known = this.memory.volumes.get(id) ?? { destroyed: 0, content: '' }
      if (action === 'destroy') known.destroyed += 1
      known.content = ''
      this.memory.volumes.set(id, known)
    })
  }

  fault(sentence: string): void {
    if (!this.memory.faults.includes(sentence)) this.memory.faults.push(sentence)
  }

  /** The store is lost, or nobody can read its checkpoint: of the intent nothing can be asked of the agent any more. */
  forget(): void {
    const { intent, unacknowledged, floors, starts } = freshMemory()
    Object.assign(this.memory, { intent, unacknowledged, floors, starts })
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
        this.memory.writes += 1
        await store.commit(writes)
        if (intent !== null) this.#afterWrite(intent)
      },
    }
  }

  #started(service: string): void {
    const { model, shared } = this.#options
    const running = [...model.state.containers.values()].filter(
      ({ run, config }) =>
        run !== null && config.labels[LABELS.device] === DEVICE && config.labels[LABELS.service] === service,
    )
    if (running.length > (shared.includes(service) ? 2 : 1))
      this.fault(`${running.length} containers of ${service} ran at the same time`)
    // An application writes into its volumes when it starts, unless its data is there.
    for (const { config } of running)
      for (const { type, source } of config.mounts) {
        const volume = this.memory.volumes.get(source)
        if (type !== 'volume' || volume === undefined) continue
        const record = model.state.volumes.get(source)
        if (record === undefined) continue
        if (record.content !== volume.content) this.fault(`the data in ${source} is not what was written there`)
        if (record.content === '') record.content = `data ${volume.destroyed}`
        volume.content = record.content
      }
  }

  #loaded({ checkpoints, counters }: Loaded, bootId: string): void {
    const checkpoint = checkpoints.get('update')
    const isKnown = checkpoint?.version === UPDATE_VERSION
    const found = isKnown ? (JSON.parse(Buffer.from(checkpoint.body).toString()) as Intent) : null
    const { memory } = this
    const possible = [memory.intent, ...memory.unacknowledged].map((intent) => JSON.stringify(intent))
    if (!possible.includes(JSON.stringify(found)))
      this.fault(`what the agent was told is on the disk was not there after the cut: ${told(memory.intent)}`)
    memory.unacknowledged = []
    memory.intent = found
    const life = (counters.get('life') ?? 0) + 1
    memory.starts = memory.starts.filter((start) => start.life !== life)
    memory.starts.push({ bootId, life, phase: checkpoint === undefined || isKnown ? (found?.phase ?? 'idle') : '' })
    if (found !== null) this.#checkFloors(found)
  }

  #beforeWrite(intent: Intent): void {
    const { memory } = this
    this.#checkFloors(intent)
    if (intent.current !== null && !sameRef(memory.intent?.current ?? null, intent.current))
      this.#checkProof(intent.current)
    memory.unacknowledged.push(intent)
  }

  #afterWrite(intent: Intent): void {
    const { memory } = this
    memory.unacknowledged = memory.unacknowledged.filter((other) => other !== intent)
    memory.intent = intent
    for (const scope of ['fleet', 'device'] as const)
      memory.floors[scope] = Math.max(memory.floors[scope], intent.floors[scope].epoch)
  }

  #checkFloors(intent: Intent): void {
    for (const scope of ['fleet', 'device'] as const)
      if (intent.floors[scope].epoch < this.memory.floors[scope])
        this.fault(`the epoch of the ${scope} fell from ${this.memory.floors[scope]} to ${intent.floors[scope].epoch}`)
  }

  #checkProof({ version }: ReleaseRef): void {
    const { apps, model, isConnected } = this.#options
    const app = apps.find((other) => other.version === version)
    const why = app === undefined ? 'nobody knows it' : isReleaseHeld(app.desired, model, POLICY.soakMs)
    if (why !== null) this.fault(`${version} was committed without a proof: ${why}`)
    if (!isConnected()) this.fault(`${version} was committed without contact`)
  }
}

function sameRef(a: ReleaseRef | null, b: ReleaseRef): boolean {
  return a !== null && a.document === b.document && a.arm === b.arm
}

function told(intent: Intent | null): string {
  return intent === null ? 'nothing' : `${intent.phase} of ${intent.task?.to.version ?? 'nothing'}`
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
