/**
 * Records of a service on the operator's side, as JSON under a checksum.
 *
 * Invariant: pure; what is damaged, or of a form that is not known, is an error: a service that has forgotten a record
 * is worse than none.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { KvChange } from '../../storage/kv.ts'
import { RECORD_VERSION, seal, unseal } from '../../storage/record.ts'

/** What puts the record there; null takes it away. */
export function sealedJson(key: string, value: object | null): KvChange {
  if (value === null) return { key, value: null }
  const body = Buffer.from(JSON.stringify(value), 'utf8')
  return { key, value: seal(key, { version: RECORD_VERSION, revision: 0, body }) }
}

/**
 * The record as it was put there.
 * @throws HF_STORE_CORRUPT when it is damaged, or of a later version
 */
export function jsonIn<T>(key: string, bytes: Uint8Array): T {
  const sealed = unseal(key, bytes)
  if ('damage' in sealed)
    throw new HoldfastError('HF_STORE_CORRUPT', `it ${sealed.damage}; bring the directory back from a copy`, {
      place: key,
    })
  if (sealed.version !== RECORD_VERSION)
    throw new HoldfastError('HF_STORE_CORRUPT', `has the form ${sealed.version}, of a later version`, { place: key })
  return JSON.parse(Buffer.from(sealed.body).toString('utf8')) as T
}
