/**
 * The document of the local API (OpenAPI 3.1).
 *
 * Invariant: requests are checked against it, and a test holds every answer to it: what stands here is so.
 */
import { AGENT_VERSION } from '../version.ts'
import { SCHEMAS } from './openapi-schemas.ts'
import type { Schema } from './schema.ts'

export type Method = 'get' | 'put' | 'post' | 'delete'

interface Response {
  description: string
  content?: Readonly<Record<string, { schema: Schema }>>
}

export interface Operation {
  operationId: string
  summary: string
  description?: string
  /** Empty where no key is asked for. */
  security: readonly Readonly<Record<string, readonly string[]>>[]
  parameters?: readonly { name: string; in: 'query'; required: false; description: string; schema: Schema }[]
  requestBody?: { required: false; content: Readonly<Record<'application/json', { schema: Schema }>> }
  responses: Readonly<Record<string, Response>>
}

const ref = (name: keyof typeof SCHEMAS): Schema => ({ $ref: `#/components/schemas/${name}` })

function json(description: string, name: keyof typeof SCHEMAS): Response {
  return { description, content: { 'application/json': { schema: ref(name) } } }
}

function body(name: keyof typeof SCHEMAS): NonNullable<Operation['requestBody']> {
  return { required: false, content: { 'application/json': { schema: ref(name) } } }
}

const BY_KEY = [{ key: [] }]
const INVALID = { 400: json('The request is not one that this takes; nothing was changed.', 'Error') }
const UNAUTHORIZED = { 401: json('The key is missing, or is nobody’s.', 'Error') }
const UNWRITABLE = { 503: json('The device cannot write; nothing was changed.', 'Error') }
const COMMANDED = {
  200: json('It is done.', 'Done'),
  202: json('It is kept on the disk and under way; it is done once, also over a power cut.', 'Done'),
  ...INVALID,
  ...UNAUTHORIZED,
  409: json('It was refused, and not tried.', 'Error'),
  423: json('An application holds a lock; nothing was changed.', 'Error'),
  500: json('It was tried, and did not work.', 'Error'),
  ...UNWRITABLE,
  504: json('It was not done in time.', 'Error'),
}

function command(operationId: string, summary: string, schema: keyof typeof SCHEMAS): Operation {
  return { operationId, summary, security: BY_KEY, requestBody: body(schema), responses: COMMANDED }
}

const PATHS = {
  '/v1/health': {
    get: {
      operationId: 'health',
      summary: 'Whether the agent answers. For probes; needs no key.',
      security: [],
      responses: { 200: json('It does.', 'Health') },
    },
  },
  '/v1/openapi.json': {
    get: {
      operationId: 'openapi',
      summary: 'This document. Needs no key.',
      security: [],
      responses: { 200: json('The document.', 'Document') },
    },
  },
  '/v1/state': {
    get: {
      operationId: 'state',
      summary: 'What the device runs, how it is, and why it has not converged.',
      security: BY_KEY,
      responses: { 200: json('The words are those of the report to the operator.', 'State'), ...UNAUTHORIZED },
    },
  },
  '/v1/progress': {
    get: {
      operationId: 'progress',
      summary: 'The progress of the update, as server-sent events.',
      description:
        'An event "progress" at once and after each change, at most four a second, each with a Progress as JSON; a comment every 15 seconds. Who reads slowly gets the newest, never a backlog.',
      security: BY_KEY,
      responses: {
        200: {
          description: 'Goes on until somebody closes it.',
          content: { 'text/event-stream': { schema: ref('Progress') } },
        },
        ...UNAUTHORIZED,
        429: json('There are as many of these streams as there may be.', 'Error'),
      },
    },
  },
  '/v1/lock': {
    get: {
      operationId: 'locks',
      summary: 'The locks that this container holds by the API.',
      security: BY_KEY,
      responses: { 200: json('By owner.', 'Locks'), ...UNAUTHORIZED },
    },
    put: {
      operationId: 'lock',
      summary: 'Take a lock, or renew it.',
      description:
        'While any lock is held, updates are downloaded but not applied, and restarts, purges and reboots wait, unless an operator forces them. It ends by itself after its seconds, and with the container that took it.',
      security: BY_KEY,
      requestBody: body('LockRequest'),
      responses: {
        200: json('It is held, and kept on the disk.', 'Lock'),
        ...INVALID,
        ...UNAUTHORIZED,
        409: json('The service holds as many as it may.', 'Error'),
        ...UNWRITABLE,
      },
    },
    delete: {
      operationId: 'unlock',
      summary: 'Release a lock. One that is not held is no error.',
      security: BY_KEY,
      parameters: [
        {
          name: 'owner',
          in: 'query',
          required: false,
          description: 'As given when it was taken; without it, the service’s name.',
          schema: { type: 'string', minLength: 1, maxLength: 64 },
        },
      ],
      responses: { 200: json('It is not held any more.', 'Released'), ...INVALID, ...UNAUTHORIZED, ...UNWRITABLE },
    },
  },
  '/v1/ready': {
    post: {
      operationId: 'ready',
      summary: 'Say that this container is ready to take over: the old one of a hand-over may leave.',
      security: BY_KEY,
      requestBody: body('Nothing'),
      responses: { 200: json('It is known.', 'Ready'), ...INVALID, ...UNAUTHORIZED, ...UNWRITABLE },
    },
  },
  '/v1/restart': { post: command('restart', 'Restart this service, another one, or all.', 'RestartRequest') },
  '/v1/reboot': { post: command('reboot', 'Reboot the device.', 'ForceRequest') },
  '/v1/shutdown': { post: command('shutdown', 'Switch the device off.', 'ForceRequest') },
  '/v1/update-now': {
    post: command('updateNow', 'Let the update that waits go on, outside of its windows.', 'ForceRequest'),
  },
} as const satisfies Record<string, Partial<Record<Method, Operation>>>

export type Path = keyof typeof PATHS

export const DOCUMENT = {
  openapi: '3.1.0',
  info: {
    title: 'Holdfast local API',
    version: AGENT_VERSION,
    description:
      'For applications on the device: over the unix socket HOLDFAST_SOCKET, or over HTTP at HOLDFAST_URL where the device offers it.',
  },
  paths: PATHS as Readonly<Record<string, Partial<Record<Method, Operation>>>>,
  components: {
    securitySchemes: { key: { type: 'http', scheme: 'bearer', description: 'HOLDFAST_KEY of the container.' } },
    schemas: SCHEMAS as Readonly<Record<string, Schema>>,
  },
} as const
