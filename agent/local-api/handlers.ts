/**
 * What each request to the local API does.
 *
 * Invariant: a request has been checked before it comes here; what it changes is on the disk before it is answered.
 */
import type { Answer, CommandAction } from '../../machines/commands.ts'
import type { ClockPort } from '../../machines/ports.ts'
import type { Loose } from '../../protocol/codec.ts'
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import type { Report } from '../../protocol/types.ts'
import { DEFAULT_LEASE_MS, type Leases } from '../leases.ts'
import { AGENT_VERSION } from '../version.ts'
import { deviceState, lockState } from './device-state.ts'
import type { Call, Handlers, Reply } from './http-server.ts'
import type { Caller } from './keys.ts'
import { DOCUMENT } from './openapi.ts'
import type { ProgressStreams } from './progress-stream.ts'

/** Commands that an application may give. */
export type LocalAction = Extract<CommandAction, 'restart' | 'reboot' | 'shutdown' | 'updateNow'>

export interface LocalCommand {
  action: LocalAction
  /** As the action's message in holdfast.proto has them; for `restart` an empty service is all. */
  args: { force: boolean; service?: string }
  /** The service that asks, for the flight record. */
  service: string
}

/** A command that is on the disk, so that it is done once, also over a power cut. */
export interface TakenCommand {
  id: string
  answer: Promise<Answer>
}

export interface HandlerOptions {
  report(): Promise<Loose<Report>>
  /** @throws HF_STORE_UNWRITABLE and it is not done */
  command(command: LocalCommand): Promise<TakenCommand>
  leases: Leases
  /** A container says that it is ready. @throws HF_REQUEST_INVALID, HF_STORE_UNWRITABLE, HF_ENGINE_UNAVAILABLE */
  ready(caller: Caller): Promise<void>
  streams: ProgressStreams
  clock: ClockPort
}

/** So long the answer to a command is waited for; after that it is told that it is under way. */
const PATIENCE_MS = 2_000

export function handlersOf(options: HandlerOptions): Handlers {
  const { report, leases, ready, streams } = options
  return {
    'GET /v1/health': async () => done({ ok: true, agentVersion: AGENT_VERSION }),
    'GET /v1/openapi.json': async () => done(DOCUMENT),
    'GET /v1/state': async () => done(deviceState(await report(), leases.all())),
    'GET /v1/progress': async ({ service }, response) => {
      await streams.serve(service, response)
      return null
    },
    'GET /v1/lock': async ({ service, spec }) =>
      done({
        locks: leases
          .all()
          .filter((lock) => lock.service === service && (lock.spec ?? '') === spec)
          .map(lockState),
      }),
    'PUT /v1/lock': async ({ service, spec, body }) => {
      const { owner = service, reason = '', seconds } = body as { owner?: string; reason?: string; seconds?: number }
      const ms = seconds === undefined ? DEFAULT_LEASE_MS : seconds * 1000
      return done(lockState(await leases.acquire({ service, spec }, { owner, reason, ms })))
    },
    'DELETE /v1/lock': async ({ service, spec, query }) =>
      done({ released: await leases.release({ service, spec }, query.owner ?? service) }),
    'POST /v1/ready': async ({ service, spec }) => {
      await ready({ service, spec })
      return done({ service })
    },
    'POST /v1/restart': (call) => commanded(options, 'restart', call),
    'POST /v1/reboot': (call) => commanded(options, 'reboot', call),
    'POST /v1/shutdown': (call) => commanded(options, 'shutdown', call),
    'POST /v1/update-now': (call) => commanded(options, 'updateNow', call),
  }
}

function done(body: unknown): Reply {
  return { status: 200, body }
}

async function commanded(options: HandlerOptions, action: LocalAction, call: Call): Promise<Reply> {
  const { id, answer } = await give(options, { action, args: argsOf(action, call), service: call.service })
  if (answer === null) return { status: 202, body: { id, message: 'it is kept and under way' } }
  if (answer.outcome === 'ok') return done({ id, message: answer.message })
  return { status: statusOfAnswer(answer), body: faultIn(answer) }
}

/** Gives a command, and waits a while for its answer; null when it is under way. */
export async function give(
  { command, clock }: Pick<HandlerOptions, 'command' | 'clock'>,
  given: LocalCommand,
): Promise<{ id: string; answer: Answer | null }> {
  const { id, answer } = await command(given)
  const over = new AbortController()
  const late = clock.sleep(PATIENCE_MS, over.signal).then(
    () => null,
    () => null, // answered
  )
  try {
    return { id, answer: await Promise.race([answer, late]) }
  } finally {
    over.abort()
  }
}

/** Of one that is not ok. */
export function statusOfAnswer({ outcome, code }: Answer): number {
  return code === 'HF_LOCKED' ? 423 : outcome === 'refused' ? 409 : outcome === 'expired' ? 504 : 500
}

function argsOf(action: LocalAction, { service, body }: Call): LocalCommand['args'] {
  const { force = false, all = false, ...rest } = body as { force?: boolean; all?: boolean; service?: string }
  if (action !== 'restart') return { force }
  if (all && rest.service !== undefined)
    throw new HoldfastError('HF_REQUEST_INVALID', 'is not together with "service"', { place: 'all' })
  return { force, service: all ? '' : (rest.service ?? service) }
}

function faultIn({ code, message }: Answer): { code: ErrorCode; message: string } {
  return { code: code === '' ? 'HF_COMMAND_FAILED' : code, message }
}
