/**
 * Signatures that need not be verified again.
 *
 * Invariant: a process that has called `verifyOnce` gets of `crypto.verify` what it would have got without:
 * the answer for exactly this key and these bytes, kept from the first time that somebody asked.
 */
import crypto, { KeyObject } from 'node:crypto'
import { syncBuiltinESMExports } from 'node:module'

/**
 * The explorer starts thousands of agents, which all verify the same few messages: it is a twelfth of their
 * work. An answer depends on nothing but its question, so the agents cannot tell.
 */
export function verifyOnce(): void {
  const verify = crypto.verify.bind(crypto) as (...question: readonly unknown[]) => boolean
  const answers = new WeakMap<KeyObject, Map<string, boolean>>()
  const kept = (...question: readonly unknown[]): boolean => {
    const [algorithm, data, key, signature, callback] = question
    if (
      !(key instanceof KeyObject && Buffer.isBuffer(data) && signature instanceof Uint8Array) ||
      callback !== undefined
    )
      return verify(...question)
    const ofKey = answers.get(key) ?? new Map<string, boolean>()
    answers.set(key, ofKey)
    const exact = `${String(algorithm)} ${data.length} ${data.toString('latin1')}${Buffer.from(signature).toString('latin1')}`
    const known = ofKey.get(exact)
    if (known !== undefined) return known
    const answer = verify(...question)
    ofKey.set(exact, answer)
    return answer
  }
  Object.assign(crypto, { verify: kept })
  syncBuiltinESMExports()
}
