/**
 * The agent's own log: one line an event.
 *
 * Invariant: a line is one line, and holds no secret: values under a name that sounds like one, private
 * keys, and passwords in URLs are replaced, wherever they stand.
 */
import { HoldfastError } from '../protocol/errors.ts'

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const
export type Level = (typeof LEVELS)[number]

/** Anything; what is not JSON is written as text. */
export type Fields = Readonly<Record<string, unknown>>

export interface Log {
  debug(message: string, fields?: Fields): void
  info(message: string, fields?: Fields): void
  warn(message: string, fields?: Fields): void
  error(message: string, fields?: Fields): void
}

export interface LogOptions {
  /** What is below it is not written. */
  level: Level
  format: 'json' | 'text'
  /** Default: standard error. */
  write?: (line: string) => void
  /** Unix time in milliseconds. */
  now?: () => number
}

const HIDDEN = '[hidden]'
const SECRET_NAME = /pass(word|wd|phrase)?$|secret|token|credential|authorization|private|cookie/i
const SECRET_TEXT: [RegExp, string][] = [
  [/(holdfast-(?:release|rollout)-private) \S+/g, `$1 ${HIDDEN}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  [/(\w+:\/\/[^/\s:@]*):[^/\s@]+@/g, `$1:${HIDDEN}@`],
]
const MAX_DEPTH = 6

export function createLog(options: LogOptions): Log {
  const { level, format, write = (line) => void process.stderr.write(line), now = Date.now } = options
  const lowest = LEVELS.indexOf(level)
  const line = format === 'json' ? jsonLine : textLine
  const at =
    (of: Level) =>
    (message: string, fields: Fields = {}): void => {
      if (LEVELS.indexOf(of) < lowest) return
      write(`${line(new Date(now()).toISOString(), of, redactText(message), redact(fields) as Fields)}\n`)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}

/** A value as JSON data without secrets. */
function redact(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return redactText(value)
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'function') return String(value)
  if (value === null || typeof value !== 'object') return value
  if (depth >= MAX_DEPTH) return '…'
  if (value instanceof Uint8Array) return `${value.byteLength} bytes`
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Error) return redact(errorFields(value), depth)
  if (value instanceof Map) return redact(Object.fromEntries(value), depth)
  if (value instanceof Set) return redact([...value], depth)
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, SECRET_NAME.test(key) ? HIDDEN : redact(item, depth + 1)]),
  )
}

function redactText(text: string): string {
  return SECRET_TEXT.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text)
}

function errorFields(error: Error): Record<string, unknown> {
  const ours = error instanceof HoldfastError
  return {
    ...(ours ? { code: error.code } : { name: error.name }),
    message: error.message,
    // A stack says where a fault of ours is; for a coded error the place in its message does.
    ...(ours && error.code !== 'HF_INTERNAL' ? {} : { stack: error.stack }),
    ...(error.cause === undefined ? {} : { cause: error.cause }),
  }
}

function jsonLine(time: string, level: Level, message: string, fields: Fields): string {
  return JSON.stringify({ ...fields, time, level, message })
}

function textLine(time: string, level: Level, message: string, fields: Fields): string {
  const pairs = Object.entries(fields)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) =>
        ` ${key}=${typeof value === 'string' && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`,
    )
  return `${time} ${level.toUpperCase().padEnd(5)} ${message.replaceAll(/\s*[\r\n]+\s*/g, ' ')}${pairs.join('')}`
}
