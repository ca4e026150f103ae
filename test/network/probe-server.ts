/**
 * What a probe asks for: `node probe-server.ts ADDRESS`.
 *
 * Invariant: each question is answered with 204 and leaves a line with the address that it came from, which says by which link.
 */
import { createServer } from 'node:http'

const [address] = process.argv.slice(2)
const server = createServer((request, response) => {
  process.stdout.write(`asked from ${request.socket.remoteAddress}\n`)
  response.writeHead(204, { connection: 'close' }).end()
})
server.listen(80, address, () => process.stdout.write('it listens\n'))
