/**
 * Where Prometheus asks.
 *
 * Invariant: one page, read only; nothing that comes in is looked at but method and path.
 */
import { createServer, type Server } from 'node:http'
import { HoldfastError } from '../../protocol/errors.ts'
import { asksForMetrics, METRICS_TYPE } from '../../protocol/open-metrics.ts'
import type { ListenAddress } from '../web/listen-address.ts'

/** @param text asked anew each time @throws HF_LISTEN_FAILED */
export async function serveMetrics({ host, port }: ListenAddress, text: () => string): Promise<Server> {
  const server = createServer((request, response) => {
    if (!asksForMetrics(request)) response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': METRICS_TYPE }).end(text())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new HoldfastError('HF_LISTEN_FAILED', cause.message, { place: `${host}:${port}`, cause })),
    )
    server.listen(port, host, resolve)
  })
  return server
}
