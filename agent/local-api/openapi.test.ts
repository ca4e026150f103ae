/** The document is so: every path, method and status in it happens, with a body of its schema. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Rig as Device, Rig, type Said, SPEC } from './local-api-rig.ts'
import { DOCUMENT } from './openapi.ts'
import { type Schema, schemaFault } from './schema.ts'

/** How to have each answer, by "METHOD path status". */
type Scenarios = Record<string, (device: Device) => Promise<Said>>

const COMMANDS: [string, object][] = [
  ['/v1/restart', { service: 'oven', force: true }],
  ['/v1/reboot', { force: true }],
  ['/v1/shutdown', { force: true }],
  ['/v1/update-now', { force: true }],
]

function commandScenarios(): Scenarios {
  const scenarios: Scenarios = {}
  for (const [path, body] of COMMANDS) {
    const answered =
      (
        outcome: 'failed' | 'refused' | 'expired',
        code: 'HF_COMMAND_BUSY' | 'HF_LOCKED' | 'HF_COMMAND_FAILED' | 'HF_COMMAND_EXPIRED',
      ) =>
      (device: Device) => {
        device.answer = { outcome, code, message: 'it is busy', output: '' }
        return device.ask('POST', path, { body })
      }
    scenarios[`POST ${path} 200`] = (device) => device.ask('POST', path, { body })
    scenarios[`POST ${path} 202`] = async (device) => {
      device.answer = 'later'
      const said = device.ask('POST', path)
      while (device.commands.length === 0) await new Promise(setImmediate)
      await device.clock.advance(10_000)
      return said
    }
    scenarios[`POST ${path} 400`] = (device) => device.ask('POST', path, { body: { force: 'yes' } })
    scenarios[`POST ${path} 401`] = (device) => device.ask('POST', path, { key: null })
    scenarios[`POST ${path} 409`] = answered('refused', 'HF_COMMAND_BUSY')
    scenarios[`POST ${path} 423`] = answered('expired', 'HF_LOCKED')
    scenarios[`POST ${path} 500`] = answered('failed', 'HF_COMMAND_FAILED')
    scenarios[`POST ${path} 503`] = (device) => {
      device.isFull = true
      return device.ask('POST', path, { body })
    }
    scenarios[`POST ${path} 504`] = answered('expired', 'HF_COMMAND_EXPIRED')
  }
  return scenarios
}

const full = (method: string, path: string, body?: object) => async (device: Device) => {
  await device.ask('PUT', '/v1/lock')
  device.isFull = true
  return device.ask(method, path, { body })
}

const SCENARIOS: Scenarios = {
  'GET /v1/health 200': (device) => device.ask('GET', '/v1/health', { key: null }),
  'GET /v1/openapi.json 200': (device) => device.ask('GET', '/v1/openapi.json', { key: null }),
  'GET /v1/state 200': async (device) => {
    await device.ask('PUT', '/v1/lock')
    return device.ask('GET', '/v1/state')
  },
  'GET /v1/state 401': (device) => device.ask('GET', '/v1/state', { key: 'press.AAAA' }),
  'GET /v1/progress 200': async (device) => {
    const response = await device.open('GET', '/v1/progress')
    const text = await new Promise<string>((resolve) => response.setEncoding('utf8').once('data', resolve))
    response.destroy()
    const data = /^event: progress\ndata: (.*)\n\n$/.exec(text)?.[1] ?? ''
    return { status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(data) as Said['body'] }
  },
  'GET /v1/progress 401': (device) => device.ask('GET', '/v1/progress', { key: null }),
  'GET /v1/progress 429': async (device) => {
    for (let n = 0; n < 4; n += 1) await device.open('GET', '/v1/progress')
    return device.ask('GET', '/v1/progress')
  },
  'GET /v1/lock 200': async (device) => {
    await device.ask('PUT', '/v1/lock', { body: { owner: 'plc' } })
    return device.ask('GET', '/v1/lock')
  },
  'GET /v1/lock 401': (device) => device.ask('GET', '/v1/lock', { key: null }),
  'PUT /v1/lock 200': (device) =>
    device.ask('PUT', '/v1/lock', { body: { owner: 'plc', reason: 'a job', seconds: 60 } }),
  'PUT /v1/lock 400': (device) => device.ask('PUT', '/v1/lock', { body: { seconds: 86_401 } }),
  'PUT /v1/lock 401': (device) => device.ask('PUT', '/v1/lock', { key: null }),
  'PUT /v1/lock 409': async (device) => {
    for (let n = 0; n < 16; n += 1) await device.ask('PUT', '/v1/lock', { body: { owner: `o${n}` } })
    return device.ask('PUT', '/v1/lock')
  },
  'PUT /v1/lock 503': full('PUT', '/v1/lock', { owner: 'plc' }),
  'DELETE /v1/lock 200': (device) => device.ask('DELETE', '/v1/lock?owner=plc'),
  'DELETE /v1/lock 400': (device) => device.ask('DELETE', '/v1/lock?owner='),
  'DELETE /v1/lock 401': (device) => device.ask('DELETE', '/v1/lock', { key: null }),
  'DELETE /v1/lock 503': full('DELETE', '/v1/lock'),
  'POST /v1/ready 200': (device) => device.ask('POST', '/v1/ready'),
  'POST /v1/ready 400': (device) => device.ask('POST', '/v1/ready', { body: { service: 'oven' } }),
  'POST /v1/ready 401': (device) => device.ask('POST', '/v1/ready', { key: null }),
  'POST /v1/ready 503': full('POST', '/v1/ready'),
  ...commandScenarios(),
}

