import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RegistryClient } from './client.ts'
import { parseDockerConfig } from './credentials.ts'
import { parseReference, type Reference } from './reference.ts'
import { resolveImage } from './resolve.ts'

const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json'
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json'

const digestOf = (body: string) => `sha256:${createHash('sha256').update(body).digest('hex')}`
const imageOf = (...sizes: number[]) =>
  JSON.stringify({
    schemaVersion: 2,
    mediaType: OCI_IMAGE,
    config: { size: 1 },
    layers: sizes.map((size) => ({ size })),
  })
const small = imageOf(10)
const large = imageOf(100, 200)
const index = JSON.stringify({
  schemaVersion: 2,
  mediaType: OCI_INDEX,
  manifests: [
    { digest: digestOf(small), platform: { os: 'linux', architecture: 'arm', variant: 'v7' } },
    { digest: digestOf(large), platform: { os: 'linux', architecture: 'amd64' } },
    { digest: digestOf('attestation'), platform: { os: 'unknown', architecture: 'unknown' } },
  ],
})

type Answer = (request: IncomingMessage, response: ServerResponse) => void

let server: Server
let host: string
let answer: Answer
let requests: string[]

beforeEach(async () => {
  requests = []
  server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(
  () =>
    new Promise((resolve) => {
      server.closeAllConnections()
      server.close(resolve)
    }),
)

const config = (user: string, password: string) =>
  parseDockerConfig(
    JSON.stringify({ auths: { [host]: { auth: Buffer.from(`${user}:${password}`).toString('base64') } } }),
    'config.json',
  )

const resolve = (name = 'app:1', options: { platform?: string; login?: [string, string]; timeoutMs?: number } = {}) => {
  const reference = parseReference(`${host}/${name}`) as Reference
  const credentials = options.login === undefined ? () => Promise.resolve(null) : config(...options.login)
  return resolveImage(
    new RegistryClient(credentials, options.timeoutMs),
    reference,
    options.platform ?? '',
    'c.yml:3:12',
  )
}

/** A registry that holds these bodies under tags and digests. */
const holding =
  (bodies: Record<string, string>): Answer =>
  (request, response) => {
    const version = decodeURIComponent(request.url!.split('/manifests/')[1] ?? '')
    const body = bodies[version] ?? Object.values(bodies).find((text) => digestOf(text) === version)
    if (body === undefined) response.writeHead(404).end('{}')
    else response.writeHead(200, { 'content-type': OCI_IMAGE, 'docker-content-digest': digestOf(body) }).end(body)
  }

describe('resolving an image', () => {
  it('finds digest and size behind a tag', async () => {
    answer = holding({ '1': large })
    expect(await resolve()).toEqual({ image: `${host}/app@${digestOf(large)}`, bytes: 301, parts: [] })
    expect(requests).toEqual(['GET /v2/app/manifests/1'])
  })

  it('keeps the digest of an index, and takes the size of its largest image or of the platform wanted', async () => {
    answer = holding({ '1': index, small, large })
    expect(await resolve()).toMatchObject({ image: `${host}/app@${digestOf(index)}`, bytes: 301 })
    expect(await resolve('app:1', { platform: 'linux/arm' })).toMatchObject({ bytes: 11 })
    await expect(resolve('app:1', { platform: 'linux/riscv64' })).rejects.toThrow('only for linux/arm/v7, linux/amd64')
  })

  it('takes of an index the images that are there, and fails where the one that is wanted is not', async () => {
    answer = holding({ '1': index, small })
    expect(await resolve()).toMatchObject({ image: `${host}/app@${digestOf(index)}`, bytes: 11 })
    expect(await resolve('app:1', { platform: 'linux/arm/v7' })).toMatchObject({ bytes: 11 })
    const lacking = { code: 'HF_REGISTRY_NOT_FOUND' }
    await expect(resolve('app:1', { platform: 'linux/amd64' })).rejects.toMatchObject(lacking)
    answer = holding({ '1': index })
    await expect(resolve()).rejects.toMatchObject(lacking)
  })

  it('leaves what another hash names to whom it is for, and says so when it is for us', async () => {
    const other = {
      digest: `sha512:${'a'.repeat(128)}`,
      platform: { os: 'linux', architecture: 'arm64', variant: 'v8' },
    }
    const own = { digest: digestOf(large), platform: { os: 'linux', architecture: 'amd64' } }
    const manifests = [other, own]
    answer = holding({ '1': JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }), large })
    expect(await resolve()).toMatchObject({ bytes: 301 })
    expect(await resolve('app:1', { platform: 'linux/amd64' })).toMatchObject({ bytes: 301 })
    await expect(resolve('app:1', { platform: 'linux/arm64' })).rejects.toMatchObject({
      code: 'HF_REGISTRY_INVALID',
      message: expect.stringContaining('sha512:aaa'),
    })
  })

  it('tells the parts of each platform, when all have digests', async () => {
    const part = (text: string, size: number) => ({ digest: digestOf(text), size })
    const image = (...layers: object[]) =>
      JSON.stringify({ schemaVersion: 2, mediaType: OCI_IMAGE, config: part('config', 3), layers })
    const told = (text: string, bytes: number) => ({ digest: Buffer.from(digestOf(text).slice(7, 23), 'hex'), bytes })
    const alone = image(part('base', 7), part('top', 4))
    const [arm, amd] = [image(part('base', 7)), image(part('top', 4), { size: 9 })]
    const manifests = [
      { digest: digestOf(arm), platform: { os: 'linux', architecture: 'arm' } },
      { digest: digestOf(amd), platform: { os: 'linux', architecture: 'amd64' } },
    ]
    answer = holding({
      '1': alone,
      '2': JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests }),
      arm,
      amd,
    })
    const parts = [told('config', 3), told('base', 7), told('top', 4)]
    expect(await resolve()).toMatchObject({ bytes: 14, parts: [{ platform: '', parts }] })
    expect(await resolve('app:2')).toMatchObject({
      bytes: 16,
      parts: [{ platform: 'linux/arm', parts: parts.slice(0, 2) }],
    })
  })

  it('checks that an image by digest has it', async () => {
    answer = (_, response) => response.end(small)
    await expect(resolve(`app@${digestOf(large)}`)).rejects.toMatchObject({ code: 'HF_REGISTRY_INVALID' })
  })
})

