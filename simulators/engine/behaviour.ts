/**
 * What the processes of a simulated image do.
 *
 * Invariant: it is plain data with relative times only, so that the same behaviour in the same world gives
 * the same history. `readBehaviour` accepts nothing that it does not know.
 */
import { HoldfastError } from '../../protocol/errors.ts'

/** The label, on an image or a container, that holds a behaviour as JSON. A container's goes over its image's. */
export const BEHAVIOUR_LABEL = 'io.holdfast.simulate'

/** One line of output. */
export interface Line {
  /** Since the start of the process. */
  afterMs: number
  text: string
  stderr: boolean
}

/** Times are milliseconds since the start of the process; null is never. */
export interface Behaviour {
  /** Ends by itself. With a restart policy and a code other than 0 that is a crash loop. */
  exitsAfterMs: number | null
  exitCode: number
  /** From when on its health check would pass. */
  healthyAfterMs: number | null
  /** From when on its health check fails again. */
  unhealthyAfterMs: number | null
  /** How long it takes to end after the stop signal; null ignores the signal and is killed after the grace. */
  stopsAfterMs: number | null
  stopCode: number
  /** The engine cannot start it, and says this; empty: it can. */
  startError: string
  lines: Line[]
}

/** Runs for ever, is healthy at once, ends at once with code 0 when told to. */
export const STEADY: Behaviour = {
  exitsAfterMs: null,
  exitCode: 0,
  healthyAfterMs: 0,
  unhealthyAfterMs: null,
  stopsAfterMs: 0,
  stopCode: 0,
  startError: '',
  lines: [],
}

/**
 * A behaviour from JSON data; what is left out is as in {@link STEADY}.
 * @param place where it stands, for the error
 * @throws HF_FILE_INVALID
 */
export function readBehaviour(value: unknown, place: string): Behaviour {
  const given = asObject(value, place)
  const behaviour: Record<string, unknown> = { ...STEADY }
  for (const [key, field] of Object.entries(given)) {
    const read = FIELDS[key as keyof Behaviour]
    if (read === undefined) throw invalid(`${place}.${key}`, `is not one of ${Object.keys(FIELDS).join(', ')}`)
    behaviour[key] = read(field, `${place}.${key}`)
  }
  return behaviour as unknown as Behaviour
}

/**
 * The behaviour that labels ask for, or null.
 * @throws HF_FILE_INVALID
 */
export function behaviourOfLabels(labels: Record<string, string>): Behaviour | null {
  const text = labels[BEHAVIOUR_LABEL]
  if (text === undefined) return null
  try {
    return readBehaviour(JSON.parse(text), BEHAVIOUR_LABEL)
  } catch (cause) {
    if (cause instanceof HoldfastError) throw cause
    throw new HoldfastError('HF_FILE_INVALID', 'is not JSON', { place: BEHAVIOUR_LABEL, cause })
  }
}

const FIELDS: Record<keyof Behaviour, (value: unknown, place: string) => unknown> = {
  exitsAfterMs: orNull(asCount),
  exitCode: asCount,
  healthyAfterMs: orNull(asCount),
  unhealthyAfterMs: orNull(asCount),
  stopsAfterMs: orNull(asCount),
  stopCode: asCount,
  startError: asText,
  lines: (value, place) => {
    if (!Array.isArray(value)) throw invalid(place, 'is not a list')
    return value.map((item, index) => asLine(item, `${place}[${index}]`)).sort((a, b) => a.afterMs - b.afterMs)
  },
}

function asLine(value: unknown, place: string): Line {
  if (typeof value === 'string') return { afterMs: 0, text: value, stderr: false }
  const { afterMs = 0, text, stderr = false } = asObject(value, place)
  if (typeof stderr !== 'boolean') throw invalid(`${place}.stderr`, 'is neither true nor false')
  return { afterMs: asCount(afterMs, `${place}.afterMs`), text: asText(text, `${place}.text`), stderr }
}

function orNull<T>(read: (value: unknown, place: string) => T) {
  return (value: unknown, place: string): T | null => (value === null ? null : read(value, place))
}

function asCount(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw invalid(place, 'is not a whole number of at least 0')
}

function asText(value: unknown, place: string): string {
  if (typeof value === 'string') return value
  throw invalid(place, 'is not a string')
}

function asObject(value: unknown, place: string): Record<string, unknown> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw invalid(place, 'is not an object')
}

function invalid(place: string, message: string): HoldfastError {
  return new HoldfastError('HF_FILE_INVALID', message, { place })
}
