/**
 * The device: parent of the lifecycles, and the one place that decides what may happen at the same time.
 *
 * Invariant: at most one disruptive operation runs: a command waits while the update machine changes the
 * engine, a change of the network waits for both, and the update machine is told `BUSY` while another one runs. Each accepted command is answered once,
 * by the journal action `answer`, which the runtime writes in the same batch as the transition.
 */
import { answerNow, MAX_WAITING, refused, switchEvent } from './commands.ts'
import { deadlines } from './device-deadlines.ts'
import { logs, operation, parked, stops } from './device-lanes.ts'
import { networkTurn } from './device-network.ts'
import { deviceSetup } from './device-setup.ts'
import { FRESH_INTENT } from './intent.ts'
import { FRESH_NETWORK_INTENT } from './network-intent.ts'

export const DEVICE_VERSION = 3

export const deviceMachine = deviceSetup.createMachine({
  id: 'device',
  description: 'Parent of the lifecycles: decides what may happen at the same time, and answers every command once.',
  context: ({ input }) => ({
    updateIntent: input?.updateIntent ?? FRESH_INTENT,
    update: { phase: 'reconciling', canGoBack: false, canCancel: false, canHurry: false },
    networkIntent: input?.networkIntent ?? FRESH_NETWORK_INTENT,
    // What was cut off is gone back from, before anything else.
    network: { wants: false, changing: (input?.networkIntent ?? FRESH_NETWORK_INTENT).phase !== 'settled' },
    stops: input?.updateIntent.stops ?? [],
    lanes: { operation: [], logs: [], parked: [] },
    working: null,
  }),
  invoke: [
    {
      id: 'update',
      src: 'update',
      input: ({ context }) => ({ intent: context.updateIntent }),
      onDone: '.stopped',
      onError: '.stopped',
    },
    {
      id: 'network',
      src: 'network',
      input: ({ context }) => ({ intent: context.networkIntent }),
      onDone: '.stopped',
      onError: '.stopped',
    },
  ],
  initial: 'serving',
  on: {
    PHASE: { actions: { type: 'noteStanding', params: ({ event }) => event } },
    NETWORK: { actions: { type: 'noteNetwork', params: ({ event }) => event } },
    TARGET: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
    TARGET_CLEARED: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
    ROLLOUT: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
    SERVICES_CHANGED: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
    BUNDLE_CAME: { actions: { type: 'toUpdate', params: ({ event }) => ({ event }) } },
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
      {
        actions: [
          { type: 'tellQueued', params: ({ event }) => ({ command: event.command }) },
          { type: 'enqueue', params: ({ event }) => ({ command: event.command }) },
        ],
      },
    ],
  },
  states: {
    serving: {
      description: 'Follows its targets and takes commands.',
      type: 'parallel',
      states: { operation, network: networkTurn, parked, stops, logs, deadlines },
    },
    stopped: {
      description: 'A lifecycle ended, which none may: the runtime ends the agent, and its next life resumes.',
      type: 'final',
    },
  },
})
