/**
 * The forms of the local API's requests and answers.
 *
 * Invariant: an object has the keys that stand here and no others.
 */
import { MAX_OWNER, MAX_REASON } from '../../machines/locks.ts'
import type { Schema } from './schema.ts'

const TEXT: Schema = { type: 'string' }
const COUNT: Schema = { type: 'integer', minimum: 0 }

/** All keys are there, but those of `optional`. */
function object(properties: Record<string, Schema>, optional: readonly string[] = []): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key))
  return { type: 'object', properties, required, additionalProperties: false }
}

/** Any key may be left out. */
function request(properties: Record<string, Schema>): Schema {
  return object(properties, Object.keys(properties))
}

function list(items: Schema): Schema {
  return { type: 'array', items }
}

const FORCE: Schema = { type: 'boolean', default: false, description: 'Although an application holds a lock.' }
const OWNER: Schema = {
  type: 'string',
  minLength: 1,
  maxLength: MAX_OWNER,
  description: 'Who in the service holds it; several may. Without it, the service’s name.',
}
const REASON: Schema = { type: 'string', maxLength: MAX_REASON, description: 'One line, shown to the operator.' }

const RELEASE: Schema = {
  ...object({ epoch: COUNT, releaseId: TEXT, name: TEXT, version: TEXT }),
  type: ['object', 'null'],
}

const PROGRESS = {
  phase: { ...TEXT, description: 'State of the update: idle, waiting, fetching, switching, proving, …' },
  current: { ...RELEASE, description: 'The release that runs.' },
  target: { ...RELEASE, description: 'The release that is wanted.' },
  progress: object({
    step: { ...TEXT, description: 'What is being done, for people.' },
    doneBytes: COUNT,
    totalBytes: COUNT,
    percent: { type: 'integer', minimum: 0, maximum: 100, description: 'Of the whole update.' },
  }),
  blockers: {
    ...list(
      object({
        kind: { ...TEXT, description: 'rollout, hold, window, lock, space, engine, broker, …' },
        code: { ...TEXT, description: 'An error code, HF_…, or empty.' },
        message: { ...TEXT, description: 'What is the matter and what would clear it.' },
        gate: { ...TEXT, description: 'What it holds up: download, apply or commit.' },
        service: TEXT,
      }),
    ),
    description: 'Why the device has not converged.',
  },
} as const satisfies Record<string, Schema>

const LOCK = object({
  service: TEXT,
  owner: TEXT,
  reason: TEXT,
  seconds: { ...COUNT, description: 'Until it ends by itself.' },
})

export const SCHEMAS = {
  Error: object({
    code: { ...TEXT, description: 'HF_…: stable; docs/errors.md says what to do.' },
    message: TEXT,
  }),
  Health: object({ ok: { type: 'boolean' }, agentVersion: TEXT }),
  Document: { type: 'object' },
  State: object({
    device: TEXT,
    fleet: TEXT,
    agentVersion: TEXT,
    bootId: { ...TEXT, description: 'Another one after each reboot.' },
    ...PROGRESS,
    services: list(
      object({
        service: TEXT,
        state: { ...TEXT, description: 'created, running, restarting, exited, paused, dead or missing.' },
        health: { type: 'string', enum: ['unknown', 'none', 'starting', 'healthy', 'unhealthy'] },
        image: TEXT,
        exitCode: { type: 'integer' },
        restarts: COUNT,
      }),
    ),
    refused: {
      ...list(object({ epoch: COUNT, code: TEXT, message: TEXT })),
      description: 'Epochs that the device will not take again, and why.',
    },
    stopped: { ...list(TEXT), description: 'Services that an operator has stopped.' },
    hold: { type: ['string', 'null'], description: 'An operator’s reason to put off applying; null when nobody does.' },
    locks: { ...list(LOCK), description: 'Of all services, by this API.' },
  }),
  Progress: object(PROGRESS),
  Lock: LOCK,
  Locks: object({ locks: list(LOCK) }),
  LockRequest: request({
    owner: OWNER,
    reason: REASON,
    seconds: { type: 'integer', minimum: 1, maximum: 86_400, default: 300, description: 'From now on.' },
  }),
  Released: object({ released: { type: 'boolean', description: 'Whether it was held.' } }),
  Ready: object({ service: TEXT }),
  Nothing: request({}),
  RestartRequest: request({
    service: { type: 'string', minLength: 1, maxLength: 128, description: 'Without it, the service that asks.' },
    all: { type: 'boolean', default: false, description: 'All services.' },
    force: FORCE,
  }),
  ForceRequest: request({ force: FORCE }),
  Done: object({
    id: { ...TEXT, description: 'Of the command, as the flight record of the device has it.' },
    message: TEXT,
  }),
} as const satisfies Record<string, Schema>
