/**
 * What the device machine does at the same time: commands in their lanes, and stops that end.
 *
 * Invariant: the head of a lane is the one that is worked on; it leaves the lane in the same step that answers it.
 */
import { and } from 'xstate'
import type { Fault } from '../protocol/errors.ts'
import { type Answer, answerNow, COMMANDS, type Done, intentEvent, switchEvent } from './commands.ts'
import { EXPIRED } from './device-deadlines.ts'
import { type DeviceContext, deviceSetup, head, type Queue } from './device-setup.ts'
import type { UpdateEvent } from './update-setup.ts'

function failed(fault: Fault): Answer {
  return { outcome: 'failed', ...fault, output: '' }
}

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

/** To whoever followed logs that somebody else asked for. Following has no end of its own, and may have no reader any more. */
const GAVE_WAY: Answer = { outcome: 'ok', code: '', message: 'ended: logs were asked for anew', output: '' }

const GIVE_WAY = [
  {
    type: 'answer' as const,
    params: ({ context }: { context: DeviceContext }) => ({ id: head(context, 'logs').id, answer: GAVE_WAY }),
  },
  { type: 'dequeue' as const, params: { lane: 'logs' as const } },
]

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

/** What works on the device: one at a time; what disturbs waits until the update machine does not. */
export const operation = deviceSetup.createStateConfig({
  description: 'Commands that work on the device, one at a time.',
  initial: 'free',
  states: {
    free: { description: 'No command waits.', always: { guard: 'hasOperation', target: 'waiting' } },
    waiting: {
      description: 'A command waits until nothing is under way that it would disturb, or until its budget is spent.',
      always: [
        { guard: and(['mayStart', 'heedsLocks']), target: 'unlocking' },
        { guard: 'mayStart', target: 'running' },
      ],
      on: {
        QUEUED: { guard: { type: 'isOvertaken', params: ({ event }) => event }, target: 'free' },
      },
      invoke: {
        id: 'expire',
        src: 'expire',
        input: ({ context }) => ({ command: head(context, 'operation') }),
        onDone: giveUp('operation', 'free'),
        onError: giveUp('operation', 'free'),
      },
    },
    /** Nothing waits with it: updates are downloaded, and what drifts is repaired. */
    unlocking: {
      description: 'A command waits until no application holds a lock, or until its budget is spent.',
      on: {
        QUEUED: { guard: { type: 'isOvertaken', params: ({ event }) => event }, target: 'free' },
      },
      invoke: {
        id: 'unlock',
        src: 'unlock',
        input: ({ context }) => ({ command: head(context, 'operation') }),
        onDone: [
          {
            guard: { type: 'isAnswered', params: ({ event }) => ({ answer: event.output }) },
            target: 'free',
            actions: [
              {
                type: 'answer',
                params: ({ context, event }) => ({
                  id: head(context, 'operation').id,
                  answer: event.output as Answer,
                }),
              },
              { type: 'dequeue', params: { lane: 'operation' } },
            ],
          },
          { guard: 'mayStart', target: 'running' },
          { target: 'waiting' },
        ],
        onError: finish('operation', 'free').onError,
      },
    },
    running: {
      description: 'A command is carried out.',
      entry: [
        { type: 'noteWorking', params: { isWorking: true } },
        { type: 'toUpdate', params: ({ context }) => ({ event: busy(context) }) },
      ],
      exit: [
        { type: 'noteWorking', params: { isWorking: false } },
        {
          type: 'toUpdate',
          params: ({ context }) => ({ event: { type: 'BUSY', busy: context.network.changing } }),
        },
      ],
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
})

/** A going back that was asked for before the world was read. */
export const parked = deviceSetup.createStateConfig({
  description: 'A going back that was asked for before the world was read.',
  initial: 'empty',
  states: {
    empty: { description: 'None.', always: { guard: 'hasParked', target: 'waiting' } },
    waiting: {
      description: 'It waits until the device has read the world, or until its budget is spent.',
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
})

/** What an operator has stopped for a time runs again when it is over. */
export const stops = deviceSetup.createStateConfig({
  description: 'What an operator has stopped for a time runs again when it is over.',
  initial: 'looking',
  on: { STOPS: { target: '.looking', actions: { type: 'noteStops', params: ({ event }) => event } } },
  states: {
    looking: {
      description: 'Whether a stop has an end.',
      always: [{ guard: 'hasTimedStop', target: 'timing' }, { target: 'none' }],
    },
    none: { description: 'No stop ends by itself.' },
    timing: {
      description: 'Waits for the end of the first.',
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
})

/** Logs, beside everything else. */
export const logs = deviceSetup.createStateConfig({
  description: 'Logs, one stream at a time, beside everything else. Whoever follows gives way to whoever asks next.',
  initial: 'quiet',
  states: {
    quiet: {
      description: 'Nobody asked for logs.',
      always: [
        { guard: { type: 'isFollowing', params: { lane: 'logs' } }, actions: GIVE_WAY },
        { guard: 'hasLogs', target: 'streaming' },
      ],
    },
    streaming: {
      description: 'Sends logs until they end or the budget is spent.',
      on: {
        QUEUED: {
          guard: { type: 'isFollowing', params: ({ event }) => event },
          target: 'quiet',
          actions: GIVE_WAY,
        },
      },
      invoke: {
        id: 'streamLogs',
        src: 'streamLogs',
        input: ({ context }) => ({ command: head(context, 'logs') }),
        ...finish('logs', 'quiet'),
      },
    },
  },
})

/** See `intentEvent`. */
function changeBy(context: DeviceContext, done: Done): UpdateEvent {
  const event = intentEvent(head(context, 'operation'), done)
  if (event === null) throw new Error('the command changes no intent')
  return event
}

function busy(context: DeviceContext): UpdateEvent {
  const isDisruptive = COMMANDS[head(context, 'operation').action].disruptive
  return { type: 'BUSY', busy: isDisruptive || context.network.changing }
}
