/**
 * The way to the engine: the one place that imports dockerode.
 *
 * Invariant: every call ends, by its answer, its bound or its signal, and fails only with a HoldfastError.
 * The API's version is agreed on before the first call, and anew after the engine was away: it may have
 * been replaced by another.
 */
import type { Readable } from 'node:stream'
import Docker from 'dockerode'
import { HoldfastError } from '../../protocol/errors.ts'
import { engineError, statusOf, wordsOf } from './docker-errors.ts'
import { apiVersionFor, type EngineVersion } from './docker-version.ts'

export interface ConnectionOptions {
  /** Path of the engine's unix socket. */
  socketPath: string
  /** How long the engine may take to answer a question. Default 30,000. */
  askMs?: number | undefined
  /** How long it may take to do something. Default 180,000. */
  actMs?: number | undefined
}

/** An engine that has agreed on a version. */
export interface Session {
  docker: Docker
  /** Of the API: "1.41". */
  api: string
  /** What it said of itself. */
  version: EngineVersion
}

/** What to make of a refusal, by its HTTP status. Given the engine's words. */
export type Refusals<T> = Record<number, (words: string) => T>

export type Request<T> = (session: Session, signal: AbortSignal) => Promise<T>

export interface Connection {
  /** A question: bounded by `askMs`. @param what for messages: "list the containers" */
  ask<T>(what: string, request: Request<T>, refusals?: Refusals<T>): Promise<T>
  /** Something to do: bounded by `actMs`, and `moreMs` on top. */
  act<T>(what: string, request: Request<T>, refusals?: Refusals<T>, moreMs?: number): Promise<T>
  /**
   * Opens a stream, which ends only by itself or by the signal.
   * @param withinMs how long the engine may take to begin; default `askMs`
   */
  open(what: string, request: Request<NodeJS.ReadableStream>, signal: AbortSignal, withinMs?: number): Promise<Readable>
}

export function dockerConnection(options: ConnectionOptions): Connection {
  const { askMs = 30_000, actMs = 180_000 } = options
  let session: Promise<Session> | null = null

  async function negotiate(): Promise<Session> {
    const version = await bounded(askMs, 'tell its version', (signal) =>
      selfOf(dockerAt(options.socketPath)).version(withSignal(signal)),
    )
    const api = apiVersionFor(version)
    return { docker: dockerAt(options.socketPath, api), api, version }
  }

  function agreed(): Promise<Session> {
    session ??= negotiate().catch((error: unknown) => {
      session = null
      throw engineError(error, 'tell its version')
    })
    return session
  }

  /** The failure as ours; one that says that the engine is away ends the session. */
  function failure(error: unknown, what: string): HoldfastError {
    const ours = engineError(error, what)
    if (ours.code === 'HF_ENGINE_UNAVAILABLE') session = null
    return ours
  }

  async function call<T>(what: string, ms: number, request: Request<T>, refusals: Refusals<T>): Promise<T> {
    const agreement = await agreed()
    try {
      return await bounded(ms, what, (signal) => request(agreement, signal))
    } catch (error) {
      const refusal = refusals[statusOf(error) ?? 0]
      if (refusal !== undefined) return refusal(wordsOf(error))
      throw failure(error, what)
    }
  }

  return {
    ask: (what, request, refusals = {}) => call(what, askMs, request, refusals),
    act: (what, request, refusals = {}, moreMs = 0) => call(what, actMs + moreMs, request, refusals),
    async open(what, request, signal, withinMs = askMs) {
      const agreement = await agreed()
      try {
        const stream = (await ended(signal, () =>
          bounded(withinMs, what, (bound) => request(agreement, AbortSignal.any([signal, bound]))),
        )) as Readable
        signal.addEventListener('abort', () => stream.destroy(signal.reason as Error), { once: true })
        return stream
      } catch (error) {
        signal.throwIfAborted()
        throw failure(error, what)
      }
    },
  }
}

/** What is in DOCKER_HOST and its like is for people's command lines, and not for us. */
function dockerAt(socketPath: string, api?: string): Docker {
  return new Docker({
    socketPath,
    protocol: 'http',
    host: undefined,
    timeout: undefined,
    ...(api === undefined ? {} : { version: `v${api}` }),
  })
}

/** What the engine says of itself, typed: dockerode's types leave out the options of these. */
export function selfOf(docker: Docker): SelfCalls {
  return docker
}

interface SelfCalls {
  version(options: object): Promise<EngineVersion>
  info(options: object): Promise<EngineSelf>
}

/** What `GET /info` says, as far as it is read. */
interface EngineSelf {
  ID?: string
  ServerVersion?: string
  Architecture?: string
  OSType?: string
  /** Pairs of words about the store of images. */
  DriverStatus?: unknown
  MemTotal?: number
  DockerRootDir?: string
}

/** Options for a call of dockerode, all of which take a signal. */
export function withSignal(signal: AbortSignal): { abortSignal: AbortSignal }
export function withSignal<T extends object>(signal: AbortSignal, options: T): T & { abortSignal: AbortSignal }
export function withSignal(signal: AbortSignal, options: object = {}): object {
  return { ...options, abortSignal: signal }
}

async function bounded<T>(ms: number, what: string, request: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const bound = new AbortController()
  const late = new HoldfastError('HF_ENGINE_UNAVAILABLE', `the engine did not ${what} within ${ms / 1000} s`)
  const timer = setTimeout(() => bound.abort(late), ms)
  try {
    return await ended(bound.signal, () => request(bound.signal))
  } catch (error) {
    throw bound.signal.aborted ? late : error
  } finally {
    clearTimeout(timer)
  }
}

/** The answer, or the signal's reason: one that is cut in the middle settles no promise of dockerode. */
async function ended<T>(signal: AbortSignal, request: () => Promise<T>): Promise<T> {
  signal.throwIfAborted()
  let abort = () => {}
  const aborted = new Promise<never>((_, reject) => {
    abort = () => reject(signal.reason as Error)
    signal.addEventListener('abort', abort, { once: true })
  })
  try {
    return await Promise.race([request(), aborted])
  } finally {
    signal.removeEventListener('abort', abort)
  }
}
