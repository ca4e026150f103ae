/**
 * Commands that wait behind others are answered when their budget is spent, and not at their turn.
 *
 * Invariant: what has come to the head of its lane meanwhile is no business of this region: whoever works on it keeps to
 * its budget.
 */
import type { Answer } from './commands.ts'
import { deviceSetup } from './device-setup.ts'
import { behindHeads } from './queue.ts'

export const EXPIRED: Answer = {
  outcome: 'expired',
  code: 'HF_COMMAND_EXPIRED',
  message: 'its budget was spent before it could run',
  output: '',
}

export const deadlines = deviceSetup.createStateConfig({
  description: 'Commands that wait behind others, until their budget is spent.',
  initial: 'looking',
  on: { QUEUED: '.looking' },
  states: {
    looking: {
      description: 'Whether one waits behind another.',
      always: [{ guard: 'hasBehind', target: 'timing' }, { target: 'none' }],
    },
    none: { description: 'None does.' },
    timing: {
      description: 'Waits for the first whose budget is spent.',
      invoke: {
        id: 'expireBehind',
        src: 'expireBehind',
        input: ({ context }) => ({ commands: behindHeads(context.lanes) }),
        onDone: [
          {
            guard: { type: 'isBehind', params: ({ event }) => ({ id: event.output }) },
            target: 'looking',
            actions: [
              { type: 'answer', params: ({ event }) => ({ id: event.output, answer: EXPIRED }) },
              { type: 'drop', params: ({ event }) => ({ id: event.output }) },
            ],
          },
          { target: 'looking' },
        ],
        onError: 'looking',
      },
    },
  },
})
