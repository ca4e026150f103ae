/**
 * Which of two retained messages of a topic is the newer one.
 *
 * Invariant: pure, and by the numbers that the messages carry; nobody's signature is looked at. What cannot be read, and
 * what carries no number, never stands above anything.
 */
import { decode, KINDS, type Kind } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { envelopeOf } from '../../protocol/signature.ts'
import { parseTopic } from '../../protocol/topics.ts'
import { documentsIn } from '../../protocol/trust-chain.ts'

/** By the last level of the topic: numbers of which the first that differs decides. */
const NUMBERS: Readonly<Record<string, (payload: Uint8Array) => readonly number[]>> = {
  target: (payload) => [inside(KINDS.Target, payload).epoch],
  rollout: (payload) => {
    const { epoch, revision } = inside(KINDS.Rollout, payload)
    return [epoch, revision]
  },
  trust: (payload) => [documentsIn(payload).length],
}

/** @param other empty: it was taken away, and nothing stands above that; nor does what is empty stand above anything */
export function standsAbove(topic: string, one: Uint8Array, other: Uint8Array): boolean {
  const numbers = NUMBERS[parseTopic(topic)?.leaf ?? '']
  if (numbers === undefined || one.byteLength === 0 || other.byteLength === 0) return false
  const [ours, theirs] = [readable(numbers, one), readable(numbers, other)]
  const at = ours.findIndex((number, index) => number !== (theirs[index] ?? -1))
  return at >= 0 && ours[at]! > (theirs[at] ?? -1)
}

function inside<M extends object>(of: Kind<M>, payload: Uint8Array): M {
  return decode(of, envelopeOf(of, payload).payload)
}

function readable(numbers: (payload: Uint8Array) => readonly number[], payload: Uint8Array): readonly number[] {
  try {
    return numbers(payload)
  } catch (error) {
    if (error instanceof HoldfastError) return []
    throw error
  }
}
