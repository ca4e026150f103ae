/** What is newer, by the message's own numbers. */
import { expect, it } from 'vitest'
import { encode, KINDS } from '../../protocol/codec.ts'
import { generateKey } from '../../protocol/keys.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { standsAbove } from './stands-above.ts'

const { target, rollout, trust, controller } = fleetTopics('f')
const keys = [generateKey('release'), generateKey('rollout')]
const epoch = (number: number): Uint8Array => seal(KINDS.Target, { fleet: 'f', epoch: number }, keys)
const word = (number: number, revision: number): Uint8Array =>
  seal(KINDS.Rollout, { fleet: 'f', epoch: number, revision }, keys)
const chain = (length: number): Uint8Array =>
  encode(KINDS.TrustChain, { documents: Array.from({ length }, () => Buffer.from('x')) })
const text = (words: string): Uint8Array => Buffer.from(words)

it.each([
  ['a higher epoch', target, epoch(3), epoch(2), true],
  ["a higher epoch of one device's target", deviceTopics('d').target, epoch(3), epoch(2), true],
  ['the same epoch', target, epoch(3), epoch(3), false],
  ['a lower epoch', target, epoch(2), epoch(3), false],
  ['a higher revision', rollout, word(2, 5), word(2, 4), true],
  ['a lower epoch with a higher revision', rollout, word(1, 9), word(2, 1), false],
  ['a longer chain', trust, chain(2), chain(1), true],
  ['anything over what was taken away', target, epoch(3), text(''), false],
  ['anything over what cannot be read', target, epoch(3), text('no message'), true],
  ['what cannot be read', target, text('no message'), epoch(3), false],
  ['nothing over what cannot be read', trust, text(''), text('no message'), false],
  ['what carries no number', controller, text('{"atMs":2}'), text('{"atMs":1}'), false],
  ['another topic', 'elsewhere', text('2'), text('1'), false],
])('%s', (_, topic, one, other, is) => expect(standsAbove(topic, one, other)).toBe(is))
