/**
 * A network block device server: newstyle handshake, simple replies (the NBD protocol, doc/proto.md).
 *
 * Invariant: requests of one client take effect one after the other, in the order in which they came, and a
 * reply leaves after its request has taken effect.
 */
import { createServer, type Server, type Socket } from 'node:net'
import type { BlockDisk } from './block-disk.ts'

const MAGIC = { hello: 0x4e42444d41474943n, option: 0x49484156454f5054n, reply: 0x0003e889045565a9n } as const
const REQUEST = 0x25609513
const SIMPLE_REPLY = 0x67446698
/** NBD_FLAG_FIXED_NEWSTYLE and NBD_FLAG_NO_ZEROES. */
const HANDSHAKE_FLAGS = 0b11
/** NBD_FLAG_HAS_FLAGS, NBD_FLAG_SEND_FLUSH and NBD_FLAG_SEND_FUA. */
const EXPORT_FLAGS = 0b1101
const OPTION = { exportName: 1, abort: 2, info: 6, go: 7 } as const
const REPLY = { ack: 1, info: 3, unsupported: 0x8000_0001 } as const
const COMMAND = { read: 0, write: 1, disconnect: 2, flush: 3 } as const
const FUA = 1
const EINVAL = 22

export interface NbdServer {
  /** Breaks every connection at once, as when the machine behind it is gone. */
  close(): Promise<void>
}

/** Serves a disk on a unix socket. */
export async function serveDisk(disk: BlockDisk, socketPath: string): Promise<NbdServer> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
    serve(disk, socket).catch((error: unknown) => socket.destroy(error instanceof Error ? error : undefined))
  })
  await listen(server, socketPath)
  return {
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}

async function serve(disk: BlockDisk, socket: Socket): Promise<void> {
  const reader = new Reader(socket)
  if (await handshake(disk, socket, reader)) await transmission(disk, socket, reader)
  socket.end()
}

/** @returns whether the client wants the disk */
async function handshake(disk: BlockDisk, socket: Socket, reader: Reader): Promise<boolean> {
  socket.write(Buffer.concat([u64(MAGIC.hello), u64(MAGIC.option), u16(HANDSHAKE_FLAGS)]))
  await reader.take(4)
  const shape = Buffer.concat([u64(BigInt(disk.size)), u16(EXPORT_FLAGS)])
  for (;;) {
    const head = await reader.take(16)
    if (head.readBigUInt64BE(0) !== MAGIC.option) return false
    const option = head.readUInt32BE(8)
    await reader.take(head.readUInt32BE(12))
    const reply = (type: number, data = Buffer.alloc(0)): unknown =>
      socket.write(Buffer.concat([u64(MAGIC.reply), u32(option), u32(type), u32(data.length), data]))
    switch (option) {
      case OPTION.exportName:
        socket.write(shape)
        return true
      case OPTION.abort:
        reply(REPLY.ack)
        return false
      case OPTION.info:
      case OPTION.go:
        reply(REPLY.info, Buffer.concat([u16(0), shape]))
        reply(REPLY.ack)
        if (option === OPTION.go) return true
        break
      default:
        reply(REPLY.unsupported)
    }
  }
}

async function transmission(disk: BlockDisk, socket: Socket, reader: Reader): Promise<void> {
  for (;;) {
    const head = await reader.take(28)
    if (head.readUInt32BE(0) !== REQUEST) return
    const flags = head.readUInt16BE(4)
    const command = head.readUInt16BE(6)
    const offset = Number(head.readBigUInt64BE(16))
    const length = head.readUInt32BE(24)
    const data = command === COMMAND.write ? await reader.take(length) : Buffer.alloc(0)
    // What came before the connection was broken and was not begun has never arrived.
    if (socket.destroyed) return
    const reply = (error: number, ...parts: Buffer[]): unknown =>
      socket.write(Buffer.concat([u32(SIMPLE_REPLY), u32(error), head.subarray(8, 16), ...parts]))
    const isInside = offset + length <= disk.size
    if (command === COMMAND.disconnect) return
    if (command === COMMAND.flush) {
      disk.flush()
      reply(0)
    } else if (command === COMMAND.read && isInside) {
      reply(0, disk.read(offset, length))
    } else if (command === COMMAND.write && isInside) {
      disk.write(offset, data, (flags & FUA) !== 0)
      reply(0)
    } else {
      reply(EINVAL)
    }
  }
}

/** Bytes of a stream, by the number. */
class Reader {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer = Buffer.alloc(0)

  constructor(stream: AsyncIterable<Buffer>) {
    this.#chunks = stream[Symbol.asyncIterator]()
  }

  async take(count: number): Promise<Buffer> {
    const parts = [this.#rest]
    let length = this.#rest.length
    while (length < count) {
      const { value, done } = await this.#chunks.next()
      if (done === true) throw new Error('the client has gone')
      parts.push(value)
      length += value.length
    }
    const all = parts.length === 1 ? this.#rest : Buffer.concat(parts)
    this.#rest = all.subarray(count)
    return all.subarray(0, count)
  }
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(path, resolve)
  })
}

function u16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}

function u64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(value)
  return bytes
}
