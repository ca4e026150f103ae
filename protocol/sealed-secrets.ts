/**
 * The secrets of a device: sealed by the operator, opened on the device.
 *
 * Invariant: what opens was sealed to this device's key, for this device and under this name; no error and no place
 * holds anything of a value.
 */
import type { KeyObject } from 'node:crypto'
import { HoldfastError } from './errors.ts'
import { openWith, publicKeyFrom, sealTo, TAG_BYTES } from './hpke.ts'
import { checkName } from './topics.ts'
import type { SealedSecret, Secrets } from './types.ts'

/** What a secret may be called: it is the name of a file, too. */
export const SECRET_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
/** Of one value. */
export const MAX_SECRET_BYTES = 64 * 1024
/** For one device; with the cap of the message, some 240 KiB of values. */
export const MAX_SECRETS = 128

/** For one device, and characters of one value. */
const MAX_VARIABLES = 128
const MAX_VARIABLE = 4096
/** For every service, or for one. */
const VARIABLE_NAME = /^([A-Za-z0-9][A-Za-z0-9._-]{0,63}:)?[A-Za-z_][A-Za-z0-9_]{0,127}$/

const INFO = new TextEncoder().encode('holdfast secret')

/** @param key X25519, 32 raw bytes */
export function sealSecret(key: Uint8Array, device: string, name: string, value: Uint8Array): SealedSecret {
  return { name, ...sealTo(publicKeyFrom(key), value, contextOf(device, name)) }
}

/** @throws HF_SECRET_UNREADABLE */
export function openSecret(key: KeyObject, device: string, { name, ...sealed }: SealedSecret): Uint8Array {
  try {
    return openWith(key, sealed, contextOf(device, name))
  } catch {
    // The cause says nothing, and is to say nothing.
    const message = 'is not sealed to the key that this device has now; seal it anew'
    throw new HoldfastError('HF_SECRET_UNREADABLE', message, { place: `secrets.${name}` })
  }
}

/**
 * The secrets themselves, when they are well formed.
 * @throws HF_SECRET_INVALID with the place of the first fault
 */
export function checkSecrets(secrets: Secrets): Secrets {
  try {
    checkName('device', secrets.device)
  } catch (cause) {
    throw invalid('secrets.device', 'is no name of a device', cause)
  }
  if (secrets.revision === 0) throw invalid('secrets.revision', 'is missing')
  if (secrets.secrets.length > MAX_SECRETS) throw invalid('secrets', `are more than ${MAX_SECRETS}`)
  const seen = new Set<string>()
  for (const [index, { name, encapsulatedKey, ciphertext }] of secrets.secrets.entries()) {
    const place = `secrets[${index}]`
    if (!SECRET_NAME.test(name)) throw invalid(place, `${JSON.stringify(name.slice(0, 64))} is not a name`)
    if (seen.has(name)) throw invalid(place, `${name} stands there twice`)
    seen.add(name)
    if (encapsulatedKey.byteLength !== 32) throw invalid(place, 'has no encapsulated key of 32 bytes')
    const bytes = ciphertext.byteLength - TAG_BYTES
    if (bytes < 0 || bytes > MAX_SECRET_BYTES) throw invalid(place, `has a value of ${bytes} bytes`)
  }
  checkVariables(secrets.variables)
  return secrets
}

/** @throws HF_SECRET_INVALID */
function checkVariables(variables: Readonly<Record<string, string>>): void {
  const names = Object.keys(variables)
  if (names.length > MAX_VARIABLES) throw invalid('variables', `are more than ${MAX_VARIABLES}`)
  for (const name of names) {
    const place = `variables.${name.slice(0, 64)}`
    if (!VARIABLE_NAME.test(name)) throw invalid(place, 'is not NAME or SERVICE:NAME')
    if (/(^|:)HOLDFAST_/.test(name)) throw invalid(place, 'is for the agent to give')
    const value = variables[name]!
    if (value.length > MAX_VARIABLE || value.includes('\0'))
      throw invalid(place, `is longer than ${MAX_VARIABLE}, or holds a zero`)
  }
}

function contextOf(device: string, name: string) {
  return { info: INFO, additional: new TextEncoder().encode(`${device}\0${name}`) }
}

function invalid(place: string, message: string, cause?: unknown): HoldfastError {
  return new HoldfastError('HF_SECRET_INVALID', message, { place, cause })
}
