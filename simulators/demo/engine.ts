/**
 * Which engine the demo's device has: the machine's own, or a simulated one.
 *
 * Invariant: a real engine is taken only after it has fetched an image from the demo's registry and run it;
 * why it was not taken is always said.
 */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { TINY_ARCHITECTURES } from '../registry/tiny-program.ts'
import { DockerApi } from './docker-api.ts'
import { ROOT, Service } from './programs.ts'

export type EngineKind = 'docker' | 'simulated'

export interface DemoEngine {
  kind: EngineKind
  /** In words, for people: "Docker 20.10.24 at /var/run/docker.sock". */
  words: string
  api: DockerApi
  close(): Promise<void>
}

export interface FoundEngine {
  api: DockerApi
  version: string
  /** As the OCI image specification names it. */
  architecture: string
}

const DEFAULT_SOCKET = '/var/run/docker.sock'
const START_MS = 15_000

/**
 * The socket that the variables name.
 * @throws HF_ENGINE_UNAVAILABLE when it is not a unix socket
 */
export function socketOf(env: Readonly<Record<string, string | undefined>>): string {
  const host = env.DOCKER_HOST ?? ''
  if (host === '') return DEFAULT_SOCKET
  if (host.startsWith('unix://')) return host.slice('unix://'.length)
  throw new HoldfastError('HF_ENGINE_UNAVAILABLE', 'is not a unix socket, and the agent speaks to no other', {
    place: `DOCKER_HOST=${host}`,
  })
}

/** The engine at a socket, if the demo's programs can be made for it. @throws HF_ENGINE_UNAVAILABLE */
export async function findEngine(socket: string): Promise<FoundEngine> {
  const api = new DockerApi(socket)
  const { Version, Arch, Os } = (await api.call('GET', '/version')) as Record<string, string>
  const architecture = Arch ?? ''
  if (Os !== 'linux' || !TINY_ARCHITECTURES.includes(architecture))
    throw new HoldfastError('HF_ENGINE_UNAVAILABLE', `the demo has no program for ${Os}/${architecture}`, {
      place: socket,
    })
  return { api, version: Version ?? '?', architecture }
}

/**
 * Whether it can fetch from here and run what it fetched. Leaves nothing behind.
 * @throws HF_ENGINE_FAILED, HF_ENGINE_UNAVAILABLE
 */
export async function tryEngine(api: DockerApi, probe: string, name: string): Promise<void> {
  await api.pull(probe)
  try {
    const code = await api.run(probe, ['check'], name)
    if (code !== 0) throw new HoldfastError('HF_ENGINE_FAILED', `the probe ended with code ${code}`)
  } finally {
    await api.call('DELETE', `/images/${probe}`)
  }
}

export function realEngine({ api, version }: FoundEngine): DemoEngine {
  return { kind: 'docker', words: `Docker ${version} at ${api.socketPath}`, api, close: async () => {} }
}

/**
 * Starts a simulated engine, a process of its own, which a power cut of the agent does not reach.
 * @param images as its control takes them
 */
export async function simulatedEngine(
  directory: string,
  images: readonly object[],
  bytesPerSecond: number,
): Promise<DemoEngine> {
  const socket = join(directory, 'engine.sock')
  const main = join(ROOT, 'simulators/engine/main.ts')
  const command = [process.execPath, main, '--socket', socket, '--pull-rate', String(bytesPerSecond)]
  const service = new Service(command, join(directory, 'engine.log'))
  let failure: string | null = null
  service.start((words) => {
    failure = words
  })
  const api = new DockerApi(socket)
  const deadline = performance.now() + START_MS
  while (!(await api.answers())) {
    if (failure === null && performance.now() < deadline) await sleep(50)
    else {
      await service.stop()
      throw new HoldfastError('HF_ENGINE_UNAVAILABLE', `the simulated engine did not start: ${failure ?? 'no answer'}`)
    }
  }
  for (const image of images) await api.call('POST', '/holdfast/images', image)
  return { kind: 'simulated', words: 'a simulated one, a process of its own', api, close: () => service.stop() }
}
