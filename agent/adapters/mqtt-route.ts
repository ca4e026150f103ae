/**
 * One broker of the list, and what is known of it.
 *
 * Invariant: of one device's routes at most one carries a connection; which MQTT it speaks and whether we are
 * subscribed is remembered for each by itself.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { parseBrokerUrl } from '../broker-url.ts'
import { hostOf, type OpenStream, openStream, portOf } from '../reach/open-stream.ts'
import { type ProxySources, proxyFor } from '../reach/proxy-rule.ts'
import type { End } from './mqtt-connection.ts'
import { type Endpoint, tlsTerms } from './mqtt-options.ts'
import { nextVersion, refusesVersion, type Version } from './mqtt-reasons.ts'

export class Route {
  readonly endpoint: Endpoint
  readonly address: URL
  /** For errors and people. */
  readonly host: string
  version: Version
  /** Our topics are in the session that it keeps, and this process has put them there. */
  isSubscribed = false
  /** The first version that was tried since one was accepted: after both, it is time to wait. */
  #fellBack = false
  /** What it spoke last; null: nothing yet, or it has refused that since. */
  #spoken: Version | null = null

  /** @throws HF_CONFIG_INVALID when the URL is not one of a broker */
  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint
    this.address = parseBrokerUrl(endpoint.url)
    this.host = hostOf(this.address)
    this.version = endpoint.protocol === '3.1.1' ? 4 : 5
  }

  /** @throws StageError, HF_FILE_UNREADABLE, HF_CONFIG_INVALID for a variable that names no proxy, HF_CANCELLED */
  async open(limitMs: number, signal: AbortSignal, sources: ProxySources): Promise<OpenStream> {
    const { address, endpoint } = this
    const port = portOf(address)
    const proxy = proxyFor(address, port, endpoint.proxy, sources)
    const tls = await tlsTerms(endpoint)
    const way = { address, port, proxy, limitMs, signal }
    try {
      return await openStream({ ...way, tls })
    } catch (error) {
      const { caFile, timeFloorMs, judgedByFloor } = endpoint
      const isOfTime = error instanceof HoldfastError && error.code === 'HF_CLOCK_WRONG'
      // Authorities that every browser trusts rely on the end of what they issue: not by them.
      if (!isOfTime || caFile === undefined || timeFloorMs === undefined) throw error
      const open = await openStream({ ...way, tls: { ...tls, floorMs: timeFloorMs() } })
      judgedByFloor?.()
      return open
    }
  }

  /** After an attempt. @returns whether to try the same broker again at once, by the other version */
  learn(end: End): boolean {
    if (end.accepted) {
      this.#fellBack = false
      this.#spoken = this.version
    } else if ((this.endpoint.protocol ?? 'auto') === 'auto') {
      const refused = refusesVersion(end.error)
      if (refused && this.version === this.#spoken) this.#spoken = null
      this.version = nextVersion(this.version, { refused, silent: closedSilently(end) })
      // One that hangs up while it is in trouble has not forgotten what it spoke before.
      const isAtOnce = refused && (!this.#fellBack || this.version === this.#spoken)
      this.#fellBack = true
      return isAtOnce
    }
    return false
  }
}

/** Closed after our CONNECT, without any answer to it. */
function closedSilently({ accepted, silent, error }: End): boolean {
  if (accepted || silent || !(error instanceof Error)) return false
  return !('code' in error) || error.code === 'ECONNRESET'
}
