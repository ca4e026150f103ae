/**
 * The vocabulary of the device machine: its events, actions and guards, typed.
 *
 * Invariant: actions only change the context, or tell the update machine; `answer` is a line of the journal.
 */
import { assign, sendTo, setup } from 'xstate'
import {
  type Answer,
  COMMANDS,
  type CommandFact,
  commandEffects,
  type Done,
  heedsLocks,
  intentEvent,
  type Lane,
  MAX_WAITING,
  type UpdateStanding,
} from './commands.ts'
import type { Intent, Phase, RolloutFact, Scope, StopFact, TargetRef } from './intent.ts'
import { networkMachine } from './network.ts'
import type { NetworkIntent } from './network-intent.ts'
import type { NetworkEvent, NetworkStanding } from './network-setup.ts'
import { behindHeads, queued } from './queue.ts'
import { updateMachine } from './update.ts'
import { DISRUPTIVE_PHASES, type UpdateEvent } from './update-setup.ts'

export type DeviceEvent =
  | { type: 'COMMAND'; command: CommandFact }
  | { type: 'TARGET'; target: TargetRef }
  | { type: 'TARGET_CLEARED'; scope: Scope }
  | { type: 'ROLLOUT'; rollout: RolloutFact }
  | { type: 'SERVICES_CHANGED' }
  /** Images are at hand that no registry is needed for. */
  | { type: 'BUNDLE_CAME' }
  /** From itself: a command has been put into a lane, whose head it may have become. */
  | { type: 'QUEUED'; lane: Queue; head: string | null }
  /** From the update machine. */
  | ({ type: 'PHASE' } & UpdateStanding)
  | { type: 'STOPS'; stops: StopFact[] }
  /** From the network machine. */
  | NetworkStanding

export interface DeviceContext {
  updateIntent: Intent
  update: UpdateStanding
  networkIntent: NetworkIntent
  /** A change of the network waits for its turn, or is under way. */
  network: { wants: boolean; changing: boolean }
  /** As the update machine's intent has them. */
  stops: StopFact[]
  /** See `queued`; the head is being worked on. */
  lanes: Record<Queue, CommandFact[]>
  /** The id of the operation that is being carried out. */
  working: string | null
}

/** `parked`: a going back that was asked for while the device reads the world; whether there is one, it says then. */
export type Queue = Exclude<Lane, 'now'> | 'parked'

/** What the runtime writes for an answer: the command's record and the outgoing result. */
export interface AnswerParams {
  id: string
  answer: Answer
}

export function head(context: DeviceContext, lane: Queue): CommandFact {
  const [command] = context.lanes[lane]
  if (command === undefined) throw new Error(`the lane ${lane} is empty`)
  return command
}

function isWaiting(context: DeviceContext, id: string): boolean {
  return Object.values(context.lanes).some((lane) => lane.some((command) => command.id === id))
}