describe('credentials', () => {
  const withToken: Answer = (request, response) => {
    const url = new URL(request.url!, `http://${host}`)
    if (url.pathname === '/token') {
      const good = request.headers.authorization === `Basic ${Buffer.from('u:p').toString('base64')}`
      if (good) response.end(JSON.stringify({ token: `for-${url.searchParams.get('scope')}` }))
      else response.writeHead(401).end()
    } else if (request.headers.authorization === 'Bearer for-repository:app:pull')
      holding({ '1': index, small, large })(request, response)
    else
      response
        .writeHead(401, {
          'www-authenticate': `Bearer realm="http://${host}/token",service="s",scope="repository:app:pull"`,
        })
        .end()
  }

  it('are turned into a token once', async () => {
    answer = withToken
    expect(await resolve('app:1', { login: ['u', 'p'] })).toMatchObject({ bytes: 301 })
    expect(requests.filter((line) => line.includes('/token'))).toEqual([
      'GET /token?service=s&scope=repository%3Aapp%3Apull',
    ])
  })

  it('that are missing or wrong are told apart, and never shown', async () => {
    answer = withToken
    await expect(resolve()).rejects.toMatchObject({
      code: 'HF_REGISTRY_UNAUTHORIZED',
      message: expect.stringContaining('docker login'),
    })
    await expect(resolve('app:1', { login: ['u', 'hunter2'] })).rejects.toThrow(/^(?!.*hunter2).*does not accept.*"u"/)
  })

  it('go by basic authentication when that is asked for', async () => {
    answer = (request, response) => {
      if (request.headers.authorization === undefined)
        response.writeHead(401, { 'www-authenticate': 'Basic realm="r"' }).end()
      else holding({ '1': small })(request, response)
    }
    expect(await resolve('app:1', { login: ['u', 'p'] })).toMatchObject({ bytes: 11 })
    await expect(resolve()).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAUTHORIZED' })
  })

  it('do not go to a token service without TLS elsewhere', async () => {
    answer = (_, response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer realm="http://tokens.example/t"' }).end()
    await expect(resolve('app:1', { login: ['u', 'p'] })).rejects.toThrow('without TLS')
  })

  it('do not go to whom a place names that the registry leads to', async () => {
    const asked: (string | undefined)[] = []
    const elsewhere = createServer((request, response) => {
      asked.push(request.headers.authorization)
      const realm = `http://${request.headers.host}/token`
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}"` }).end()
    })
    await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve))
    const { port } = elsewhere.address() as AddressInfo
    answer = (_, response) => response.writeHead(307, { location: `http://127.0.0.1:${port}/it` }).end()
    try {
      await expect(resolve('app:1', { login: ['u', 'p'] })).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAUTHORIZED' })
    } finally {
      elsewhere.closeAllConnections()
      elsewhere.close()
    }
    expect(asked).toEqual([undefined])
  })

  it('in a file that is not JSON are an error that does not quote it', () => {
    expect(() => parseDockerConfig('{"auth": "c2VjcmV0', '/c.json')).toThrow('/c.json: is not JSON')
  })
})

