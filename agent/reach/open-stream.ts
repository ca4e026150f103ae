/**
 * The way to a broker, from its URL to a stream that speaks MQTT: name, connection, proxy, TLS, web socket.
 *
 * Invariant: it ends, with the stream or with what failed first; then nothing of it is left open.
 */
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { type ProxyAddress, proxyName } from './proxy.ts'
import { type Lookup, resolve } from './resolve.ts'
import type { Stage } from './stages.ts'
import { connectTcp } from './tcp.ts'
import { startTls, type TlsTerms } from './tls.ts'
import { leadThrough } from './tunnel.ts'

export interface Way {
  address: URL
  port: number
  proxy: ProxyAddress | null
  tls: TlsTerms
  /** For each stage, where its own time is longer. Milliseconds. */
  limitMs: number
  signal: AbortSignal
  /** Default: the system's. */
  ask?: Lookup | undefined
  /** Told when a stage has been passed, with what came of it. */
  passed?: (stage: Stage, what: string) => void
}

export interface OpenStream {
  stream: Duplex
  /** Beneath it: its `bytesRead` tells whether anything comes. */
  socket: Socket
}

export const DEFAULT_PORTS: Record<string, number> = { 'mqtt:': 1883, 'mqtts:': 8883, 'ws:': 80, 'wss:': 443 }

export function portOf(address: URL): number {
  return address.port === '' ? DEFAULT_PORTS[address.protocol]! : Number(address.port)
}

export function hostOf(address: URL): string {
  return address.hostname.replace(/^\[|\]$/g, '')
}

/** @throws StageError; HF_CANCELLED; HF_FILE_UNREADABLE when the proxy's password cannot be read */
export async function openStream(way: Way): Promise<OpenStream> {
  const { address, tls, passed } = way
  const isWeb = address.protocol.startsWith('ws')
  const isSecure = address.protocol === 'mqtts:' || address.protocol === 'wss:'
  const opened: { destroy(): void }[] = []
  const keep = <T extends Duplex>(stream: T): T => {
    // Whoever uses it hears of its errors; until then a stage does, and after a failure nobody has to.
    stream.on('error', () => undefined)
    opened.push(stream)
    return stream
  }
  try {
    const socket = keep(await reachHost(way))
    let stream: Socket = await throughProxy(way, socket, keep)
    if (isSecure) {
      const secure = keep(await startTls(stream, hostOf(address), isWeb ? { ...tls, alpn: 'http/1.1' } : tls, way))
      passed?.('tls', secure.getProtocol() ?? '')
      stream = secure
    }
    if (!isWeb) return { stream, socket }
    const { startWebSocket } = await import('./web-socket.ts')
    const web = keep(await startWebSocket(stream, address, way))
    passed?.('websocket', 'open')
    return { stream: web, socket }
  } catch (error) {
    for (const one of opened.reverse()) one.destroy()
    throw error
  }
}

async function reachHost(way: Way): Promise<Socket> {
  const { address, proxy, passed, ask } = way
  const [host, port] = proxy === null ? [hostOf(address), way.port] : [proxy.host, proxy.port]
  const addresses = await resolve(host, { limitMs: way.limitMs, signal: way.signal, ask })
  passed?.('dns', `${host} is ${addresses.map((one) => one.address).join(', ')}`)
  const socket = await connectTcp(host, addresses, port, way)
  passed?.('tcp', `${socket.remoteAddress ?? host}, port ${port}`)
  return socket
}

async function throughProxy(way: Way, socket: Socket, keep: <T extends Duplex>(stream: T) => T): Promise<Socket> {
  const { proxy, address, port } = way
  if (proxy === null) return socket
  const trusted = way.tls.ca === undefined ? {} : { ca: way.tls.ca }
  const outer = proxy.kind === 'https' ? keep(await startTls(socket, proxy.host, trusted, way)) : socket
  await leadThrough(proxy, outer, { host: hostOf(address), port, what: 'the broker' }, way)
  way.passed?.('proxy', proxyName(proxy))
  return outer
}
