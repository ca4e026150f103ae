/**
 * Who fetches a blob from outside, when several devices of one network want it.
 *
 * Invariant: pure; every device decides alike by the same facts. A device goes outside only while it claims the blob, and has
 * seen, since it began to claim it, that nobody else has it, fetches it or claims it: so of devices that see each other no
 * two go, in whatever order they look. Of several that claim it the highest rank keeps the claim, and the others give theirs up.
 */
import { createHash } from 'node:crypto'

/** What a device is to a blob: `growing` is of one that comes from outside. */
export type BlobState = 'none' | 'claiming' | 'growing' | 'whole'

export interface Sighting {
  /** "192.168.7.3:48482" */
  address: string
  state: BlobState
}

export type Verdict =
  /** That one has it. */
  | { act: 'take'; from: string }
  /** That one brings it, or is about to: whoever claims it gives that up. */
  | { act: 'wait'; for: string }
  /** Nobody is at it: the blob is claimed, and they are looked at once more. */
  | { act: 'claim' }
  /** Others are about to give up: the claim stands, and they are looked at again. */
  | { act: 'look'; for: string }
  /** From outside. */
  | { act: 'fetch' }

/**
 * Of a device that wants the blob.
 * @param isClaimed since before it looked at any of them
 * @param self its own address; empty: it does not listen, and nobody sees its claims
 * @param seen what the others are to it, by their own word
 */
export function decide(digest: string, self: string, isClaimed: boolean, seen: readonly Sighting[]): Verdict {
  const ranked = seen.toSorted((a, b) => compare(rank(digest, b.address), rank(digest, a.address)))
  const first = (state: BlobState): string | undefined => ranked.find((one) => one.state === state)?.address
  // Each begins with another one, so that one that has it does not give it to all.
  const holders = seen.filter(({ state }) => state === 'whole').map(({ address }) => address)
  const [from] = holders.toSorted((a, b) => compare(rank(digest, self + b), rank(digest, self + a)))
  if (from !== undefined) return { act: 'take', from }
  const grower = first('growing')
  if (grower !== undefined) return { act: 'wait', for: grower }
  const rival = first('claiming')
  if (rival === undefined) return { act: isClaimed ? 'fetch' : 'claim' }
  const isAbove = isClaimed && self !== '' && compare(rank(digest, self), rank(digest, rival)) > 0
  return isAbove ? { act: 'look', for: rival } : { act: 'wait', for: rival }
}

/** Of a device, for a blob (rendezvous hashing): the same wherever it is reckoned, and another for each blob. */
function rank(digest: string, address: string): string {
  return createHash('sha256').update(`${digest} ${address}`).digest('hex')
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
