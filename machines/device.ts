/**
 * The device: parent of the lifecycles, and the one place that decides what may happen at the same time.
 *
 * Invariant: at most one disruptive operation runs: a command waits while the update machine changes the
 * engine, and the update machine is told `BUSY` while a command does. Each accepted command is answered once,
 * by the journal action `answer`, which the runtime writes in the same batch as the transition.
 */
import { assign, sendTo, setup } from 'xstate'
import type { Fault } from '../protocol/errors.ts'
import {
  type Answer,
  answerNow,
  COMMANDS,
  type CommandFact,
  commandEffects,
  type Done,
  intentEvent,
  type Lane,
  MAX_WAITING,
  refused,
  switchEvent,
  type UpdateStanding,
} from './commands.ts'
import {
  FRESH_INTENT,
  type Intent,
  type Phase,
  type RolloutFact,
  type Scope,
  type StopFact,
  type TargetRef,
} from './intent.ts'
import { updateMachine } from './update.ts'
import { DISRUPTIVE_PHASES, type UpdateEvent } from './update-setup.ts'

export const DEVICE_VERSION = 2

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
type Queue = Exclude<Lane, 'now'> | 'parked'

/** What the runtime writes for an answer: the command's record and the outgoing result. */
export interface AnswerParams {
  id: string
  answer: Answer
}

function head(context: DeviceContext, lane: Queue): CommandFact {
  const [command] = context.lanes[lane]
  if (command === undefined) throw new Error(`the lane ${lane} is empty`)
  return command
}

function isWaiting(context: DeviceContext, id: string): boolean {
  return Object.values(context.lanes).some((lane) => lane.some((command) => command.id === id))
}

function failed(fault: Fault): Answer {
  return { outcome: 'failed', ...fault, output: '' }
}

const EXPIRED: Answer = {
  outcome: 'expired',
  code: 'HF_COMMAND_EXPIRED',
  message: 'its budget was spent before it could run',
  output: '',
}

const deviceSetup = setup({
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
    mayStart: ({ context }) =>
      !COMMANDS[head(context, 'operation').action].disruptive ||
      (isStanding(context) && !DISRUPTIVE_PHASES.includes(context.update.phase as Phase)),
  },
})

const finish = (lane: Queue, done: string) => ({
  onDone: {
    target: done,
    actions: [
      {
        type: 'answer' as const,
        params: ({ context, event }: { context: DeviceContext; event: { output: Answer } }) => ({
          id: head(context, lane).id,
          answer: event.output,
        }),
      },
      { type: 'dequeue' as const, params: { lane } },
    ],
  },
  onError: {
    target: done,
    actions: [
      {
        type: 'answer' as const,
        params: ({ context, event }: { context: DeviceContext; event: { error: unknown } }) => ({
          id: head(context, lane).id,
          answer: failed(event.error as Fault),
        }),
      },
      { type: 'dequeue' as const, params: { lane } },
    ],
  },
})

const giveUp = (lane: Queue, target: string) => ({
  target,
  actions: [
    {
      type: 'answer' as const,
      params: ({ context }: { context: DeviceContext }) => ({ id: head(context, lane).id, answer: EXPIRED }),
    },
    { type: 'dequeue' as const, params: { lane } },
  ],
})

