/**
 * A Mosquitto of the rig's own, on loopback, open to everybody.
 *
 * Invariant: retained messages and sessions are on disk at most a second after they changed, so that they
 * stay over `kill` and `restart`; they go with `stop`.
 */
import { writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { clear, makeGround } from './leftovers.ts'
import { freePort, type Part, server } from './process.ts'

/**
 * Starts a broker. Its `address` is a URL, `mqtt://127.0.0.1:PORT`.
 * @param settings more lines for its configuration
 */
export async function startMosquitto(settings: readonly string[] = []): Promise<Part> {
  const ground = await makeGround('mosquitto')
  const port = await freePort()
  const config = join(ground.dir, 'mosquitto.conf')
  const lines = [
    `listener ${port} 127.0.0.1`,
    'allow_anonymous true',
    'user root',
    'persistence true',
    `persistence_location ${ground.dir}/`,
    'autosave_on_changes true',
    'autosave_interval 1',
    'set_tcp_nodelay true',
    // Its last words are told when it does not start.
    'log_dest stderr',
    ...settings,
  ]
  await writeFile(config, `${lines.join('\n')}\n`)
  const broker = server({
    command: 'mosquitto',
    args: ['-c', config],
    log: join(ground.dir, 'log'),
    ready: () => listens(port),
  })

  async function stop(): Promise<void> {
    await broker.end('SIGTERM')
    await clear(ground)
  }

  try {
    await broker.start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    address: `mqtt://127.0.0.1:${port}`,
    stop,
    kill: () => broker.end('SIGKILL'),
    async restart() {
      await broker.end('SIGTERM')
      await broker.start()
    },
  }
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
