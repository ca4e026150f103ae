/** The broker contract on a real Mosquitto, in both versions of MQTT. */
import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { brokerContract } from '../broker-contract.ts'
import { mqttRig } from './mqtt-test-rig.ts'

for (const protocol of ['auto', '5', '3.1.1'] as const)
  brokerContract(`Mosquitto, ${protocol}`, async () => {
    const { port, stop } = await mosquitto()
    return mqttRig(port, protocol, stop)
  })

async function mosquitto(): Promise<{ port: number; stop: () => Promise<void> }> {
  const dir = await mkdtemp(`${tmpdir()}/hf-mosquitto-`)
  const port = await freePort()
  await writeFile(`${dir}/conf`, `listener ${port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n`)
  const broker = spawn('mosquitto', ['-c', `${dir}/conf`], { stdio: 'ignore' })
  const ended = new Promise((resolve) => broker.once('exit', resolve))
  await answers(port)
  return {
    port,
    stop: async () => {
      broker.kill()
      await ended
      await rm(dir, { recursive: true })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function answers(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const open = await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy()
        resolve(true)
      })
      socket.once('error', () => resolve(false))
    })
    if (open) return
    await new Promise((resolve) => setTimeout(resolve, 30))
  }
  throw new Error('mosquitto does not answer')
}
