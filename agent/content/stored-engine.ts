/**
 * An engine port whose pulls go by way of the content store.
 *
 * Invariant: after a pull the engine has the image that the reference pins, and the store nothing of it; where our own way
 * leads nowhere the engine pulls by itself, and that is said. Of one digest one is brought at a time: who is done with it
 * releases it. Nothing of the store is loaded before it is needed.
 */
import type { ClockPort, EnginePort, PullProgress } from '../../machines/ports.ts'
import { faultOf, HoldfastError, isTransient } from '../../protocol/errors.ts'
import { plannedBytes as plannedBytesOf } from '../../protocol/fetch-plan.ts'
import type { Log } from '../log.ts'
import type { Content } from './content.ts'
import { Course } from './course.ts'
import type { Held } from './fetch-image.ts'
import { Turns } from './slots.ts'
import { nextWay, type Way } from './way-rule.ts'

/** An engine that can tell what a pull takes. */
export interface PlanningEngine extends EnginePort {
  /**
   * What would come of an image over the network, by the way that is best now; zero: it is there. Nothing of it comes, but the
   * documents that say so. Null: it cannot be told. Left out: nobody plans.
   * @param onBytes hears how many bytes more have come
   */
  plannedBytes?(image: string, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<number | null>
}

/** An engine that may be unable to give what a delta is made from. */
export interface LayeredEngine extends EnginePort {
  /** Whether what it saves has the layers as they were. Left out: it has. @throws HF_ENGINE_… */
  givesLayers?(): Promise<boolean>
}

export interface StoredEngineOptions {
  engine: LayeredEngine
  clock: Pick<ClockPort, 'now'>
  log: Log
  /** Called once, by the first that needs it. */
  open(): Promise<Content>
  /** Whether anything is in the store. */
  isUsed(): Promise<boolean>
}

/** Who asks, asks each half minute, and each time costs some kilobytes. */
const PLANNED_FOR_MS = 3_600_000
/** Where a link was away, or a registry: that may be over by then. */
const AWAY_FOR_MS = 300_000

export function storedEngine({ engine, clock, log, open, isUsed }: StoredEngineOptions): PlanningEngine {
  let opened: Promise<Content> | null = null
  let sweeping: Promise<void> | null = null
  /** Something could not be taken from it, and is still there. */
  let isUntidy = false
  let pulls = 0
  const turns = new Turns()
  const plans = new Map<string, { bytes: number | null; untilMs: number }>()
  const content = (): Promise<Content> => {
    opened ??= open()
    return opened
  }

  /** Before anything is brought: what an earlier life has left half in the engine is not to be taken for whole. */
  async function swept(): Promise<Content> {
    const store = await content()
    // What is under way is no garbage.
    if (isUntidy && pulls === 1) {
      sweeping = null
      isUntidy = false
    }
    sweeping ??= store.sweep(async (image) => !(await engine.hasImage(image)))
    try {
      await sweeping
    } catch (error) {
      sweeping = null
      const fault = faultOf(error)
      if (fault.code.startsWith('HF_ENGINE_')) throw error
      log.warn('the content store could not be tidied', { ...fault })
    }
    return store
  }

  /** The engine has it: what is left of it here is no reason to fail. */
  async function tidied(store: Content, image: string, how: 'release' | 'settled' = 'release'): Promise<void> {
    await store[how](image).catch((error: unknown) => {
      isUntidy = true
      log.warn('an image could not be taken from the content store', { ...faultOf(error) })
    })
  }

  async function pull(image: string, onProgress: (progress: PullProgress) => void, signal: AbortSignal): Promise<void> {
    // Whatever becomes of it, another one is to come then.
    await inTurn(image, () => bring(image, onProgress, signal)).finally(() => plans.delete(image))
  }

  async function inTurn<T>(image: string, act: () => Promise<T>): Promise<T> {
    pulls += 1
    try {
      return await turns.run(image.slice(image.indexOf('@')), act)
    } finally {
      pulls -= 1
    }
  }

  async function plannedBytes(
    image: string,
    onBytes: (bytes: number) => void,
    signal: AbortSignal,
  ): Promise<number | null> {
    const { monoMs } = clock.now()
    const known = plans.get(image)
    if (known !== undefined && monoMs < known.untilMs) return known.bytes
    let keptMs = PLANNED_FOR_MS
    const bytes = await inTurn(image, () => plan(image, onBytes, signal)).catch((error: unknown) => {
      log.debug('it cannot be told how an image would come', { image, ...faultOf(error) })
      if (signal.aborted || isTransient(faultOf(error))) keptMs = AWAY_FOR_MS
      return null
    })
    // Whoever gave it up may ask anew; who waited for too long has been told.
    if (bytes !== null || !isGivenUp(signal)) plans.set(image, { bytes, untilMs: monoMs + keptMs })
    return bytes
  }

  /** Known before a byte of a delta comes. */
  async function deltas(): Promise<Pick<Held, 'mayDelta' | 'whyNoDelta'>> {
    if (engine.saveImage === undefined) return { mayDelta: false }
    if ((await engine.givesLayers?.()) !== false) return { mayDelta: true }
    return { mayDelta: false, whyNoDelta: 'the engine gives no layers back as they were' }
  }

  async function plan(image: string, onBytes: (bytes: number) => void, signal: AbortSignal): Promise<number> {
    if (await engine.hasImage(image)) return 0
    const store = await swept()
    const held = { images: await engine.listLayers(), ...(await deltas()) }
    let before = 0
    const progressed = ({ fetchedBytes = 0 }: PullProgress): void => {
      onBytes(fetchedBytes - before)
      before = fetchedBytes
    }
    return plannedBytesOf(await store.plan(image, held, progressed, signal))
  }

  async function bring(
    image: string,
    onProgress: (progress: PullProgress) => void,
    signal: AbortSignal,
  ): Promise<void> {
    if (signal.aborted) throw cancelled(image)
    if (await engine.hasImage(image)) return
    const store = await swept()
    const course = new Course(onProgress, (plan) =>
      log.warn('more of an image comes than was planned', { image, ...plan }),
    )
    for (let way: Way | null = 'delta'; way !== null; ) {
      if (way === 'pull') {
        course.pulls()
        if (signal.aborted) throw cancelled(image)
        await engine.pull(image, (progress) => course.progressed(progress), signal)
        return tidied(store, image)
      }
      const held = {
        images: way === 'whole' ? [] : await engine.listLayers(),
        ...(way === 'delta' ? await deltas() : { mayDelta: false }),
        mayStem: way !== 'whole',
        isAgain: way === 'whole',
      }
      const end = await store.bring(image, held, course, signal)
      if (end === null) return tidied(store, image, 'settled')
      if (signal.aborted) throw end.error
      const trouble = { ...end, code: faultOf(end.error).code }
      const next: Way | null = nextWay(way, trouble)
      if (next === null) throw end.error
      log.warn('an image is brought another way', { image, way: next, ...faultOf(end.error) })
      course.fellBack(end.error)
      if (end.byDelta) await store.refuseDelta(image)
      way = next
    }
  }

  // What an earlier life left, and nobody may ask for any more.
  isUsed()
    .then((used) => (used ? swept() : null))
    .catch((error: unknown) => log.warn('the content store could not be opened', { ...faultOf(error) }))

  return new Proxy(engine, {
    get(target, name) {
      if (name === 'pull') return pull
      if (name === 'plannedBytes') return plannedBytes
      if (name === 'removeImage')
        return async (image: string): Promise<void> => {
          await target.removeImage(image)
          plans.delete(image)
          if (opened !== null || (await isUsed())) await tidied(await content(), image)
        }
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

function isGivenUp({ aborted, reason }: AbortSignal): boolean {
  return aborted && !(reason instanceof DOMException && reason.name === 'TimeoutError')
}

function cancelled(image: string): HoldfastError {
  return new HoldfastError('HF_CANCELLED', `the fetching of ${image} was given up`)
}
