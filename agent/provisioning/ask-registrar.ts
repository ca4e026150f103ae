/**
 * The claim, from the question to the answer, by whichever way is open to this device.
 *
 * Invariant: asking again is the same claim. A renewal goes over the agent's own connection; the other door is for
 * those that this one is shut to: nobody yet, expired, or refused.
 */
import { BehaviorSubject } from 'rxjs'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { encode, KINDS } from '../../protocol/codec.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import { claimTopics, deviceTopics } from '../../protocol/topics.ts'
import { AGENT_VERSION } from '../version.ts'
import { outcomeOf, type Question, type Told } from './answer.ts'
import { certificateRequest } from './certificate-request.ts'
import { connected, first, inTime } from './conversation.ts'
import { type KeyPair, rawPublicKey } from './keys.ts'
import { proofOf, recoveryOf } from './proofs.ts'
import { ageOf } from './renewal-time.ts'
import type { ProvisionWorld } from './world.ts'

export interface Asking {
  claim: string
  attempt: number
  identity: IdentityFact | null
  renews: boolean
  patient: boolean
}

const ANSWER_MS = 30_000
/** How long a claim is left standing that an operator has to look at. */
const PATIENT_MS = 3_600_000
const AGAIN_MS = 30_000

/** The last answer; null: none yet. */
type Heard = Told | null

/** @throws HF_BROKER_…, HF_KEY_INVALID, HF_FILE_UNREADABLE, HF_CLAIM_INVALID, HF_CERTIFICATE_INVALID, HF_CANCELLED */
export async function askRegistrar(world: ProvisionWorld, asking: Asking, signal: AbortSignal): Promise<Told> {
  const pair = await world.keys.get(asking.claim)
  const { identity, renews, patient } = asking
  // Whom an operator has to let come back waits at the other door.
  if (renews && patient) return claim(world, asking, pair, signal)
  if (renews && identity !== null && world.link.isUp) return renew(world, identity, asking, pair, signal)
  if (renews && identity !== null && !isShutOut(world, identity))
    throw new HoldfastError('HF_BROKER_UNAVAILABLE', 'the renewal waits for the broker')
  return claim(world, asking, pair, signal)
}

function isShutOut({ link, clock, floor }: ProvisionWorld, identity: IdentityFact): boolean {
  return link.isRefused || ageOf(identity, floor.judged(clock.now().wallMs)) === 'over'
}

async function renew(
  { link, clock, keys }: ProvisionWorld,
  identity: IdentityFact,
  question: Question,
  pair: KeyPair,
  outer: AbortSignal,
): Promise<Told> {
  const { device } = identity
  const { renew: topic } = deviceTopics(device)
  const request = encode(KINDS.Renewal, {
    device,
    certificateRequest: new Uint8Array(certificateRequest(pair.signing, device, pair.encryption)),
    encryptionKey: rawPublicKey(pair.encryption),
    attempt: question.attempt,
    holder: recoveryOf(identity, await keys.get(identity.claim), question.claim).recovery,
  })
  return inTime(clock, ANSWER_MS, outer, async (signal) => {
    const payload = await link.ask(topic, request, (answer) => isAnswer(answer, question), signal)
    return outcomeOf(payload, question)!
  })
}

async function claim(world: ProvisionWorld, asking: Asking, pair: KeyPair, outer: AbortSignal): Promise<Told> {
  const { clock, doors, log } = world
  const topics = claimTopics(asking.claim)
  const message = await claimMessage(world, asking, pair)
  const broker = doors.claims(asking.claim, [topics.answer])
  const heard = new BehaviorSubject<Heard>(null)
  const listening = broker.deliveries.subscribe(({ payload, ack }) => {
    ack()
    try {
      heard.next(outcomeOf(payload, asking) ?? heard.value)
    } catch (error) {
      log.warn('an answer to the claim cannot be read', { ...faultOf(error) })
    }
  })
  try {
    return await inTime(clock, asking.patient ? PATIENT_MS : ANSWER_MS, outer, async (signal) => {
      await connected(broker, signal)
      for (;;) {
        await broker.publish(topics.claim, message, { qos: 1, retain: false, signal })
        if (!asking.patient) return first(heard, isSaid, signal, 'the answer')
        // It is answered when it is approved; asked again now and then, because that answer, or the asking, may be lost.
        const putOffMs = Math.max(AGAIN_MS, retryAfter(heard.value))
        const settled = await Promise.race([
          first(heard, isSettled, signal, 'the approval'),
          clock.sleep(putOffMs, signal),
        ])
        if (settled) return settled
      }
    })
  } catch (error) {
    // Long enough: it goes on as it was, with a connection of its own.
    if (heard.value?.state === 'pending' && !outer.aborted) return heard.value
    throw error
  } finally {
    listening.unsubscribe()
    await broker.close()
  }
}

async function claimMessage(world: ProvisionWorld, { claim, attempt, identity }: Asking, pair: KeyPair) {
  const { credential, credentialFiles, wishes, deviceType, keys } = world
  const proof =
    identity === null
      ? await proofOf(credential, credentialFiles, claim)
      : recoveryOf(identity, await keys.get(identity.claim), claim)
  const device = identity?.device ?? wishes.device
  return encode(KINDS.Claim, {
    id: claim,
    certificateRequest: new Uint8Array(
      certificateRequest(pair.signing, device === '' ? claim : device, pair.encryption),
    ),
    encryptionKey: rawPublicKey(pair.encryption),
    attempt,
    ...proof,
    device,
    fleet: identity?.fleet ?? wishes.fleet,
    host: { deviceType },
    agentVersion: AGENT_VERSION,
  })
}

function isSaid(outcome: Heard): outcome is Told {
  return outcome !== null
}

function isSettled(outcome: Heard): outcome is Exclude<Told, { state: 'pending' }> {
  return outcome !== null && outcome.state !== 'pending'
}

/** One that cannot be read is no answer. */
function isAnswer(payload: Uint8Array, question: Question): boolean {
  try {
    return outcomeOf(payload, question) !== null
  } catch {
    return false
  }
}

function retryAfter(outcome: Heard): number {
  return outcome === null || outcome.state === 'granted' ? 0 : outcome.retryAfterMs
}
