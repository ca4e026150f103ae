/**
 * The calls that applications written for balena make to its supervisor, below a path of their own.
 *
 * Invariant: each answers in the form of that supervisor's own documentation, and goes the same way as ours; what is
 * not here is answered as unknown, never with a made-up value. Ids of applications are passed over: there is one.
 */
import type { IncomingMessage } from 'node:http'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { AGENT_VERSION } from '../version.ts'
import { type DeviceState, deviceState } from './device-state.ts'
import { give, type HandlerOptions, type LocalCommand, statusOfAnswer } from './handlers.ts'
import { bearerOf, looseBodyOf, type Target } from './http-request.ts'
import type { Reply } from './http-server.ts'
import { callerOf } from './keys.ts'

/** What the address of the supervisor ends with. */
export const BALENA = '/balena/'

interface BalenaCall {
  service: string
  force: boolean
  /** Of the service that is meant, where one is named. */
  named: string
}

/** By "POST /v1/reboot"; a number in the path stands as ":id". */
export type BalenaRoutes = Readonly<Record<string, (call: BalenaCall) => Promise<Reply>>>

/** The variables by which those applications find it; there are two generations of names. */
export function balenaEnvironment(url: string, key: string): Record<string, string> {
  const own = { SUPERVISOR_ADDRESS: `${url}${BALENA.slice(0, -1)}`, SUPERVISOR_API_KEY: key }
  const named = (prefix: string) => Object.entries(own).map(([name, value]) => [`${prefix}_${name}`, value])
  return Object.fromEntries([...named('BALENA'), ...named('RESIN')]) as Record<string, string>
}

export function balenaRoutes(options: Pick<HandlerOptions, 'report' | 'command' | 'clock'>): BalenaRoutes {
  const state = async () => deviceState(await options.report(), [])
  const command = async (given: LocalCommand, done: Reply): Promise<Reply> => {
    const { answer } = await give(options, given)
    if (answer === null || answer.outcome === 'ok') return done
    return { status: statusOfAnswer(answer), body: { Data: '', Error: answer.message } }
  }
  const accepted = { status: 202, body: { Data: 'OK', Error: '' } }
  const said = (more: object): Reply => ({ status: 200, body: { status: 'success', ...more } })
  return {
    'GET /ping': async () => OK,
    'GET /v1/healthy': async () => OK,
    'GET /v1/device': async () => ({ status: 200, body: deviceOf(await state()) }),
    'POST /v1/update': ({ service, force }) =>
      command({ action: 'updateNow', args: { force }, service }, { status: 204, body: undefined }),
    'POST /v1/reboot': ({ service, force }) => command({ action: 'reboot', args: { force }, service }, accepted),
    'POST /v1/shutdown': ({ service, force }) => command({ action: 'shutdown', args: { force }, service }, accepted),
    'POST /v1/restart': ({ service, force }) =>
      command({ action: 'restart', args: { force, service: '' }, service }, OK),
    'POST /v2/applications/:id/restart': ({ service, force }) =>
      command({ action: 'restart', args: { force, service: '' }, service }, OK),
    'POST /v2/applications/:id/restart-service': ({ service, force, named }) => {
      if (named === '') throw new HoldfastError('HF_REQUEST_INVALID', 'is missing', { place: 'serviceName' })
      return command({ action: 'restart', args: { force, service: named }, service }, OK)
    },
    'GET /v2/state/status': async () => said(statusOf(await state())),
    'GET /v2/device/name': async () => said({ deviceName: (await state()).device }),
    'GET /v2/version': async () => said({ version: AGENT_VERSION }),
  }
}

const OK: Reply = { status: 200, body: 'OK' }

/** @throws HF_REQUEST_UNKNOWN, HF_REQUEST_INVALID */
export async function handleBalena(
  routes: BalenaRoutes,
  secret: Uint8Array,
  request: IncomingMessage,
  { path, query }: Target,
): Promise<Reply> {
  const caller = callerOf(secret, query.get('apikey') ?? bearerOf(request))
  if (caller === null) return { status: 401, body: { Data: '', Error: 'the apikey is missing, or is nobody’s' } }
  const name = `${request.method} /${path.slice(BALENA.length)}`.replace(
    /\/applications\/[^/]+\//,
    '/applications/:id/',
  )
  const route = Object.hasOwn(routes, name) ? routes[name] : undefined
  if (route === undefined)
    throw new HoldfastError('HF_REQUEST_UNKNOWN', 'this call of balena’s supervisor is not one that is answered here')
  try {
    const { force, serviceName } = await looseBodyOf(request)
    return await route({
      service: caller.service,
      force: force === true,
      named: typeof serviceName === 'string' ? serviceName : '',
    })
  } catch (error) {
    const { code, message } = faultOf(error)
    if (code !== 'HF_REQUEST_INVALID' && code !== 'HF_STORE_UNWRITABLE') throw error
    return { status: code === 'HF_REQUEST_INVALID' ? 400 : 503, body: { Data: '', Error: message } }
  }
}

function deviceOf(state: DeviceState) {
  const isPending = state.target !== null && state.target.releaseId !== state.current?.releaseId
  return {
    commit: state.current?.releaseId ?? null,
    status: activityOf(state),
    download_progress: downloadOf(state),
    supervisor_version: AGENT_VERSION,
    update_pending: isPending,
    update_downloaded: isPending && isDownloaded(state),
    update_failed: state.refused.some(({ epoch }) => epoch === state.target?.epoch),
  }
}

function statusOf(state: DeviceState) {
  return {
    appState: state.phase === 'idle' ? 'applied' : 'applying',
    overallDownloadProgress: downloadOf(state),
    release: state.current?.releaseId ?? null,
    containers: state.services.map(({ service, state: status }) => ({
      serviceName: service,
      status: status === 'running' ? 'Running' : status,
    })),
  }
}

function activityOf({ phase }: DeviceState): string {
  if (phase === 'idle' || phase === 'waiting') return 'Idle'
  return phase === 'fetching' ? 'Downloading' : 'Installing'
}

/** In percent; null when nothing is being downloaded. */
function downloadOf({ phase, progress }: DeviceState): number | null {
  if (phase !== 'fetching') return null
  return progress.totalBytes === 0 ? 0 : Math.min(100, Math.floor((progress.doneBytes * 100) / progress.totalBytes))
}

function isDownloaded({ phase, blockers }: DeviceState): boolean {
  if (phase === 'waiting') return blockers.length > 0 && blockers.every(({ gate }) => gate !== 'download')
  return ['staging', 'switching', 'proving', 'committing'].includes(phase)
}
