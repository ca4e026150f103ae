/** The scenarios of provisioning. */
import type { ProvisionScenario } from './scenario.ts'
import { approve, claimed, isSomebody, NAME, renewed, until } from './steps.ts'
import { TROUBLED_SCENARIOS } from './troubled-scenarios.ts'

export const PROVISION_SCENARIOS: readonly ProvisionScenario[] = [
  {
    name: 'provision-token',
    tells: 'a board claims its identity by a token of one use',
    way: 'token',
    steps: [claimed],
    ends: 'first',
  },
  {
    name: 'provision-serial',
    tells: 'a board claims its identity by its serial and the code of the factory',
    way: 'serial',
    steps: [claimed],
    ends: 'first',
  },
  {
    name: 'provision-approval',
    tells: 'a board waits until an operator has approved it',
    way: 'approval',
    steps: [approve, claimed],
    ends: 'first',
  },
  {
    name: 'renewal',
    tells: 'the certificate is renewed when its time has come',
    way: 'token',
    before: [claimed],
    steps: [{ tells: 'let 70 days pass', when: isSomebody, act: ({ days }) => days(70) }, renewed],
    ends: 'next',
  },
  {
    name: 'recovery',
    tells: 'a device that was off while its certificate ended recovers by it',
    way: 'token',
    before: [claimed],
    steps: [{ tells: 'keep it in a drawer for 120 days', when: isSomebody, act: ({ away }) => away(120) }, renewed],
    ends: 'next',
  },
  {
    name: 'recovery-approval',
    tells: 'a device that was off for too long comes back by approval',
    way: 'token',
    before: [claimed],
    steps: [
      { tells: 'keep it in a drawer for 500 days', when: isSomebody, act: ({ away }) => away(500) },
      approve,
      renewed,
    ],
    ends: 'next',
  },
  {
    name: 'decommission',
    tells: 'the identity is taken back, and the volumes are to go',
    way: 'token',
    before: [claimed],
    steps: [
      {
        tells: 'take the identity back',
        when: isSomebody,
        act: ({ operate }) => operate({ do: 'revoke', device: NAME, erase: true }),
      },
      until('see that it is nobody', ({ state, resting }) => resting && state === 'unclaimed.waiting'),
    ],
    ends: 'nobody',
  },
  ...TROUBLED_SCENARIOS,
]
