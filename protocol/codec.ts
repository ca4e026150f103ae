/**
 * The one codec between bytes and plain data.
 *
 * Invariant: what `encode` returns decodes to what it was given, or it throws; what `decode` returns has
 * passed the size cap of its kind, and no number in it has lost precision.
 */
import { HoldfastError } from './errors.ts'
import { holdfast } from './messages.js'
import type * as T from './types.ts'

const KiB = 1024

/** A generated message class, as far as the codec needs it. */
interface MessageClass {
  encode(message: object): { finish(): Uint8Array }
  decode(bytes: Uint8Array): object
}

/** A kind of message: its class, and the most bytes that one may have. */
export interface Kind<M> {
  readonly name: string
  readonly maxBytes: number
  readonly type: MessageClass
  /** Only for the type checker: the plain form. */
  readonly plain?: M
}

function kind<M>(name: keyof typeof holdfast.v1, maxBytes: number): Kind<M> {
  return { name: `holdfast.v1.${name}`, maxBytes, type: holdfast.v1[name] as unknown as MessageClass }
}

/** Every kind of message that is encoded by itself, with its size cap in bytes. */
export const KINDS = {
  Signed: kind<T.Signed>('Signed', 512 * KiB),
  Target: kind<T.Target>('Target', 500 * KiB),
  Release: kind<T.Release>('Release', 400 * KiB),
  Service: kind<T.Service>('Service', 400 * KiB),
  Network: kind<T.Network>('Network', 64 * KiB),
  NetworkConfig: kind<T.NetworkConfig>('NetworkConfig', 64 * KiB),
  Rollout: kind<T.Rollout>('Rollout', 80 * KiB),
  Report: kind<T.Report>('Report', 256 * KiB),
  Presence: kind<T.Presence>('Presence', 4 * KiB),
  Command: kind<T.Command>('Command', 64 * KiB),
  Result: kind<T.Result>('Result', 256 * KiB),
  Log: kind<T.Log>('Log', 256 * KiB),
  Trust: kind<T.Trust>('Trust', 64 * KiB),
  TrustChain: kind<T.TrustChain>('TrustChain', 512 * KiB),
  Claim: kind<T.Claim>('Claim', 16 * KiB),
  ClaimAnswer: kind<T.ClaimAnswer>('ClaimAnswer', 31 * KiB),
  Revocation: kind<T.Revocation>('Revocation', 16 * KiB),
  Renewal: kind<T.Renewal>('Renewal', 16 * KiB),
  Secrets: kind<T.Secrets>('Secrets', 256 * KiB),
  Watch: kind<T.Watch>('Watch', 4 * KiB),
  Chart: kind<T.Chart>('Chart', 256 * KiB),
  Envelope: kind<T.Envelope>('Envelope', 1024 * KiB),
  FlightEntry: kind<T.FlightEntry>('FlightEntry', 16 * KiB),
  CommandRecord: kind<T.CommandRecord>('CommandRecord', 384 * KiB),
  Outgoing: kind<T.Outgoing>('Outgoing', 512 * KiB),
} as const

/** What `encode` takes: fields may be left out. */
export type Loose<M> = M extends Uint8Array
  ? Uint8Array
  : M extends readonly (infer U)[]
    ? readonly Loose<U>[]
    : M extends object
      ? { [K in keyof M]?: Loose<M[K]> | undefined }
      : M

/**
 * Encodes plain data.
 * @throws HF_ENCODE_INVALID with the field's path, when a value would not arrive as it is
 * @throws HF_WIRE_TOO_LARGE when the message is over its kind's cap
 */
export function encode<M extends object>(of: Kind<M>, message: Loose<M>): Uint8Array {
  return new Uint8Array(encodeWhole(of, message).bytes)
}

/** The bytes, and what the other side will see in them. */
function encodeWhole<M extends object>(of: Kind<M>, message: Loose<M>): { bytes: Uint8Array; arrived: object } {
  let bytes: Uint8Array
  try {
    bytes = of.type.encode(message).finish()
  } catch (cause) {
    throw new HoldfastError('HF_ENCODE_INVALID', 'cannot be encoded', { place: of.name, cause })
  }
  capSize(of, bytes)
  const arrived = of.type.decode(bytes)
  const lost = firstLoss(message, arrived)
  if (lost !== null)
    throw new HoldfastError('HF_ENCODE_INVALID', 'has no such field, or not with such a value', {
      place: of.name + lost,
    })
  return { bytes, arrived }
}

/**
 * The bytes that all equal messages share, whatever the order of the keys in their maps.
 * @throws as `encode` does
 */
export function encodeCanonically<M extends object>(of: Kind<M>, message: Loose<M>): Uint8Array {
  return of.type.encode(withSortedMaps(encodeWhole(of, message).arrived)).finish()
}

