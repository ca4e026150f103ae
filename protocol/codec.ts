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
  Rollout: kind<T.Rollout>('Rollout', 4 * KiB),
  Report: kind<T.Report>('Report', 256 * KiB),
  Presence: kind<T.Presence>('Presence', 4 * KiB),
  Command: kind<T.Command>('Command', 64 * KiB),
  Result: kind<T.Result>('Result', 256 * KiB),
  Log: kind<T.Log>('Log', 256 * KiB),
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
  let bytes: Uint8Array
  try {
    bytes = of.type.encode(message).finish()
  } catch (cause) {
    throw new HoldfastError('HF_ENCODE_INVALID', 'cannot be encoded', { place: of.name, cause })
  }
  capSize(of, bytes)
  const lost = firstLoss(message, arrived(of, bytes), of.name)
  if (lost !== null)
    throw new HoldfastError('HF_ENCODE_INVALID', 'has no such field, or not with such a value', { place: lost })
  return Uint8Array.from(bytes)
}

/** What the other side would see of it. A number out of range is a fault of the sender here. */
function arrived(of: Kind<unknown>, bytes: Uint8Array): unknown {
  try {
    return toPlain(of.type.decode(bytes), '')
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    throw new HoldfastError('HF_ENCODE_INVALID', 'the number is out of range', {
      place: `${of.name}${error.place ?? ''}`,
    })
  }
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
function toPlain(value: unknown, place: string): unknown {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return value
    throw new HoldfastError('HF_WIRE_INVALID', 'the number is beyond 2^53', { place })
  }
  if (value === null || typeof value !== 'object') return value
  if (value instanceof Uint8Array) return Uint8Array.from(value)
  if (Array.isArray(value)) return value.map((item, index) => toPlain(item, `${place}[${index}]`))
  if (isLong(value)) return toPlain(value.toNumber(), place)
  const plain: Record<string, unknown> = {}
  // With the prototype's fields, which hold the defaults.
  for (const key in value) {
    const field: unknown = value[key as keyof typeof value]
    if (key !== '$unknowns' && typeof field !== 'function') plain[key] = toPlain(field, `${place}.${key}`)
  }
  return plain
}

function isLong(value: object): value is { toNumber(): number } {
  return 'low' in value && 'high' in value && 'toNumber' in value
}

/** The path of the first thing in `given` that `arrived` does not have, or null. */
function firstLoss(given: unknown, arrived: unknown, place: string): string | null {
  if (given === undefined || given === null) return isDefault(arrived) ? null : place
  if (given instanceof Uint8Array)
    return arrived instanceof Uint8Array && Buffer.compare(given, arrived) === 0 ? null : place
  if (Array.isArray(given)) {
    if (!Array.isArray(arrived) || arrived.length !== given.length) return place
    return firstOf(
      given.map(
        (item, index) => () =>
          item === undefined || item === null
            ? `${place}[${index}]`
            : firstLoss(item, arrived[index], `${place}[${index}]`),
      ),
    )
  }
  if (typeof given === 'object') {
    if (arrived === null || typeof arrived !== 'object') return place
    return firstOf(
      Object.entries(given).map(
        ([key, item]) =>
          () =>
            firstLoss(item, (arrived as Record<string, unknown>)[key], `${place}.${key}`),
      ),
    )
  }
  return Object.is(given, arrived) ? null : place
}

function firstOf(checks: (() => string | null)[]): string | null {
  for (const check of checks) {
    const found = check()
    if (found !== null) return found
  }
  return null
}

function isDefault(value: unknown): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return true
  if (value instanceof Uint8Array || Array.isArray(value)) return value.length === 0
  return typeof value === 'object' && Object.keys(value).length === 0
}
