/**
 * Where Prometheus asks.
 *
 * Invariant: one page, read only; nothing that comes in is looked at but method and path.
 */
import { createServer, type Server } from 'node:http'
import { HoldfastError } from '../../protocol/errors.ts'
import type { ListenAddress } from '../web/listen-address.ts'
import { METRICS_TYPE, metricsText } from './metrics.ts'
import type { RolloutView } from './view.ts'

/** @throws HF_LISTEN_FAILED */
export async function serveMetrics(
  { host, port }: ListenAddress,
  views: () => readonly RolloutView[],
): Promise<Server> {
  const server = createServer((request, response) => {
    const isAsked = (request.method === 'GET' || request.method === 'HEAD') && request.url === '/metrics'
    if (!isAsked) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': METRICS_TYPE }).end(metricsText(views()))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new HoldfastError('HF_LISTEN_FAILED', cause.message, { place: `${host}:${port}`, cause })),
    )
    server.listen(port, host, resolve)
  })
  return server
}
