import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { Transport } from './transport.ts'

it('counts for the pace what comes while somebody writes down what came before', async () => {
  const [bursts, pieces, size] = [12, 10, 1200]
  const give = async (response: ServerResponse): Promise<void> => {
    for (let burst = 0; burst < bursts; burst += 1) {
      for (let piece = 0; piece < pieces; piece += 1) {
        response.write(Buffer.alloc(size))
        await sleep(2)
      }
      await sleep(300)
    }
    response.end()
  }
  const server = createServer((_, response) => void give(response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const transport = new Transport(30_000, 1_500)
  const asking = {
    url: new URL(`http://127.0.0.1:${port}/`),
    headers: {},
    ca: undefined,
    proxy: null,
    signal: new AbortController().signal,
    place: 'blob',
    // One burst in a time in which five come.
    least: pieces * size,
  }
  try {
    let bytes = 0
    for await (const piece of transport.pieces(await transport.get(asking), asking)) {
      bytes += piece.length
      await sleep(6)
    }
    expect(bytes).toBe(bursts * pieces * size)
  } finally {
    transport.close()
    server.closeAllConnections()
    server.close()
  }
})