export const deviceMachine = deviceSetup.createMachine({
  id: 'device',
  context: ({ input }) => ({
    updateIntent: input?.updateIntent ?? FRESH_INTENT,
    update: { phase: 'reconciling', canGoBack: false, canCancel: false, canHurry: false },
    stops: input?.updateIntent.stops ?? [],
    lanes: { operation: [], logs: [], parked: [] },
  }),
  invoke: {
    id: 'update',
    src: 'update',
    input: ({ context }) => ({ intent: context.updateIntent }),
    onDone: '.stopped',
    onError: '.stopped',
  },
  initial: 'serving',
  on: {
    PHASE: { actions: { type: 'noteStanding', params: ({ event }) => event } },
    TARGET: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
    TARGET_CLEARED: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
    ROLLOUT: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
    SERVICES_CHANGED: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
    COMMAND: [
      { guard: { type: 'isKnown', params: ({ event }) => ({ command: event.command }) } },
      {
        guard: { type: 'isNow', params: ({ event }) => ({ command: event.command }) },
        actions: [
          { type: 'toUpdate', params: ({ event }) => ({ event: switchEvent(event.command) }) },
          {
            type: 'answer',
            params: ({ context, event }) => ({
              id: event.command.id,
              answer: answerNow(event.command, context.update),
            }),
          },
        ],
      },
      {
        guard: { type: 'isFull', params: ({ event }) => ({ command: event.command }) },
        actions: {
          type: 'answer',
          params: ({ event }) => ({
            id: event.command.id,
            answer: refused('HF_COMMAND_BUSY', `${MAX_WAITING} commands are waiting already`),
          }),
        },
      },
      { actions: { type: 'enqueue', params: ({ event }) => ({ command: event.command }) } },
    ],
  },
  states: {
    serving: {
      type: 'parallel',
      states: {
        operation: {
          initial: 'free',
          states: {
            free: { always: { guard: 'hasOperation', target: 'waiting' } },
            waiting: {
              always: { guard: 'mayStart', target: 'running' },
              invoke: {
                id: 'expire',
                src: 'expire',
                input: ({ context }) => ({ command: head(context, 'operation') }),
                onDone: giveUp('operation', 'free'),
                onError: giveUp('operation', 'free'),
              },
            },
            running: {
              entry: { type: 'toUpdate', params: ({ context }) => ({ event: busy(context, true) }) },
              exit: { type: 'toUpdate', params: { event: { type: 'BUSY', busy: false } } },
              invoke: {
                id: 'runCommand',
                src: 'runCommand',
                input: ({ context }) => ({ command: head(context, 'operation') }),
                ...finish('operation', 'free'),
                onDone: [
                  {
                    guard: { type: 'changesIntent', params: ({ event }) => ({ done: event.output }) },
                    target: 'free',
                    actions: [
                      {
                        type: 'toUpdate',
                        params: ({ context, event }) => ({ event: changeBy(context, event.output) }),
                      },
                      ...finish('operation', 'free').onDone.actions,
                    ],
                  },
                  finish('operation', 'free').onDone,
                ],
              },
            },
          },
        },
        parked: {
          initial: 'empty',
          states: {
            empty: { always: { guard: 'hasParked', target: 'waiting' } },
            waiting: {
              always: {
                guard: 'isStanding',
                target: 'empty',
                actions: [
                  { type: 'toUpdate', params: ({ context }) => ({ event: switchEvent(head(context, 'parked')) }) },
                  {
                    type: 'answer',
                    params: ({ context }) => {
                      const command = head(context, 'parked')
                      return { id: command.id, answer: answerNow(command, context.update) }
                    },
                  },
                  { type: 'dequeue', params: { lane: 'parked' } },
                ],
              },
              invoke: {
                id: 'expireParked',
                src: 'expire',
                input: ({ context }) => ({ command: head(context, 'parked') }),
                onDone: giveUp('parked', 'empty'),
                onError: giveUp('parked', 'empty'),
              },
            },
          },
        },
        /** What an operator has stopped for a time runs again when it is over. */
        stops: {
          initial: 'looking',
          on: { STOPS: { target: '.looking', actions: { type: 'noteStops', params: ({ event }) => event } } },
          states: {
            looking: { always: [{ guard: 'hasTimedStop', target: 'timing' }, { target: 'none' }] },
            none: {},
            timing: {
              invoke: {
                id: 'stopsEnd',
                src: 'stopsEnd',
                input: ({ context }) => ({ stops: context.stops.filter(({ forMs }) => forMs > 0) }),
                onDone: {
                  actions: {
                    type: 'toUpdate',
                    params: ({ event }) => ({ event: { type: 'STARTED', services: event.output } }),
                  },
                },
                onError: 'looking',
              },
            },
          },
        },
        logs: {
          initial: 'quiet',
          states: {
            quiet: { always: { guard: 'hasLogs', target: 'streaming' } },
            streaming: {
              invoke: {
                id: 'streamLogs',
                src: 'streamLogs',
                input: ({ context }) => ({ command: head(context, 'logs') }),
                ...finish('logs', 'quiet'),
              },
            },
          },
        },
      },
    },
    /** A lifecycle ended, which none may: the runtime ends the agent, and its next life resumes. */
    stopped: { type: 'final' },
  },
})

function queueOf({ action }: CommandFact): Queue {
  const { lane } = COMMANDS[action]
  return lane === 'now' ? 'parked' : lane
}

/** See `intentEvent`. */
function changeBy(context: DeviceContext, done: Done): UpdateEvent {
  const event = intentEvent(head(context, 'operation'), done)
  if (event === null) throw new Error('the command changes no intent')
  return event
}

/** It has read the world, so what it says of itself counts. */
function isStanding(context: DeviceContext): boolean {
  return context.update.phase !== 'reconciling'
}

function busy(context: DeviceContext, isBusy: boolean): UpdateEvent {
  return { type: 'BUSY', busy: isBusy && COMMANDS[head(context, 'operation').action].disruptive }
}
