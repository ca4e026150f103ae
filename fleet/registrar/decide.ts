/**
 * What a claim is answered.
 *
 * Invariant: pure. A name is never granted to a second key unless an operator approved the replacement; a claim that
 * was granted is answered the same again, and spends nothing; nothing is granted without a proof.
 */
import type { Asked } from './asked.ts'
import { type Decision, issue, limited, PENDING, refuse, refuseRevoked } from './decision.ts'
import { isSameMac, serialMac, tokenMac } from './proofs.ts'
import type { Change, ClaimRecord, DeviceRecord, Note, Registry, SerialRecord, TokenRecord, Via } from './records.ts'

export interface Rules {
  /** For how long after its end a certificate still proves who a device was. */
  recoveryMs: number
  /** How many claims may wait for an operator. */
  maxPending: number
  /** How many certificates that have not ended one device may have. */
  maxGiven: number
}

const DAY_MS = 86_400_000

export const DEFAULT_RULES: Rules = { recoveryMs: 365 * DAY_MS, maxPending: 1000, maxGiven: 16 }

export function decide(registry: Registry, asked: Asked, nowMs: number, rules: Rules): Decision {
  const holder = registry.device.get(registry.holders.get(asked.id) ?? '')
  if (holder !== undefined) return again(registry, holder, asked, nowMs, rules)
  return byWord(registry, asked, nowMs, rules) ?? byProof(registry, asked, nowMs, rules)
}

/** Its key is in force, or was. */
function again(registry: Registry, holder: DeviceRecord, asked: Asked, nowMs: number, rules: Rules): Decision {
  const { name: device, fleet, certificates } = holder
  if (holder.state === 'revoked') return refuseRevoked(holder, asked)
  if (holder.claim !== asked.id) return refuse('HF_CLAIM_REFUSED', 'a newer key is in force', asked, device)
  if (holder.encryptionKey !== asked.encryptionKey)
    return refuse('HF_CLAIM_INVALID', 'the encryption key is another than before', asked)
  if (asked.proof.via === 'renewal' && asked.proof.device !== device)
    return refuse('HF_CLAIM_INVALID', 'the key is that of another device', asked)
  if (nowMs < holder.notAfterMs)
    return { answer: { state: 'granted', device, fleet, certificates }, changes: [], note: null }
  return byWord(registry, asked, nowMs, rules) ?? recover(registry, holder, holder, asked, nowMs, rules)
}

/** What an operator has said of the claim; null: nothing yet. */
function byWord(registry: Registry, asked: Asked, nowMs: number, rules: Rules): Decision | null {
  const known = registry.claim.get(asked.id)
  if (known !== undefined && known.encryptionKey !== asked.encryptionKey)
    return refuse('HF_CLAIM_INVALID', 'the encryption key is another than before', asked)
  if (known?.state === 'rejected') return refuse('HF_CLAIM_REFUSED', 'an operator rejected it', asked)
  return known?.state === 'approved' ? approved(registry, known, asked, nowMs, rules) : null
}

function byProof(registry: Registry, asked: Asked, nowMs: number, rules: Rules): Decision {
  const { proof } = asked
  switch (proof.via) {
    case 'token':
      return byToken(registry, registry.token.get(proof.id), proof.mac, asked, nowMs, rules)
    case 'serial':
      return bySerial(registry, registry.serial.get(proof.serial), proof.mac, asked, nowMs, rules)
    case 'approval':
      return waitFor(registry, asked, 'nothing but its word', nowMs, rules)
    case 'recovery': {
      const device = registry.device.get(proof.device)
      if (device === undefined) return refuse('HF_DEVICE_UNKNOWN', 'no such device is known', asked)
      if (device.state === 'revoked') return refuseRevoked(device, asked)
      // A device that is told that it is revoked wipes its keys: never say so of what we merely do not know.
      if (registry.revoked.has(proof.serialNumber))
        return refuse('HF_DEVICE_REVOKED', 'the certificate shown was revoked', asked, device.name, {
          device: proof.device,
          claims: [proof.claim],
          volumes: false,
        })
      if (!device.given.some(({ serialNumber }) => serialNumber === proof.serialNumber))
        return refuse('HF_CLAIM_REFUSED', 'the certificate shown is not known', asked)
      return recover(registry, device, proof, asked, nowMs, rules)
    }
    case 'renewal': {
      const device = registry.device.get(proof.device)
      if (device === undefined) return refuse('HF_DEVICE_UNKNOWN', 'no such device is known', asked)
      if (device.state === 'revoked') return refuseRevoked(device, asked)
      if (!device.given.some(({ claim }) => claim === proof.holder))
        return refuse('HF_CLAIM_REFUSED', 'the key that signed for it is none of the device', asked, device.name)
      return next(device, 'renewal', nowMs, rules)
    }
  }
}

function byToken(
  registry: Registry,
  token: TokenRecord | undefined,
  mac: Uint8Array,
  asked: Asked,
  nowMs: number,
  rules: Rules,
): Decision {
  // One sentence for both: whoever guesses learns nothing.
  if (token === undefined || !isSameMac(tokenMac(token.secret, asked.id), mac))
    return refuse('HF_CLAIM_REFUSED', 'the token is not known', asked)
  if (token.revoked) return refuse('HF_CLAIM_REFUSED', 'the token was revoked', asked, token.id)
  if (nowMs >= token.expiresMs) return refuse('HF_CLAIM_REFUSED', 'the token is over', asked, token.id)
  if (token.used >= token.uses) return refuse('HF_CLAIM_REFUSED', 'the token is used up', asked, token.id)
  if (asked.fleet !== '' && asked.fleet !== token.fleet)
    return refuse('HF_CLAIM_REFUSED', `the token is for another fleet than ${asked.fleet}`, asked, token.id)
  const device = nameFor(asked, '')
  if (registry.device.has(device)) return waitFor(registry, asked, `the name ${device} is in use`, nowMs, rules)
  const spends: Change = { table: 'token', key: token.id, value: { ...token, used: token.used + 1 } }
  return issue({ device, fleet: token.fleet, via: 'token', by: token.id, replaces: false, spends })
}

