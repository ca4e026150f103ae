/**
 * The parts of the port that go on for a while: events, logs, pulls.
 *
 * Invariant: each ends by itself, by its signal or with the engine; after the agent's death none of them
 * says anything any more.
 */
import { Observable } from 'rxjs'
import { OutputTail } from '../../agent/adapters/output-tail.ts'
import { LABELS } from '../../agent/labels.ts'
import type { EngineEvent, LogEntry, LogOptions, ProgramEnd, PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { ModelEvent } from './engine-types.ts'
import { followOutput } from './output.ts'
import { portError, pullError } from './port-errors.ts'
import { type PullStep, pull } from './pull.ts'
import type { SimulatedEngine } from './simulated-engine.ts'

/** See `EnginePort.events`. */
export function eventsOf(engine: SimulatedEngine, device: string, death: AbortSignal): Observable<EngineEvent> {
  return new Observable((subscriber) => {
    let open = true
    let stop = () => {}
    /** Later, as over a socket: never within the step in which it happened. */
    const say = (what: () => void) => queueMicrotask(() => open && !death.aborted && what())
    const fail = (error: unknown) => say(() => subscriber.error(portError(error)))
    engine
      .call('events', () => {
        if (!open || death.aborted) return
        say(() => subscriber.next({ type: 'opened' }))
        stop = engine.followEvents({
          hear: (event) => {
            const told = containerEvent(event, device)
            if (told !== null) say(() => subscriber.next(told))
          },
          cut: () => fail(new HoldfastError('HF_ENGINE_UNAVAILABLE', "the stream of the engine's events was cut")),
        })
      })
      .catch(fail)
    return () => {
      open = false
      stop()
    }
  })
}

/** See `EnginePort.logs`. */
export async function* logsOf(
  engine: SimulatedEngine,
  id: string,
  options: LogOptions,
  signal: AbortSignal,
  death: AbortSignal,
): AsyncGenerator<LogEntry, void, void> {
  try {
    const either = AbortSignal.any([signal, death])
    for await (const { atWallMs, stderr, text } of await engine.call('logs', () =>
      followOutput(engine, id, { ...options, tail: options.tail || null }, either),
    )) {
      if (death.aborted) await FOREVER
      if (signal.aborted) break
      yield { atMs: atWallMs, stderr, text }
    }
  } catch (error) {
    if (death.aborted) await FOREVER
    throw portError(error)
  }
  if (death.aborted) await FOREVER
  if (signal.aborted) throw cancelled()
}

/** See `EnginePort.exec`. */
export async function execOf(
  engine: SimulatedEngine,
  id: string,
  command: readonly string[],
  signal: AbortSignal,
  death: AbortSignal,
): Promise<ProgramEnd> {
  if (signal.aborted) throw cancelled()
  try {
    const { exitCode, lines } = await engine.call('exec', () =>
      engine.runProgram(id, command, AbortSignal.any([signal, death])),
    )
    const tail = new OutputTail()
    for (const { text } of lines) tail.add(Buffer.from(`${text}\n`))
    return { exitCode, output: tail.text(), truncated: tail.truncated }
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw portError(error)
  }
}

/** See `EnginePort.pull`. */
export async function pullWhole(
  engine: SimulatedEngine,
  image: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
  death: AbortSignal,
): Promise<void> {
  if (signal.aborted) throw cancelled()
  const layers = new Map<string, PullStep>()
  // A signal of its own is waited for a dozen times: one that is made of others costs more each time.
  const end = new AbortController()
  const abort = () => end.abort()
  for (const each of [signal, death]) each.addEventListener('abort', abort, { once: true })
  if (death.aborted) abort()
  try {
    for await (const step of pull(engine, image, end.signal)) {
      if (signal.aborted || death.aborted) break
      layers.set(step.layer.digest, step)
      onProgress(sum([...layers.values()]))
    }
  } catch (error) {
    if (signal.aborted) throw cancelled()
    throw pullError(error)
  } finally {
    for (const each of [signal, death]) each.removeEventListener('abort', abort)
  }
  if (signal.aborted) throw cancelled()
}

const FOREVER = new Promise<never>(() => {})

const ACTIONS = ['create', 'start', 'die', 'destroy', 'oom'] as const

/** As the port tells it; null when it is nobody's business here. */
function containerEvent({ type, action, id, attributes }: ModelEvent, device: string): EngineEvent | null {
  if (type !== 'container' || attributes[LABELS.device] !== device || LABELS.run in attributes) return null
  const known = action.startsWith('health_status') ? 'health' : ACTIONS.find((each) => each === action)
  if (known === undefined) return null
  return { type: 'container', action: known, id, service: attributes[LABELS.service] ?? '' }
}

/** Layers that are there already count as fetched, with no bytes. */
function sum(steps: PullStep[]): PullProgress {
  const fetched = steps.filter(({ state }) => state !== 'present')
  return {
    doneBytes: fetched.reduce((bytes, step) => bytes + step.doneBytes, 0),
    totalBytes: fetched.reduce((bytes, step) => bytes + step.layer.bytes, 0),
    layersDone: steps.filter(({ state }) => state === 'present' || state === 'complete').length,
    layers: steps.length,
  }
}

export function cancelled(): HoldfastError {
  return new HoldfastError('HF_CANCELLED', 'given up')
}
