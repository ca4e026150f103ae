/**
 * An image registry of the rig's own, on loopback, which an engine takes as insecure without being told.
 *
 * Invariant: what was pushed stays over `kill` and `restart`, and goes with `stop`.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clear, makeGround } from './leftovers.ts'
import { freePort, type Part, server } from './process.ts'

/** Starts Debian's `docker-registry`. Its `address` is `127.0.0.1:PORT`, as image names begin. */
export async function startRegistry(): Promise<Part> {
  const ground = await makeGround('registry')
  const address = `127.0.0.1:${await freePort()}`
  const config = join(ground.dir, 'config.yml')
  await writeFile(
    config,
    JSON.stringify({
      version: 0.1,
      log: { level: 'warn' },
      storage: { filesystem: { rootdirectory: join(ground.dir, 'data') }, delete: { enabled: true } },
      http: { addr: address },
    }),
  )
  const registry = server({
    command: 'docker-registry',
    args: ['serve', config],
    log: join(ground.dir, 'log'),
    env: { OTEL_TRACES_EXPORTER: 'none' },
    ready: () => answers(`http://${address}/v2/`),
  })

  async function stop(): Promise<void> {
    await registry.end('SIGTERM')
    await clear(ground)
  }

  try {
    await registry.start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    address,
    stop,
    kill: () => registry.end('SIGKILL'),
    async restart() {
      await registry.end('SIGTERM')
      await registry.start()
    },
  }
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok
  } catch {
    return false
  }
}
