/**
 * From a broker's name to its addresses.
 *
 * Invariant: one question per name is under way at a time. The system's resolver cannot be interrupted and holds one of
 * the few threads that the database needs too: a second question would not be answered sooner.
 */
import { type LookupAddress, lookup } from 'node:dns'
import { isIP } from 'node:net'
import { inStage, STAGE_MS } from './stages.ts'

export type Lookup = (host: string) => Promise<LookupAddress[]>

const underWay = new Map<string, Promise<LookupAddress[]>>()

/**
 * All addresses of a name, in the system's order; an address is its own.
 * @throws StageError "dns" when there is none, or no answer in time
 */
export async function resolve(
  host: string,
  { limitMs, signal, ask = systemLookup }: { limitMs: number; signal: AbortSignal; ask?: Lookup | undefined },
): Promise<LookupAddress[]> {
  const family = isIP(host)
  if (family !== 0) return [{ address: host, family }]
  const terms = {
    ms: Math.min(limitMs, STAGE_MS.dns),
    late: 'DNS does not answer',
    attempt: 'the name has no address',
    signal,
  }
  return inStage('dns', host, terms, () => shared(host, ask))
}

function shared(host: string, ask: Lookup): Promise<LookupAddress[]> {
  const asked = underWay.get(host)
  if (asked !== undefined) return asked
  const answer = ask(host).finally(() => underWay.delete(host))
  underWay.set(host, answer)
  // Whoever asked may have given up.
  answer.catch(() => undefined)
  return answer
}

function systemLookup(host: string): Promise<LookupAddress[]> {
  return new Promise((done, fail) => {
    lookup(host, { all: true }, (error, addresses) => (error === null ? done(addresses) : fail(error)))
  })
}