function bySerial(
  registry: Registry,
  record: SerialRecord | undefined,
  mac: Uint8Array,
  asked: Asked,
  nowMs: number,
  rules: Rules,
): Decision {
  if (record === undefined || !isSameMac(serialMac(record.code, asked.id), mac))
    return refuse('HF_CLAIM_REFUSED', 'the serial is not known, or its code is another', asked)
  const { serial } = record
  if (record.claim !== '') return refuse('HF_CLAIM_REFUSED', "the serial's code was used", asked, serial)
  const fleet = record.fleet === '' ? asked.fleet : record.fleet
  if (asked.fleet !== '' && asked.fleet !== fleet)
    return refuse('HF_CLAIM_REFUSED', `the serial is for another fleet than ${asked.fleet}`, asked, serial)
  const device = record.device === '' ? nameFor(asked, serial) : record.device
  if (fleet === '') return waitFor(registry, asked, 'no fleet was named', nowMs, rules)
  if (registry.device.has(device)) return waitFor(registry, asked, `the name ${device} is in use`, nowMs, rules)
  const spends: Change = { table: 'serial', key: serial, value: { ...record, claim: asked.id } }
  return issue({ device, fleet, via: 'serial', by: serial, replaces: false, spends })
}

function approved(registry: Registry, known: ClaimRecord, asked: Asked, nowMs: number, rules: Rules): Decision {
  const { device, fleet, replaces } = known
  const held = registry.device.get(device)
  if (!replaces && held !== undefined && known.returns !== undefined) {
    if (held.state === 'revoked') return refuseRevoked(held, asked)
    if (isReturn(known, held)) return issue({ device, fleet, via: 'recovery', by: '', replaces: false, spends: null })
  }
  if (held !== undefined && !replaces) return waitFor(registry, asked, `the name ${device} is in use`, nowMs, rules)
  return issue({ device, fleet, via: 'approval', by: '', replaces: held !== undefined, spends: null })
}

/** Whether it is the device itself that asks to come back, and nobody else has its name by now. */
export function isReturn({ returns, device }: ClaimRecord, held: DeviceRecord): boolean {
  const isItsKey = held.claim === returns || held.given.some(({ claim }) => claim === returns)
  return held.name === device && held.state === 'active' && isItsKey
}

/** @param shown the certificate that says who it was */
function recover(
  registry: Registry,
  device: DeviceRecord,
  shown: Pick<DeviceRecord, 'claim' | 'notAfterMs'>,
  asked: Asked,
  nowMs: number,
  rules: Rules,
): Decision {
  const sinceMs = nowMs - shown.notAfterMs
  if (sinceMs <= rules.recoveryMs) return next(device, 'recovery', nowMs, rules)
  const why = `its certificate ended ${Math.floor(sinceMs / DAY_MS)} days ago, and it asks to come back`
  const { name, fleet, movesTo = fleet } = device
  return waitFor(registry, asked, why, nowMs, rules, { device: name, fleet: movesTo, returns: shown.claim })
}

/** The next certificate of a device that is known. */
function next(device: DeviceRecord, via: Via, nowMs: number, rules: Rules): Decision {
  if (device.given.filter(({ notAfterMs }) => notAfterMs > nowMs).length >= rules.maxGiven)
    return limited('the device has as many certificates as it may')
  const fleet = device.movesTo ?? device.fleet
  return issue({ device: device.name, fleet, via, by: '', replaces: false, spends: null })
}

/** An operator has to look at it. @param as who it would be, if not as it wishes */
function waitFor(
  registry: Registry,
  asked: Asked,
  why: string,
  nowMs: number,
  rules: Rules,
  as: Pick<ClaimRecord, 'device' | 'fleet' | 'returns'> = asked,
): Decision {
  const { device, fleet, returns } = as
  const known = registry.claim.get(asked.id)
  if (known === undefined && registry.claim.size >= rules.maxPending)
    return limited('as many claims wait for an operator as may')
  const value: ClaimRecord = {
    id: asked.id,
    state: 'pending',
    device,
    fleet,
    replaces: false,
    ...(returns === undefined ? {} : { returns }),
    why,
    board: asked.board,
    host: asked.host,
    request: Buffer.from(asked.request.der).toString('base64'),
    encryptionKey: asked.encryptionKey,
    attempt: asked.attempt,
    firstMs: known?.firstMs ?? nowMs,
    lastMs: nowMs,
  }
  const note: Note | null = known === undefined ? { event: 'waits', claim: asked.id, device, fleet, why } : null
  return {
    answer: PENDING,
    changes: [{ table: 'claim', key: asked.id, value }],
    note,
  }
}

/** As it wishes, or by its serial, or by its key. */
function nameFor(asked: Asked, serial: string): string {
  if (asked.device !== '') return asked.device
  const fit = serial.replace(/[^A-Za-z0-9._-]/g, '-').replace(/^[^A-Za-z0-9]+/, '')
  return fit === '' ? `d-${asked.id.slice(0, 12)}` : fit.slice(0, 64)
}
