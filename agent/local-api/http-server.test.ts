import { mkdtemp, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { connect, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { createLog } from '../log.ts'
import { type Handlers, httpServer } from './http-server.ts'
import { closeServer, listenOnSocket } from './listen.ts'
import { KEY, SECRET } from './local-api-rig.ts'

let folder: string
let server: Server
let calls: number
let lines: string[]
let answer: Handlers[string]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'holdfast-http-'))
  calls = 0
  lines = []
  answer = async () => ({ status: 200, body: { released: true } })
  server = httpServer({
    handlers: {
      'PUT /v1/lock': async (call, response) => {
        calls += 1
        return answer?.(call, response) ?? null
      },
    },
    balena: {},
    secret: SECRET,
    isNetwork: false,
    log: createLog({ level: 'debug', format: 'text', write: (line) => lines.push(line) }),
    limits: { headersTimeout: 1_000, requestTimeout: 1_000, connectionsCheckingInterval: 20 },
  })
  await listenOnSocket(server, join(folder, 'socket'))
})
afterEach(async () => {
  await closeServer(server)
  await rm(folder, { recursive: true })
})

/** Somebody who sends bytes, and what they are sent. */
class Peer {
  text = ''
  isClosed = false
  readonly socket: Socket

  constructor(bytes: string) {
    this.socket = connect(join(folder, 'socket'), () => this.socket.write(bytes))
    this.socket.setEncoding('utf8').on('data', (chunk: string) => {
      this.text += chunk
    })
    this.socket.on('error', () => {}) // it ends by a close
    this.socket.on('close', () => {
      this.isClosed = true
    })
  }
}

const PUT = `PUT /v1/lock HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${KEY}\r\n`

describe('whoever is slow', () => {
  it.each([
    ['in the middle of its headers', 'PUT /v1/lock HTTP/1.1\r\nHost: '],
    ['in the middle of its body', `${PUT}Content-Length: 10\r\n\r\n{`],
  ])('%s is told so, and let go', async (_, bytes) => {
    const peer = new Peer(bytes)
    await expect.poll(() => peer.isClosed, { timeout: 60_000 }).toBe(true)
    expect(peer.text).toMatch(
      /^HTTP\/1.1 408 .*\{"code":"HF_TIMEOUT","message":"the request did not come in time"\}\n$/s,
    )
    expect({ calls, errors: lines.filter((line) => line.includes('ERROR')) }).toEqual({ calls: 0, errors: [] })
  })
})

it('whoever goes in the middle leaves nothing behind, and is no error', async () => {
  const peer = new Peer(`${PUT}Content-Length: 10\r\n\r\n{`)
  await delay(50)
  peer.socket.destroy()
  await delay(50)
  const connections = await new Promise((resolve) => server.getConnections((_, count) => resolve(count)))
  expect({ calls, connections, errors: lines.filter((line) => line.includes('ERROR')) }).toEqual({
    calls: 0,
    connections: 0,
    errors: [],
  })
})

it('many requests on one connection are answered in their order', async () => {
  const one = `${PUT}Content-Length: 2\r\n\r\n{}`
  const peer = new Peer(one.repeat(5))
  await expect.poll(() => peer.text.match(/HTTP\/1.1 200/g)?.length).toBe(5)
  expect(calls).toBe(5)
  peer.socket.destroy()
})

it.each([
  ['of ours is told by its code', new HoldfastError('HF_STORE_UNWRITABLE', 'the disk is full'), 503, false],
  ['of anything else is a fault in us, and stands in the log', new TypeError('undefined is not a function'), 500, true],
])('a failure %s', async (_, error, status, isLogged) => {
  answer = () => Promise.reject(error)
  const peer = new Peer(`${PUT}Content-Length: 2\r\n\r\n{}`)
  await expect.poll(() => peer.text).toContain(`HTTP/1.1 ${status}`)
  expect(lines.some((line) => line.includes('ERROR'))).toBe(isLogged)
  peer.socket.destroy()
})
