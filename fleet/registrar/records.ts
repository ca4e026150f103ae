/**
 * What the registrar remembers.
 *
 * Invariant: plain JSON; names are such as `checkName` takes, times are Unix milliseconds, serial numbers are plain
 * (`plainSerial`). A field is added with a default where it is read, never changed in place.
 */

/** How a claim was proved. */
export type Via = 'token' | 'serial' | 'approval' | 'recovery' | 'renewal'

/** A certificate that was given out, as long as it may matter. */
export interface GivenCertificate {
  /** Whose key it is for. */
  claim: string
  serialNumber: string
  notAfterMs: number
}

export interface DeviceRecord {
  name: string
  fleet: string
  state: 'active' | 'revoked'
  /** The claim whose key is in force. */
  claim: string
  /** Its certificates, PEM: given again to who asks again. */
  certificates: string
  notAfterMs: number
  /** X25519, base64: secrets for the device are encrypted to it. */
  encryptionKey: string
  /** Every certificate that was given to it and may still be shown to somebody. */
  given: GivenCertificate[]
  via: Via
  /** Which token or serial; empty otherwise. */
  by: string
  enrolledMs: number
  renewedMs: number
  revokedMs: number
  /** With the identity the volumes were to go. */
  erased: boolean
  lastSeenMs: number
  /** An operator's words for it. */
  tags: string[]
  /** The fleet that its next certificate is for; absent: the same. */
  movesTo?: string
}

/** A claim that an operator has to decide on, or has decided on. */
export interface ClaimRecord {
  id: string
  state: 'pending' | 'approved' | 'rejected'
  /** Once approved: who it shall be; before that, who it would like to be. */
  device: string
  fleet: string
  /** Approved although the name is in use. */
  replaces: boolean
  /** It asks to come back as that device, and has shown the key of this claim, that device's own; absent: it does not. */
  returns?: string
  /** Why nobody but an operator can decide; for people. */
  why: string
  /** What the board calls itself, and what it runs; for people. */
  board: string
  host: string
  /** PKCS#10, base64: answered without the device once it is approved. */
  request: string
  encryptionKey: string
  attempt: number
  firstMs: number
  lastMs: number
}

export interface TokenRecord {
  id: string
  /** 16 bytes, base64url. A secret. */
  secret: string
  fleet: string
  uses: number
  used: number
  createdMs: number
  expiresMs: number
  revoked: boolean
}

export interface SerialRecord {
  serial: string
  /** A secret. */
  code: string
  /** Empty: the one that the device wishes. */
  fleet: string
  /** Empty: as the device wishes, or as its serial. */
  device: string
  /** The claim that used the code; empty: none has. */
  claim: string
}

export interface RevokedRecord {
  serialNumber: string
  device: string
  revokedMs: number
  /** From then on it need not be on the list. */
  notAfterMs: number
}

export interface Tables {
  device: DeviceRecord
  claim: ClaimRecord
  token: TokenRecord
  serial: SerialRecord
  revoked: RevokedRecord
}

export type TableName = keyof Tables

export const TABLE_NAMES = ['device', 'claim', 'token', 'serial', 'revoked'] as const satisfies readonly TableName[]

/** One change; a null value removes. */
export type Change = { [T in TableName]: { table: T; key: string; value: Tables[T] | null } }[TableName]

/** All of it, as decisions see it. */
export type Registry = { readonly [T in TableName]: ReadonlyMap<string, Tables[T]> } & {
  /** Whose key a claim is, or was: devices by the claims of what was given to them. */
  readonly holders: ReadonlyMap<string, string>
}

/** A line of the audit log, before it has its number and time. Holds no secret. */
export interface Note {
  event: string
  device?: string
  fleet?: string
  claim?: string
  via?: Via
  by?: string
  serialNumber?: string
  why?: string
}
