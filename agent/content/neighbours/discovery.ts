/**
 * Neighbours by multicast DNS (RFC 6762, DNS-SD): who is there, and that this device is.
 *
 * Invariant: quiet while nobody fetches: it asks when it is asked, and answers. What is found is an address of the local
 * network, that the answer itself came from; everything else in an answer is of no account.
 */
import { randomBytes } from 'node:crypto'
import { networkInterfaces } from 'node:os'
import type { ClockPort } from '../../../machines/ports.ts'
import type { Log } from '../../log.ts'
import { isLocal, portIn, type Records } from './discovery-rule.ts'
import { addressText } from './neighbour-config.ts'

export interface Discovery {
  found(): Promise<readonly string[]>
  close(): Promise<void>
}

export const SERVICE = '_holdfast._tcp.local'
/** So long answers are waited for. */
const ANSWERS_MS = 400
const FRESH_MS = 30_000
/** Whoever has not answered for so long is forgotten. */
const FORGOTTEN_MS = 600_000
const MOST_FOUND = 64
/** Of answers in general; in seconds. */
const TTL = 120

interface Options {
  /** Null: it is not told of. */
  listen: { host: string; port: number } | null
  clock: ClockPort
  log: Log
  /** So long nobody is asked again, in milliseconds. Default 30,000. */
  freshMs?: number
}

/** @throws what the socket throws */
export async function discover({ listen, clock, log, freshMs = FRESH_MS }: Options): Promise<Discovery> {
  const { default: multicastDns } = await import('multicast-dns')
  // Bound to all: one that is bound to an address hears no multicast.
  const mdns = multicastDns({ bind: '0.0.0.0', ...(listen === null ? {} : { interface: listen.host }) })
  /** When each was heard of last: monotonic, milliseconds. */
  const heard = new Map<string, number>()
  let askedMs = Number.NEGATIVE_INFINITY
  let asking: Promise<void> | null = null
  const closing = new AbortController()
  const name = `${randomBytes(6).toString('hex')}.${SERVICE}`

  const say = (): void => {
    if (listen === null) return
    const target = `${name.split('.')[0]}.local`
    mdns.respond({
      answers: [{ name: SERVICE, type: 'PTR', ttl: TTL, data: name }],
      additionals: [
        { name, type: 'SRV', ttl: TTL, data: { port: listen.port, target } },
        { name: target, type: 'A', ttl: TTL, data: listen.host },
      ],
    })
  }
  mdns.on('query', ({ questions }: { questions: { name: string; type: string }[] }) => {
    if (questions.some((asked) => asked.name === SERVICE && (asked.type === 'PTR' || asked.type === 'ANY'))) say()
  })
  mdns.on('response', (records: Records, { address }: { address: string }) => {
    const port = portIn(records, SERVICE)
    if (port === null || !isLocal(address, Object.values(networkInterfaces()).flat())) return
    const one = addressText({ host: address, port })
    if (heard.size < MOST_FOUND || heard.has(one)) heard.set(one, clock.now().monoMs)
  })
  for (const event of ['error', 'warning'])
    mdns.on(event, (error: Error) => log.debug('multicast DNS', { message: error.message }))

  const ask = async (): Promise<void> => {
    askedMs = clock.now().monoMs
    mdns.query(SERVICE, 'PTR')
    await clock.sleep(ANSWERS_MS, closing.signal).catch(() => {}) // closed
  }
  return {
    async found() {
      if (clock.now().monoMs - askedMs > freshMs)
        asking = ask().finally(() => {
          asking = null
        })
      await asking
      const oldest = clock.now().monoMs - FORGOTTEN_MS
      for (const [address, atMs] of heard) if (atMs < oldest) heard.delete(address)
      return [...heard.keys()]
    },
    close() {
      closing.abort()
      return new Promise((resolve) => mdns.destroy(() => resolve()))
    },
  }
}
