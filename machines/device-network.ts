/**
 * The turn of a change of the network among all that disturbs the device.
 *
 * Invariant: it is granted only while no command that disturbs waits or works and the update machine leaves the engine
 * alone; from then until the network machine rests neither of them begins. One that was cut off has its turn at once.
 */
import { deviceSetup } from './device-setup.ts'

export const networkTurn = deviceSetup.createStateConfig({
  description: 'Whether the network is being changed, which nothing else may disturb.',
  initial: 'looking',
  states: {
    looking: {
      description: 'Whether a change was cut off.',
      always: [{ guard: 'isNetworkChanging', target: 'changing' }, { target: 'settled' }],
    },
    settled: {
      description: 'No change is under way; one that wants to begin waits for its turn.',
      always: {
        guard: 'mayChangeNetwork',
        target: 'changing',
        actions: [
          { type: 'noteNetwork', params: { wants: false, changing: true } },
          { type: 'toNetwork', params: { event: { type: 'GRANTED' } } },
        ],
      },
    },
    changing: {
      description: 'The network is being changed.',
      entry: { type: 'toUpdate', params: { event: { type: 'BUSY', busy: true } } },
      exit: { type: 'toUpdate', params: { event: { type: 'BUSY', busy: false } } },
      always: { guard: 'isNetworkSettled', target: 'settled' },
    },
  },
})
