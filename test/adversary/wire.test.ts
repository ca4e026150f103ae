/**
 * What the reading of the wire does with anything at all.
 *
 * Invariant: each input is a refusal with a code, or a value that is written and read the same again; none of them
 * changes what was there before, and each is counted.
 */
import { isDeepStrictEqual } from 'node:util'
import { describe, expect, it } from 'vitest'
import { outcomeOf, unaskedWord } from '../../agent/provisioning/answer.ts'
import { checkCommand } from '../../protocol/check-command.ts'
import { checkRollout } from '../../protocol/check-rollout.ts'
import { checkTarget } from '../../protocol/check-target.ts'
import { checkTrust, configuredTrust } from '../../protocol/check-trust.ts'
import { checkWatch } from '../../protocol/check-watch.ts'
import { decode, encode, KINDS, type Kind, type Loose } from '../../protocol/codec.ts'
import { ERROR_CODES, HoldfastError } from '../../protocol/errors.ts'
import { generateKey } from '../../protocol/keys.ts'
import { checkSecrets } from '../../protocol/sealed-secrets.ts'
import { open, ROLE_OF, seal } from '../../protocol/signature.ts'
import { beginAt, documentsIn, walkChain } from '../../protocol/trust-chain.ts'
import type * as T from '../../protocol/types.ts'
import { seededRandom } from '../../simulators/seeded-random.ts'
import { anyMessage, hurt, MESSAGES } from './hostile-bytes.ts'

const INPUTS = 100_000
const EACH = Math.ceil(INPUTS / MESSAGES.length)

const keys = [generateKey('release'), generateKey('rollout'), generateKey('trust')]
const chain = beginAt(configuredTrust(keys))

/** What is made of a message once it was read. Whatever it throws counts as a refusal. */
const CHECKS: Record<string, (message: never, bytes: Uint8Array) => unknown> = {
  Target: (message: T.Target) => checkTarget(message),
  Rollout: (message: T.Rollout) => checkRollout(message),
  Command: (message: T.Command) => checkCommand(message),
  Watch: (message: T.Watch) => checkWatch(message),
  Secrets: (message: T.Secrets) => checkSecrets(message),
  Trust: (message: T.Trust) => checkTrust(message),
  TrustChain: (_: T.TrustChain, bytes) => {
    const { fault, walked } = walkChain(chain, documentsIn(bytes), 'f')
    expect(walked).toEqual(chain)
    if (fault !== null) throw fault
  },
  ClaimAnswer: (_: T.ClaimAnswer, bytes) => [outcomeOf(bytes, { claim: 'ab', attempt: 1 }), unaskedWord(bytes)],
}

/** "refused", or "read". @throws what must not be thrown */
function put(kind: Kind<Record<string, unknown>>, bytes: Uint8Array): 'refused' | 'read' {
  const before = Uint8Array.from(bytes)
  const outcome = taken(kind, bytes)
  if (Buffer.compare(before, bytes) !== 0) throw new Error('the input was changed')
  return outcome
}

function taken(kind: Kind<Record<string, unknown>>, bytes: Uint8Array): 'refused' | 'read' {
  try {
    const message = decode(kind, bytes)
    const again = decode(kind, encode(kind, message as Loose<Record<string, unknown>>))
    if (!isDeepStrictEqual(again, message))
      throw new Error(`${kind.name} is read as another message than it is written`)
    CHECKS[kind.name.replace('holdfast.v1.', '')]?.(message as never, bytes)
    return 'read'
  } catch (error) {
    if (!(error instanceof HoldfastError && error.code in ERROR_CODES) || error.code === 'HF_INTERNAL') throw error
    return 'refused'
  }
}

describe('bytes that were hurt on the way', () => {
  it(`of every message of the protocol, over ${INPUTS} of them, are refused with a code or read as they are written`, () => {
    const counted = { refused: 0, read: 0 }
    for (const kind of MESSAGES) {
      const random = seededRandom(kind.name)
      const seeds = Array.from({ length: 12 }, () => kind.type.encode(anyMessage(kind.name, random)).finish())
      const one = () => seeds[Math.floor(random() * seeds.length)] as Uint8Array
      for (const seed of seeds) expect(() => put(kind, seed), kind.name).not.toThrow()
      for (let each = 0; each < EACH; each++) {
        const bytes = hurt(one(), one(), random)
        try {
          counted[put(kind, bytes)] += 1
        } catch (error) {
          const shown = Buffer.from(bytes).toString('hex')
          throw new Error(`${kind.name}, input ${each}: ${shown}`, { cause: error })
        }
      }
    }
    expect(MESSAGES.length).toBeGreaterThan(90)
    expect(counted.refused + counted.read).toBeGreaterThanOrEqual(INPUTS)
    // Both happen, or something would be amiss with the inputs.
    expect(Math.min(counted.refused, counted.read)).toBeGreaterThan(INPUTS / 20)
  }, 240_000)

  it('of a signed message open only when they say what was signed, under its own name', () => {
    const random = seededRandom('signed')
    const signed: [Kind<object>, Record<string, unknown>][] = [
      [KINDS.Target, { fleet: 'f', epoch: 3 }],
      [KINDS.Rollout, { fleet: 'f', epoch: 3, share: 1 }],
      [KINDS.Trust, { version: 1 }],
      [KINDS.Secrets, { device: 'd', revision: 7 }],
    ]
    // Another kind that is signed has to be one of these.
    expect(signed.map(([{ name }]) => name).sort()).toEqual(Object.keys(ROLE_OF).sort())
    const whole = signed.map(([kind, said]) => ({ kind, bytes: seal(kind, said, keys), said }))
    let refused = 0
    for (let each = 0; each < 2_000; each++) {
      const { kind, bytes, said } = whole[each % whole.length]!
      const other = whole[(each + 1) % whole.length]!
      const bent = hurt(bytes, other.bytes, random)
      try {
        expect(open(kind, bent, keys)).toMatchObject(said)
      } catch (error) {
        expect(error, Buffer.from(bent).toString('hex')).toBeInstanceOf(HoldfastError)
        refused += 1
      }
      expect(() => open(other.kind, bytes, keys)).toThrow(HoldfastError)
    }
    expect(refused).toBeGreaterThan(1_000)
  })
})
