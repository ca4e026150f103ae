/**
 * The form of the update machine's intent on the disk.
 *
 * Invariant: pure; what passes here can be resumed from without a further look. The form belongs to
 * `UPDATE_VERSION`: one that changes makes another version, and a migration from this one.
 */
import type { Intent, Phase } from '../machines/intent.ts'

/** What a value must be. An object may hold more than its fields. */
export type Form =
  | 'text'
  | 'number'
  | 'flag'
  | { oneOf: readonly string[] }
  | { orNull: Form }
  | { list: Form }
  | { fields: Readonly<Record<string, Form>> }

const TEXTS: Form = { list: 'text' }
const ARM: Form = { oneOf: ['release', 'fallback'] }
const SCOPE: Form = { oneOf: ['fleet', 'device'] }

const RELEASE: Form = {
  fields: { document: 'text', arm: ARM, epoch: 'number', releaseId: 'text', name: 'text', version: 'text' },
}
const POLICY: Form = {
  fields: {
    healthTimeoutMs: 'number',
    soakMs: 'number',
    contactTimeoutMs: 'number',
    fetchAttempts: 'number',
    resumeAttempts: 'number',
    windows: { list: { fields: { schedule: 'text', timeZone: 'text', durationMs: 'number', gate: 'number' } } },
    ignoreLocks: 'flag',
    ignoreWindows: 'flag',
    fetchBytes: 'number',
  },
}
const FAULT: Form = { fields: { code: 'text', message: 'text' } }
const TARGET: Form = {
  fields: {
    scope: SCOPE,
    release: RELEASE,
    fallback: { orNull: RELEASE },
    lot: 'number',
    policy: POLICY,
    issuedAtMs: 'number',
  },
}
const FLOOR: Form = { fields: { epoch: 'number', document: 'text' } }

const PHASES: readonly Phase[] = [
  'idle',
  'admitting',
  'planning',
  'waiting',
  'fetching',
  'staging',
  'switching',
  'proving',
  'committing',
  'reverting',
  'cancelling',
]

export const INTENT_FIELDS: Readonly<Record<Exclude<keyof Intent, 'begunAnew'>, Form>> = {
  phase: { oneOf: PHASES },
  wanted: { fields: { fleet: { orNull: TARGET }, device: { orNull: TARGET } } },
  floors: { fields: { fleet: FLOOR, device: FLOOR } },
  current: { orNull: RELEASE },
  previous: { orNull: RELEASE },
  runs: TEXTS,
  adopted: { list: { fields: { container: 'text', service: 'text', restart: 'number' } } },
  task: {
    orNull: {
      fields: {
        kind: { oneOf: ['install', 'revert', 'repair'] },
        scope: SCOPE,
        to: RELEASE,
        policy: POLICY,
        gate: { oneOf: ['download', 'apply'] },
        hurry: { oneOf: ['no', 'windows', 'locks'] },
        ranBefore: TEXTS,
        switched: 'flag',
        failures: 'number',
        resumes: 'number',
        fault: { orNull: FAULT },
        logTail: TEXTS,
      },
    },
  },
  refused: {
    list: {
      fields: {
        code: 'text',
        message: 'text',
        document: 'text',
        arm: ARM,
        scope: SCOPE,
        epoch: 'number',
        releaseId: 'text',
        logTail: TEXTS,
      },
    },
  },
  rollout: {
    orNull: {
      fields: {
        epoch: 'number',
        revision: 'number',
        state: { oneOf: ['go', 'paused', 'revert'] },
        share: 'number',
      },
    },
  },
  hold: { orNull: { fields: { reason: 'text', downloads: 'flag' } } },
  stops: { list: { fields: { service: 'text', forMs: 'number', bootId: 'text', monoMs: 'number' } } },
}
export const INTENT_FORM: Form = { fields: INTENT_FIELDS }

/** Why the value is no intent, with the place; null when it is one. */
export function intentFault(value: unknown): string | null {
  const fault = formFault(value, INTENT_FORM, 'intent')
  if (fault !== null) return fault
  const { phase, task } = value as Intent
  return task === null && phase !== 'idle' ? `intent.task: is missing in ${phase}` : null
}

/** Why the value has not this form, with the place; null when it has. */
export function formFault(value: unknown, form: Form, place: string): string | null {
  if (form === 'text') return typeof value === 'string' ? null : `${place}: is no text`
  if (form === 'number') return Number.isFinite(value) ? null : `${place}: is no number`
  if (form === 'flag') return typeof value === 'boolean' ? null : `${place}: is neither true nor false`
  if ('orNull' in form) return value === null ? null : formFault(value, form.orNull, place)
  if ('oneOf' in form) {
    return typeof value === 'string' && form.oneOf.includes(value)
      ? null
      : `${place}: is none of ${form.oneOf.join(', ')}`
  }
  if ('list' in form) {
    if (!Array.isArray(value)) return `${place}: is no list`
    return firstFault(value.map((item, index) => () => formFault(item, form.list, `${place}[${index}]`)))
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return `${place}: is no object`
  const fields = value as Record<string, unknown>
  return firstFault(
    Object.entries(form.fields).map(
      ([name, inner]) =>
        () =>
          formFault(fields[name], inner, `${place}.${name}`),
    ),
  )
}

function firstFault(checks: readonly (() => string | null)[]): string | null {
  for (const check of checks) {
    const fault = check()
    if (fault !== null) return fault
  }
  return null
}
