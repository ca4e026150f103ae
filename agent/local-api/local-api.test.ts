import { stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyOf } from './keys.ts'
import { KEY, Rig, SECRET, SPEC } from './local-api-rig.ts'

let device: Rig
beforeEach(async () => {
  device = await Rig.start()
})
afterEach(() => device.end())

describe('the container of a service', () => {
  it('is given the folder of the socket, where it is, and a key', () => {
    expect(device.api.extrasFor('press', SPEC)).toMatchObject({
      environment: {
        HOLDFAST_DEVICE: 'press-7',
        HOLDFAST_SERVICE: 'press',
        HOLDFAST_SOCKET: '/run/holdfast/api/holdfast.sock',
        HOLDFAST_KEY: KEY,
        HOLDFAST_URL: `http://127.0.0.1:${device.port}`,
      },
      binds: [{ source: join(device.folder, 'run'), target: '/run/holdfast/api', readOnly: true }],
    })
  })

  it('keeps its key and its socket over lives of the agent', async () => {
    const { HOLDFAST_KEY: key = '' } = device.api.extrasFor('press', SPEC).environment
    await device.api.close()
    await expect(device.ask('GET', '/v1/state', { key })).rejects.toMatchObject({ code: 'ENOENT' })
    await device.begin()
    expect((await device.ask('GET', '/v1/state', { key })).status).toBe(200)
  })

  it('may run as any user: the socket is open to all, and the key is what counts', async () => {
    expect((await stat(device.socket)).mode & 0o777).toBe(0o666)
    expect((await stat(join(device.folder, 'run'))).mode & 0o777).toBe(0o755)
  })
})

describe.each([
  ['the socket', false],
  ['the network', true],
])('over %s', (_, tcp) => {
  it.each([
    ['no key', null],
    ['an empty key', ''],
    ['a key that is nobody’s', 'press.AAAA'],
    ['another device’s key', keyOf(new Uint8Array(32), 'press', SPEC)],
    ['another service’s name on a key', `oven.${KEY.split('.')[1]}`],
  ])('%s opens nothing', async (_, key) => {
    for (const [method, path] of [
      ['GET', '/v1/state'],
      ['PUT', '/v1/lock'],
      ['POST', '/v1/reboot'],
    ] as const) {
      expect(await device.ask(method, path, { key, tcp })).toMatchObject({
        status: 401,
        body: { code: 'HF_REQUEST_UNAUTHORIZED' },
      })
    }
    expect({ commands: device.commands, locks: device.leases.all() }).toEqual({ commands: [], locks: [] })
  })

  it('a path or a method that there is not is told apart', async () => {
    expect(await device.ask('GET', '/v1/nothing', { tcp })).toMatchObject({
      status: 404,
      body: { code: 'HF_REQUEST_UNKNOWN', message: 'there is no /v1/nothing' },
    })
    expect(await device.ask('PATCH', '/v1/lock', { tcp })).toMatchObject({
      status: 405,
      headers: { allow: 'GET, PUT, DELETE' },
      body: { code: 'HF_REQUEST_UNKNOWN' },
    })
    expect((await device.ask('GET', '/__proto__', { tcp })).status).toBe(404)
    expect((await device.ask('GET', '/v1/../v1/health', { tcp })).status).toBe(200)
  })
})

describe('the name of the host', () => {
  it.each(['127.0.0.1:48480', '[::1]:48480', 'localhost', 'host.docker.internal:48480', '172.17.0.1'])(
    '%s is one over the network',
    async (host) => {
      expect((await device.ask('GET', '/v1/health', { tcp: true, host })).status).toBe(200)
    },
  )

  it.each(['evil.example', 'evil.example:48480', '127.0.0.1.evil.example'])(
    '%s is none: a page whose name was pointed at the device',
    async (host) => {
      expect(await device.ask('GET', '/v1/health', { tcp: true, host })).toMatchObject({
        status: 400,
        body: { code: 'HF_REQUEST_INVALID' },
      })
      expect((await device.ask('GET', '/v1/health', { host })).status).toBe(200)
    },
  )
})

/** Whatever comes back for bytes that are no proper request. */
function raw(socket: string, bytes: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    const connection = connect(socket, () => connection.write(bytes))
    connection.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
    })
    connection.on('close', () => resolve(text))
    connection.on('error', reject)
  })
}

