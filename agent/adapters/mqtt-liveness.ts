/**
 * Watches one connection for a broker that is not there any more.
 *
 * Invariant: `agent/liveness-rule.ts` decides; here is only what has passed, one timer, and the ping. What it learns
 * of the link outlives the connection, in memory.
 */
import type { Socket } from 'node:net'
import type { MqttClient } from 'mqtt'
import { SparseMap } from '../../storage/sparse-map.ts'
import { afterAnswer, afterSilence, beginKeepalive, type Keepalive, type KeepaliveBounds } from '../keepalive-rule.ts'
import { nextMove, type Traffic } from '../liveness-rule.ts'

/** What one connection tells the next. */
export class LinkMemory {
  #bounds: KeepaliveBounds | null = null
  #keepalive: Keepalive | null = null

  /** Another link has other bounds, and is learnt from the beginning. */
  use(bounds: KeepaliveBounds): void {
    if (JSON.stringify(bounds) === JSON.stringify(this.#bounds)) return
    this.#bounds = bounds
    this.#keepalive = beginKeepalive(bounds)
  }

  get intervalMs(): number {
    return this.#keepalive?.intervalMs ?? 0
  }

  answered(quietMs: number): void {
    if (this.#keepalive !== null && this.#bounds !== null)
      this.#keepalive = afterAnswer(this.#keepalive, quietMs, this.#bounds)
  }

  silent(quietMs: number): void {
    if (this.#keepalive !== null && this.#bounds !== null)
      this.#keepalive = afterSilence(this.#keepalive, quietMs, this.#bounds)
  }
}

interface LivenessOptions {
  client: MqttClient
  /** Beneath TLS and web sockets. */
  socket: Socket
  memory: LinkMemory
  answerMs: number
  /** Told once, with the reason. */
  dead(why: string): void
}

/** While an answer is owed, bytes are looked for so often. */
const LOOK_MS = 5_000

export class Liveness {
  readonly #options: LivenessOptions
  readonly #traffic: Traffic
  readonly #owed = new SparseMap<number, { sinceMs: number; what: 'PUBACK' | 'SUBACK'; bytes: number }>()
  #timer: NodeJS.Timeout | undefined
  #dueMs = Infinity
  #bytes: number
  /** How long nothing had passed when it was asked. */
  #quietMs = 0
  /** What the broker wants instead of what we promised (MQTT 5). */
  #mostMs = Infinity
  #over = false

  constructor(options: LivenessOptions) {
    this.#options = options
    const nowMs = performance.now()
    this.#traffic = { heardMs: nowMs, saidMs: nowMs, byteMs: nowMs, pingMs: null, owed: null, owedBytes: 0 }
    this.#bytes = options.socket.bytesRead
    const { client } = options
    client.on('packetsend', (packet) => {
      const sinceMs = performance.now()
      this.#traffic.saidMs = sinceMs
      if (packet.cmd === 'publish' && packet.qos > 0 && packet.messageId !== undefined)
        this.#owe(packet.messageId, 'PUBACK', packet.payload.length)
      if (packet.cmd === 'subscribe' && packet.messageId !== undefined) this.#owe(packet.messageId, 'SUBACK', 0)
    })
    client.on('packetreceive', (packet) => {
      const nowMs = performance.now()
      this.#traffic.heardMs = nowMs
      this.#traffic.byteMs = nowMs
      if (packet.cmd === 'puback' || packet.cmd === 'suback') this.#paid(packet.messageId)
      if (packet.cmd === 'pingresp' && this.#traffic.pingMs !== null) {
        this.#traffic.pingMs = null
        options.memory.answered(this.#quietMs)
      }
    })
  }

  /** From the CONNACK on. @param mostMs an interval that the broker prescribes */
  begin(mostMs: number | null): void {
    this.#mostMs = mostMs ?? Infinity
    this.#look()
  }

  end(): void {
    this.#over = true
    clearTimeout(this.#timer)
  }

  #owe(id: number | undefined, what: 'PUBACK' | 'SUBACK', bytes: number): void {
    if (id === undefined) return
    this.#owed.set(id, { sinceMs: performance.now(), what, bytes })
    this.#traffic.owedBytes += bytes
    this.#sum()
    // The timer may be set for the next ping, which is far away.
    if (this.#dueMs > performance.now() + LOOK_MS) this.#arm(LOOK_MS)
  }

  #paid(id: number | undefined): void {
    if (id === undefined) return
    this.#traffic.owedBytes -= this.#owed.get(id)?.bytes ?? 0
    this.#owed.delete(id)
    this.#sum()
  }

  #sum(): void {
    // The order is kept: the first is the oldest.
    const [oldest] = this.#owed.values()
    this.#traffic.owed = oldest ?? null
  }

  #arm(ms: number): void {
    if (this.#over) return
    clearTimeout(this.#timer)
    this.#dueMs = performance.now() + ms
    // Rounded up, or it would come a moment too soon and find nothing to do.
    this.#timer = setTimeout(() => this.#look(), Math.ceil(ms) + 1)
  }

  #look(): void {
    if (this.#over) return
    const { client, socket, memory, answerMs, dead } = this.#options
    const nowMs = performance.now()
    if (socket.bytesRead !== this.#bytes) {
      this.#bytes = socket.bytesRead
      this.#traffic.byteMs = nowMs
    }
    const patience = { intervalMs: Math.min(memory.intervalMs, this.#mostMs), answerMs }
    const move = nextMove(this.#traffic, patience, nowMs)
    if (move.kind === 'dead') {
      memory.silent(this.#traffic.pingMs === null ? 0 : this.#quietMs)
      this.end()
      dead(move.why)
      return
    }
    if (move.kind === 'ping') {
      // Of several, the first one is waited for, and alone tells how long it was quiet.
      if (this.#traffic.pingMs === null) {
        this.#quietMs = nowMs - Math.max(this.#traffic.heardMs, this.#traffic.saidMs)
        this.#traffic.pingMs = nowMs
      }
      client.sendPing()
      this.#look()
      return
    }
    const isOwed = this.#traffic.pingMs !== null || this.#traffic.owed !== null
    this.#arm(isOwed ? Math.min(move.ms, LOOK_MS) : move.ms)
  }
}
