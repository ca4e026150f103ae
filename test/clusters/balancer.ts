/**
 * What stands before a cluster: one address, connections in turn to the nodes that take them.
 *
 * Invariant: a connection that a node does not take goes to the next one; one that breaks is closed on both sides.
 */
import { connect, createServer, type Server } from 'node:net'

export async function balance(ports: readonly number[]): Promise<{ address: string; server: Server }> {
  let turn = 0
  const server = createServer({ noDelay: true }, (client) => {
    const first = turn++
    const attempt = (tried: number): void => {
      if (tried === ports.length) {
        client.destroy()
        return
      }
      const node = connect({ port: ports[(first + tried) % ports.length]!, host: '127.0.0.1', noDelay: true })
      let isThere = false
      node.once('connect', () => {
        isThere = true
        client.pipe(node)
        node.pipe(client)
      })
      node.on('error', () => {}) // its close follows
      node.once('close', () => {
        if (isThere) client.destroy()
        else attempt(tried + 1)
      })
      client.once('close', () => node.destroy())
    }
    client.on('error', () => {}) // its close follows
    attempt(0)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the balancer has no port')
  return { address: `mqtt://127.0.0.1:${address.port}`, server }
}
