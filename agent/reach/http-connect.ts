/**
 * A tunnel through an HTTP proxy: CONNECT (RFC 9110, section 9.3.6), with basic authentication (RFC 7617).
 *
 * Invariant: user and password are in the request alone: no error repeats it.
 */
import { isIPv6, type Socket } from 'node:net'
import { readAnswer } from './byte-reader.ts'

const WHY: Record<number, string> = {
  // What tinyproxy says when they are wrong; when there are none, it says 407.
  401: 'it wants another user or password',
  403: 'it does not let us reach this address',
  405: 'it does not make tunnels',
  407: 'it wants another user or password',
  502: 'it cannot reach that address',
  503: 'it cannot reach that address',
  504: 'nobody answers it there',
}

/** What is sent. */
export function connectRequest(
  host: string,
  port: number,
  login: { username: string; password: string } | null,
): string {
  const target = `${isIPv6(host) ? `[${host}]` : host}:${port}`
  const basic = login && Buffer.from(`${login.username}:${login.password}`).toString('base64')
  return [
    `CONNECT ${target} HTTP/1.1`,
    `Host: ${target}`,
    ...(basic === null ? [] : [`Proxy-Authorization: Basic ${basic}`]),
    '',
    '',
  ].join('\r\n')
}

/** Resolves when the socket leads to `host:port`. @throws what the proxy says otherwise */
export async function httpConnect(
  socket: Socket,
  host: string,
  port: number,
  login: { username: string; password: string } | null,
): Promise<void> {
  socket.write(connectRequest(host, port, login))
  const answer = await readAnswer(socket, (bytes) => {
    const end = bytes.indexOf('\r\n\r\n')
    return end < 0 ? null : end + 4
  })
  const status = /^HTTP\/1\.[01] (\d{3})\b/.exec(answer.toString('latin1'))
  if (status === null) throw new Error('it does not speak HTTP')
  const code = Number(status[1])
  // Any success is the tunnel; a length that stands with it means nothing.
  if (code >= 200 && code < 300) return
  throw new Error(`${WHY[code] ?? 'it makes no tunnel'} (HTTP ${code})`)
}
