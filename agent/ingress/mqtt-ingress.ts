/**
 * Messages from the broker, each checked and handed on before it is acknowledged.
 *
 * Invariant: the broker gets its acknowledgement only when `accept` or `reject` is done, so after the
 * journal write; a message that can never be taken is acknowledged too, or it would come for ever. Not
 * more than `capacity` deliveries wait. The last target and rollout of each topic are judged once more whenever the
 * trust moves, so that it does not matter in which order they came.
 */
import type { Observable, Subscription } from 'rxjs'
import { checkCommand } from '../../protocol/check-command.ts'
import type { CheckedTarget } from '../../protocol/check-target.ts'
import { checkWatch } from '../../protocol/check-watch.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { type Fault, faultOf, HoldfastError } from '../../protocol/errors.ts'
import { isSignatureFault, open, type Trusted } from '../../protocol/signature.ts'
import { documentId } from '../../protocol/spec-hash.ts'
import { parseTopic } from '../../protocol/topics.ts'
import { documentsIn } from '../../protocol/trust-chain.ts'
import type { Command, Rollout, Secrets, Watch } from '../../protocol/types.ts'
import type { Delivery } from '../broker-port.ts'
import { OPENING, type Opening } from '../opening.ts'
import type { Counters } from './counters.ts'

export interface Identity {
  device: string
  fleet: string
}

/** A message that may be journalled. `bytes` are the signed message as it came. */
export type Inbound =
  | { kind: 'target'; scope: 'fleet' | 'device'; bytes: Uint8Array; target: CheckedTarget }
  /** The operator took the retained target away. */
  | { kind: 'target-cleared'; scope: 'fleet' | 'device' }
  | { kind: 'rollout'; bytes: Uint8Array; rollout: Rollout }
  | { kind: 'command'; command: Command }
  /** The chain of trust, whose signatures nobody has looked at yet. */
  | { kind: 'trust'; documents: readonly Uint8Array[] }
  | { kind: 'secrets'; bytes: Uint8Array; secrets: Secrets }

/** Somebody wants to watch: this is not journalled. */
export interface Looking {
  kind: 'watch'
  watch: Watch
}

/** A message that will not be taken, now or ever. */
export interface Rejection {
  topic: string
  fault: Fault
  /** In bytes. */
  size: number
  /** Hash of the bytes. */
  document: string
  /** Of the command, when so much of it could be read: its sender may want an answer. */
  commandId: string | null
}

/** By what a message is judged. */
export interface JudgedBy {
  identity: Identity
  /** Whose signatures count; then those of before, by whom nothing new is taken. */
  trusted(): readonly [Trusted, ...Trusted[]]
  /** Whether this was taken before, and says nothing new. */
  holds(inbound: Inbound): boolean
  /** See `AgentOptions.opening`. */
  opening?: Opening | undefined
}

interface MqttIngressOptions extends JudgedBy {
  deliveries: Observable<Delivery>
  /** Whether secrets may be taken. Absent: this device keeps none. @throws HF_SECRET_… */
  checkSecrets?: ((secrets: Secrets, bytes: Uint8Array) => void) | undefined
  /**
   * Journals it. A failure leaves the message with the broker, which sends it again on the next connection.
   * @returns what of a chain of trust is not good, so that it is refused all the same
   */
  accept(inbound: Inbound, topic: string): Promise<Fault | null>
  watch(watch: Watch): void
  /** Tells somebody. Fails as `accept` does. */
  reject(rejection: Rejection): Promise<void>
  /** Hears why `accept` or `reject` failed. */
  failed(error: unknown): void
  /** Counts `mqtt.received`, `mqtt.rejected.CODE`, `mqtt.unsaved` and `mqtt.dropped`. */
  counters: Counters
  /** Default 32. */
  capacity?: number | undefined
}

/** Handles deliveries one after the other, for as long as it is subscribed. */
export function mqttIngress(options: MqttIngressOptions): Subscription {
  const { deliveries, counters, capacity = 32 } = options
  const waiting: Delivery[] = []
  let isHandling = false
  const judged = new Judged(options)

  async function handleOne(delivery: Delivery): Promise<void> {
    counters.add('mqtt.received')
    try {
      const fault = await judged.handle(delivery)
      delivery.judged?.(fault)
      delivery.ack()
    } catch (error) {
      counters.add('mqtt.unsaved')
      delivery.leave?.()
      options.failed(error)
    }
  }

  /** Ends in the very tick in which it finds nothing more, so that nothing comes behind its back. */
  async function handleAll(): Promise<void> {
    isHandling = true
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await handleOne(next)
    isHandling = false
  }

  const hearing = deliveries.subscribe((delivery) => {
    // What has no room is not acknowledged, so the broker keeps it.
    if (waiting.length + Number(isHandling) >= capacity) {
      counters.add('mqtt.dropped')
      return
    }
    waiting.push(delivery)
    if (!isHandling) void handleAll()
  })
  hearing.add(() => {
    waiting.length = 0
  })
  return hearing
}

/** What is judged by the trust: handled as it comes, and once more when that moves. */
class Judged {
  readonly #options: MqttIngressOptions
  /** The last target and rollout of each topic, as text: the bytes would hold on to all that was read with them. */
  readonly #last = new Map<string, string>()
  /** By which all of them were judged. */
  #by: Trusted

  constructor(options: MqttIngressOptions) {
    this.#options = options
    this.#by = options.trusted()[0]
  }

