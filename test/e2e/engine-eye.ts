/**
 * What a test sees of an engine, past the agent.
 *
 * Invariant: it reads from the engine itself, and knows each container's runs from the engine's events.
 */
import Docker from 'dockerode'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { pinnedName } from '../../agent/adapters/loaded-name.ts'
import { LABELS, ofDevice } from '../../agent/labels.ts'
import type { Container } from '../../machines/ports.ts'

/** A span of time by the engine's clock, in milliseconds. */
export interface Span {
  from: number
  to: number
}

interface Happening {
  action: string
  service: string
  container: string
  atMs: number
}

export class EngineEye {
  readonly docker: Docker
  readonly #device: string
  readonly #socket: string
  readonly #happenings: Happening[] = []
  #events: NodeJS.ReadableStream | null = null

  private constructor(socket: string, device: string) {
    this.docker = new Docker({ socketPath: socket })
    this.#socket = socket
    this.#device = device
  }

  static async on(socket: string, device: string): Promise<EngineEye> {
    const eye = new EngineEye(socket, device)
    await eye.watch()
    return eye
  }

  /** Follows the engine's events. To be called again when the engine was away. */
  async watch(): Promise<void> {
    const filters = JSON.stringify({ type: ['container'], event: ['start', 'die'], ...ofDevice(this.#device) })
    const events = await this.docker.getEvents({ filters })
    this.#events = events
    let rest = ''
    events.setEncoding('utf8')
    events.on('error', () => {})
    events.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) if (line.trim() !== '') this.#happenings.push(happeningOf(line))
    })
  }

  /** Containers of the device, by service. */
  async containers(): Promise<Container[]> {
    const all = await dockerEngine({ socketPath: this.#socket }).listContainers(this.#device)
    return all.toSorted((a, b) => (a.service < b.service ? -1 : 1))
  }

  async container(service: string): Promise<Container> {
    const mine = (await this.containers()).filter((container) => container.service === service)
    if (mine.length !== 1) throw new Error(`${mine.length} containers of ${service}`)
    return mine[0]!
  }

  async networks(): Promise<string[]> {
    const found = await this.docker.listNetworks({ filters: ofDevice(this.#device) })
    return found.map((network) => network.Labels?.[LABELS.network] ?? '').sort()
  }

  async volumes(): Promise<string[]> {
    const { Volumes } = await this.docker.listVolumes({ filters: ofDevice(this.#device) })
    return Volumes.map((volume) => volume.Labels[LABELS.volume] ?? '').sort()
  }

  /** References, with digest, of the images whose repository is in this place. */
  async images(place: string): Promise<Set<string>> {
    const images = await this.docker.listImages()
    const references = images.flatMap(({ RepoDigests, RepoTags }) => [
      ...(RepoDigests ?? []),
      ...(RepoTags ?? []).map(pinnedName),
    ])
    return new Set(references.filter((reference) => reference.startsWith(place)))
  }

  /** When no container of the service ran, since it ran first; the last one may go on until now. */
  outages(service: string): Span[] {
    const spans: Span[] = []
    const running = new Set<string>()
    let from: number | null = null
    for (const { action, container, atMs } of this.#happenings.filter((happening) => happening.service === service)) {
      if (action === 'start') running.add(container)
      else running.delete(container)
      if (running.size === 0) from ??= atMs
      else if (from !== null) {
        spans.push({ from, to: atMs })
        from = null
      }
    }
    return from === null ? spans : [...spans, { from, to: Date.now() }]
  }

  /** Forgets what has happened so far, but for what runs. */
  forget(): void {
    const runs = new Map<string, Happening>()
    for (const happening of this.#happenings) {
      if (happening.action === 'start') runs.set(happening.container, happening)
      else runs.delete(happening.container)
    }
    this.#happenings.splice(0, Number.POSITIVE_INFINITY, ...runs.values())
  }

  /** How often containers of the service have started since. */
  starts(service: string): number {
    return this.#happenings.filter((happening) => happening.service === service && happening.action === 'start').length
  }

  /** The order of what happened: "stop web", "start web". */
  story(): string[] {
    return this.#happenings.map(({ action, service }) => `${action} ${service}`)
  }

  /** Runs a program in the one container of the service that runs. @returns what it wrote */
  async exec(service: string, ...command: string[]): Promise<string> {
    const [one, ...others] = (await this.containers()).filter(
      (container) => container.service === service && container.state === 'running',
    )
    if (one === undefined || others.length > 0)
      throw new Error(`${others.length + (one === undefined ? 0 : 1)} containers of ${service} run`)
    const { id } = one
    const run = await this.docker
      .getContainer(id)
      .exec({ Cmd: command, AttachStdout: true, AttachStderr: true, Tty: true })
    const stream = await run.start({ Tty: true })
    let text = ''
    for await (const chunk of stream) text += String(chunk)
    return text.replaceAll('\r', '').trim()
  }

  /** Removes all that the device has on the engine. */
  async clear(): Promise<void> {
    const filters = ofDevice(this.#device)
    for (const { Id } of await this.docker.listContainers({ all: true, filters }))
      await this.docker.getContainer(Id).remove({ force: true, v: true })
    for (const { Id } of await this.docker.listNetworks({ filters })) await this.docker.getNetwork(Id).remove()
    for (const { Name } of (await this.docker.listVolumes({ filters })).Volumes)
      await this.docker.getVolume(Name).remove()
  }

  close(): void {
    if (this.#events !== null && 'destroy' in this.#events) (this.#events as unknown as { destroy(): void }).destroy()
  }
}

export function lengthOf({ from, to }: Span): number {
  return to - from
}

function happeningOf(line: string): Happening {
  const event = JSON.parse(line) as {
    Action: string
    Actor: { ID: string; Attributes: Record<string, string> }
    timeNano: number
  }
  return {
    action: event.Action,
    service: event.Actor.Attributes[LABELS.service] ?? '',
    container: event.Actor.ID,
    atMs: event.timeNano / 1e6,
  }
}