describe('a registry that misbehaves', () => {
  it.each<[string, string, Answer]>([
    ['404', 'HF_REGISTRY_NOT_FOUND', (_, response) => response.writeHead(404).end('{"errors":[]}')],
    ['403', 'HF_REGISTRY_UNAUTHORIZED', (_, response) => response.writeHead(403).end()],
    ['401 without a challenge', 'HF_REGISTRY_UNAUTHORIZED', (_, response) => response.writeHead(401).end()],
    ['429', 'HF_REGISTRY_UNAVAILABLE', (_, response) => response.writeHead(429).end()],
    ['500', 'HF_REGISTRY_UNAVAILABLE', (_, response) => response.writeHead(500).end()],
    ['a hang-up', 'HF_REGISTRY_UNAVAILABLE', (request) => request.socket.destroy()],
    ['garbage', 'HF_REGISTRY_INVALID', (_, response) => response.end(Buffer.from([0xff, 0, 1]))],
    ['a web page', 'HF_REGISTRY_INVALID', (_, response) => response.end('<html>')],
    ['an old manifest', 'HF_REGISTRY_INVALID', (_, response) => response.end('{"schemaVersion": 1}')],
    [
      'sizes that are none',
      'HF_REGISTRY_INVALID',
      (_, response) => response.end(JSON.stringify({ ...JSON.parse(small), layers: [{ size: '1' }] })),
    ],
    [
      'a wrong digest',
      'HF_REGISTRY_INVALID',
      (_, response) => response.writeHead(200, { 'docker-content-digest': digestOf('x') }).end(small),
    ],
    ['5 MiB', 'HF_REGISTRY_INVALID', (_, response) => response.end(Buffer.alloc(5 * 1024 * 1024))],
    [
      'an empty index',
      'HF_REGISTRY_INVALID',
      (_, response) => response.end(JSON.stringify({ schemaVersion: 2, mediaType: OCI_INDEX, manifests: [] })),
    ],
  ])('by %s is %s, with the place', async (_, code, bad) => {
    answer = bad
    await expect(resolve()).rejects.toMatchObject({ code, place: 'c.yml:3:12' })
  })

  it('by silence is given up', async () => {
    answer = () => {}
    await expect(resolve('app:1', { timeoutMs: 50 })).rejects.toMatchObject({ code: 'HF_REGISTRY_UNAVAILABLE' })
  })

  it('by not being there is told by its reason', async () => {
    await new Promise((done) => server.close(done))
    await expect(resolve()).rejects.toThrow('ECONNREFUSED')
    server = createServer().listen(0)
  })
})

describe('a blob', () => {
  const bytes = Buffer.from('0123456789'.repeat(50))
  const digest = `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const read = async (size = bytes.length, timeoutMs?: number) => {
    const client = new RegistryClient(() => Promise.resolve(null), timeoutMs)
    const parts: Uint8Array[] = []
    const reference = parseReference(`${host}/app:1`) as Reference
    for await (const part of client.blob(reference, digest, size, 'web')) parts.push(part)
    return Buffer.concat(parts)
  }

  it('may take longer than the limit, as long as something comes', async () => {
    answer = (_, response) => {
      let at = 0
      const timer = setInterval(() => {
        response.write(bytes.subarray(at, at + 50))
        at += 50
        if (at < bytes.length) return
        clearInterval(timer)
        response.end()
      }, 100)
    }
    expect(await read(bytes.length, 700)).toEqual(bytes)
    expect(requests).toEqual([`GET /v2/app/blobs/${digest}`])
  })

  it.each<[string, string, Answer]>([
    ['other bytes', 'HF_REGISTRY_INVALID', (_, response) => response.end(Buffer.alloc(bytes.length, 1))],
    ['too many', 'HF_REGISTRY_INVALID', (_, response) => response.end(Buffer.concat([bytes, bytes]))],
    ['too few', 'HF_REGISTRY_INVALID', (_, response) => response.end(bytes.subarray(9))],
    ['404', 'HF_REGISTRY_NOT_FOUND', (_, response) => response.writeHead(404).end()],
    ['silence in the middle', 'HF_REGISTRY_UNAVAILABLE', (_, response) => void response.write(bytes.subarray(9))],
    [
      'a connection that breaks',
      'HF_REGISTRY_UNAVAILABLE',
      (request, response) =>
        void response.writeHead(200, { 'content-length': 500 }).write('x', () => request.socket.destroy()),
    ],
  ])('of which %s comes is %s, with the place', async (_, code, bad) => {
    answer = bad
    await expect(read(bytes.length, 200)).rejects.toMatchObject({ code, place: 'web' })
  })
})