describe('a request beyond the limits', () => {
  it('with a body that is too large is told so, and the connection ends', async () => {
    const said = await device.ask('PUT', '/v1/lock', { body: { reason: 'x'.repeat(20_000) } })
    expect(said).toMatchObject({ status: 413, body: { code: 'HF_REQUEST_TOO_LARGE' } })
    expect(device.leases.all()).toEqual([])
  })

  it.each([
    ['no JSON', '{"owner": ', 'body: is not JSON'],
    ['a body where none belongs', undefined, 'body: takes none'],
  ])('%s', async (_, body, message) => {
    const said =
      body === undefined
        ? await device.ask('GET', '/v1/state', { body: {} })
        : await device.ask('PUT', '/v1/lock', { body })
    expect(said).toMatchObject({ status: 400, body: { code: 'HF_REQUEST_INVALID', message } })
  })

  it.each([
    ['a parameter that there is not', '/v1/lock?who=plc', 'query who: is not a parameter here'],
    ['a parameter twice', '/v1/lock?owner=a&owner=b', 'query owner: is there twice'],
    ['a parameter that is too long', `/v1/lock?owner=${'a'.repeat(65)}`, 'query owner: is longer than 64'],
  ])('%s', async (_, path, message) => {
    await device.ask('PUT', '/v1/lock')
    expect(await device.ask('DELETE', path)).toMatchObject({ status: 400, body: { message } })
    expect(device.leases.all()).toHaveLength(1)
  })

  it('that is no HTTP gets an error as JSON all the same', async () => {
    const text = await raw(device.socket, 'HELLO\r\n\r\n')
    expect(text).toMatch(/^HTTP\/1.1 400 .*\{"code":"HF_REQUEST_INVALID","message":"the request is not HTTP"\}\n$/s)
  })

  it('with headers that are too large is told so', async () => {
    const text = await raw(device.socket, `GET /v1/health HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(9000)}\r\n\r\n`)
    expect(text).toMatch(/^HTTP\/1.1 431 .*HF_REQUEST_TOO_LARGE/s)
  })
})

describe('a lock', () => {
  it('is the service’s own, with its name for an owner if it gives none', async () => {
    expect((await device.ask('PUT', '/v1/lock')).body).toEqual({
      service: 'press',
      owner: 'press',
      reason: '',
      seconds: 300,
    })
    await device.ask('PUT', '/v1/lock', { key: keyOf(SECRET, 'oven', SPEC), body: { reason: 'baking' } })
    expect((await device.ask('GET', '/v1/lock')).body).toEqual({
      locks: [{ service: 'press', owner: 'press', reason: '', seconds: 300 }],
    })
    expect((await device.ask('DELETE', '/v1/lock')).body).toEqual({ released: true })
    expect((await device.ask('DELETE', '/v1/lock')).body).toEqual({ released: false })
    expect(device.leases.all()).toMatchObject([{ service: 'oven', reason: 'baking' }])
  })

  it('of every service is in the state', async () => {
    await device.ask('PUT', '/v1/lock', { body: { owner: 'plc', reason: 'a job', seconds: 60 } })
    const { body } = await device.ask('GET', '/v1/state', { key: keyOf(SECRET, 'oven', SPEC) })
    expect(body).toMatchObject({
      phase: 'fetching',
      hold: 'a visit',
      stopped: ['oven'],
      services: [{ service: 'press', state: 'running', health: 'healthy' }],
      locks: [{ service: 'press', owner: 'plc', reason: 'a job', seconds: 60 }],
    })
    expect(JSON.stringify(body)).not.toContain('secret')
  })
})

describe('a command', () => {
  it.each([
    ['restart', {}, { action: 'restart', args: { service: 'press', force: false }, service: 'press' }],
    [
      'restart',
      { service: 'oven', force: true },
      { action: 'restart', args: { service: 'oven', force: true }, service: 'press' },
    ],
    ['restart', { all: true }, { action: 'restart', args: { service: '', force: false }, service: 'press' }],
    ['reboot', {}, { action: 'reboot', args: { force: false }, service: 'press' }],
    ['shutdown', { force: true }, { action: 'shutdown', args: { force: true }, service: 'press' }],
    ['update-now', {}, { action: 'updateNow', args: { force: false }, service: 'press' }],
  ])('%s %j', async (path, body, command) => {
    expect(await device.ask('POST', `/v1/${path}`, { body })).toMatchObject({
      status: 200,
      body: { id: 'local-1', message: 'restarted' },
    })
    expect(device.commands).toEqual([command])
  })

  it('for all and for one service at once is none', async () => {
    const said = await device.ask('POST', '/v1/restart', { body: { all: true, service: 'oven' } })
    expect(said).toMatchObject({ status: 400, body: { message: 'all: is not together with "service"' } })
    expect(device.commands).toEqual([])
  })
})

describe('readiness', () => {
  it('is a word of the very container that asks', async () => {
    expect(await device.ask('POST', '/v1/ready')).toMatchObject({ status: 200, body: { service: 'press' } })
    await device.ask('POST', '/v1/ready', { key: keyOf(SECRET, 'press', 'another') })
    expect(device.ready).toEqual([
      { service: 'press', spec: SPEC.slice(0, 16) },
      { service: 'press', spec: 'another' },
    ])
  })
})

it('no key is ever written into the log', async () => {
  await device.ask('GET', '/v1/state')
  await device.ask('GET', '/v1/state', { key: 'press.AAAABBBB' })
  expect(device.lines.join('')).not.toMatch(/AAAABBBB|press[.:]/)
})
