/**
 * What the operator of a history of provisioning can do to its world.
 *
 * Invariant: everything is done through the registrar, the power, the clock, or a trouble; the device is not reached into.
 */
import type { ClaimRecord } from '../../../fleet/registrar/records.ts'
import type { VirtualClock } from '../../virtual-clock.ts'
import type { RegistrarSide } from './registrar-side.ts'
import type { ProvisionHands } from './scenario.ts'
import { FLEET } from './steps.ts'

const DAY_MS = 86_400_000

interface Reach {
  site: Pick<RegistrarSide, 'operate' | 'tidy' | 'registry'>
  clock: VirtualClock
  trouble: ProvisionHands['trouble']
  /** Another board takes the device's place. */
  exchange(): void
  powerCut(): void
}

export function handsIn({ site, clock, trouble, exchange, powerCut }: Reach): ProvisionHands {
  const claimsIn = (state: ClaimRecord['state']): string[] =>
    [...site.registry.claim.values()].filter((claim) => claim.state === state).map(({ id }) => id)
  const days = (count: number): void => clock.setWall(clock.now().wallMs + count * DAY_MS)
  return {
    operate: (request) => site.operate(request),
    approveAll: (state, { replace } = { replace: false }) => {
      for (const claim of claimsIn(state))
        site.operate({ do: 'approve', claim, fleet: FLEET, replace, device: undefined })
    },
    rejectAll: () => {
      for (const claim of claimsIn('pending')) site.operate({ do: 'reject', claim })
    },
    trouble,
    otherBoard: exchange,
    days,
    away: (count) => {
      powerCut()
      days(count)
      site.tidy()
    },
  }
}
