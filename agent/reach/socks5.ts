/**
 * A way through a SOCKS proxy: version 5 (RFC 1928), with user and password (RFC 1929).
 *
 * Invariant: user and password are in their own message alone, sent only when the proxy asks for them.
 */
import { isIP, type Socket, SocketAddress } from 'node:net'
import { readAnswer } from './byte-reader.ts'

const NO_LOGIN = 0x00
const BY_PASSWORD = 0x02
const NONE_ACCEPTABLE = 0xff

/** RFC 1928, section 6. */
const WHY: Record<number, string> = {
  1: 'it has failed',
  2: 'its rules do not let us reach this address',
  3: 'the network is not to be reached from it',
  4: 'that address is not to be reached from it',
  5: 'its connection is refused there',
  6: 'the way beyond it is too long',
  7: 'it does not know the command',
  8: 'it does not know this kind of address',
}

interface Login {
  username: string
  password: string
}

/** Resolves when the socket leads to `host:port`. @throws what the proxy says otherwise */
export async function socks5(socket: Socket, host: string, port: number, login: Login | null): Promise<void> {
  socket.write(login === null ? Buffer.from([5, 1, NO_LOGIN]) : Buffer.from([5, 2, NO_LOGIN, BY_PASSWORD]))
  const [version, method] = await readAnswer(socket, (bytes) => (bytes.length < 2 ? null : 2))
  if (version !== 5) throw new Error('it does not speak SOCKS 5')
  if (method === NONE_ACCEPTABLE || (method === BY_PASSWORD && login === null))
    throw new Error(login === null ? 'it wants a user and a password' : 'it accepts no way of ours to log in')
  if (method === BY_PASSWORD && login !== null) await logIn(socket, login)
  else if (method !== NO_LOGIN) throw new Error('it wants to be logged in to in a way that was not offered')
  socket.write(connectRequest(host, port))
  const answer = await readAnswer(socket, replyEnd)
  if (answer[0] !== 5) throw new Error('it does not speak SOCKS 5')
  const code = answer[1] ?? 1
  if (code !== 0) throw new Error(`${WHY[code] ?? 'it refuses'} (SOCKS reply ${code})`)
}

async function logIn(socket: Socket, { username, password }: Login): Promise<void> {
  const [user, secret] = [Buffer.from(username), Buffer.from(password)]
  if (user.length === 0 || user.length > 255 || secret.length > 255)
    throw new Error('user and password have 1 to 255 bytes each')
  socket.write(Buffer.concat([Buffer.from([1, user.length]), user, Buffer.from([secret.length]), secret]))
  const answer = await readAnswer(socket, (bytes) => (bytes.length < 2 ? null : 2))
  if (answer[1] !== 0) throw new Error('it wants another user or password')
}

/** CONNECT; names go as they are, for the proxy to look up. */
export function connectRequest(host: string, port: number): Buffer {
  const tail = Buffer.from([port >> 8, port & 0xff])
  const family = isIP(host)
  if (family === 4) return Buffer.concat([Buffer.from([5, 1, 0, 1, ...host.split('.').map(Number)]), tail])
  if (family === 6) return Buffer.concat([Buffer.from([5, 1, 0, 4]), ipv6Bytes(host), tail])
  const name = Buffer.from(host)
  if (name.length > 255) throw new Error('the name is longer than 255 bytes')
  return Buffer.concat([Buffer.from([5, 1, 0, 3, name.length]), name, tail])
}

function ipv6Bytes(host: string): Buffer {
  // In the one form that the system writes: without a dotted end.
  const { address } = new SocketAddress({ address: host, family: 'ipv6' })
  const dotted = /^(.*:)(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address)
  const hex = (high: string, low: string): string => ((Number(high) << 8) | Number(low)).toString(16)
  const text = dotted === null ? address : `${dotted[1]}${hex(dotted[2]!, dotted[3]!)}:${hex(dotted[4]!, dotted[5]!)}`
  const [head = '', tail] = text.split('::')
  const words = (part: string): string[] => (part === '' ? [] : part.split(':'))
  const [before, after] = [words(head), words(tail ?? '')]
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => '0'), ...after]
  return Buffer.from(all.map((word) => word.padStart(4, '0')).join(''), 'hex')
}

/** The reply ends after an address whose length depends on its kind. */
function replyEnd(bytes: Buffer): number | null {
  // A refusal may be cut short.
  if (bytes.length >= 2 && (bytes[0] !== 5 || bytes[1] !== 0)) return bytes.length
  if (bytes.length < 5) return null
  const address = bytes[3] === 1 ? 4 : bytes[3] === 4 ? 16 : 1 + bytes[4]!
  return bytes.length < 6 + address ? null : 6 + address
}
