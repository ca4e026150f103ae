/**
 * What an operator compares before approving.
 *
 * Invariant: the same as the device shows: the claim's first 16 digits, upper case, in groups of four.
 */
export function fingerprintOf(claim: string): string {
  return claim.slice(0, 16).toUpperCase().match(/.{4}/g)?.join('-') ?? ''
}
