/**
 * The dashboard's server.
 *
 * Invariant: the order of the guards is here and nowhere else: our own name, then our own page for what changes
 * something, then the session, then the route. Only the page's files and signing in need no session.
 */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { HoldfastError } from '../../protocol/errors.ts'
import { withResolvers } from '../../protocol/es2024.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { FleetFeed } from './fleet-feed.ts'
import { checkHost, checkOwnPage, checkReader, cookieIn } from './guard.ts'
import { faultAnswer, HttpFault } from './http-fault.ts'
import { type ListenAddress, ownHosts, shownAddress } from './listen-address.ts'
import { LiveRelay } from './live-relay.ts'
import { type PageFiles, pageFolder, readPage } from './page-files.ts'
import { readJson, sendFile, sendJson } from './respond.ts'
import { ROUTES, type World } from './routes.ts'
import { SignIn } from './sign-in.ts'

export interface DashboardOptions {
  broker: BrokerOptions
  /** Port 0 takes a free one. */
  listen: ListenAddress
  token: string
  readOnly: boolean
  /** Other names that a browser may call it by, as in its header `Host`. */
  hosts: readonly string[]
  /** The sign-in may only go over TLS, which stands in front. */
  secureCookie: boolean
  /** The folder of the page. Default: where it is built. */
  page?: string
  warn(message: string): void
}

export interface Dashboard {
  /** `http://127.0.0.1:8600/` */
  url: string
  close(): Promise<void>
}

/**
 * Connects to the broker and listens.
 * @throws HF_DASHBOARD_UNAVAILABLE, HF_BROKER_UNAVAILABLE, HF_BROKER_REFUSED
 */
export async function serveDashboard(options: DashboardOptions): Promise<Dashboard> {
  const { warn, readOnly, broker, listen } = options
  const page = await readPage(options.page ?? pageFolder())
  const feed = await FleetFeed.open(broker, warn)
  const closing = new AbortController()
  const relay = new LiveRelay(feed, warn)
  const world: World = { feed, relay, broker, readOnly, warn, closing: closing.signal }
  const server = createServer()
  try {
    const port = await listenOn(server, listen)
    const desk = new FrontDesk(options, page, world, { ...listen, port })
    server.on('request', (request, response) => void desk.receive(request, response))
    const close = async (): Promise<void> => {
      relay.close()
      closing.abort()
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
      await feed.close()
    }
    return { url: shownAddress({ ...listen, port }), close }
  } catch (error) {
    await feed.close()
    throw error
  }
}

async function listenOn(server: Server, { host, port }: ListenAddress): Promise<number> {
  const started = withResolvers<void>()
  server.once('error', started.reject)
  server.listen(port, host, started.resolve)
  try {
    await started.promise
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new HoldfastError('HF_DASHBOARD_UNAVAILABLE', `cannot listen: ${code ?? String(cause)}`, {
      place: `${host}:${port}`,
      cause,
    })
  }
  return (server.address() as AddressInfo).port
}

class FrontDesk {
  readonly #page: PageFiles
  readonly #world: World
  readonly #signIn: SignIn
  readonly #hosts: ReadonlySet<string>
  /** Cookies are shared between the ports of a host. */
  readonly #cookie: string
  readonly #secure: boolean

  constructor({ token, hosts, secureCookie }: DashboardOptions, page: PageFiles, world: World, at: ListenAddress) {
    this.#page = page
    this.#world = world
    this.#signIn = new SignIn(token)
    this.#hosts = ownHosts(at, hosts)
    this.#cookie = `holdfast-${at.port}`
    this.#secure = secureCookie
  }

  async receive(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#answer(request, response)
    } catch (error) {
      if (!(error instanceof HoldfastError)) this.#world.warn(error instanceof Error ? `${error.stack}` : String(error))
      const { status, headers, body } = faultAnswer(error)
      if (response.headersSent) response.destroy()
      else await sendJson(request, response, body, status, headers)
    }
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    checkHost(request.headers, this.#hosts)
    const { pathname } = new URL(request.url ?? '/', 'http://dashboard')
    const method = request.method === 'HEAD' ? 'GET' : (request.method ?? '')
    if (!pathname.startsWith('/api/')) return this.#sendPage(request, response, method, pathname)
    if (method === 'GET') checkReader(request.headers)
    else checkOwnPage(request.headers, this.#hosts)
    const path = pathname.slice('/api'.length)
    if (path === '/session') return this.#session(request, response, method)
    if (!this.#signIn.has(cookieIn(request.headers.cookie, this.#cookie)))
      throw new HttpFault(401, 'HF_DASHBOARD_SIGN_IN', 'nobody is signed in')
    await this.#route(request, response, method, path)
  }

  #sendPage(request: IncomingMessage, response: ServerResponse, method: string, pathname: string): void {
    const file = method === 'GET' ? this.#page.get(pathname) : undefined
    if (file === undefined) throw new HttpFault(404, 'HF_DASHBOARD_REQUEST_INVALID', 'there is no such page')
    sendFile(request, response, file)
  }

  /** GET: whether one is signed in, POST: sign in, DELETE: sign out. */
  async #session(request: IncomingMessage, response: ServerResponse, method: string): Promise<void> {
    const key = cookieIn(request.headers.cookie, this.#cookie)
    const { readOnly } = this.#world
    if (method === 'GET') return sendJson(request, response, { signedIn: this.#signIn.has(key), readOnly })
    if (method === 'DELETE') {
      this.#signIn.close(key)
      return sendJson(request, response, { signedIn: false }, 200, this.#setCookie('', 0))
    }
    if (method !== 'POST') throw noSuchRoute()
    const { token } = await readJson(request)
    if (typeof token !== 'string') throw new HttpFault(400, 'HF_DASHBOARD_REQUEST_INVALID', 'token is text')
    const opened = this.#signIn.open(token.trim(), request.socket.remoteAddress ?? '')
    return sendJson(request, response, { signedIn: true, readOnly }, 200, this.#setCookie(opened, null))
  }

  #setCookie(value: string, maxAge: number | null): Record<string, string> {
    const age = maxAge === null ? '' : `; Max-Age=${maxAge}`
    const secure = this.#secure ? '; Secure' : ''
    return { 'set-cookie': `${this.#cookie}=${value}; Path=/; HttpOnly; SameSite=Strict${age}${secure}` }
  }

  async #route(request: IncomingMessage, response: ServerResponse, method: string, path: string): Promise<void> {
    for (const route of ROUTES) {
      const match = route.method === method ? route.path.exec(path) : null
      if (match === null) continue
      if (route.acts === true && this.#world.readOnly)
        throw new HttpFault(403, 'HF_DASHBOARD_READ_ONLY', 'nothing can be sent from here')
      const url = new URL(request.url ?? '/', 'http://dashboard')
      await route.run(this.#world, { request, response, url }, decodeName(match[1] ?? ''))
      return
    }
    throw noSuchRoute()
  }
}

function decodeName(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw noSuchRoute()
  }
}

function noSuchRoute(): HttpFault {
  return new HttpFault(404, 'HF_DASHBOARD_REQUEST_INVALID', 'there is no such path, or not with that method')
}
