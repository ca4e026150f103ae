/**
 * The network lifecycle: a device that stays reachable.
 *
 * Invariant: five regions that do not wait for each other. `link`, `internet`, `broker` and `choice` are facts, read
 * again at every start and never written; `change` alone is durable intent. The machine has no I/O and no clock.
 */
import { changeRegion } from './network-change.ts'
import { FRESH_NETWORK_INTENT } from './network-intent.ts'
import { brokerRegion, choiceRegion, internetRegion, linkRegion } from './network-regions.ts'
import { networkSetup } from './network-setup.ts'

/** Version of the checkpoint's form and of the chart's structure. */
export const NETWORK_VERSION = 1

export const networkMachine = networkSetup.createMachine({
  id: 'network',
  description: 'How the device reaches the world, and how its network is changed without losing it.',
  context: ({ input }) => ({
    intent: input?.intent ?? FRESH_NETWORK_INTENT,
    links: [],
    reach: null,
    setBack: [],
    broker: { url: '', connection: 0, fault: null },
    reading: { canChange: false, inForce: null },
    fault: null,
    tries: 0,
  }),
  type: 'parallel',
  states: {
    link: linkRegion,
    internet: internetRegion,
    broker: brokerRegion,
    choice: choiceRegion,
    change: changeRegion,
  },
})