  /** @returns why it was refused */
  async handle({ topic, payload, retained }: Delivery): Promise<Fault | null> {
    if (/\/(?:target|rollout)$/.test(topic)) this.#last.set(topic, Buffer.from(payload).toString('latin1'))
    const fault = await handle(this.#options, topic, payload, retained)
    const [newest] = this.#options.trusted()
    if (newest === this.#by) return fault
    for (const [about, text] of this.#last) await handle(this.#options, about, Buffer.from(text, 'latin1'), true)
    this.#by = newest
    return fault
  }
}

async function handle(
  options: MqttIngressOptions,
  topic: string,
  payload: Uint8Array,
  retained: boolean,
): Promise<Fault | null> {
  const refuse = async (fault: Fault): Promise<Fault> => {
    options.counters.add(`mqtt.rejected.${fault.code}`)
    const commandId = commandIdOf(topic, payload)
    await options.reject({ topic, fault, size: payload.byteLength, document: documentId(payload), commandId })
    return fault
  }
  let inbound: Inbound | Looking
  try {
    inbound = read(topic, payload, options)
    if (inbound.kind === 'secrets') checkSecretsBy(options, inbound, topic)
    if (inbound.kind === 'watch' && retained)
      throw new HoldfastError('HF_WIRE_INVALID', 'a watch must not be retained', { place: topic })
  } catch (error) {
    return refuse(faultOf(error))
  }
  if (inbound.kind === 'watch') {
    options.watch(inbound.watch)
    return null
  }
  const fault = await options.accept(inbound, topic)
  return fault === null ? null : refuse(fault)
}

/**
 * What a message says, if it is for this device and means something.
 * What says nothing new needs only the signatures of those whose keys counted before.
 * @throws HF_TOPIC_INVALID, HF_TARGET_MISDIRECTED, HF_SIGNATURE_INVALID, HF_SIGNATURES_TOO_FEW, HF_TARGET_INVALID,
 *   HF_WIRE_…, HF_COMMAND_…
 */
export function read(topic: string, bytes: Uint8Array, by: JudgedBy): Inbound | Looking {
  const { trusted, holds } = by
  const [newest, ...before] = trusted()
  try {
    return readBy(topic, bytes, by, newest)
  } catch (error) {
    if (!isSignatureFault(error)) throw error
    for (const trusted of before) {
      const known = readIfGood(topic, bytes, by, trusted)
      if (known !== null && known.kind !== 'watch' && holds(known)) return known
    }
    throw error
  }
}

function readIfGood(topic: string, bytes: Uint8Array, by: JudgedBy, trusted: Trusted): Inbound | Looking | null {
  try {
    return readBy(topic, bytes, by, trusted)
  } catch {
    return null // what is wrong with it is told as the newest trust has it
  }
}

function readBy(topic: string, bytes: Uint8Array, by: JudgedBy, trusted: Trusted): Inbound | Looking {
  const { identity, opening = OPENING } = by
  const parsed = parseTopic(topic)
  if (parsed === null) throw new HoldfastError('HF_TOPIC_INVALID', 'is not a topic of ours', { place: topic })
  const { scope, name, leaf } = parsed
  if (name !== identity[scope]) throw misdirected(topic, `this ${scope} is ${JSON.stringify(identity[scope])}`)

  switch (`${scope}/${leaf}`) {
    case 'fleet/target':
    case 'device/target': {
      if (bytes.byteLength === 0) return { kind: 'target-cleared', scope }
      const target = opening.target(bytes, trusted)
      if (target[scope] !== name) throw misdirected(topic, 'holds a target for another addressee')
      return { kind: 'target', scope, bytes, target }
    }
    case 'fleet/rollout': {
      const rollout = opening.rollout(bytes, trusted)
      if (rollout.fleet !== name) throw misdirected(topic, 'holds a rollout of another fleet')
      return { kind: 'rollout', bytes, rollout }
    }
    case 'fleet/trust':
      return { kind: 'trust', documents: documentsIn(bytes) }
    case 'device/secrets': {
      if (bytes.byteLength === 0)
        throw new HoldfastError('HF_SECRET_INVALID', 'only a signed word takes secrets away', { place: topic })
      const secrets = open(KINDS.Secrets, bytes, trusted)
      if (secrets.device !== name) throw misdirected(topic, 'holds secrets of another device')
      return { kind: 'secrets', bytes, secrets }
    }
    case 'device/command':
      return { kind: 'command', command: checkCommand(decode(KINDS.Command, bytes)) }
    case 'device/watch':
      return { kind: 'watch', watch: checkWatch(decode(KINDS.Watch, bytes)) }
    default:
      throw new HoldfastError('HF_TOPIC_INVALID', 'is not a topic that a device listens to', { place: topic })
  }
}

function checkSecretsBy(
  { checkSecrets }: MqttIngressOptions,
  { secrets, bytes }: Extract<Inbound, { kind: 'secrets' }>,
  place: string,
): void {
  if (checkSecrets === undefined) throw new HoldfastError('HF_TOPIC_INVALID', 'this device keeps no secrets', { place })
  checkSecrets(secrets, bytes)
}

function misdirected(place: string, message: string): HoldfastError {
  return new HoldfastError('HF_TARGET_MISDIRECTED', message, { place })
}

/** The id of a command that is well formed but for what it asks, such as one of a newer version. */
function commandIdOf(topic: string, bytes: Uint8Array): string | null {
  if (parseTopic(topic)?.leaf !== 'command') return null
  try {
    const { id } = decode(KINDS.Command, bytes)
    return /^[A-Za-z0-9_-]{1,64}$/.test(id) ? id : null
  } catch {
    return null
  }
}
