/**
 * A start on a disk that takes nothing: the agent is there and says so, until the disk takes a synced write.
 *
 * Invariant: its link has ended before anybody is given the store, so that there is one connection of a device's name;
 * whatever is wrong but such a disk ends it, and leaves nobody online. Loaded by the start that needs it.
 */
import type { ClockPort, Stamp } from '../../machines/ports.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { isDiskFault } from '../../storage/level-errors.ts'
import { readStore } from '../../storage/read-store.ts'
import type { Store } from '../../storage/store.ts'
import { dockerEngine } from '../adapters/docker.ts'
import type { AgentConfig } from '../config.ts'
import { flightEntries } from '../flight-entry.ts'
import type { Log } from '../log.ts'
import { proxyFile } from '../network/proxy-file.ts'
import { ProxyInForce } from '../network/proxy-in-force.ts'
import type { Pulse } from '../watchdog-rule.ts'
import { knownDevice } from './known-device.ts'
import { type Told, tell } from './tell.ts'

/** Each try may write a little to a full disk. */
const TRY_MS = 30_000

export interface OutlastOptions {
  config: AgentConfig
  /** Why the store could not be opened. */
  fault: HoldfastError
  /** Opens it. @throws what `isDiskFault` says of a disk that takes nothing, as long as it does */
  open(): Promise<Store>
  clock: ClockPort
  log: Log
  /** Between two tries. Default 30,000. */
  tryMs?: number
}

export interface Outlasting {
  /** Resolves once the disk takes a synced write; rejects when something else is wrong, or it was stopped. */
  store: Promise<Store>
  /** For the watchdog: a try may hang on the disk. */
  pulse(): Pulse
  /** Ends it, in good order. */
  stop(): Promise<void>
}

/** The caller stops it, or takes the store. */
export function outlast(options: OutlastOptions): Outlasting {
  const { clock, log, fault, tryMs = TRY_MS } = options
  const stop = new AbortController()
  let workingSinceMs: number | null = null
  const watched = async <T>(work: Promise<T>): Promise<T> => {
    workingSinceMs = clock.now().monoMs
    try {
      return await work
    } finally {
      workingSinceMs = null
    }
  }

  async function run(): Promise<Store> {
    const began = clock.now()
    log.error('the disk takes nothing: nothing is done until it does, and what runs is left alone', {
      ...faultOf(fault),
    })
    const voice = new Voice(options)
    // In good order the broker forgets the will: where nobody goes on as the device, its death is told.
    let isGone = true
    try {
      for (;;) {
        await watched(voice.speak())
        await clock.sleep(tryMs, stop.signal)
        const store = await watched(opened(options, began))
        if (store === null) continue
        if (stop.signal.aborted) {
          await store.close()
          throw new HoldfastError('HF_CANCELLED', 'it was stopped')
        }
        isGone = false
        return store
      }
    } finally {
      await voice.end(isGone)
    }
  }

  const store = run()
  return {
    store,
    pulse: () => ({ effects: [], workingSinceMs }),
    async stop() {
      stop.abort()
      await store.catch(() => {}) // whoever waits for it has it
    },
  }
}

/** Null: the disk still takes nothing. What is written tells of the time before, and proves that it does. */
async function opened({ open, clock, log }: OutlastOptions, began: Stamp): Promise<Store | null> {
  let store: Store | null = null
  try {
    store = await open()
    const [then, now] = [flightEntries({ now: () => began }, 'agent'), flightEntries(clock, 'agent')]
    await store.commit([then('', 'unwritable', 'start'), now('unwritable', 'stopped', 'the disk takes writes again')])
    log.info('the disk takes writes again')
    return store
  } catch (error) {
    await store?.close()
    if (isDiskFault(error)) return null
    throw error
  }
}

/** Tells, as soon as the disk can be read; why it does not is said once. */
class Voice {
  readonly #options: OutlastOptions
  #told: Told | null = null
  #silence = ''

  constructor(options: OutlastOptions) {
    this.#options = options
  }

  async speak(): Promise<void> {
    if (this.#told !== null) return
    const { log } = this.#options
    try {
      this.#told = await this.#begin()
    } catch (error) {
      const { code, message } = faultOf(error)
      if (this.#silence === message) return
      this.#silence = message
      log.warn('nobody can be told', { code, message })
    }
  }

  async end(isGone: boolean): Promise<void> {
    const told = this.#told
    this.#told = null
    await told?.close(isGone)
  }

  async #begin(): Promise<Told> {
    const { config, fault, clock, log } = this.#options
    const { dataDir } = config
    const store = await readStore(dataDir)
    const loaded = await store.load()
    const warn = (message: string, fields: object): void => log.warn(message, { ...fields })
    const proxy = await ProxyInForce.from(proxyFile(dataDir, warn))
    const device = await knownDevice({ config, loaded, clock, log, targetProxy: () => proxy.current() })
    if (device === null) throw new HoldfastError('HF_FILE_UNREADABLE', 'the device has no identity', { place: dataDir })
    const engine = dockerEngine({ socketPath: config.engine.socket })
    return tell({ device, config, store, loaded, engine, fault: faultOf(fault), clock, log })
  }
}
