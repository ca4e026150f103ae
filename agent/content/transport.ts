/**
 * One HTTP request, and the pieces of its answer.
 *
 * Invariant: it fails only with a HoldfastError; whoever is silent for longer than the limit is given up, before the
 * answer and in the middle of it, and so is who gives next to nothing; little more is held than the piece under way.
 */
import { Agent as HttpAgent, type IncomingMessage, request as overHttp, type RequestOptions } from 'node:http'
import { Agent as HttpsAgent, request as overHttps } from 'node:https'
import { isIP, type Socket } from 'node:net'
import { connect as connectTls, rootCertificates } from 'node:tls'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { ProxyAddress } from '../reach/proxy.ts'
import { BEGUN, type Demand, LEAST_BYTES, PACE_MS, wentOn } from './pace-rule.ts'

export interface Asking {
  url: URL
  /** Left out: GET. */
  method?: 'HEAD'
  headers: Record<string, string>
  /** PEM, believed besides the usual authorities. */
  ca: string | undefined
  /** Through which it is asked, by a tunnel. */
  proxy: ProxyAddress | null
  signal: AbortSignal
  /** For errors. */
  place: string
  /** Bytes that have to come while its pace is looked at. Default: as many as of one without any other. */
  least?: number | undefined
}

/** Of at most 64 KiB each. */
const QUEUE_PIECES = 16

export class Transport {
  readonly #silentMs: number
  readonly #paceMs: number
  readonly #http = new HttpAgent({ keepAlive: true })
  readonly #https = new HttpsAgent({ keepAlive: true })

  /**
   * @param silentMs how long a server may say nothing
   * @param paceMs for how long it may give less than what has to come
   */
  constructor(silentMs: number, paceMs = PACE_MS) {
    this.#silentMs = silentMs
    this.#paceMs = paceMs
  }

  /** The answer, whatever its status; whoever does not read it to its end destroys it. @throws HF_REGISTRY_UNAVAILABLE, HF_CANCELLED */
  async get(asking: Asking): Promise<IncomingMessage> {
    const { url, method = 'GET', ca, proxy, headers, signal } = asking
    const options: RequestOptions & { ca?: string[] } = {
      method,
      headers: { 'user-agent': 'holdfast', ...headers },
      ...(ca === undefined ? {} : { ca: [...rootCertificates, ca] }),
    }
    const send = url.protocol === 'https:' ? overHttps : overHttp
    return this.#within(asking, async () => {
      if (proxy === null) {
        const agent = url.protocol === 'https:' ? this.#https : this.#http
        return this.#sent(asking, send(url, { ...options, agent, signal }))
      }
      const socket = await this.#tunnel(asking, proxy)
      const host = bareHost(url)
      // An address is no name to be told to a server, but the certificate is held to it.
      const through = (): Socket =>
        url.protocol === 'https:'
          ? connectTls({ ca: options.ca, socket, host, ...(isIP(host) === 0 ? { servername: host } : {}) })
          : socket
      return this.#sent(asking, send(url, { ...options, createConnection: through, signal }))
    })
  }

  /** @throws HF_REGISTRY_UNAVAILABLE when it breaks off or says nothing, HF_CANCELLED */
  async *pieces(answer: IncomingMessage, asking: Asking): AsyncGenerator<Uint8Array> {
    const queue: Uint8Array[] = []
    /** Bytes since the pace was looked at: also those that come while nobody waits are given. */
    let came = 0
    let end: { error: unknown } | null = null
    let wake = (): void => {}
    const over = (error: unknown): void => {
      end ??= { error }
      wake()
    }
    answer.on('error', over)
    answer.once('end', () => over(null))
    answer.once('close', () => over(answer.complete ? null : new Error('it broke off')))
    // What has come counts, also of one that breaks off right after it: a stream that is paused would lose it.
    answer.on('data', (piece: Uint8Array) => {
      queue.push(piece)
      came += piece.length
      if (queue.length >= QUEUE_PIECES) answer.pause()
      wake()
    })
    const silent = (): void => void answer.destroy(new Error(this.#silence()))
    const demand = { least: asking.least ?? LEAST_BYTES, windowMs: this.#paceMs }
    let pace = BEGUN
    try {
      for (;;) {
        for (let piece = queue.shift(); piece !== undefined; piece = queue.shift()) yield piece
        const ended = end as { error: unknown } | null
        if (ended !== null && ended.error === null) return
        if (ended !== null) throw failed(asking, ended.error, 'broke off')
        // Only while something is waited for: whoever reads slowly is not to be taken for a silent server.
        const timer = setTimeout(silent, this.#silentMs)
        const sinceMs = performance.now()
        await new Promise<void>((resolve) => {
          wake = resolve
          answer.resume()
        })
        clearTimeout(timer)
        const next = wentOn(pace, performance.now() - sinceMs, came, demand)
        came = 0
        if (next === null && end === null) over(new TooSlow(demand))
        pace = next ?? BEGUN
      }
    } finally {
      if (!answer.complete) answer.destroy()
    }
  }

  close(): void {
    this.#http.destroy()
    this.#https.destroy()
  }

  #silence(): string {
    return `has said nothing for ${this.#silentMs / 1000} s`
  }

  async #within(asking: Asking, act: () => Promise<IncomingMessage>): Promise<IncomingMessage> {
    try {
      return await act()
    } catch (error) {
      throw failed(asking, error, 'does not answer')
    }
  }

  #sent(asking: Asking, request: ReturnType<typeof overHttp>): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => request.destroy(new Error(this.#silence())), this.#silentMs)
      request.once('response', (answer) => {
        clearTimeout(timer)
        // Its end is heard of by whoever reads it.
        answer.on('error', () => {})
        resolve(answer)
      })
      request.once('error', (error) => {
        clearTimeout(timer)
        reject(error)
      })
      request.on('error', () => {})
      request.end()
      if (asking.signal.aborted) request.destroy()
    })
  }

  async #tunnel({ url, signal }: Asking, proxy: ProxyAddress): Promise<Socket> {
    // Loaded by the first device that has one.
    const { openTunnel } = await import('../reach/tunnel.ts')
    const port = Number(url.port) || (url.protocol === 'https:' ? 443 : 80)
    const beyond = { host: bareHost(url), port, what: url.host }
    try {
      return await openTunnel(proxy, beyond, { limitMs: this.#silentMs, signal })
    } catch (cause) {
      // Its code is one of brokers.
      throw new Error(faultOf(cause).message, { cause })
    }
  }
}

/** Without the brackets of IPv6. */
function bareHost({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '')
}

/** Something came, and too little of it. */
class TooSlow extends Error {
  constructor({ least, windowMs }: Demand) {
    super(`it has given less than ${least} bytes in ${windowMs / 1000} s`)
  }
}

/** Whether a request was given up because too little came. */
export function isTooSlow({ cause }: Error): boolean {
  return cause instanceof TooSlow
}

function failed({ url, signal, place }: Asking, cause: unknown, what: string): HoldfastError {
  if (signal.aborted) return new HoldfastError('HF_CANCELLED', 'the fetching was given up', { place })
  if (cause instanceof HoldfastError) return cause
  const { code, message } = cause as NodeJS.ErrnoException
  return new HoldfastError('HF_REGISTRY_UNAVAILABLE', `${url.host} ${what}: ${code ?? message}`, { place, cause })
}
