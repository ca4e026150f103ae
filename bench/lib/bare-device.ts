/**
 * As little of a device as a broker can tell from one: a connection with a session, its subscriptions, its birth and its
 * report, and the waits between attempts that the agent has.
 *
 * Invariant: it waits by `agent/backoff.ts` with the agent's own ceilings; one attempt at a time, and it is back only when the
 * broker has acknowledged all that it sent.
 */
import { connect, type Socket } from 'node:net'
import { fullJitter } from '../../agent/backoff.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'

/** As in agent/adapters/mqtt.ts. */
const BACKOFF = { baseMs: 1_000, capMs: 60_000 }
const STABLE_MS = 30_000
/** As a device of one service has it. */
const REPORT_BYTES = 900
const BIRTH_BYTES = 90
/** CONNACK, SUBACK, and the PUBACKs of birth and report. */
const ANSWERS = [0x20, 0x90, 0x40, 0x40]

export interface BareDeviceOptions {
  name: string
  port: number
  /** Each attempt, and when it is back. */
  tell(what: 'attempt' | 'back' | 'lost'): void
}

export class BareDevice {
  readonly #options: BareDeviceOptions
  readonly #greeting: Buffer
  #socket: Socket | null = null
  #timer: NodeJS.Timeout | undefined
  #failures = 0
  #backAtMs: number | null = null
  #isOver = false

  constructor(options: BareDeviceOptions) {
    this.#options = options
    this.#greeting = greetingOf(options.name)
  }

  start(): void {
    const { port, tell } = this.#options
    tell('attempt')
    const socket = connect(port, '127.0.0.1')
    this.#socket = socket
    socket.setNoDelay(true)
    socket.once('connect', () => socket.write(this.#greeting))
    socket.on('error', () => socket.destroy()) // its end is seen below
    const answers = [...ANSWERS]
    socket.on('data', (bytes) => {
      for (const type of packetTypes(bytes)) if (type === answers[0]) answers.shift()
      if (answers.length > 0 || this.#backAtMs !== null) return
      this.#backAtMs = performance.now()
      tell('back')
    })
    socket.once('close', () => this.#again())
  }

  stop(): void {
    this.#isOver = true
    clearTimeout(this.#timer)
    this.#socket?.destroy()
  }

  #again(): void {
    if (this.#isOver) return
    if (this.#backAtMs !== null) {
      this.#options.tell('lost')
      if (performance.now() - this.#backAtMs >= STABLE_MS) this.#failures = 0
    }
    this.#backAtMs = null
    const waitMs = fullJitter(this.#failures, BACKOFF.baseMs, BACKOFF.capMs, Math.random())
    this.#failures += 1
    this.#timer = setTimeout(() => this.start(), waitMs)
  }
}

/** Everything that it says, in one piece: a broker takes it in order. */
function greetingOf(name: string): Buffer {
  const topics = deviceTopics(name)
  const shared = fleetTopics('storm')
  const filters = [shared.rollout, shared.target, topics.target, topics.command]
  // MQTT 3.1.1, a session that stays, 60 s of keepalive.
  const hello = Buffer.concat([text('MQTT'), Buffer.from([4, 0, 0, 60]), text(name)])
  const wishes = Buffer.concat([number(1), ...filters.map((filter) => Buffer.concat([text(filter), Buffer.from([1])]))])
  const retained = (topic: string, id: number, bytes: number) =>
    packet(0x33, Buffer.concat([text(topic), number(id), Buffer.alloc(bytes, 7)]))
  return Buffer.concat([
    packet(0x10, hello),
    packet(0x82, wishes),
    retained(topics.presence, 2, BIRTH_BYTES),
    retained(topics.report, 3, REPORT_BYTES),
  ])
}

function packet(type: number, body: Buffer): Buffer {
  const length = body.length < 128 ? [body.length] : [(body.length % 128) | 128, Math.floor(body.length / 128)]
  return Buffer.concat([Buffer.from([type, ...length]), body])
}

function text(words: string): Buffer {
  const bytes = Buffer.from(words)
  return Buffer.concat([number(bytes.length), bytes])
}

function number(value: number): Buffer {
  return Buffer.from([value >> 8, value & 255])
}

/** Types of the packets in a piece; what a broker answers here is short, and comes whole. */
function packetTypes(bytes: Buffer): number[] {
  const types: number[] = []
  for (let at = 0; at + 1 < bytes.length; at += 2 + (bytes[at + 1] ?? 0)) types.push((bytes[at] ?? 0) & 0xf0)
  return types
}
