/**
 * Through a proxy to what is beyond it.
 *
 * Invariant: it ends within its time; user and password go to the proxy alone, and no error repeats them.
 */
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { HoldfastError } from '../../protocol/errors.ts'
import { type ProxyAddress, proxyName } from './proxy.ts'
import { type Lookup, resolve } from './resolve.ts'
import { inStage, STAGE_MS } from './stages.ts'
import { connectTcp } from './tcp.ts'

export interface Beyond {
  host: string
  port: number
  /** For people: "the broker". */
  what: string
}

interface Limits {
  limitMs: number
  signal: AbortSignal
  ask?: Lookup | undefined
}

/** From a socket to the proxy. @throws StageError "dns", "proxy"; HF_CANCELLED; HF_FILE_UNREADABLE */
export async function leadThrough(proxy: ProxyAddress, socket: Socket, beyond: Beyond, limits: Limits): Promise<void> {
  const { limitMs, signal, ask } = limits
  const { port, what } = beyond
  const login = await loginOf(proxy)
  let { host } = beyond
  if (!proxy.resolves) {
    const [first] = await resolve(host, { limitMs, signal, ask })
    host = first?.address ?? host
  }
  const name = proxyName(proxy)
  const terms = {
    ms: Math.min(limitMs, STAGE_MS.proxy),
    late: `the proxy ${name} does not answer`,
    attempt: `the proxy ${name} does not lead to ${what}`,
    signal,
  }
  await inStage('proxy', beyond.host, terms, async () => {
    // Loaded by the first device that has one.
    if (proxy.kind === 'socks5') await (await import('./socks5.ts')).socks5(socket, host, port, login)
    else await (await import('./http-connect.ts')).httpConnect(socket, host, port, login)
  })
}

/**
 * From nothing. A proxy that is itself behind TLS leads only to brokers.
 * @throws as {@link leadThrough}, and StageError "tcp"
 */
export async function openTunnel(proxy: ProxyAddress, beyond: Beyond, limits: Limits): Promise<Socket> {
  const addresses = await resolve(proxy.host, limits)
  const socket = await connectTcp(proxy.host, addresses, proxy.port, limits)
  // Whoever uses it hears of its errors; until then a stage does.
  socket.on('error', () => undefined)
  try {
    await leadThrough(proxy, socket, beyond, limits)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

async function loginOf({
  username,
  password,
  passwordFile,
}: ProxyAddress): Promise<{ username: string; password: string } | null> {
  if (username === undefined) return null
  if (passwordFile === undefined) return { username, password: password ?? '' }
  try {
    return { username, password: (await readFile(passwordFile, 'utf8')).replace(/\r?\n$/, '') }
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be read', { place: passwordFile, cause })
  }
}