/**
 * Decodes bytes from the wire or the disk. Fields that this version does not know are passed over.
 * @throws HF_WIRE_TOO_LARGE before anything is decoded
 * @throws HF_WIRE_MALFORMED when the bytes are not such a message
 * @throws HF_WIRE_INVALID with the field's path, when a number is beyond 2^53
 */
export function decode<M extends object>(of: Kind<M>, bytes: Uint8Array): M {
  capSize(of, bytes)
  let message: object
  try {
    message = of.type.decode(bytes)
  } catch (cause) {
    throw new HoldfastError('HF_WIRE_MALFORMED', 'the bytes are not such a message', { place: of.name, cause })
  }
  return toPlain(message, of.name) as M
}

function capSize(of: Kind<unknown>, bytes: Uint8Array): void {
  if (bytes.byteLength <= of.maxBytes) return
  throw new HoldfastError('HF_WIRE_TOO_LARGE', `has ${bytes.byteLength} bytes, ${of.maxBytes} are allowed`, {
    place: of.name,
  })
}

/** A decoded message without its class: defaults made explicit, 64-bit numbers checked. */
function toPlain(value: object, place: string): unknown {
  if (value instanceof Uint8Array) return new Uint8Array(value)
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (isObject(item) ? toPlain(item, `${place}[${index}]`) : item))
  const fields = fieldsOf(value)
  if (fields === null) return safeNumber((value as Long).toNumber(), place)
  const plain: Record<string, unknown> = {}
  for (const key of fields) {
    const field = (value as Record<string, unknown>)[key]
    plain[key] = isObject(field) ? toPlain(field, `${place}.${key}`) : field
  }
  return plain
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function safeNumber(value: number, place: string): number {
  if (Number.isSafeInteger(value)) return value
  throw new HoldfastError('HF_WIRE_INVALID', 'the number is beyond 2^53', { place })
}

/** A 64-bit number as it is decoded. */
interface Long {
  toNumber(): number
}

/** The names of a generated class's fields, by its prototype, which holds their defaults; null for `Long`. */
const classes = new Map<object, readonly string[] | null>()

/** The keys of a map; the fields of a message, present or not; null: it is a `Long`. */
function fieldsOf(value: object): readonly string[] | null {
  const prototype = Object.getPrototypeOf(value) as Record<string, unknown>
  if (prototype === Object.prototype) return Object.keys(value)
  const known = classes.get(prototype)
  if (known !== undefined) return known
  const fields: string[] = []
  for (const key in prototype) if (typeof prototype[key] !== 'function') fields.push(key)
  const found = 'toNumber' in prototype ? null : fields
  classes.set(prototype, found)
  return found
}

/** A decoded message, the entries of its maps in key order. */
function withSortedMaps<T extends object>(value: T): T {
  if (value instanceof Uint8Array) return value
  if (Array.isArray(value)) {
    for (const item of value) if (isObject(item)) withSortedMaps(item)
    return value
  }
  const fields = fieldsOf(value)
  if (fields === null) return value
  const record = value as Record<string, unknown>
  for (const key of fields) {
    const field = record[key]
    if (!isObject(field)) continue
    const sorted = withSortedMaps(field)
    if (sorted !== field) record[key] = sorted
  }
  if (Object.getPrototypeOf(value) !== Object.prototype || fields.length < 2) return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) as T
}

/** The path to the first thing in `given` that has not arrived as it is, or null. */
function firstLoss(given: unknown, decoded: unknown): string | null {
  const arrived = isObject(decoded) && fieldsOf(decoded) === null ? (decoded as Long).toNumber() : decoded
  if (given === undefined || given === null) return isDefault(arrived) ? null : ''
  if (typeof given === 'number') return Object.is(given, arrived) && Number.isSafeInteger(given) ? null : ''
  if (typeof given !== 'object') return Object.is(given, arrived) ? null : ''
  if (!isObject(arrived)) return ''
  if (given instanceof Uint8Array)
    return arrived instanceof Uint8Array && Buffer.compare(given, arrived) === 0 ? null : ''
  if (Array.isArray(given)) {
    if (!Array.isArray(arrived) || arrived.length !== given.length) return ''
    for (const [index, item] of given.entries()) {
      const lost = item === undefined || item === null ? '' : firstLoss(item, arrived[index])
      if (lost !== null) return `[${index}]${lost}`
    }
    return null
  }
  for (const key of Object.keys(given)) {
    const lost = firstLoss(given[key as keyof typeof given], (arrived as Record<string, unknown>)[key])
    if (lost !== null) return `.${key}${lost}`
  }
  return null
}

function isDefault(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}
