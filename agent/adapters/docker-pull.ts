/**
 * One pull, from the first byte to the image being there.
 *
 * Invariant: it succeeds only when the engine has the image; it fails with the registry's fault, or ours,
 * by its code; it ends within the stall limit of the last sign of progress, and at once by its signal.
 */
import type { PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { engineError, statusOf, wordsOf } from './docker-errors.ts'
import { jsonLines } from './docker-lines.ts'
import { pullError } from './docker-pull-errors.ts'
import { PullLayers, type PullMessage } from './docker-pull-progress.ts'

/** The pull watches over its progress itself, from the beginning on. */
const NEVER_MS = 2 ** 31 - 1

interface PullOptions {
  /** How long the engine may be silent while it fetches. */
  stallMs: number
  /** How long it may be silent while it unpacks. */
  unpackMs: number
}

/** @throws as EnginePort.pull, and HF_CANCELLED */
export async function pullImage(
  connection: Connection,
  image: string,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
  options: PullOptions,
): Promise<void> {
  const layers = new PullLayers()
  const end = new AbortController()
  const cancel = () => end.abort(new HoldfastError('HF_CANCELLED', `the pull of ${image} was given up`))
  const stall = () => end.abort(stalled(image, layers.allFetched(), options))
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  let watch = setTimeout(stall, options.stallMs)
  try {
    const messages = await connection.open(
      `pull ${image}`,
      ({ docker }, abort) => docker.createImage(withSignal(abort, { fromImage: image })),
      end.signal,
      NEVER_MS,
    )
    for await (const line of jsonLines(messages)) {
      const message = line as PullMessage
      const fault = message.errorDetail?.message ?? message.error
      if (fault !== undefined) throw pullError(image, fault)
      const progress = layers.take(message)
      if (progress !== null) onProgress(progress)
      clearTimeout(watch)
      watch = setTimeout(stall, layers.allFetched() ? options.unpackMs : options.stallMs)
    }
    const whole = layers.ended()
    if (whole !== null) onProgress(whole)
  } catch (error) {
    end.signal.throwIfAborted()
    const cause = error instanceof HoldfastError ? error.cause : error
    if (statusOf(cause) !== null) throw pullError(image, wordsOf(cause), cause)
    throw engineError(error, `pull ${image}`)
  } finally {
    clearTimeout(watch)
    signal.removeEventListener('abort', cancel)
    end.abort()
  }
}

function stalled(image: string, unpacking: boolean, options: PullOptions): HoldfastError {
  if (unpacking) {
    const message = `the engine has said nothing for ${options.unpackMs / 1000} s while it unpacks`
    return new HoldfastError('HF_ENGINE_UNAVAILABLE', message, { place: image })
  }
  const message = `nothing has come from the registry for ${options.stallMs / 1000} s`
  return new HoldfastError('HF_REGISTRY_UNAVAILABLE', message, { place: image })
}
