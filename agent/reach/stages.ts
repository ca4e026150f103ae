/**
 * The way to a broker, stage by stage: what each may take, and what is said when it fails.
 *
 * Invariant: each stage ends within its time, and its failure names the stage and the address, and no secret. Whatever
 * the network has spoilt is HF_BROKER_UNAVAILABLE; what a person has to put right has another code.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { brokerError } from '../adapters/mqtt-reasons.ts'

export type Stage = 'dns' | 'tcp' | 'proxy' | 'tls' | 'websocket'

/** Milliseconds; `connectTimeoutMs` may make each of them shorter. */
export const STAGE_MS: Readonly<Record<Stage, number>> = {
  dns: 10_000,
  tcp: 20_000,
  proxy: 20_000,
  tls: 20_000,
  websocket: 20_000,
}

/** A coded error that knows its stage. */
export class StageError extends HoldfastError {
  readonly stage: Stage

  constructor(stage: Stage, fault: HoldfastError) {
    super(fault.code, plain(fault), {
      ...(fault.place === undefined ? {} : { place: fault.place }),
      cause: fault.cause ?? fault,
    })
    this.stage = stage
  }
}

function stageError(stage: Stage, place: string, message: string, cause?: unknown): StageError {
  return new StageError(stage, new HoldfastError('HF_BROKER_UNAVAILABLE', message, { place, cause }))
}

/** Any error of a stage, with the words before it that say what was tried. */
function asStageError(stage: Stage, place: string, attempt: string, error: unknown): StageError {
  if (error instanceof StageError) return error
  const fault = brokerError(error, place)
  return new StageError(stage, new HoldfastError(fault.code, `${attempt}: ${plain(fault)}`, { place, cause: error }))
}

/**
 * Runs one stage. @param ms its time; @param late what is said when it is over
 * @throws StageError; HF_CANCELLED when `outer` aborts
 */
export async function inStage<T>(
  stage: Stage,
  place: string,
  { ms, late, attempt, signal: outer }: { ms: number; late: string; attempt: string; signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const ending = new AbortController()
  let timer: NodeJS.Timeout | undefined
  let giveUp: (() => void) | undefined
  const over = new Promise<never>((_, reject) => {
    giveUp = () => reject(new HoldfastError('HF_CANCELLED', 'connecting was given up', { place }))
    timer = setTimeout(() => reject(stageError(stage, place, `${late} within ${seconds(ms)}`)), ms)
  })
  over.catch(() => undefined)
  outer.addEventListener('abort', giveUp!, { once: true })
  if (outer.aborted) giveUp!()
  try {
    return await Promise.race([over, work(ending.signal)])
  } catch (error) {
    ending.abort()
    if (error instanceof HoldfastError && error.code === 'HF_CANCELLED') throw error
    throw asStageError(stage, place, attempt, error)
  } finally {
    clearTimeout(timer)
    outer.removeEventListener('abort', giveUp!)
  }
}

function seconds(ms: number): string {
  return `${ms / 1000} s`
}

/** Its sentence without its own place. */
function plain({ message, place }: HoldfastError): string {
  return place !== undefined && message.startsWith(`${place}: `) ? message.slice(place.length + 2) : message
}
