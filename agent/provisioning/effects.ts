/**
 * The effects of the provision machine.
 *
 * Invariant: each looks before it acts and may run twice; no secret goes in or out of them.
 */
import type { InputFrom, OutputFrom } from 'xstate'
import type { provisionEffects } from '../../machines/provision-effects.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { fullJitter } from '../backoff.ts'
import { askRegistrar } from './ask-registrar.ts'
import { authorityKept, readCertificates } from './certificates.ts'
import { connected, inTime } from './conversation.ts'
import { examine } from './examine.ts'
import { canProve, dropCredential } from './proofs.ts'
import { untilRenewal } from './until-renewal.ts'
import { wipe } from './wipe.ts'
import type { ProvisionWorld } from './world.ts'

type Declared = typeof provisionEffects
type Effects = {
  [Name in keyof Declared]: (
    input: InputFrom<Declared[Name]>,
    signal: AbortSignal,
  ) => Promise<OutputFrom<Declared[Name]>>
}

const PROOF_MS = 45_000
const BACKOFF = { baseMs: 1_000, capMs: 300_000 }
/** Longest that a registrar's wish to be asked later is heeded: somebody may stand before the device. */
const MAX_PUT_OFF_MS = 900_000

export function provisionEffectsOn(world: ProvisionWorld): Effects {
  const { clock, keys, credential, credentialFiles, floor, log } = world
  /** By the monotonic clock: the registrar wants to be asked no sooner. */
  let putOffUntilMs = 0
  return {
    async inspect({ identity }) {
      const pair = identity === null ? null : await keys.find(identity.claim)
      const hasKey =
        pair !== null &&
        identity !== null &&
        readCertificates(identity.certificates, 'identity')[0].checkPrivateKey(pair.signing)
      return { hasKey, canClaim: (await canProve(credential, credentialFiles)) || (await keys.areThere()) }
    },

    generate: async ({ except }) => ({ claim: (await keys.unused(except)).claim }),

    async claim(asking, signal) {
      const told = await askRegistrar(world, asking, signal)
      putOffUntilMs = 0
      if (told.state === 'granted') {
        const known = (await world.pinned()) ?? asking.identity?.authority ?? null
        const { identity } = told
        return known === null
          ? told
          : { ...told, identity: { ...identity, authority: authorityKept(known, identity.authority) } }
      }
      if (told.state === 'pending') return told
      const { word, ...outcome } = told
      putOffUntilMs = clock.now().monoMs + Math.min(outcome.retryAfterMs, MAX_PUT_OFF_MS) * (0.5 + clock.random() / 2)
      if (word !== null) await world.takenBack(word)
      return outcome
    },

    async examine({ offered, identity }) {
      const { signing: key } = await keys.get(offered.claim)
      const { wallMs } = clock.now()
      const findings = examine({ offered, identity, key, pinned: await world.pinned(), wallMs, floorMs: floor.ms })
      if (findings.provenMs !== null) floor.raise(findings.provenMs)
      return findings.fault
    },

    async verify({ offered }, outer) {
      const identity = world.identity()
      await inTime(clock, PROOF_MS, outer, async (signal) => {
        if (identity?.device === offered.device && identity.brokerUrl === offered.brokerUrl)
          return world.link.prove(offered, signal)
        const own = deviceTopics(offered.device)
        const broker = world.doors.devices(offered, [own.target, own.command, own.certificate])
        const unheard = broker.deliveries.subscribe()
        try {
          await connected(broker, signal)
        } finally {
          unheard.unsubscribe()
          await broker.close()
        }
      })
      floor.raise(offered.notBeforeMs)
      return null
    },

    async dropCredential({ keep, claim }) {
      if (!(await dropCredential(credential, credentialFiles)))
        log.warn('what the device claimed with stands where nothing can be removed, and stays')
      await keys.removeOthers(claim === null ? [keep.claim] : [keep.claim, claim])
      return null
    },

    async untilRenewal({ identity }, signal) {
      await untilRenewal(world, identity, signal)
      return null
    },

    async wipe({ volumes }, signal) {
      await wipe(world, volumes, signal)
      return null
    },

    async pause(wait, signal) {
      if ('ms' in wait) await clock.sleep(wait.ms, signal)
      else {
        const ms = fullJitter(wait.failures, BACKOFF.baseMs, BACKOFF.capMs, clock.random())
        await clock.sleep(Math.max(ms, putOffUntilMs - clock.now().monoMs), signal)
      }
      return null
    },
  }
}