const operations = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
)
const answers = operations.flatMap(({ name, operation }) =>
  Object.entries(operation.responses).map(([status, { content = {} }]) => {
    const [type = '', media] = Object.entries(content)[0] ?? []
    return { name: `${name} ${status}`, status: Number(status), type, schema: media?.schema ?? {} }
  }),
)

let device: Rig
beforeEach(async () => {
  device = await Rig.start()
})
afterEach(() => device.end())

describe('the document', () => {
  it('has a scenario for each of its answers, and no other', () => {
    expect(Object.keys(SCENARIOS).sort()).toEqual(answers.map(({ name }) => name).sort())
  })

  it.each(answers)('$name', async ({ name, status, type, schema }) => {
    const said = await SCENARIOS[name]?.(device)
    expect(said).toMatchObject({ status, headers: { 'content-type': type } })
    expect(schemaFault(schema, said?.body, DOCUMENT.components.schemas)).toBeNull()
  })

  it('is what is served', async () => {
    expect((await device.ask('GET', '/v1/openapi.json')).body).toEqual(JSON.parse(JSON.stringify(DOCUMENT)))
  })

  it('names only schemas that it has, each of them, and each operation once', () => {
    const named = [...JSON.stringify(DOCUMENT).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name = '']) => name)
    expect([...new Set(named)].sort()).toEqual(Object.keys(DOCUMENT.components.schemas).sort())
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })
})

it('docs/local-api.md speaks of every path, and of every variable that a container is given', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/local-api.md'), 'utf8')
  const words = [...Object.keys(DOCUMENT.paths), ...Object.keys(device.api.extrasFor('press', SPEC).environment)]
  expect(words.filter((word) => !page.includes(word.replace(/^RESIN_.*/, 'RESIN_')))).toEqual([])
})

/** A value of every form that is wrong for a schema of an object. */
function wrongFor(schema: Schema): [string, unknown][] {
  const own = Object.entries(schema.properties ?? {}).map(([key, { type }]): [string, unknown] => [
    `${key} of another type`,
    { [key]: type === 'string' ? 7 : 'seven' },
  ])
  return [...own, ['a key that there is not', { nonsense: 1 }], ['a list', []], ['null', null], ['a text', '"text"']]
}

describe('a body that is not as the document says', () => {
  const bodies = operations.flatMap(({ name, operation }) => {
    const $ref = operation.requestBody?.content['application/json'].schema.$ref ?? ''
    const schema = DOCUMENT.components.schemas[$ref.split('/').at(-1) ?? '']
    return schema === undefined ? [] : wrongFor(schema).map(([what, body]) => ({ name, what, body }))
  })

  it.each(bodies)('$name: $what is refused with its place, and changes nothing', async ({ name, body }) => {
    const [method = '', path = ''] = name.split(' ')
    const said = await device.ask(method, path, { body })
    expect(said).toMatchObject({ status: 400, body: { code: 'HF_REQUEST_INVALID' } })
    expect(said.body.message).toMatch(/^[\w.]+: /)
    expect({ commands: device.commands, locks: device.leases.all() }).toEqual({ commands: [], locks: [] })
  })
})
