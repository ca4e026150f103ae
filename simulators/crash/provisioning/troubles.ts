/**
 * What may go wrong around a device that is provisioned, for as long as a scenario says.
 *
 * Invariant: it outlives power cuts, as what is broken does; nothing is ever lost by it that a real one would keep.
 */
import type { CredentialFiles } from '../../../agent/provisioning/credential-files.ts'
import type { KeyFiles } from '../../../agent/provisioning/key-files.ts'
import type { Authority } from '../../../fleet/registrar/authority.ts'
import { decode, encode, KINDS } from '../../../protocol/codec.ts'
import { ClaimState } from '../../../protocol/enums.ts'
import { HoldfastError } from '../../../protocol/errors.ts'
import type { ClaimAnswer } from '../../../protocol/types.ts'

export interface Troubles {
  /** On which keys, and what was given to claim with, stand; the database is on another one. */
  disk: 'sound' | 'read-only' | 'unreadable'
  /** It does nothing; what was asked meanwhile waits for it. */
  registrarIsDown: boolean
  /** No certificate can be made. */
  authorityFails: boolean
  /** Whatever the certificate. */
  brokerRefuses: boolean
  /** The broker takes none but the first certificate of a device. */
  brokerRefusesNext: boolean
  /** Somebody in between puts another device's name into what is granted. */
  answersAreForged: boolean
  /** What the device's clock says at each boot, Unix milliseconds; null: the truth. */
  clockBeginsMs: number | null
}

export const NO_TROUBLES: Troubles = {
  disk: 'sound',
  registrarIsDown: false,
  authorityFails: false,
  brokerRefuses: false,
  brokerRefusesNext: false,
  answersAreForged: false,
  clockBeginsMs: null,
}

type Disk = () => Troubles['disk']

export function keyFilesOn(files: KeyFiles, disk: Disk): KeyFiles {
  return {
    list: () => files.list(),
    read: async (name) => (disk() === 'unreadable' ? unreadable() : files.read(name)),
    write: async (name, text) => (disk() === 'read-only' ? unwritable() : files.write(name, text)),
    // As on a real one: nothing to remove is no error.
    remove: async (names) => (disk() === 'read-only' && names.length > 0 ? unwritable() : files.remove(names)),
  }
}

export function credentialOn(files: CredentialFiles, disk: Disk): CredentialFiles {
  return {
    read: async (path) => (disk() === 'unreadable' ? unreadable() : files.read(path)),
    remove: async (path) => (disk() === 'read-only' ? unwritable() : files.remove(path)),
  }
}

export function authorityIn(authority: Authority, troubles: () => Troubles): Authority {
  return {
    isElsewhere: authority.isElsewhere,
    certificate: authority.certificate,
    issue: async (...asked) => {
      if (troubles().authorityFails) throw new HoldfastError('HF_AUTHORITY_FAILED', 'simulated')
      return authority.issue(...asked)
    },
    revocationList: (...asked) => authority.revocationList(...asked),
    signRevocation: (bytes) => authority.signRevocation(bytes),
  }
}

/** What comes to the device of an answer; whatever is no grant comes as it was sent. */
export function answerIn(payload: Uint8Array, { answersAreForged }: Troubles): Uint8Array {
  if (!answersAreForged) return payload
  const answer = decode<ClaimAnswer>(KINDS.ClaimAnswer, payload)
  const isGrant = answer.state === ClaimState.CLAIM_STATE_GRANTED
  return isGrant ? encode(KINDS.ClaimAnswer, { ...answer, device: 'press-8' }) : payload
}

function unreadable(): never {
  throw new HoldfastError('HF_FILE_UNREADABLE', 'simulated')
}

function unwritable(): never {
  throw new HoldfastError('HF_STORE_UNWRITABLE', 'simulated')
}
