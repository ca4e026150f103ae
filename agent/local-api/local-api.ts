/**
 * The local API: what applications on the device may ask of the agent.
 *
 * Invariant: nothing of it is needed for an update; what it changes goes the same durable way as an operator's
 * command. A service is known by its key, which only its own container is given.
 */
import { join } from 'node:path'
import type { Observable } from 'rxjs'
import type { ClockPort, ContainerSpec } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { Report } from '../../protocol/types.ts'
import type { Leases } from '../leases.ts'
import type { Log } from '../log.ts'
import { balenaEnvironment, balenaRoutes } from './balena.ts'
import { progressState } from './device-state.ts'
import { handlersOf, type LocalCommand, type TakenCommand } from './handlers.ts'
import { httpServer } from './http-server.ts'
import { type Caller, keyOf } from './keys.ts'
import { closeServer, listenOnNetwork, listenOnSocket } from './listen.ts'
import { ProgressStreams } from './progress-stream.ts'

/** Where the agent listens. */
export interface LocalApiPlaces {
  /** A folder on the host, absolute; it is bound into the containers that ask for the API. */
  runDir: string
  /** An address of the device that containers reach, or none. */
  listen: { host: string; port: number } | null
  /** 32 random bytes that stay over restarts. */
  secret: Uint8Array
}

/** What the composition root lends. */
export interface LocalApiOptions extends LocalApiPlaces {
  device: string
  leases: Leases
  clock: ClockPort
  log: Log
  /** As it would be published now. */
  report(): Promise<Loose<Report>>
  /** Fires when a report made now may say something else, progress included. */
  changes: Observable<unknown>
  /** A container says that it is ready: resolves when that is known. */
  ready(caller: Caller): Promise<void>
  /** Resolves when the command is on the disk. @throws HF_STORE_UNWRITABLE and it is not done */
  command(command: LocalCommand): Promise<TakenCommand>
}

export interface LocalApi {
  /** What the container of a service that asks for the API is given; `specHash` is empty for a program beside it. */
  extrasFor(service: string, specHash: string): NonNullable<ContainerSpec['extras']>
  /** Ends all requests, and removes the socket. */
  close(): Promise<void>
}

/** The API, or none: applications may miss it, but the device does without. */
export async function localApiIfAny(
  places: LocalApiPlaces | null,
  options: Omit<LocalApiOptions, keyof LocalApiPlaces>,
): Promise<LocalApi | null> {
  if (places === null) return null
  try {
    return await startLocalApi({ ...places, ...options })
  } catch (error) {
    options.log.error('there is no local API', { ...faultOf(error) })
    return null
  }
}

const SOCKET = 'holdfast.sock'
/**
 * In the container. A folder and not the socket itself, so that the socket of the agent's next life is seen too; below
 * the one that holds an application's own lock file, which it can write.
 */
const FOLDER_INSIDE = '/run/holdfast/api'
const RETRY_MS = 10_000

/**
 * Resolves when it listens on its socket. The address may come later, with the bridge that has it: it is tried until
 * then.
 * @throws HF_LISTEN_FAILED when the socket cannot be made
 */
export async function startLocalApi(options: LocalApiOptions): Promise<LocalApi> {
  const { runDir, listen, device, secret, leases, clock, log, report, changes, command, ready } = options
  const progress = async () => progressState(await report())
  const streams = new ProgressStreams({ progress, changes, clock })
  const handlers = handlersOf({ report, command, leases, ready, streams, clock })
  const ending = new AbortController()
  const balena = balenaRoutes({ report, command, clock })
  const onSocket = httpServer({ handlers, balena, secret, isNetwork: false, log })
  const onNetwork = httpServer({ handlers, balena, secret, isNetwork: true, log })
  await listenOnSocket(onSocket, join(runDir, SOCKET))
  log.info('the local API listens', { socket: join(runDir, SOCKET) })
  const listening = listen === null ? Promise.resolve() : untilListening()

  async function untilListening(): Promise<void> {
    for (let isTold = false; listen !== null && !ending.signal.aborted; isTold = true) {
      try {
        await listenOnNetwork(onNetwork, listen)
        log.info('the local API listens', { ...listen })
        return
      } catch (error) {
        if (!isTold) log.warn('the local API does not listen on its address yet', { ...faultOf(error) })
      }
      await clock.sleep(RETRY_MS, ending.signal).catch((error: unknown) => {
        if (!(error instanceof HoldfastError) || error.code !== 'HF_CANCELLED') throw error
      })
    }
  }

  return {
    extrasFor: (service, specHash) => ({
      environment: {
        HOLDFAST_DEVICE: device,
        HOLDFAST_SERVICE: service,
        HOLDFAST_SOCKET: `${FOLDER_INSIDE}/${SOCKET}`,
        HOLDFAST_KEY: keyOf(secret, service, specHash),
        ...(listen === null ? {} : { HOLDFAST_URL: urlOf(listen) }),
        ...(listen === null ? {} : balenaEnvironment(urlOf(listen), keyOf(secret, service, specHash))),
      },
      binds: [{ source: runDir, target: FOLDER_INSIDE, readOnly: true }],
    }),
    async close() {
      ending.abort()
      streams.close()
      await listening
      await Promise.all([closeServer(onSocket), closeServer(onNetwork)])
    },
  }
}

function urlOf({ host, port }: { host: string; port: number }): string {
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`
}
