/**
 * Where Prometheus asks the device, if it is told to have such a place.
 *
 * Invariant: on loopback or a socket alone, read only; nothing that comes in is looked at but method and path.
 */
import { createServer, type Server } from 'node:http'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { asksForMetrics, METRICS_TYPE } from '../../protocol/open-metrics.ts'
import type { Report } from '../../protocol/types.ts'
import { closeServer, listenOnNetwork, listenOnSocket } from '../local-api/listen.ts'
import { parseListenAddress } from '../local-api/listen-address.ts'
import type { Log } from '../log.ts'
import { deviceMetrics } from './device-metrics.ts'

export type MetricsPlace = { path: string } | { host: string; port: number }

/** Whoever may read the socket's folder is of the owner's group at least. */
const SOCKET_MODE = 0o660

/** "127.0.0.1:9465", "[::1]:9465", or the absolute path of a socket. @throws HF_CONFIG_INVALID */
export function parseMetricsPlace(text: string): MetricsPlace {
  if (text.startsWith('/')) return { path: text }
  const address = parseListenAddress(text)
  if (address.host !== '::1' && !address.host.startsWith('127.'))
    throw new HoldfastError('HF_CONFIG_INVALID', 'is not on loopback: whoever reaches it reads what the device runs')
  return address
}

/** @param text asked anew each time @throws HF_LISTEN_FAILED */
export async function serveDeviceMetrics(
  place: MetricsPlace,
  text: () => Promise<string>,
): Promise<{ server: Server; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    if (!asksForMetrics(request)) {
      response.writeHead(404).end()
      return
    }
    text().then(
      (body) => response.writeHead(200, { 'content-type': METRICS_TYPE }).end(body),
      // Prometheus shows the status.
      () => response.writeHead(500).end(),
    )
  })
  if ('path' in place) await listenOnSocket(server, place.path, SOCKET_MODE)
  else await listenOnNetwork(server, place)
  return { server, close: () => closeServer(server) }
}

/** A device without its metrics is better than none: it is told of, and goes on. */
export async function deviceMetricsIfAny(
  place: MetricsPlace | null,
  { report, log }: { report(): Promise<Loose<Report>>; log: Log },
): Promise<{ close(): Promise<void> } | null> {
  if (place === null) return null
  const startSeconds = (Date.now() - process.uptime() * 1000) / 1000
  const text = async (): Promise<string> => {
    const { user, system } = process.cpuUsage()
    const facts = { residentBytes: process.memoryUsage.rss(), cpuSeconds: (user + system) / 1e6, startSeconds }
    return deviceMetrics(decode<Report>(KINDS.Report, encode(KINDS.Report, await report())), facts)
  }
  try {
    return await serveDeviceMetrics(place, text)
  } catch (error) {
    log.error('there are no metrics', { ...faultOf(error) })
    return null
  }
}
