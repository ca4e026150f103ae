/**
 * The dashboard's own HTTP and event API: what the page asks for.
 *
 * Invariant: the one table of routes. Each says whether it changes something, and nothing is answered before the
 * guards have passed.
 */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Loose } from '../../protocol/codec.ts'
import { Health, Outcome } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { checkName } from '../../protocol/topics.ts'
import type { Command, Log, Result } from '../../protocol/types.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { resultError } from '../commands/logs.ts'
import { askDevice } from '../follow/ask.ts'
import { convergenceOf, type Known } from '../follow/convergence.ts'
import { flightEntries } from '../follow/flight-answer.ts'
import { deviceRow, shownRelease } from './device-row.ts'
import { EventStream } from './event-stream.ts'
import type { FleetFeed } from './fleet-feed.ts'
import { faultAnswer, HttpFault } from './http-fault.ts'
import type { LiveRelay } from './live-relay.ts'
import { commandOf } from './page-actions.ts'
import { readJson, sendJson } from './respond.ts'

export interface World {
  feed: FleetFeed
  relay: LiveRelay
  broker: BrokerOptions
  readOnly: boolean
  /** Aborted when the dashboard closes. */
  closing: AbortSignal
  warn(message: string): void
}

/** One request, after the guards. */
export interface Exchange {
  request: IncomingMessage
  response: ServerResponse
  url: URL
}

interface Route {
  method: 'GET' | 'POST'
  /** Without `/api`; a group is a device's name. */
  path: RegExp
  /** Refused with --read-only. */
  acts?: true
  run(world: World, exchange: Exchange, device: string): Promise<void> | void
}

const FLIGHT_BUDGET_MS = 30_000
const LOGS_BUDGET_MS = 600_000
const MOST_ENTRIES = 5_000
const MOST_LINES = 5_000

export const ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: /^\/devices$/,
    run: ({ feed }, { request, response }) => sendJson(request, response, feed.changesSince(undefined)),
  },
  { method: 'GET', path: /^\/events$/, run: streamChanges },
  {
    method: 'GET',
    path: /^\/definitions$/,
    run: ({ relay }, { request, response }) => sendJson(request, response, relay.definitions()),
  },
  {
    method: 'GET',
    path: /^\/devices\/([^/]+)$/,
    run: ({ feed }, { request, response }, device) => sendJson(request, response, detailOf(knownIn(feed, device))),
  },
  { method: 'GET', path: /^\/devices\/([^/]+)\/live$/, run: streamLive },
  { method: 'GET', path: /^\/devices\/([^/]+)\/flight$/, run: answerFlight },
  { method: 'GET', path: /^\/devices\/([^/]+)\/logs$/, run: streamLogs },
  { method: 'POST', path: /^\/devices\/([^/]+)\/commands$/, acts: true, run: answerCommand },
]

function knownIn(feed: FleetFeed, device: string): Known {
  const known = feed.known(checkName('device', device))
  if (known === null) throw new HttpFault(404, 'HF_DASHBOARD_REQUEST_INVALID', `nothing is known of ${device}`)
  return known
}

const HEALTH_WORDS: Readonly<Record<number, string>> = {
  [Health.HEALTH_NONE]: 'none',
  [Health.HEALTH_STARTING]: 'starting',
  [Health.HEALTH_HEALTHY]: 'healthy',
  [Health.HEALTH_UNHEALTHY]: 'unhealthy',
}

/** All that is known of a device, with what keeps it in words. */
function detailOf(known: Known): object {
  const { device, presence, report, published } = known
  const { fleet, converged, runs, wants, reasons, notes } = convergenceOf(known)
  const services = report?.services.map((status) => ({ ...status, health: HEALTH_WORDS[status.health] ?? 'unknown' }))
  const canGoBack = report?.current !== null && (published.device ?? published.fleet)?.fallback !== null
  return {
    device,
    fleet,
    state: deviceRow(known).state,
    online: presence?.online === true,
    converged,
    runs: shownRelease(runs),
    wants: shownRelease(wants),
    reasons,
    notes,
    canGoBack,
    report: report === null ? null : { ...report, services },
  }
}

function streamChanges({ feed, closing }: World, { request, response, url }: Exchange): void {
  const stream = new EventStream(response)
  let at = String(request.headers['last-event-id'] ?? url.searchParams.get('since') ?? '')
  const send = (): void => {
    const changes = feed.changesSince(at)
    if (changes.at === at) return
    at = changes.at
    stream.send('changes', changes, at)
  }
  send()
  const stop = feed.onChange(send)
  stream.signal.addEventListener('abort', stop)
  closing.addEventListener('abort', () => stream.close(), { signal: stream.signal })
}

