/**
 * What is known of the network at this moment: how far the links lead, whether the world beyond answers, and the broker;
 * and which of several links is used.
 *
 * Invariant: facts only. They come as events, are read again at every start, and nothing of them is written.
 */

import type { Reach } from './link-port.ts'
import type { LinkState } from './link-state.ts'
import { networkSetup } from './network-setup.ts'

const link = (state: LinkState) => ({ guard: { type: 'isLink' as const, params: { state } }, target: state })
const reached = (outcome: Reach['outcome']) => ({
  guard: { type: 'isReach' as const, params: { outcome } },
  target: outcome,
})

/** Interfaces, addresses, routes. */
export const linkRegion = networkSetup.createStateConfig({
  description: 'Interfaces, addresses and routes, as the kernel tells them.',
  initial: 'unknown',
  on: {
    LINKS: { target: '.judging', actions: { type: 'noteLinks', params: ({ event }) => ({ links: event.links }) } },
  },
  states: {
    unknown: { description: 'The kernel has not said yet.' },
    judging: {
      description: 'How far the best of them leads.',
      always: [link('usable'), link('unrouted'), link('unaddressed'), { target: 'down' }],
    },
    down: { description: 'No interface has a carrier.' },
    unaddressed: { description: 'There is a carrier, and no address.' },
    unrouted: { description: 'There is an address, and no way out.' },
    usable: { description: 'There is an address and a way out.' },
  },
})

/** Whether the world beyond the link answers. */
export const internetRegion = networkSetup.createStateConfig({
  description: 'Whether the world beyond the link answers: by probes where they are configured, and by the broker.',
  initial: 'unknown',
  on: {
    REACH: { target: '.judging', actions: { type: 'noteReach', params: ({ event }) => ({ reach: event.reach }) } },
    // A broker that answers is the proof itself.
    BROKER_CONNECTED: '.reachable',
  },
  states: {
    unknown: { description: 'Nobody has looked.' },
    judging: {
      description: 'What the last look has shown.',
      always: [reached('reachable'), reached('captive'), { target: 'unreachable' }],
    },
    reachable: { description: 'The world answers.' },
    captive: { description: 'Somebody on the way answers instead: a page to log in at.' },
    unreachable: { description: 'Nobody answers.' },
  },
})

/** One layer, the adapter, connects and waits; this is what it does. */
export const brokerRegion = networkSetup.createStateConfig({
  description: 'The connection to the broker.',
  initial: 'idle',
  on: {
    BROKER_CONNECTING: {
      target: '.connecting',
      actions: { type: 'noteConnecting', params: ({ event }) => ({ url: event.url }) },
    },
    BROKER_CONNECTED: {
      target: '.connected',
      actions: {
        type: 'noteConnected',
        params: ({ event }) => ({ url: event.url, connection: event.connection }),
      },
    },
    BROKER_LOST: {
      target: '.backingOff',
      actions: { type: 'noteLost', params: ({ event }) => ({ fault: event.fault }) },
    },
  },
  states: {
    idle: { description: 'No connection has been tried.' },
    connecting: { description: 'A broker is being reached.' },
    connected: { description: 'The broker has let us in, and subscribed us.' },
    backingOff: { description: 'The next try comes after a while, by full jitter.' },
  },
})

const choose = {
  type: 'noteChoice' as const,
  params: ({ event }: { event: { setBack: string[] } }) => ({ setBack: event.setBack }),
}

/**
 * Which of several links is used: `link-choice.ts` decides. What the kernel does then is a fact, and comes as one; a choice
 * that could not be brought about is made again.
 */
export const choiceRegion = networkSetup.createStateConfig({
  description: 'Which of several links is used, where one that is preferred has an address and reaches nothing.',
  initial: 'resting',
  states: {
    resting: {
      description: 'The preferred one of those that hold is used.',
      on: { LINK_CHOSEN: { target: 'steering', actions: choose } },
    },
    steering: {
      description: 'Sets links back, so that another one is used.',
      on: { LINK_CHOSEN: { target: 'steering', reenter: true, actions: choose } },
      invoke: {
        id: 'steerLinks',
        src: 'steerLinks',
        input: ({ context }) => ({ setBack: context.setBack }),
        onDone: 'resting',
        onError: 'resting',
      },
    },
  },
})
