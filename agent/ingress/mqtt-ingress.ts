/**
 * Messages from the broker, each checked and handed on before it is acknowledged.
 *
 * Invariant: the broker gets its acknowledgement only when `accept` or `reject` is done, so after the
 * journal write; a message that can never be taken is acknowledged too, or it would come for ever. Not
 * more than `capacity` deliveries wait.
 */
import { concatMap, filter, type Observable, type Subscription } from 'rxjs'
import { checkCommand } from '../../protocol/check-command.ts'
import { checkRollout } from '../../protocol/check-rollout.ts'
import type { CheckedTarget } from '../../protocol/check-target.ts'
import { checkWatch } from '../../protocol/check-watch.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { type Fault, faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { PublicKey } from '../../protocol/keys.ts'
import { open } from '../../protocol/signature.ts'
import { documentId } from '../../protocol/spec-hash.ts'
import { parseTopic } from '../../protocol/topics.ts'
import type { Command, Rollout, Watch } from '../../protocol/types.ts'
import type { Delivery } from '../broker-port.ts'
import { type OpenTarget, openTarget } from '../open-target.ts'
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

interface MqttIngressOptions {
  deliveries: Observable<Delivery>
  identity: Identity
  trusted: readonly PublicKey[]
  /** See `AgentOptions.openTarget`. */
  openTarget?: OpenTarget | undefined
  /** Journals it. A failure leaves the message with the broker, which sends it again on the next connection. */
  accept(inbound: Inbound, topic: string): Promise<void>
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
  let waiting = 0

  /** Whether there is room. What has none is not acknowledged, so the broker keeps it. */
  function admit(): boolean {
    if (waiting >= capacity) {
      counters.add('mqtt.dropped')
      return false
    }
    waiting += 1
    return true
  }

  return deliveries
    .pipe(
      filter(admit),
      concatMap(async (delivery) => {
        counters.add('mqtt.received')
        try {
          await handle(options, delivery)
          delivery.ack()
        } catch (error) {
          counters.add('mqtt.unsaved')
          options.failed(error)
        } finally {
          waiting -= 1
        }
      }),
    )
    .subscribe()
}

async function handle(options: MqttIngressOptions, delivery: Delivery): Promise<void> {
  const { topic, payload } = delivery
  let inbound: Inbound | Looking
  try {
    inbound = read(topic, payload, options.identity, options.trusted, options.openTarget)
    if (inbound.kind === 'watch' && delivery.retained)
      throw new HoldfastError('HF_WIRE_INVALID', 'a watch must not be retained', { place: topic })
  } catch (error) {
    const fault = faultOf(error)
    options.counters.add(`mqtt.rejected.${fault.code}`)
    const commandId = commandIdOf(topic, payload)
    await options.reject({ topic, fault, size: payload.byteLength, document: documentId(payload), commandId })
    return
  }
  if (inbound.kind === 'watch') options.watch(inbound.watch)
  else await options.accept(inbound, topic)
}

/**
 * What a message says, if it is for this device and means something.
 * @throws HF_TOPIC_INVALID, HF_TARGET_MISDIRECTED, HF_SIGNATURE_INVALID, HF_TARGET_INVALID, HF_WIRE_…, HF_COMMAND_…
 */
export function read(
  topic: string,
  bytes: Uint8Array,
  identity: Identity,
  trusted: readonly PublicKey[],
  openIt: OpenTarget = openTarget,
): Inbound | Looking {
  const parsed = parseTopic(topic)
  if (parsed === null) throw new HoldfastError('HF_TOPIC_INVALID', 'is not a topic of ours', { place: topic })
  const { scope, name, leaf } = parsed
  if (name !== identity[scope]) throw misdirected(topic, `this ${scope} is ${JSON.stringify(identity[scope])}`)

  switch (`${scope}/${leaf}`) {
    case 'fleet/target':
    case 'device/target': {
      if (bytes.byteLength === 0) return { kind: 'target-cleared', scope }
      const target = openIt(bytes, trusted)
      if (target[scope] !== name) throw misdirected(topic, 'holds a target for another addressee')
      return { kind: 'target', scope, bytes, target }
    }
    case 'fleet/rollout': {
      const rollout = checkRollout(open(KINDS.Rollout, bytes, trusted))
      if (rollout.fleet !== name) throw misdirected(topic, 'holds a rollout of another fleet')
      return { kind: 'rollout', bytes, rollout }
    }
    case 'device/command':
      return { kind: 'command', command: checkCommand(decode(KINDS.Command, bytes)) }
    case 'device/watch':
      return { kind: 'watch', watch: checkWatch(decode(KINDS.Watch, bytes)) }
    default:
      throw new HoldfastError('HF_TOPIC_INVALID', 'is not a topic that a device listens to', { place: topic })
  }
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