async function streamLive({ feed, relay, closing }: World, { response }: Exchange, device: string): Promise<void> {
  knownIn(feed, device)
  const stream = new EventStream(response)
  closing.addEventListener('abort', () => stream.close(), { signal: stream.signal })
  const tellDetail = (): void => {
    const known = feed.known(device)
    if (known !== null) stream.send('detail', detailOf(known))
  }
  tellDetail()
  let last = feed.known(device)
  const stop = feed.onChange(() => {
    const now = feed.known(device)
    if (
      now?.report === last?.report &&
      now?.presence === last?.presence &&
      samePublished(now?.published, last?.published)
    )
      return
    last = now
    tellDetail()
  })
  stream.signal.addEventListener('abort', stop)
  await relay.watch(
    device,
    {
      definition: (definition) => stream.send('definition', definition),
      chart: (chart) => stream.send('chart', { ...chart, definitions: [] }),
    },
    stream.signal,
  )
}

async function answerFlight(world: World, { request, response, url }: Exchange, device: string): Promise<void> {
  const limit = countIn(url, 'limit', 1_000, MOST_ENTRIES)
  const asked = abortWith(response)
  const result = await ask(world, device, { budgetMs: FLIGHT_BUDGET_MS, flight: { limit } }, asked)
  if (result === null) return
  if (result.outcome !== Outcome.OUTCOME_OK) throw resultError(result)
  await sendJson(request, response, { entries: flightEntries(result), note: result.message })
}

async function streamLogs(world: World, { response, url }: Exchange, device: string): Promise<void> {
  knownIn(world.feed, device)
  const service = url.searchParams.get('service') ?? ''
  const tail = countIn(url, 'tail', 200, MOST_LINES)
  const stream = new EventStream(response)
  world.closing.addEventListener('abort', () => stream.close(), { signal: stream.signal })
  try {
    const command = { budgetMs: LOGS_BUDGET_MS, logs: { service, tail, follow: true } }
    const result = await ask(world, device, command, stream.signal, ({ lines, dropped }) =>
      stream.send('lines', { lines, dropped }),
    )
    if (result === null) return
    const isOver = result.outcome === Outcome.OUTCOME_OK || result.outcome === Outcome.OUTCOME_EXPIRED
    if (!isOver) throw resultError(result)
    stream.send('end', { note: result.message })
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    // The stream has begun: what is wrong can only be said in it.
    stream.send('fault', faultAnswer(error).body.error)
  } finally {
    stream.close()
  }
}

const OUTCOMES: Readonly<Record<number, string>> = {
  [Outcome.OUTCOME_OK]: 'ok',
  [Outcome.OUTCOME_FAILED]: 'failed',
  [Outcome.OUTCOME_REFUSED]: 'refused',
  [Outcome.OUTCOME_EXPIRED]: 'expired',
}

async function answerCommand(world: World, { request, response }: Exchange, device: string): Promise<void> {
  const command = commandOf(await readJson(request))
  // Once it was sent it is done, whoever waits for the answer.
  const result = await ask(world, device, command, world.closing)
  if (result === null) return
  const { outcome, code, message, output } = result
  const text = new TextDecoder().decode(output)
  await sendJson(request, response, { outcome: OUTCOMES[outcome] ?? 'failed', code, message, output: text })
}

function ask(
  { broker, warn }: World,
  device: string,
  command: Loose<Command>,
  signal: AbortSignal,
  onLog?: (log: Log) => void,
): Promise<Result | null> {
  const options = { broker, device: checkName('device', device), command, signal, onWarning: warn }
  return askDevice(onLog === undefined ? options : { ...options, onLog })
}

/** Targets and rollouts keep their objects until they are published anew. */
function samePublished(a: Known['published'] | undefined, b: Known['published'] | undefined): boolean {
  return a?.fleet === b?.fleet && a?.device === b?.device && a?.rollout === b?.rollout
}

/** Aborted when the browser goes away. */
function abortWith(response: ServerResponse): AbortSignal {
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  return gone.signal
}

function countIn(url: URL, name: string, otherwise: number, most: number): number {
  const text = url.searchParams.get(name)
  if (text === null) return otherwise
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (count < 1 || count > most)
    throw new HttpFault(400, 'HF_DASHBOARD_REQUEST_INVALID', `${name} is a whole number from 1 to ${most}`)
  return count
}
