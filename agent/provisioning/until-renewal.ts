/**
 * Waiting for the day of the renewal.
 *
 * Invariant: a wrong clock delays and never destroys: one that says that everything is over is believed only when the
 * broker does not let the device in. The clock is looked at again at least every hour, so that one that is set is seen.
 */
import type { IdentityFact } from '../../machines/provision-intent.ts'
import { ageOf, renewalMs } from './renewal-time.ts'
import type { ProvisionWorld } from './world.ts'

const LOOK_MS = 3_600_000
/** For the agent to connect, before a certificate that seems over is taken for it. */
const CONNECT_MS = 120_000
/** Certificates are dated back, so that a short one is due as soon as it is made: no oftener than this. */
const REST_MS = 60_000

type WaitingWorld = Pick<ProvisionWorld, 'clock' | 'floor' | 'link'>

/** Until it is due, or the registrar has called for it. @throws HF_CANCELLED */
export async function untilRenewal(world: WaitingWorld, identity: IdentityFact, signal: AbortSignal): Promise<void> {
  await world.clock.sleep(REST_MS, signal)
  const either = new AbortController()
  const inner = AbortSignal.any([signal, either.signal])
  const ways = [untilDue(world, identity, inner), world.link.called(inner)]
  try {
    await Promise.race(ways)
  } finally {
    either.abort()
    await Promise.allSettled(ways) // whichever was not first is cancelled
  }
}

async function untilDue(
  { clock, floor, link }: WaitingWorld,
  identity: IdentityFact,
  signal: AbortSignal,
): Promise<void> {
  for (;;) {
    const nowMs = floor.judged(clock.now().wallMs)
    switch (ageOf(identity, nowMs)) {
      case 'due':
        return
      case 'early':
        await clock.sleep(Math.min(LOOK_MS, renewalMs(identity) - nowMs), signal)
        break
      case 'over':
        if (!link.isUp) await clock.sleep(CONNECT_MS, signal)
        if (!link.isUp || floor.ms >= identity.notAfterMs) return
        // Taken by the broker: the clock is ahead.
        await clock.sleep(LOOK_MS, signal)
    }
  }
}
