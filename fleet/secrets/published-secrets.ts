/**
 * The secrets and variables that stand on the broker for a device.
 *
 * Invariant: what does not count, or cannot be read, is as if nothing stood there; nothing of it is signed again.
 */
import { decode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { envelopeOf, open, type Trusted } from '../../protocol/signature.ts'
import type { Secrets } from '../../protocol/types.ts'

/** @param trusted as the chain of its fleet says; where none is published, the operator's own keys */
export function countedSecrets(bytes: Uint8Array | null, trusted: Trusted, device: string): Secrets | null {
  return read(bytes, device, (signed) => open(KINDS.Secrets, signed, trusted))
}

/** Whoever has signed it: to look at. */
export function shownSecrets(bytes: Uint8Array | null, device: string): Secrets | null {
  return read(bytes, device, (signed) => decode(KINDS.Secrets, envelopeOf(KINDS.Secrets, signed).payload))
}

function read(bytes: Uint8Array | null, device: string, by: (signed: Uint8Array) => Secrets): Secrets | null {
  if (bytes === null) return null
  try {
    const secrets = by(bytes)
    return secrets.device === device ? secrets : null
  } catch (error) {
    if (error instanceof HoldfastError) return null
    throw error
  }
}