export const deviceSetup = setup({
  types: {
    context: {} as DeviceContext,
    input: {} as { updateIntent: Intent; networkIntent?: NetworkIntent } | undefined,
    events: {} as DeviceEvent,
  },
  actors: { ...commandEffects, update: updateMachine, network: networkMachine },
  actions: {
    /** Journal: see `AnswerParams`. */
    answer: (_args, _params: AnswerParams) => {},
    enqueue: assign(({ context }, { command }: { command: CommandFact }) => {
      const lane = queueOf(command)
      return { lanes: { ...context.lanes, [lane]: queued(context.lanes[lane], command, context.working) } }
    }),
    /** Before the command is put there. */
    tellQueued: sendTo(
      ({ self }) => self,
      ({ context }, { command }: { command: CommandFact }): DeviceEvent => {
        const lane = queueOf(command)
        return { type: 'QUEUED', lane, head: context.lanes[lane][0]?.id ?? null }
      },
    ),
    drop: assign(({ context }, { id }: { id: string }) => {
      const rest = (lane: CommandFact[]) => lane.filter((command) => command.id !== id)
      const lanes = Object.entries(context.lanes).map(([lane, commands]) => [lane, rest(commands)])
      return { lanes: Object.fromEntries(lanes) as DeviceContext['lanes'] }
    }),
    noteWorking: assign(({ context }, { isWorking }: { isWorking: boolean }) => ({
      working: isWorking ? head(context, 'operation').id : null,
    })),
    dequeue: assign(({ context }, { lane }: { lane: Queue }) => ({
      lanes: { ...context.lanes, [lane]: context.lanes[lane].slice(1) },
    })),
    noteStanding: assign((_, { phase, canGoBack, canCancel, canHurry }: UpdateStanding) => ({
      update: { phase, canGoBack, canCancel, canHurry },
    })),
    noteStops: assign((_, { stops }: { stops: StopFact[] }) => ({ stops })),
    noteNetwork: assign((_, { wants, changing }: { wants: boolean; changing: boolean }) => ({
      network: { wants, changing },
    })),
    toNetwork: sendTo('network', (_, { event }: { event: NetworkEvent }) => event),
    toUpdate: sendTo('update', (_, { event }: { event: UpdateEvent }) => event),
  },
  guards: {
    isNow: ({ context }, { command }: { command: CommandFact }) =>
      COMMANDS[command.action].lane === 'now' && (isStanding(context) || command.action !== 'revert'),
    /** Another operation has taken the place of the head. */
    isOvertaken: ({ context }, { lane, head: before }: { lane: Queue; head: string | null }) =>
      lane === 'operation' && before !== null && context.lanes.operation[0]?.id !== before,
    hasBehind: ({ context }) => behindHeads(context.lanes).length > 0,
    isBehind: ({ context }, { id }: { id: string }) => behindHeads(context.lanes).some((command) => command.id === id),
    isStanding: ({ context }) => isStanding(context),
    isKnown: ({ context }, { command }: { command: CommandFact }) => isWaiting(context, command.id),
    isFull: ({ context }, { command }: { command: CommandFact }) =>
      context.lanes[queueOf(command)].length >= MAX_WAITING,
    hasParked: ({ context }) => context.lanes.parked.length > 0,
    hasOperation: ({ context }) => context.lanes.operation.length > 0,
    changesIntent: ({ context }, { done }: { done: Done }) => intentEvent(head(context, 'operation'), done) !== null,
    hasTimedStop: ({ context }) => context.stops.some(({ forMs }) => forMs > 0),
    hasLogs: ({ context }) => context.lanes.logs.length > 0,
    /** What is streamed, or would be next, has no end of its own, and something waits behind it. */
    isFollowing: ({ context }, { lane }: { lane: Queue }) =>
      lane === 'logs' && context.lanes.logs.length > 1 && head(context, 'logs').args.follow === true,
    heedsLocks: ({ context }) => heedsLocks(head(context, 'operation')),
    isNetworkChanging: ({ context }) => context.network.changing,
    isNetworkSettled: ({ context }) => !context.network.changing,
    mayChangeNetwork: ({ context }) => context.network.wants && isUndisturbed(context) && !hasDisruptive(context),
    isAnswered: (_, { answer }: { answer: Answer | null }) => answer !== null,
    mayStart: ({ context }) =>
      !COMMANDS[head(context, 'operation').action].disruptive || (isUndisturbed(context) && !context.network.changing),
  },
})

function queueOf({ action }: CommandFact): Queue {
  const { lane } = COMMANDS[action]
  return lane === 'now' ? 'parked' : lane
}

/** The update machine neither changes the engine nor may be about to. */
function isUndisturbed(context: DeviceContext): boolean {
  return isStanding(context) && !DISRUPTIVE_PHASES.includes(context.update.phase as Phase)
}

/** A command that disturbs goes first, whether it waits or works. */
function hasDisruptive({ lanes }: DeviceContext): boolean {
  const [command] = lanes.operation
  return command !== undefined && COMMANDS[command.action].disruptive
}

/** It has read the world, so what it says of itself counts. */
function isStanding(context: DeviceContext): boolean {
  return context.update.phase !== 'reconciling'
}
