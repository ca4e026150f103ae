/** A broker where there is no Mosquitto, as a program: prints its URL, and ends when it is told to. */
import { createServer } from 'node:net'
import { Aedes } from 'aedes'

const broker = await Aedes.createBroker()
const server = createServer(broker.handle)
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no TCP port to be had')
  process.stdout.write(`mqtt://127.0.0.1:${address.port}\n`)
})
process.once('SIGTERM', () => process.exit(0))
