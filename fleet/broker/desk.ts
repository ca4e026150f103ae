/**
 * One agent in the place of a broker: its operator's socket, for an engineer at the device or behind `ssh -L`.
 *
 * Invariant: `connectDesk` returns connected or throws a coded error; what it publishes goes to this one device, which
 * checks it as it checks a broker's messages. A socket that closes is opened again until it is closed here.
 */
import { connect, type Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { deskLine, readDeskAnswer } from '../../protocol/desk-lines.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Broker } from './connection.ts'

const RETRY_MS = 1000

/** The path in `unix:/run/holdfast/operator.sock`; null when the URL is no such one. */
export function deskPath(url: string): string | null {
  return /^unix:(?:\/\/)?(\/.+)$/.exec(url)?.[1] ?? null
}

/**
 * Connects to an agent's socket.
 * @throws HF_BROKER_UNAVAILABLE
 */
export async function connectDesk(
  path: string,
  onMessage: (topic: string, payload: Uint8Array) => void,
): Promise<Broker> {
  const desk = new Desk(path, onMessage)
  await desk.open()
  return desk
}

interface Waiting {
  resolve(): void
  reject(error: HoldfastError): void
}

class Desk implements Broker {
  readonly #path: string
  readonly #onMessage: (topic: string, payload: Uint8Array) => void
  /** Of this device alone: nobody else's messages can be had here. */
  readonly #waiting = new Map<number, Waiting>()
  #socket: Socket | null = null
  #next = 1
  #isClosed = false
  readonly #filters = new Set<string>()
  /** What a broker would have retained. */
  readonly #standing = new Map<string, Uint8Array>()
  readonly #returns: (() => void)[] = []

  constructor(path: string, onMessage: (topic: string, payload: Uint8Array) => void) {
    this.#path = path
    this.#onMessage = onMessage
  }

  open(): Promise<void> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.#path)
      socket.once('connect', () => {
        this.#socket = socket
        createInterface({ input: socket }).on('line', (line) => this.#read(line))
        resolve()
      })
      // After the connection stands, its end is told by "close".
      socket.on('error', (cause: NodeJS.ErrnoException) =>
        reject(
          new HoldfastError('HF_BROKER_UNAVAILABLE', `no agent answers there (${cause.code ?? cause.message})`, {
            place: this.#path,
            cause,
          }),
        ),
      )
      socket.once('close', () => this.#lost(socket))
    })
  }

  get isOnline(): boolean {
    return this.#socket !== null
  }

  onReturn(listener: () => void): void {
    this.#returns.push(listener)
  }

  /** All that the agent says comes in anyway: what it has said of these is handed on, and what it will say. */
  subscribe(filters: readonly string[]): Promise<void> {
    for (const filter of filters) this.#filters.add(filter)
    for (const [topic, payload] of this.#standing)
      if (filters.some((one) => matches(one, topic))) this.#onMessage(topic, payload)
    return Promise.resolve()
  }

  unsubscribe(filters: readonly string[]): Promise<void> {
    for (const filter of filters) this.#filters.delete(filter)
    return Promise.resolve()
  }

  publish(topic: string, payload: Uint8Array): Promise<void> {
    const socket = this.#socket
    if (socket === null)
      return Promise.reject(new HoldfastError('HF_BROKER_UNAVAILABLE', 'the agent is away', { place: this.#path }))
    const n = this.#next++
    return new Promise((resolve, reject) => {
      this.#waiting.set(n, { resolve, reject })
      socket.write(deskLine({ n, topic, payload: Buffer.from(payload).toString('base64') }))
    })
  }

  close(): Promise<void> {
    this.#isClosed = true
    this.#socket?.destroy()
    return Promise.resolve()
  }

  #read(line: string): void {
    const said = readDeskAnswer(line)
    if (said === null) return
    if ('topic' in said) {
      const { topic, retain } = said
      const payload = Buffer.from(said.payload, 'base64')
      if (retain) this.#standing.set(topic, payload)
      if ([...this.#filters].some((filter) => matches(filter, topic))) this.#onMessage(topic, payload)
      return
    }
    const waiting = this.#waiting.get(said.n)
    this.#waiting.delete(said.n)
    if (said.taken) waiting?.resolve()
    else waiting?.reject(new HoldfastError('HF_BROKER_REFUSED', said.why, { place: this.#path }))
  }

  #lost(socket: Socket): void {
    if (this.#socket !== socket) return
    this.#socket = null
    for (const { reject } of this.#waiting.values())
      reject(new HoldfastError('HF_BROKER_UNAVAILABLE', 'the agent has gone', { place: this.#path }))
    this.#waiting.clear()
    this.#again()
  }

  #again(): void {
    if (this.#isClosed) return
    setTimeout(() => {
      if (this.#isClosed) return
      this.open().then(
        () => {
          for (const listener of this.#returns) listener()
        },
        () => this.#again(), // it is away still
      )
    }, RETRY_MS).unref()
  }
}

/** As MQTT has it, for the filters that operators use: "+" is one level, "#" is all that follow. */
function matches(filter: string, topic: string): boolean {
  const [wanted, given] = [filter.split('/'), topic.split('/')]
  return (
    wanted.every((level, at) => level === '#' || level === '+' || level === given[at]) &&
    (wanted.at(-1) === '#' || wanted.length === given.length)
  )
}
