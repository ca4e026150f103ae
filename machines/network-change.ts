/**
 * A change of the network's configuration: tried, and kept only when the device has proved that it can still reach its
 * broker.
 *
 * Invariant: what was there stays beside the trial until contact is confirmed, and the intent to keep it is on the disk
 * first; whatever cuts a trial off, power, agent or configurer, the next life goes back before it does anything else.
 * Going back is tried for ever: it is the way home.
 */
import { changeOf } from './network-intent.ts'
import { backoff, blame, enter, failure, networkSetup, tell } from './network-setup.ts'

const reconciling = networkSetup.createStateConfig({
  description: 'After every start: who configures the network is asked before anything is done.',
  initial: 'reading',
  states: {
    reading: {
      description: 'Asks who configures the network, and what of ours is in force.',
      invoke: {
        id: 'readNetwork',
        src: 'readNetwork',
        input: null,
        onDone: {
          target: 'resuming',
          actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.output }) },
        },
        // Who does not answer cannot be waited for when there is something to go back from.
        onError: { target: 'resuming', actions: failure },
      },
    },
    resuming: {
      description: 'Goes on with what the checkpoint says was under way: a trial is gone back from.',
      always: [
        { guard: { type: 'wasIn', params: { phase: 'confirmed' } }, target: '#network.change.confirmed' },
        { guard: { type: 'wasIn', params: { phase: 'settled' } }, target: '#network.change.settled' },
        { target: '#network.change.reverting' },
      ],
    },
  },
})

const settled = networkSetup.createStateConfig({
  description: 'Holds what was confirmed last.',
  initial: 'resting',
  states: {
    resting: {
      description: 'Nothing is wanted that is not there, or not refused.',
      entry: tell(false, false),
      always: { guard: 'mayTry', target: 'asking' },
      on: {
        // It was asked for, and has become pointless.
        GRANTED: { actions: tell(false, false) },
        CONFIGURER_CHANGED: 'looking',
      },
    },
    looking: {
      description: 'Asks again who configures the network.',
      on: { CONFIGURER_CHANGED: { target: 'looking', reenter: true }, GRANTED: { actions: tell(false, false) } },
      invoke: {
        id: 'readAgain',
        src: 'readNetwork',
        input: null,
        onDone: {
          target: 'resting',
          actions: { type: 'noteReading', params: ({ event }) => ({ reading: event.output }) },
        },
        onError: { target: 'resting', actions: failure },
      },
    },
    asking: {
      description: 'Another configuration waits until nothing else disturbs the device.',
      entry: tell(true, false),
      always: { guard: 'mayNotTry', target: 'resting' },
      on: { GRANTED: { target: '#network.change.trialling', actions: 'beginTrial' } },
    },
  },
})

const trialling = networkSetup.createStateConfig({
  description: 'Another configuration is in force, beside the one that the next boot would begin with.',
  initial: 'applying',
  always: { guard: 'isSuperseded', target: 'reverting' },
  states: {
    applying: {
      description: 'Brings it into force.',
      invoke: {
        id: 'applyNetwork',
        src: 'applyNetwork',
        input: ({ context }) => ({ change: changeOf(context.intent), from: context.intent.current }),
        onDone: 'confirming',
        onError: { target: '#network.change.reverting', actions: blame },
      },
    },
    confirming: {
      description: 'Waits until the broker has answered over it, within the budget.',
      entry: enter('confirming'),
      invoke: {
        id: 'confirmContact',
        src: 'confirmContact',
        input: ({ context }) => ({ change: changeOf(context.intent) }),
        onDone: '#network.change.confirmed',
        onError: { target: '#network.change.reverting', actions: blame },
      },
    },
  },
})

const confirmed = networkSetup.createStateConfig({
  description: 'The device reaches its broker over it: it becomes what boots begin with.',
  entry: enter('confirmed'),
  initial: 'keeping',
  states: {
    keeping: {
      description: 'Makes it lasting, and removes the one before.',
      invoke: {
        id: 'keepNetwork',
        src: 'keepNetwork',
        input: ({ context }) => ({ change: changeOf(context.intent) }),
        onDone: { target: '#network.change.settled', actions: 'keepChange' },
        onError: { target: 'backingOff', actions: failure },
      },
    },
    backingOff: {
      description: 'Tries again after a while.',
      invoke: { id: 'keepPause', src: 'pause', input: backoff, onDone: 'keeping', onError: 'keeping' },
    },
  },
})

const reverting = networkSetup.createStateConfig({
  description: 'Brings back what was there before the trial.',
  entry: enter('reverting'),
  initial: 'returning',
  states: {
    returning: {
      description: 'Brings it back, and removes what was tried.',
      invoke: {
        id: 'revertNetwork',
        src: 'revertNetwork',
        input: ({ context }) => ({ change: changeOf(context.intent), to: context.intent.current }),
        onDone: { target: '#network.change.settled', actions: 'giveBack' },
        onError: { target: 'backingOff', actions: failure },
      },
    },
    backingOff: {
      description: 'Tries again after a while, for as long as it takes.',
      on: { CONFIGURER_CHANGED: 'returning' },
      invoke: { id: 'revertPause', src: 'pause', input: backoff, onDone: 'returning', onError: 'returning' },
    },
  },
})

export const changeRegion = networkSetup.createStateConfig({
  description: 'A configuration that reverts by itself unless the device proves that it still reaches its broker.',
  initial: 'reconciling',
  on: {
    NETWORK_WANTED: { actions: { type: 'noteWish', params: ({ event }) => ({ wish: event.wish }) } },
  },
  states: { reconciling, settled, trialling, confirmed, reverting },
})
