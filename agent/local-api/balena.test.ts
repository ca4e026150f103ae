/** Calls as applications make them that were written for balena's supervisor. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KEY, REPORT, Rig, SPEC } from './local-api-rig.ts'

let device: Rig
beforeEach(async () => {
  device = await Rig.start()
})
afterEach(() => device.end())

/** As `curl "$BALENA_SUPERVISOR_ADDRESS/…?apikey=$BALENA_SUPERVISOR_API_KEY"` does. */
async function call(method: string, path: string, body?: unknown, key: string | null = KEY) {
  const { environment } = device.api.extrasFor('press', SPEC)
  const { pathname } = new URL(environment.BALENA_SUPERVISOR_ADDRESS ?? '')
  const apikey = key === null ? '' : `?apikey=${encodeURIComponent(key)}`
  const said = await device.ask(method, `${pathname}${path}${apikey}`, { body, key: null, tcp: true })
  return { status: said.status, body: said.body }
}

it('the container knows address and key by the names that they had', () => {
  const { environment } = device.api.extrasFor('press', SPEC)
  expect(environment).toMatchObject({
    BALENA_SUPERVISOR_ADDRESS: `http://127.0.0.1:${device.port}/balena`,
    BALENA_SUPERVISOR_API_KEY: KEY,
    RESIN_SUPERVISOR_ADDRESS: environment.BALENA_SUPERVISOR_ADDRESS,
    RESIN_SUPERVISOR_API_KEY: KEY,
  })
})

describe('a question', () => {
  it('ping and healthy answer OK', async () => {
    expect(await call('GET', '/ping')).toEqual({ status: 200, body: { text: 'OK' } })
    expect(await call('GET', '/v1/healthy')).toEqual({ status: 200, body: { text: 'OK' } })
  })

  it.each([
    ['while it downloads', {}, { status: 'Downloading', download_progress: 25, update_downloaded: false }],
    [
      'while the download waits',
      { phase: 'waiting', blockers: [{ kind: 'window', gate: 'download' }] },
      { status: 'Idle', download_progress: null, update_downloaded: false },
    ],
    [
      'while a lock holds it up',
      { phase: 'waiting', blockers: [{ kind: 'lock', gate: 'apply' }] },
      { status: 'Idle', download_progress: null, update_downloaded: true },
    ],
    ['while it switches', { phase: 'switching' }, { status: 'Installing', update_downloaded: true }],
    ['of a refused release', { refused: [{ epoch: 5 }], phase: 'idle' }, { status: 'Idle', update_failed: true }],
  ])('the device %s', async (_, change, device_) => {
    device.report = { ...REPORT, ...change }
    const { body } = await call('GET', '/v1/device')
    expect(body).toMatchObject({ commit: 'sha256:aa', update_pending: true, ...device_ })
  })

  it('the device that runs what it should, or nothing', async () => {
    device.report = { ...REPORT, phase: 'idle', current: REPORT.target, blockers: [] }
    expect((await call('GET', '/v1/device')).body).toMatchObject({ commit: 'sha256:bb', update_pending: false })
    device.report = { phase: 'idle' }
    expect((await call('GET', '/v1/device')).body).toMatchObject({ commit: null, update_pending: false })
  })

  it('the state, the name and the version', async () => {
    expect((await call('GET', '/v2/state/status')).body).toEqual({
      status: 'success',
      appState: 'applying',
      overallDownloadProgress: 25,
      release: 'sha256:aa',
      containers: [{ serviceName: 'press', status: 'Running' }],
    })
    expect((await call('GET', '/v2/device/name')).body).toEqual({ status: 'success', deviceName: 'press-7' })
    expect((await call('GET', '/v2/version')).body).toMatchObject({ status: 'success' })
  })
})

describe('an order', () => {
  const accepted = { Data: 'OK', Error: '' }
  it.each([
    ['/v1/update', { force: true }, 204, { text: '' }, { action: 'updateNow', args: { force: true } }],
    ['/v1/reboot', undefined, 202, accepted, { action: 'reboot', args: { force: false } }],
    ['/v1/shutdown', { force: true }, 202, accepted, { action: 'shutdown', args: { force: true } }],
    ['/v1/restart', { appId: 2167 }, 200, { text: 'OK' }, { action: 'restart', args: { service: '', force: false } }],
    [
      '/v2/applications/21/restart',
      {},
      200,
      { text: 'OK' },
      { action: 'restart', args: { service: '', force: false } },
    ],
    [
      '/v2/applications/21/restart-service',
      { serviceName: 'oven', force: true },
      200,
      { text: 'OK' },
      { action: 'restart', args: { service: 'oven', force: true } },
    ],
  ])('%s %j', async (path, body, status, answer, command) => {
    expect(await call('POST', path, body)).toEqual({ status, body: answer })
    expect(device.commands).toEqual([{ ...command, service: 'press' }])
  })

  it('that a lock stands against is answered as locked', async () => {
    device.answer = { outcome: 'expired', code: 'HF_LOCKED', message: 'oven holds a lock', output: '' }
    expect(await call('POST', '/v1/reboot')).toEqual({ status: 423, body: { Data: '', Error: 'oven holds a lock' } })
  })

  it.each([
    ['without a key', 401, () => call('POST', '/v1/reboot', {}, null)],
    ['with a key that is nobody’s', 401, () => call('POST', '/v1/reboot', {}, 'press.AAAA')],
    ['that is no JSON', 400, () => call('POST', '/v1/reboot', '{')],
    ['for a service without a name', 400, () => call('POST', '/v2/applications/21/restart-service', {})],
    ['that is not answered here', 404, () => call('POST', '/v1/purge', { appId: 1 })],
    ['with another method', 404, () => call('GET', '/v1/reboot')],
  ])('%s changes nothing', async (_, status, ordered) => {
    expect((await ordered()).status).toBe(status)
    expect(device.commands).toEqual([])
  })

  it('on a full disk is not taken', async () => {
    device.isFull = true
    expect(await call('POST', '/v1/reboot')).toEqual({ status: 503, body: { Data: '', Error: 'the disk is full' } })
  })
})
