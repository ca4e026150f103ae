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
import { updateMachine } from './update.ts'
import { DISRUPTIVE_PHASES, type UpdateEvent } from './update-setup.ts'

export type DeviceEvent =
  | { type: 'COMMAND'; command: CommandFact }
  | { type: 'TARGET'; target: TargetRef }
  | { type: 'TARGET_CLEARED'; scope: Scope }
  | { type: 'ROLLOUT'; rollout: RolloutFact }
  | { type: 'SERVICES_CHANGED' }
  /** From the update machine. */
  | ({ type: 'PHASE' } & UpdateStanding)
  | { type: 'STOPS'; stops: StopFact[] }

export interface DeviceContext {
  updateIntent: Intent
  update: UpdateStanding
  /** As the update machine's intent has them. */
  stops: StopFact[]
  /** First come, first served; the head is being worked on. */
  lanes: Record<Queue, CommandFact[]>
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
    input: {} as { updateIntent: Intent } | undefined,
    events: {} as DeviceEvent,
  },
  actors: { ...commandEffects, update: updateMachine },
  actions: {
    /** Journal: see `AnswerParams`. */
    answer: (_args, _params: AnswerParams) => {},
    enqueue: assign(({ context }, { command }: { command: CommandFact }) => {
      const lane = queueOf(command)
      return { lanes: { ...context.lanes, [lane]: [...context.lanes[lane], command] } }
    }),
    dequeue: assign(({ context }, { lane }: { lane: Queue }) => ({
      lanes: { ...context.lanes, [lane]: context.lanes[lane].slice(1) },
    })),
    noteStanding: assign((_, { phase, canGoBack, canCancel, canHurry }: UpdateStanding) => ({
      update: { phase, canGoBack, canCancel, canHurry },
    })),
    noteStops: assign((_, { stops }: { stops: StopFact[] }) => ({ stops })),
    toUpdate: sendTo('update', (_, { event }: { event: UpdateEvent }) => event),
  },
  guards: {
    isNow: ({ context }, { command }: { command: CommandFact }) =>
      COMMANDS[command.action].lane === 'now' && (isStanding(context) || command.action !== 'revert'),
    isStanding: ({ context }) => isStanding(context),
    isKnown: ({ context }, { command }: { command: CommandFact }) => isWaiting(context, command.id),
    isFull: ({ context }, { command }: { command: CommandFact }) =>
      context.lanes[queueOf(command)].length >= MAX_WAITING,
    hasParked: ({ context }) => context.lanes.parked.length > 0,
    hasOperation: ({ context }) => context.lanes.operation.length > 0,
    changesIntent: ({ context }, { done }: { done: Done }) => intentEvent(head(context, 'operation'), done) !== null,
    hasTimedStop: ({ context }) => context.stops.some(({ forMs }) => forMs > 0),
    hasLogs: ({ context }) => context.lanes.logs.length > 0,
    heedsLocks: ({ context }) => heedsLocks(head(context, 'operation')),
    isAnswered: (_, { answer }: { answer: Answer | null }) => answer !== null,
    mayStart: ({ context }) =>
      !COMMANDS[head(context, 'operation').action].disruptive ||
      (isStanding(context) && !DISRUPTIVE_PHASES.includes(context.update.phase as Phase)),
  },
})

function queueOf({ action }: CommandFact): Queue {
  const { lane } = COMMANDS[action]
  return lane === 'now' ? 'parked' : lane
}

/** It has read the world, so what it says of itself counts. */
function isStanding(context: DeviceContext): boolean {
  return context.update.phase !== 'reconciling'
}
