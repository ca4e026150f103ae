/** Who gets what from the dashboard's server, asked for as a browser and as an intruder would. */
import { request } from 'node:http'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Stage, TOKEN } from './stage.ts'

interface Answer {
  status: number
  headers: Readonly<Record<string, unknown>>
  body: { error?: { code: string }; [field: string]: unknown }
}

interface Asking {
  method?: string
  headers?: Record<string, string>
  body?: string
}

function ask(stage: Stage, path: string, { method = 'GET', headers = {}, body }: Asking = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, stage.url), { method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8')
        const isJson = String(response.headers['content-type']).startsWith('application/json')
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: isJson ? JSON.parse(text) : {} })
      })
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/** As the page itself sends it. */
const ownHeaders = (stage: Stage): Record<string, string> => ({
  origin: stage.url.slice(0, -1),
  'x-holdfast': '1',
  'content-type': 'application/json',
})

function signIn(stage: Stage, token: string): Promise<Answer> {
  return ask(stage, '/api/session', { method: 'POST', headers: ownHeaders(stage), body: JSON.stringify({ token }) })
}

async function cookieOf(stage: Stage): Promise<string> {
  const [cookie] = (await signIn(stage, TOKEN)).headers['set-cookie'] as string[]
  return cookie!.split(';')[0]!
}

