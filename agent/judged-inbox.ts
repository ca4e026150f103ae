/**
 * What is judged by the trust on its way into the machines: targets, rollouts, and the trust itself.
 *
 * Invariant: an accepted message and all that it changes are one synced batch; a trust version counts only once it is
 * on the disk, and then what is wanted and not yet proved is judged by it too.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Intent } from '../machines/intent.ts'
import { epochFault } from '../machines/intent-rules.ts'
import { KINDS } from '../protocol/codec.ts'
import { type Fault, HoldfastError } from '../protocol/errors.ts'
import { envelopeOf } from '../protocol/signature.ts'
import { documentId } from '../protocol/spec-hash.ts'
import type { Rollout } from '../protocol/types.ts'
import type { Store, Write } from '../storage/store.ts'
import type { Freshness } from './freshness.ts'
import { rolloutFactOf, targetRefOf } from './inbound-facts.ts'
import type { Inbound } from './ingress/mqtt-ingress.ts'
import type { AnyEvent } from './runtime/step.ts'
import type { TrustKeeper } from './trust-keeper.ts'
import { untrustedScopes } from './trusted-wants.ts'

type InboundTarget = Extract<Inbound, { kind: 'target' }>
type JudgedMessage = Exclude<Inbound, { kind: 'command' | 'secrets' }>

interface JudgedInboxOptions {
  device: string
  store: Pick<Store, 'document'>
  /** Names of the documents that the store holds. */
  documents: Set<string>
  trust: TrustKeeper
  freshness: Freshness
  intent(): Intent
  dispatch(event: AnyEvent, writes: readonly Write[]): Promise<void>
  /** The trust is another version now. */
  moved(version: number): void
}

export class JudgedInbox {
  readonly #options: JudgedInboxOptions

  constructor(options: JudgedInboxOptions) {
    this.#options = options
  }

  /**
   * Resolves when it is on the disk.
   * @returns what of a chain of trust is not good
   */
  async accept(inbound: JudgedMessage): Promise<Fault | null> {
    if (inbound.kind === 'trust') return this.#trust(inbound.documents)
    if (inbound.kind === 'target') await this.#target(inbound)
    else if (inbound.kind === 'rollout') await this.#rollout(inbound.rollout)
    else await this.#options.dispatch({ type: 'TARGET_CLEARED', scope: inbound.scope }, [])
    return null
  }

  /** Whether it is what runs, or the rollout that is in force: that was taken before. */
  holds(inbound: Inbound): boolean {
    const { current, rollout } = this.#options.intent()
    if (inbound.kind === 'target') return current?.document === documentId(inbound.bytes)
    return (
      inbound.kind === 'rollout' && isDeepStrictEqual(rolloutFactOf(inbound.rollout, this.#options.device), rollout)
    )
  }

  /** Gives up the targets that the keys which count now would not have let in, and that have not been proved. */
  async dropUntrusted(): Promise<void> {
    const { intent, store, dispatch, trust } = this.#options
    for (const scope of await untrustedScopes(intent(), store, trust.newest))
      await dispatch({ type: 'TARGET_CLEARED', scope }, [])
  }

  async #trust(documents: readonly Uint8Array[]): Promise<Fault | null> {
    const { trust, moved } = this.#options
    const before = trust.newest
    const fault = await trust.take(documents)
    if (trust.newest !== before) {
      await this.dropUntrusted()
      moved(trust.newest.version)
    }
    return fault
  }

  /** Under which name a target would be taken that nobody has handed on yet. @throws HF_EPOCH_STALE */
  async nameFor(inbound: InboundTarget): Promise<string> {
    const { device, intent } = this.#options
    const { document } = await this.documentOf(inbound)
    const fault = epochFault(intent(), targetRefOf(inbound.scope, document, inbound.target, device))
    if (fault !== null) throw new HoldfastError(fault.code, fault.message, { place: 'target' })
    return document
  }

  /** Its name. @returns also what of the same payload was taken before, maybe signed by others; null: nothing */
  async documentOf({ scope, target, bytes }: InboundTarget): Promise<{ document: string; taken: Uint8Array | null }> {
    const { intent, store } = this.#options
    const floor = intent().floors[scope]
    const taken = target.epoch === floor.epoch ? await store.document(floor.document) : null
    const isSame = taken !== null && Buffer.compare(payloadOf(taken), payloadOf(bytes)) === 0
    return isSame ? { document: floor.document, taken } : { document: documentId(bytes), taken: null }
  }

  async #target(inbound: InboundTarget): Promise<void> {
    const { documents, intent, dispatch, device, store } = this.#options
    const { scope, target, bytes } = inbound
    const { document, taken } = await this.documentOf(inbound)
    const ref = targetRefOf(scope, document, target, device)
    const onDisk = taken ?? (await store.document(document))
    // One that the machine will refuse is not kept; one that was damaged on our disk is written again.
    const isKept = epochFault(intent(), ref) === null && (onDisk === null || Buffer.compare(onDisk, bytes) !== 0)
    await dispatch({ type: 'TARGET', target: ref }, isKept ? [{ op: 'document', id: document, bytes }] : [])
    if (isKept) documents.add(document)
  }

  async #rollout(rollout: Rollout): Promise<void> {
    const { dispatch, freshness } = this.#options
    await dispatch(
      { type: 'ROLLOUT', rollout: rolloutFactOf(rollout, this.#options.device) },
      freshness.writes(rollout),
    )
    freshness.heard(rollout)
  }
}

function payloadOf(bytes: Uint8Array): Uint8Array {
  return envelopeOf(KINDS.Target, bytes).payload
}
