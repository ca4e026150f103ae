/**
 * The vocabulary of the network machine: its events, actions and guards, typed.
 *
 * Invariant: actions only change the context by pure functions, or tell the parent.
 */
import { assign, emit, setup } from 'xstate'
import type { Fault } from '../protocol/errors.ts'
import type { LinkFact, Reach } from './link-port.ts'
import { type LinkState, linkStateOf } from './link-state.ts'
import { type NetworkReading, networkEffects } from './network-effects.ts'
import {
  beginTrial,
  blamed,
  giveBack,
  isPending,
  keep,
  type NetworkIntent,
  type NetworkPhase,
  type NetworkWish,
} from './network-intent.ts'

export type NetworkEvent =
  /** The kernel's word on the interfaces, addresses and routes. */
  | { type: 'LINKS'; links: LinkFact[] }
  | { type: 'REACH'; reach: Reach }
  | { type: 'BROKER_CONNECTING'; url: string }
  | { type: 'BROKER_CONNECTED'; url: string; connection: number }
  /** Null: it was ended in good order. */
  | { type: 'BROKER_LOST'; fault: Fault | null }
  /** What the owner wants; null: nothing is said about the network any more. */
  | { type: 'NETWORK_WANTED'; wish: NetworkWish | null }
  /** From the parent: nothing else disturbs the device now. */
  | { type: 'GRANTED' }
  /** Another of several links is to be used: those that would go before it. */
  | { type: 'LINK_CHOSEN'; setBack: string[] }
  /** Whoever configures the network has come, gone or changed something. */
  | { type: 'CONFIGURER_CHANGED' }

/** For the parent: a change waits for its turn, or is under way. */
export interface NetworkStanding {
  type: 'NETWORK'
  wants: boolean
  changing: boolean
}

export interface NetworkContext {
  intent: NetworkIntent
  /** From here on it is read from the world, and never persisted. */
  links: LinkFact[]
  reach: Reach | null
  /** Links that were set back last. */
  setBack: string[]
  broker: { url: string; connection: number; fault: Fault | null }
  reading: NetworkReading
  /** Why the change does not get on at the moment. */
  fault: Fault | null
  /** Failures in a row. */
  tries: number
}

type Failing = { event: { error: unknown } }

export const networkSetup = setup({
  types: {
    context: {} as NetworkContext,
    input: {} as { intent: NetworkIntent } | undefined,
    events: {} as NetworkEvent,
    emitted: {} as NetworkStanding,
  },
  actors: networkEffects,
  actions: {
    noteLinks: assign((_, { links }: { links: LinkFact[] }) => ({ links })),
    noteReach: assign((_, { reach }: { reach: Reach }) => ({ reach })),
    noteChoice: assign((_, { setBack }: { setBack: string[] }) => ({ setBack })),
    noteConnecting: assign(({ context }, { url }: { url: string }) => ({ broker: { ...context.broker, url } })),
    noteConnected: assign((_, { url, connection }: { url: string; connection: number }) => ({
      broker: { url, connection, fault: null },
    })),
    noteLost: assign(({ context }, { fault }: { fault: Fault | null }) => ({
      broker: { ...context.broker, fault },
    })),
    noteReading: assign((_, { reading }: { reading: NetworkReading }) => ({ reading, tries: 0, fault: null })),
    noteWish: assign(({ context }, { wish }: { wish: NetworkWish | null }) => ({
      intent: withWish(context.intent, wish),
    })),
    noteFailure: assign(({ context }, { fault }: { fault: Fault }) => ({ fault, tries: context.tries + 1 })),
    enter: assign(({ context }, { phase }: { phase: NetworkPhase }) => ({
      intent: { ...context.intent, phase },
      tries: 0,
      fault: null,
    })),
    beginTrial: assign(({ context }) => ({ intent: beginTrial(context.intent), tries: 0, fault: null })),
    /** From here on it is refused. */
    blame: assign(({ context }, { fault }: { fault: Fault }) => ({ intent: blamed(context.intent, fault) })),
    keepChange: assign(({ context }) => {
      const intent = keep(context.intent)
      return { intent, reading: { ...context.reading, inForce: intent.current?.hash ?? null } }
    }),
    giveBack: assign(({ context }) => ({
      intent: giveBack(context.intent),
      reading: { ...context.reading, inForce: context.intent.current?.hash ?? null },
    })),
    tell: emit((_, { wants, changing }: { wants: boolean; changing: boolean }) => ({
      type: 'NETWORK' as const,
      wants,
      changing,
    })),
  },
  guards: {
    isLink: ({ context }, { state }: { state: LinkState }) => linkStateOf(context.links) === state,
    isReach: ({ context }, { outcome }: { outcome: Reach['outcome'] }) => context.reach?.outcome === outcome,
    wasIn: ({ context }, { phase }: { phase: NetworkPhase }) => context.intent.phase === phase,
    mayTry: ({ context }) => mayTry(context),
    mayNotTry: ({ context }) => !mayTry(context),
    isSuperseded: ({ context }) => context.intent.wanted?.hash !== context.intent.change?.hash,
  },
})

function mayTry({ intent, reading }: NetworkContext): boolean {
  return reading.canChange && isPending(intent, reading.inForce)
}

/** Wanting another configuration, or the same one by another change, takes a refusal away. */
function withWish(intent: NetworkIntent, wish: NetworkWish | null): NetworkIntent {
  const { refused, change } = intent
  const isAnother = refused !== null && wish !== null && wish.changeId !== refused.changeId
  const isForgotten = intent.phase === 'settled' && change !== null && change.hash !== wish?.hash
  return {
    ...intent,
    wanted: wish,
    refused: isAnother ? null : refused,
    change: isForgotten ? null : change,
  }
}

/** What every phase does first. */
export const enter = (phase: NetworkPhase) => ({ type: 'enter' as const, params: { phase } })
export const tell = (wants: boolean, changing: boolean) => ({ type: 'tell' as const, params: { wants, changing } })
export const backoff = ({ context }: { context: NetworkContext }) => ({ failures: context.tries })
export const failure = {
  type: 'noteFailure' as const,
  params: ({ event }: Failing) => ({ fault: event.error as Fault }),
}
export const blame = {
  type: 'blame' as const,
  params: ({ event }: Failing) => ({ fault: event.error as Fault }),
}