describe('the dashboard', () => {
  let stage: Stage
  beforeEach(async () => {
    stage = await Stage.open()
    stage.says('till-1', { online: true, connection: 1 }, null)
  })
  afterEach(() => stage.close())

  it('gives its page to everybody, and what it knows to nobody who is not signed in', async () => {
    expect(await ask(stage, '/')).toMatchObject({ status: 200 })
    for (const path of ['/api/devices', '/api/events', '/api/devices/till-1', '/api/devices/till-1/live'])
      expect(await ask(stage, path)).toMatchObject({ status: 401, body: { error: { code: 'HF_DASHBOARD_SIGN_IN' } } })
    expect(await ask(stage, '/api/devices', { headers: { cookie: 'holdfast-1=x' } })).toMatchObject({ status: 401 })
  })

  it('opens a session with the token, by a cookie that no script and no other site can use', async () => {
    const answer = await signIn(stage, TOKEN)
    expect(answer).toMatchObject({ status: 200, body: { signedIn: true, readOnly: false } })
    const [cookie] = answer.headers['set-cookie'] as string[]
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict/)
    expect(cookie).not.toContain(TOKEN)
    const headers = { cookie: cookie!.split(';')[0]! }
    expect((await ask(stage, '/api/devices', { headers })).status).toBe(200)
    await ask(stage, '/api/session', { method: 'DELETE', headers: { ...ownHeaders(stage), ...headers } })
    expect((await ask(stage, '/api/devices', { headers })).status).toBe(401)
  })

  it('looks at wrong tokens ever more slowly, and then at the right one neither', async () => {
    for (let tries = 0; tries < 5; tries++)
      expect(await signIn(stage, 'wrong')).toMatchObject({
        status: 401,
        body: { error: { code: 'HF_DASHBOARD_SIGN_IN' } },
      })
    const held = await signIn(stage, TOKEN)
    expect(held.status).toBe(429)
    expect(Number(held.headers['retry-after'])).toBeGreaterThan(0)
  })

  it('refuses to be called by a name that is not its own', async () => {
    const cookie = await cookieOf(stage)
    for (const host of ['evil.example', 'evil.example:8600', '127.0.0.1', '127.0.0.1.evil.example'])
      expect(await ask(stage, '/api/devices', { headers: { host, cookie } }), host).toMatchObject({
        status: 421,
        body: { error: { code: 'HF_DASHBOARD_CROSS_SITE' } },
      })
    expect((await ask(stage, '/', { headers: { host: 'evil.example' } })).status).toBe(421)
  })

  it.each([
    ['another origin', { origin: 'https://evil.example', 'x-holdfast': '1' }],
    ['no origin', { 'x-holdfast': '1' }],
    ['its own origin but not its own script', { origin: 'own' }],
    [
      'a browser that says it comes from another site',
      { origin: 'own', 'x-holdfast': '1', 'sec-fetch-site': 'cross-site' },
    ],
  ])('refuses a command with %s', async (_, given) => {
    const cookie = await cookieOf(stage)
    const origin = 'origin' in given && given.origin !== 'own' ? { origin: given.origin } : {}
    const own = 'origin' in given && given.origin === 'own' ? { origin: stage.url.slice(0, -1) } : {}
    const { origin: _given, ...rest } = given as Record<string, string>
    const headers = { ...rest, ...origin, ...own, cookie, 'content-type': 'application/json' }
    const asking = { method: 'POST', headers, body: '{"action":"revert"}' }
    expect(await ask(stage, '/api/devices/till-1/commands', asking)).toMatchObject({
      status: 403,
      body: { error: { code: 'HF_DASHBOARD_CROSS_SITE' } },
    })
  })

  it('does not even sign in somebody from another site', async () => {
    const headers = { ...ownHeaders(stage), origin: 'https://evil.example' }
    const body = JSON.stringify({ token: TOKEN })
    expect((await ask(stage, '/api/session', { method: 'POST', headers, body })).status).toBe(403)
  })

  it('lets nothing be loaded from elsewhere, framed or kept, in any of its answers', async () => {
    for (const path of ['/', '/app.js', '/api/session', '/api/nothing', '/nothing']) {
      const { headers } = await ask(stage, path)
      expect(headers['content-security-policy'], path).toMatch(
        /^default-src 'none'; script-src 'self'; style-src 'self';/,
      )
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'")
      expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' })
    }
  })

  it('has nothing but what was built', async () => {
    for (const path of ['/..%2fbuild.ts', '/../build.ts', '/dist/app.js', '/%00', '/api/../index.html'])
      expect((await ask(stage, path)).status, path).toBe(404)
  })

  it('says what is wrong with a command, and sends nothing', async () => {
    const headers = { ...ownHeaders(stage), cookie: await cookieOf(stage) }
    const sent: string[] = []
    stage.hear((topic) => sent.push(topic))
    const post = (body: string) => ask(stage, '/api/devices/till-1/commands', { method: 'POST', headers, body })
    for (const body of ['', 'no JSON', '[]', '{}', '{"action":"purge"}', '{"action":"exec"}', '{"action":"toString"}'])
      expect(await post(body), body).toMatchObject({
        status: 400,
        body: { error: { code: 'HF_DASHBOARD_REQUEST_INVALID' } },
      })
    expect((await post(`{"action":"pause","reason":"${'x'.repeat(20_000)}"}`)).status).toBe(413)
    expect(
      await ask(stage, '/api/devices/%23/commands', { method: 'POST', headers, body: '{"action":"revert"}' }),
    ).toMatchObject({
      status: 400,
      body: { error: { code: 'HF_TOPIC_INVALID' } },
    })
    expect(sent).toEqual([])
  })

  it('knows nothing of a device that nobody has heard of', async () => {
    const headers = { cookie: await cookieOf(stage) }
    expect((await ask(stage, '/api/devices/till-9', { headers })).status).toBe(404)
  })
})

describe('a dashboard that is read only', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await Stage.open({ readOnly: true })
  })
  afterAll(() => stage.close())

  it('refuses every command', async () => {
    const headers = { ...ownHeaders(stage), cookie: await cookieOf(stage) }
    const asking = { method: 'POST', headers, body: '{"action":"identify"}' }
    expect(await ask(stage, '/api/devices/till-1/commands', asking)).toMatchObject({
      status: 403,
      body: { error: { code: 'HF_DASHBOARD_READ_ONLY' } },
    })
  })
})
