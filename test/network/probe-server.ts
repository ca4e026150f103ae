/**
 * What a probe asks for, or a page to log in at that stands before it: `node probe-server.ts ADDRESS [STATUS [PORT...]]`.
 *
 * Invariant: each question is answered with that status, 204 where none is given, and leaves a line with the address that it
 * came from, which says by which link. A page is no MQTT: what is not HTTP is told so, and the connection ends.
 */
import { createServer } from 'node:http'

const [address, status = '204', ...ports] = process.argv.slice(2)
const server = () =>
  createServer((request, response) => {
    process.stdout.write(`asked from ${request.socket.remoteAddress}\n`)
    response.writeHead(Number(status), { connection: 'close', location: 'http://login.test/' })
    response.end(status === '204' ? undefined : '<html><title>Log in</title></html>')
  })
const listen = (port: number) => new Promise<void>((done) => void server().listen(port, address, done))
await Promise.all((ports.length === 0 ? [80] : ports.map(Number)).map(listen))
process.stdout.write('it listens\n')
