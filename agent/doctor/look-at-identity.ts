/**
 * The identity of a device that claims it, and the brokers to which it leads.
 *
 * Invariant: the database is not opened; a private key is read, and used for TLS alone.
 */
import { join } from 'node:path'
import type { IdentityFact } from '../../machines/provision-intent.ts'
import type { Endpoint } from '../adapters/mqtt-options.ts'
import type { AgentConfig } from '../config.ts'
import type { ClaimedIdentity } from '../config-identity.ts'
import { keyFiles } from '../provisioning/key-files.ts'
import { Keys, textOf } from '../provisioning/keys.ts'
import { knownIdentity } from '../provisioning/known-identity.ts'
import { ageOf } from '../provisioning/renewal-time.ts'
import { type Finding, ok, warn, wrong } from './finding.ts'
import { iso } from './judge-network.ts'

export interface IdentityLook {
  finding: Finding
  /** Null: it has none. */
  device: string | null
  /** By its certificate: the one that the registrar names, then those of the configuration. */
  endpoints: Endpoint[]
}

/** So much of its life a certificate may have left when a renewal is late: a twentieth. */
const LATE_SHARE = 0.05

export async function lookAtIdentity(
  { claim, dataDir }: Pick<AgentConfig, 'dataDir'> & ClaimedIdentity,
  nowMs: number,
): Promise<IdentityLook> {
  const identity = await knownIdentity(dataDir)
  const keys = new Keys(keyFiles(join(dataDir, 'identity')))
  const pair = identity === null ? null : await keys.find(identity.claim).catch(() => null) // as if it were not there
  if (identity === null || pair === null)
    return {
      finding: warn(
        'identity',
        'it has none yet, or had it taken back',
        'Look whether its claim waits for approval (holdfast devices), and into the log of the agent',
      ),
      device: null,
      endpoints: [],
    }
  const { url, caFile, protocol, proxy, others } = claim
  const own = async () => ({
    certificates: identity.certificates,
    authority: identity.authority,
    key: textOf(pair.signing),
  })
  const named: Endpoint = { url: identity.brokerUrl || url, caFile, protocol, proxy, identity: own }
  return {
    finding: judgeIdentity(identity, nowMs),
    device: identity.device,
    endpoints: [named, ...others.map((one) => ({ ...one, identity: own }))],
  }
}

/** The certificate, by its times. */
export function judgeIdentity(identity: IdentityFact, nowMs: number): Finding {
  const { device, fleet, notBeforeMs, notAfterMs } = identity
  const span = `${device} of ${fleet}, by a certificate from ${iso(notBeforeMs)} to ${iso(notAfterMs)}`
  if (nowMs < notBeforeMs)
    return wrong('identity', `${span}; here it is ${iso(nowMs)}`, 'The clock is behind: timedatectl set-ntp true')
  const age = ageOf(identity, nowMs)
  if (age === 'over')
    return wrong(
      'identity',
      `${span}, which is over`,
      'If the clock is right, the agent claims anew: see that its registrar runs and its claim is approved',
    )
  const isLate = notAfterMs - nowMs < (notAfterMs - notBeforeMs) * LATE_SHARE
  if (age === 'due' && isLate)
    return warn('identity', `${span}, which should have been renewed`, 'See that the registrar runs and answers')
  return ok('identity', span)
}
