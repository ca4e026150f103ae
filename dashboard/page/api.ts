/**
 * The page's way to its server.
 *
 * Invariant: whatever it answers with 401 ends the session here too; what goes wrong has the server's words.
 */
import type { Changes, ChartDefinition, CommandAnswer, FlightEntry, Session } from './wire.ts'

/** What the server said when it did not do it. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly help: string

  constructor(status: number, code: string, message: string, help: string) {
    super(message)
    this.status = status
    this.code = code
    this.help = help
  }
}

let onSignedOut: () => void = () => {}

/** Calls back when the server does not know us any more. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener
}

async function call<T>(method: string, path: string, body?: object): Promise<T> {
  const init: RequestInit = { method, headers: { 'x-holdfast': '1' } }
  if (body !== undefined) {
    init.body = JSON.stringify(body)
    init.headers = { 'x-holdfast': '1', 'content-type': 'application/json' }
  }
  let response: Response
  try {
    response = await fetch(`api${path}`, init)
  } catch {
    throw new ApiError(0, '', 'the dashboard does not answer', 'Look whether it still runs.')
  }
  if (response.ok) return (await response.json()) as T
  const { error } = (await response.json().catch(() => ({}))) as {
    error?: { code: string; message: string; help: string }
  }
  if (response.status === 401 && path !== '/session') onSignedOut()
  throw new ApiError(response.status, error?.code ?? '', error?.message ?? response.statusText, error?.help ?? '')
}

const of = (device: string, rest = ''): string => `/devices/${encodeURIComponent(device)}${rest}`

export const api = {
  session: () => call<Session>('GET', '/session'),
  signIn: (token: string) => call<Session>('POST', '/session', { token }),
  signOut: () => call<Session>('DELETE', '/session'),
  devices: () => call<Changes>('GET', '/devices'),
  definitions: () => call<ChartDefinition[]>('GET', '/definitions'),
  flight: (device: string, limit: number) =>
    call<{ entries: FlightEntry[]; note: string }>('GET', of(device, `/flight?limit=${limit}`)),
  command: (device: string, body: { action: string; service?: string; reason?: string; force?: boolean }) =>
    call<CommandAnswer>('POST', of(device, '/commands'), body),
  eventsPath: (since: string) => `api/events?since=${encodeURIComponent(since)}`,
  livePath: (device: string) => `api${of(device, '/live')}`,
  logsPath: (device: string, service: string) => `api${of(device, `/logs?service=${encodeURIComponent(service)}`)}`,
}

/**
 * Listens to a stream of events.
 * @param handlers by the name of the event, with its data read
 * @param onState whether the stream stands
 * @returns what ends it
 */
export function listen(
  path: string,
  handlers: Readonly<Record<string, (data: never) => void>>,
  onState: (isOpen: boolean) => void = () => {},
): () => void {
  const source = new EventSource(path)
  for (const [event, handle] of Object.entries(handlers))
    source.addEventListener(event, (message) => handle(JSON.parse((message as MessageEvent<string>).data) as never))
  source.addEventListener('open', () => onState(true))
  source.addEventListener('error', () => {
    onState(false)
    // Closed for good: the server did not answer with a stream. It may have forgotten us.
    if (source.readyState === EventSource.CLOSED) void api.session().then(({ signedIn }) => signedIn || onSignedOut())
  })
  return () => source.close()
}
