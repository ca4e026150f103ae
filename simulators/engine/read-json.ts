/**
 * Readers of JSON data that people wrote.
 *
 * Invariant: each returns a value of its type or throws HF_FILE_INVALID with the place; none guesses.
 */
import { HoldfastError } from '../../protocol/errors.ts'

export type Read<T> = (value: unknown, place: string) => T

export function asObject(value: unknown, place: string): Record<string, unknown> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value as Record<string, unknown>
  throw invalid(place, 'is not an object')
}

export function asText(value: unknown, place: string): string {
  if (typeof value === 'string') return value
  throw invalid(place, 'is not a string')
}

/** A whole number of at least 0. */
export function asCount(value: unknown, place: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value
  throw invalid(place, 'is not a whole number of at least 0')
}

export function asFlag(value: unknown, place: string): boolean {
  if (typeof value === 'boolean') return value
  throw invalid(place, 'is neither true nor false')
}

export function orNull<T>(read: Read<T>): Read<T | null> {
  return (value, place) => (value === null ? null : read(value, place))
}

export function listOf<T>(read: Read<T>): Read<T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw invalid(place, 'is not a list')
    return value.map((item, index) => read(item, `${place}[${index}]`))
  }
}

export function mapOf<T>(read: Read<T>): Read<Record<string, T>> {
  return (value, place) =>
    Object.fromEntries(
      Object.entries(asObject(value, place)).map(([key, item]) => [key, read(item, `${place}.${key}`)]),
    )
}

/** An object of these fields and no others; those that are left out are as in `defaults`. */
export function fieldsOf<T extends object>(fields: { [K in keyof T]-?: Read<T[K]> }, defaults: Partial<T>): Read<T> {
  return (value, place) => {
    const read: Record<string, unknown> = { ...defaults }
    for (const [key, item] of Object.entries(asObject(value, place))) {
      if (!(key in fields)) throw invalid(`${place}.${key}`, `is not one of ${Object.keys(fields).join(', ')}`)
      read[key] = fields[key as keyof T](item, `${place}.${key}`)
    }
    for (const key of Object.keys(fields)) if (!(key in read)) throw invalid(`${place}.${key}`, 'is missing')
    return read as T
  }
}

export function invalid(place: string, message: string): HoldfastError {
  return new HoldfastError('HF_FILE_INVALID', message, { place })
}
