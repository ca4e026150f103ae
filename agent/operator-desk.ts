/**
 * A socket on the device at which an engineer sees and asks what an operator does at the broker, also without one.
 *
 * Invariant: off unless the configuration names it; its owner alone may open it. What comes in goes the way of a
 * broker's message, with the same checks; what goes out is a copy. A client that does not read is left alone.
 */
import { createServer, type Server, type Socket } from 'node:net'
import { merge, Subject } from 'rxjs'
import type { ClockPort } from '../machines/ports.ts'
import { type DeskAnswer, deskLine, MOST_CHARACTERS, readDeskRequest } from '../protocol/desk-lines.ts'
import { faultOf, HoldfastError } from '../protocol/errors.ts'
import { deviceTopics } from '../protocol/topics.ts'
import type { BrokerPort, Delivery } from './broker-port.ts'
import { listenOnSocket } from './local-api/listen.ts'
import type { Log } from './log.ts'

/** What a client may leave unread. */
const MOST_UNREAD = 8 * 1024 * 1024
const OWNER_ONLY = 0o600
/** How long keeping one message may take. */
const KEEP_MS = 15_000

interface Said {
  topic: string
  payload: Uint8Array
}

interface DeskOptions {
  device: string
  /** Topics that a broker would deliver; others are refused. */
  accepts: ReadonlySet<string>
  log: Log
  clock: Pick<ClockPort, 'sleep'>
  /** Takes a bundle that lies on the device. Absent: it takes none. */
  apply?(path: string): Promise<{ outcome: string; epoch: number }>
  /** What a broker would have retained of this device. */
  standing(): Promise<readonly Said[]>
}

/** The desk, or none: a device does without. */
export async function deskIfAny(path: string | null, options: DeskOptions): Promise<OperatorDesk | null> {
  if (path === null) return null
  const desk = new OperatorDesk(options)
  try {
    await desk.listen(path)
    return desk
  } catch (error) {
    options.log.error('there is no operator’s socket', { ...faultOf(error) })
    return null
  }
}

export class OperatorDesk {
  readonly #options: DeskOptions
  readonly #server: Server
  readonly #clients = new Set<Socket>()
  readonly #deliveries = new Subject<Delivery>()
  /** One at a time, as a broker does it. */
  #last: Promise<void> = Promise.resolve()

  constructor(options: DeskOptions) {
    this.#options = options
    this.#server = createServer((socket) => void this.#serve(socket))
  }

  /** @throws HF_LISTEN_FAILED */
  async listen(path: string): Promise<void> {
    await listenOnSocket(this.#server, path, OWNER_ONLY)
    this.#options.log.info('the operator’s socket listens', { socket: path })
  }

  /** The broker with this desk beside it. */
  beside(broker: BrokerPort): BrokerPort {
    const { chart, log } = deviceTopics(this.#options.device)
    const fleeting = new Set<string>([chart, log])
    return {
      deliveries: merge(broker.deliveries, this.#deliveries),
      connection: broker.connection,
      publish: async (topic, payload, options) => {
        const isSeen = fleeting.has(topic) && this.#clients.size > 0
        if (isSeen) this.tell(topic, payload, false)
        try {
          await broker.publish(topic, payload, options)
        } catch (error) {
          // Somebody has it: a broker that is away need not.
          if (!isSeen || !(error instanceof HoldfastError) || error.code !== 'HF_BROKER_UNAVAILABLE') throw error
        }
      },
      reconnect: () => broker.reconnect(),
      hasten: () => broker.hasten(),
      close: () => broker.close(),
    }
  }

  /** Shows a message to whoever is at the desk. */
  tell(topic: string, payload: Uint8Array, retain: boolean): void {
    if (this.#clients.size === 0) return
    const line = lineOf(topic, payload, retain)
    for (const socket of this.#clients) this.#write(socket, line)
  }

  /** How the device stands has changed. */
  changed(): void {
    if (this.#clients.size > 0) void this.#greet([...this.#clients])
  }

  async close(): Promise<void> {
    for (const socket of this.#clients) socket.destroy()
    await new Promise<void>((resolve) => this.#server.close(() => resolve())) // one that never listened is closed
  }

  async #greet(sockets: readonly Socket[]): Promise<void> {
    try {
      for (const { topic, payload } of await this.#options.standing()) {
        const line = lineOf(topic, payload, true)
        for (const socket of sockets) this.#write(socket, line)
      }
    } catch (error) {
      this.#options.log.warn('the operator’s socket could not be told', { ...faultOf(error) })
    }
  }

  async #serve(socket: Socket): Promise<void> {
    this.#clients.add(socket)
    socket.on('error', () => {}) // the end of it is told by "close"
    socket.once('close', () => this.#clients.delete(socket))
    await this.#greet([socket])
    let text = ''
    socket.setEncoding('utf8').on('data', (part: string) => {
      text += part
      const lines = text.split('\n')
      text = lines.pop() ?? ''
      if (text.length > MOST_CHARACTERS) socket.destroy()
      for (const line of lines) this.#take(socket, line)
    })
  }

  #take(socket: Socket, line: string): void {
    const request = readDeskRequest(line)
    if (request === null) {
      socket.destroy()
      return
    }
    const { n } = request
    const answer = (said: DeskAnswer): void => this.#write(socket, deskLine(said))
    if ('apply' in request) {
      void this.#apply(request.apply).then((said) => answer({ n, ...said }))
      return
    }
    const { topic } = request
    if (!this.#options.accepts.has(topic)) {
      answer({ n, taken: false, why: 'the device listens to no such topic' })
      return
    }
    const deliver = async (): Promise<void> => {
      const isTaken = await this.#deliver(topic, Buffer.from(request.payload, 'base64'))
      answer(isTaken ? { n, taken: true } : { n, taken: false, why: 'the device could not keep it; its log says why' })
    }
    this.#last = this.#last.then(deliver)
  }

  async #apply(path: string): Promise<{ taken: true; outcome: string; epoch: number } | { taken: false; why: string }> {
    try {
      const apply = this.#options.apply
      if (apply === undefined) return { taken: false, why: 'this device takes no bundles' }
      const { outcome, epoch } = await apply(path)
      return { taken: true, outcome, epoch }
    } catch (error) {
      const { code, message } = faultOf(error)
      return { taken: false, why: `${code}: ${message}` }
    }
  }

  /** False: nobody has said within the limit that it is kept. A broker would send it again; here its sender does. */
  async #deliver(topic: string, payload: Uint8Array): Promise<boolean> {
    const over = new AbortController()
    const kept = new Promise<boolean>((resolve) =>
      this.#deliveries.next({ topic, payload, retained: false, ack: () => resolve(true) }),
    )
    // Given up when it is kept before.
    const limit = this.#options.clock.sleep(KEEP_MS, over.signal).then(
      () => false,
      () => false,
    )
    const isKept = await Promise.race([kept, limit])
    over.abort()
    return isKept
  }

  #write(socket: Socket, line: string): void {
    if (socket.writableLength > MOST_UNREAD) socket.destroy()
    else if (socket.writable) socket.write(line)
  }
}

function lineOf(topic: string, payload: Uint8Array, retain: boolean): string {
  return deskLine({ topic, payload: Buffer.from(payload).toString('base64'), retain })
}
