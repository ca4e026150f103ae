/** A local API on a device of which nothing else is there, and a client of it: only for tests. */
import { mkdtemp, rm } from 'node:fs/promises'
import { type IncomingMessage, request } from 'node:http'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Subject } from 'rxjs'
import type { Answer } from '../../machines/commands.ts'
import type { Loose } from '../../protocol/codec.ts'
import { Health } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Report } from '../../protocol/types.ts'
import { Leases } from '../leases.ts'
import { createLog } from '../log.ts'
import { VirtualClock } from '../virtual-clock.ts'
import type { LocalCommand } from './handlers.ts'
import { type Caller, keyOf } from './keys.ts'
import { type LocalApi, startLocalApi } from './local-api.ts'

export const SECRET = new Uint8Array(32).fill(7)
/** Of the container that asks. */
export const SPEC = 'ab'.repeat(32)
export const KEY = keyOf(SECRET, 'press', SPEC)

export const REPORT: Loose<Report> = {
  device: 'press-7',
  fleet: 'plant-a',
  agentVersion: '1.2.3',
  bootId: 'boot-1',
  phase: 'fetching',
  current: { epoch: 4, releaseId: 'sha256:aa', name: 'shop', version: '1.0' },
  target: { epoch: 5, releaseId: 'sha256:bb', name: 'shop', version: '1.1' },
  progress: { step: 'fetching web', doneBytes: 10, totalBytes: 40, percent: 19 },
  blockers: [{ kind: 'window', code: '', message: 'closed; wait', gate: 'apply', service: '' }],
  services: [
    { service: 'press', state: 'running', health: Health.HEALTH_HEALTHY, image: 'i', exitCode: 0, restarts: 1 },
  ],
  refused: [{ epoch: 3, code: 'HF_HEALTH_FAILED', message: 'web ended', releaseId: 'sha256:cc', logTail: ['secret'] }],
  stopped: [{ service: 'oven', forMs: 0 }],
  hold: { reason: 'a visit', downloads: false },
}

export interface Said {
  status: number
  headers: IncomingMessage['headers']
  /** Of JSON. */
  body: Record<string, unknown>
}

export class Rig {
  readonly clock = new VirtualClock()
  readonly changes = new Subject<void>()
  readonly commands: LocalCommand[] = []
  readonly lines: string[] = []
  readonly ready: Caller[] = []
  report = REPORT
  answer: Answer | 'later' = { outcome: 'ok', code: '', message: 'restarted', output: '' }
  isFull = false
  folder = ''
  host = '127.0.0.1'
  port = 0
  leases = this.#leases()
  #api: LocalApi | null = null

  static async start(host = '127.0.0.1'): Promise<Rig> {
    const rig = new Rig()
    rig.host = host
    rig.folder = await mkdtemp(join(tmpdir(), 'holdfast-api-'))
    rig.port = await freePort(host)
    await rig.begin()
    return rig
  }

  get api(): LocalApi {
    if (this.#api === null) throw new Error('it does not run')
    return this.#api
  }

  get socket(): string {
    return join(this.folder, 'run', 'holdfast.sock')
  }

  /** Another life of the agent. */
  async begin(): Promise<void> {
    this.leases = this.#leases()
    this.#api = await startLocalApi({
      runDir: join(this.folder, 'run'),
      listen: { host: this.host, port: this.port },
      device: 'press-7',
      secret: SECRET,
      leases: this.leases,
      clock: this.clock,
      log: createLog({ level: 'debug', format: 'text', write: (line) => this.lines.push(line) }),
      report: async () => this.report,
      changes: this.changes,
      ready: async (caller) => {
        if (this.isFull) throw new HoldfastError('HF_STORE_UNWRITABLE', 'the disk is full')
        this.ready.push(caller)
      },
      command: async (command) => {
        if (this.isFull) throw new HoldfastError('HF_STORE_UNWRITABLE', 'the disk is full')
        this.commands.push(command)
        const answer = this.answer === 'later' ? new Promise<Answer>(() => {}) : Promise.resolve(this.answer)
        return { id: `local-${this.commands.length}`, answer }
      },
    })
  }

  async end(): Promise<void> {
    await this.#api?.close()
    this.leases.close()
    await rm(this.folder, { recursive: true, force: true })
  }

  /** @param options `key` null sends none; `tcp` asks over the network instead of the socket */
  async ask(
    method: string,
    path: string,
    options: { body?: unknown; key?: string | null; tcp?: boolean; host?: string } = {},
  ): Promise<Said> {
    const response = await this.open(method, path, options)
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk)
    const body =
      text !== '' && response.headers['content-type'] === 'application/json'
        ? (JSON.parse(text) as Said['body'])
        : { text }
    return { status: response.statusCode ?? 0, headers: response.headers, body }
  }

  /** Resolves with what comes, as soon as its headers do. */
  open(
    method: string,
    path: string,
    { body, key = KEY, tcp = false, host }: { body?: unknown; key?: string | null; tcp?: boolean; host?: string } = {},
  ): Promise<IncomingMessage> {
    const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body)
    return new Promise((resolve, reject) => {
      const asking = request(
        {
          ...(tcp ? { host: this.host, port: this.port } : { socketPath: this.socket }),
          // Each on a connection of its own: the other end may be another life by then.
          agent: false,
          method,
          path,
          headers: {
            ...(key === null ? {} : { authorization: `Bearer ${key}` }),
            ...(host === undefined ? {} : { host }),
            ...(text === '' ? {} : { 'content-length': Buffer.byteLength(text) }),
          },
        },
        resolve,
      )
      asking.on('error', reject)
      asking.end(text)
    })
  }

  #leases(): Leases {
    const log = createLog({ level: 'error', format: 'text', write: () => {} })
    return new Leases({
      store: {
        commit: async () => {
          if (this.isFull) throw new HoldfastError('HF_STORE_UNWRITABLE', 'the disk is full')
        },
      },
      clock: this.clock,
      log,
      saved: undefined,
    })
  }
}

async function freePort(host: string): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
