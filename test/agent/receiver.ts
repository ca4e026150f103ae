/**
 * What listens where an inspector would: a WebSocket server that keeps the texts it is sent (RFC 6455, no extensions).
 *
 * Invariant: on loopback; it reads whole text frames of a client, and answers nothing.
 */
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export interface Receiver {
  url: string
  texts: string[]
  close(): Promise<void>
}

export async function receiver(): Promise<Receiver> {
  const texts: string[] = []
  const sockets = new Set<Duplex>()
  const server = createServer()
  server.on('upgrade', (request, socket: Duplex) => {
    const key = createHash('sha1').update(`${request.headers['sec-websocket-key']}${MAGIC}`).digest('base64')
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${key}\r\n\r\n`,
    )
    sockets.add(socket)
    socket.on('error', () => {}) // the client has gone
    let bytes = Buffer.alloc(0)
    socket.on('data', (part: Buffer) => {
      bytes = Buffer.concat([bytes, part])
      for (let frame = frameIn(bytes); frame !== null; frame = frameIn(bytes)) {
        bytes = bytes.subarray(frame.end)
        if (frame.opcode === 1) texts.push(frame.text)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    texts,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

/** The first whole frame; a client's are masked. */
function frameIn(bytes: Buffer): { opcode: number; text: string; end: number } | null {
  if (bytes.length < 2) return null
  const short = bytes[1]! & 0x7f
  const wide = short === 126 ? 2 : short === 127 ? 8 : 0
  if (bytes.length < 2 + wide + 4) return null
  const length = wide === 0 ? short : wide === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2))
  const begin = 2 + wide + 4
  if (bytes.length < begin + length) return null
  const mask = bytes.subarray(begin - 4, begin)
  const payload = Buffer.from(bytes.subarray(begin, begin + length).map((byte, at) => byte ^ mask[at % 4]!))
  return { opcode: bytes[0]! & 0x0f, text: payload.toString('utf8'), end: begin + length }
}
