/**
 * The few calls of the Docker Engine API that the demo makes by itself, to see with its own eyes what runs.
 *
 * Invariant: it shares no code with the agent's adapter, so that the one cannot hide a fault of the other.
 */
import { request } from 'node:http'
import { LABELS } from '../../agent/labels.ts'
import { HoldfastError } from '../../protocol/errors.ts'

/** A container of the device, whether it runs or not. */
export interface SeenContainer {
  id: string
  service: string
  /** The reference that it was made from. */
  image: string
  running: boolean
  /** "healthy", "starting", "unhealthy", or "none" without a health check. */
  health: string
  startedAt: string
}

interface Inspected {
  Id: string
  Config: { Image: string; Labels: Record<string, string> | null }
  State: { Running: boolean; StartedAt: string; Health?: { Status: string } | null }
}

const TIMEOUT_MS = 60_000

export class DockerApi {
  readonly socketPath: string

  constructor(socketPath: string) {
    this.socketPath = socketPath
  }

  /**
   * One call.
   * @returns the answer, parsed; null when it is empty
   * @throws HF_ENGINE_UNAVAILABLE when nobody answers, HF_ENGINE_FAILED with the engine's words
   */
  async call(method: string, path: string, body?: object): Promise<unknown> {
    const text = await this.#send(method, path, body)
    return text === '' ? null : JSON.parse(text)
  }

  /** Whether it answers at all. @throws HF_ENGINE_FAILED */
  async answers(): Promise<boolean> {
    try {
      await this.#send('GET', '/_ping')
      return true
    } catch (error) {
      if (error instanceof HoldfastError && error.code === 'HF_ENGINE_UNAVAILABLE') return false
      throw error
    }
  }

  #send(method: string, path: string, body?: object): Promise<string> {
    const { socketPath } = this
    const text = body === undefined ? undefined : JSON.stringify(body)
    const headers = text === undefined ? {} : { 'content-type': 'application/json' }
    return new Promise((resolve, reject) => {
      const away = (cause: Error) =>
        reject(new HoldfastError('HF_ENGINE_UNAVAILABLE', cause.message, { place: socketPath, cause }))
      const call = request({ socketPath, method, path, headers, timeout: TIMEOUT_MS }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', away)
        response.on('end', () => {
          const answer = Buffer.concat(chunks).toString('utf8').trim()
          const { statusCode = 0 } = response
          if (statusCode < 400) return resolve(answer)
          const place = `${method} ${path}`
          reject(new HoldfastError('HF_ENGINE_FAILED', `status ${statusCode}: ${answer.slice(0, 300)}`, { place }))
        })
      })
      call.on('error', away)
      call.on('timeout', () => call.destroy(new Error('does not answer')))
      call.end(text)
    })
  }

  /** All containers of a device, by service. */
  async containers(device: string): Promise<SeenContainer[]> {
    const listed = (await this.call('GET', `/containers/json?all=1&${ownedBy(device)}`)) as { Id: string }[]
    const inspected = await Promise.all(
      listed.map(({ Id }) => this.call('GET', `/containers/${Id}/json`).catch(nothingIfGone)),
    )
    return inspected
      .filter((each) => each !== null)
      .map((each) => seen(each as Inspected))
      .sort((a, b) => (a.service < b.service ? -1 : 1))
  }

  /**
   * Pulls an image, all of it.
   * @throws HF_ENGINE_FAILED also for what the engine says within its answer
   */
  async pull(reference: string): Promise<void> {
    const messages = await this.#send('POST', `/images/create?fromImage=${encodeURIComponent(reference)}`)
    const { error } = JSON.parse(messages.split('\n').at(-1) ?? '{}') as { error?: string }
    if (error !== undefined) throw new HoldfastError('HF_ENGINE_FAILED', error, { place: reference })
  }

  /** Runs a container to its end. @returns its exit code */
  async run(reference: string, command: readonly string[], name: string): Promise<number> {
    const created = await this.call('POST', `/containers/create?name=${name}`, { Image: reference, Cmd: command })
    const { Id } = created as { Id: string }
    try {
      await this.call('POST', `/containers/${Id}/start`)
      const { StatusCode } = (await this.call('POST', `/containers/${Id}/wait`)) as { StatusCode: number }
      return StatusCode
    } finally {
      await this.call('DELETE', `/containers/${Id}?force=1`)
    }
  }

  /** Removes everything that carries the device's label, and these images. What is gone already is as it should be. */
  async removeAll(device: string, images: readonly string[]): Promise<void> {
    for (const { id } of await this.containers(device)) await this.#remove(`/containers/${id}?force=1&v=1`)
    const networks = (await this.call('GET', `/networks?${ownedBy(device)}`)) as { Id: string }[]
    for (const { Id } of networks) await this.#remove(`/networks/${Id}`)
    const { Volumes } = (await this.call('GET', `/volumes?${ownedBy(device)}`)) as {
      Volumes: { Name: string }[] | null
    }
    for (const { Name } of Volumes ?? []) await this.#remove(`/volumes/${Name}?force=1`)
    for (const image of images) await this.#remove(`/images/${image}`)
  }

  async #remove(path: string): Promise<void> {
    await this.call('DELETE', path).catch(nothingIfGone)
  }
}

function ownedBy(device: string): string {
  return `filters=${encodeURIComponent(JSON.stringify({ label: [`${LABELS.device}=${device}`] }))}`
}

function nothingIfGone(error: unknown): null {
  if (error instanceof HoldfastError && error.code === 'HF_ENGINE_FAILED' && / status 404: /.test(error.message))
    return null
  throw error
}

function seen({ Id, Config, State }: Inspected): SeenContainer {
  return {
    id: Id,
    service: Config.Labels?.[LABELS.service] ?? '',
    image: Config.Image,
    running: State.Running,
    health: State.Health?.Status ?? 'none',
    startedAt: State.StartedAt,
  }
}
