/**
 * The images that every engine under the contract can pull: how the real ones are made, and how the
 * simulated ones behave.
 *
 * Invariant: what the command does in a busybox and what the behaviour says are the same, up to the time
 * that a real machine takes. The commands need nothing but busybox's `sh`, `sleep`, `echo` and `test`, and
 * a directory /tmp.
 */
import { type Behaviour, STEADY } from '../../simulators/engine/behaviour.ts'

export interface ContractImage {
  command: string[]
  healthcheck?: { test: string[]; intervalMs: number; timeoutMs: number; retries: number; startPeriodMs: number }
  /** Bytes of more layers, that do not compress. */
  layers: number[]
  /** Paths that become anonymous volumes. */
  volumes?: string[]
  behaviour: Behaviour
}

/** A container of `checked` is healthy while this file is in it. */
export const WELL_FILE = '/tmp/well'

const FOR_EVER = 'while :; do sleep 60 & wait $!; done'
const UNTIL_TOLD = "trap 'exit 0' TERM"

function sh(...commands: string[]): string[] {
  return ['/bin/sh', '-c', commands.join('; ')]
}

const MUCH = 10_000

/** Programs that are in `steady`. */
export const PROGRAMS = {
  fails: {
    command: sh('echo news', 'echo bad news >&2', 'exit 3'),
    exitCode: 3,
    lines: [
      { afterMs: 0, text: 'news', stderr: false },
      { afterMs: 0, text: 'bad news', stderr: true },
    ],
  },
  talks: {
    command: sh(`yes 'and so on' | head -n ${MUCH}`, 'echo the end'),
    exitCode: 0,
    lines: [...Array<string>(MUCH).fill('and so on'), 'the end'].map((text) => ({ afterMs: 0, text, stderr: false })),
  },
}

export const CONTRACT_IMAGES = {
  /** Runs until told to stop, then ends at once with code 0. Writes one line at the start to each stream, one later. */
  steady: {
    command: sh(UNTIL_TOLD, 'echo ready', 'echo careful >&2', 'sleep 1 & wait $!', 'echo later', FOR_EVER),
    layers: [100_000],
    behaviour: {
      ...STEADY,
      lines: [
        { afterMs: 0, text: 'ready', stderr: false },
        { afterMs: 0, text: 'careful', stderr: true },
        { afterMs: 1000, text: 'later', stderr: false },
      ],
      programs: Object.fromEntries(
        Object.values(PROGRAMS).map(({ command, exitCode, lines }) => [
          command.join(' '),
          { endsAfterMs: 0, exitCode, lines },
        ]),
      ),
    },
  },
  /** Does not listen to the stop signal. */
  stubborn: {
    command: sh("trap '' TERM", FOR_EVER),
    layers: [],
    behaviour: { ...STEADY, stopsAfterMs: null },
  },
  /** Is healthy while `WELL_FILE` exists, which it does not at the start. */
  checked: {
    command: sh(UNTIL_TOLD, FOR_EVER),
    healthcheck: {
      test: ['CMD-SHELL', `test -e ${WELL_FILE}`],
      intervalMs: 300,
      timeoutMs: 10_000,
      retries: 2,
      startPeriodMs: 60_000,
    },
    layers: [],
    behaviour: { ...STEADY, healthyAfterMs: null },
  },
  /** Ends with code 0 after half a second. */
  completes: {
    command: sh('sleep 0.5', 'echo done', 'exit 0'),
    layers: [],
    behaviour: { ...STEADY, exitsAfterMs: 500, lines: [{ afterMs: 500, text: 'done', stderr: false }] },
  },
  /** Ends with code 3 after half a second. */
  crashes: {
    command: sh('sleep 0.5', 'echo failed >&2', 'exit 3'),
    layers: [],
    behaviour: {
      ...STEADY,
      exitsAfterMs: 500,
      exitCode: 3,
      lines: [{ afterMs: 500, text: 'failed', stderr: true }],
    },
  },
  /** Three layers, of which one takes long enough to give up in the middle. Has an anonymous volume. */
  large: {
    command: sh(UNTIL_TOLD, FOR_EVER),
    layers: [60_000_000, 200_000],
    volumes: ['/var/own'],
    behaviour: STEADY,
  },
} as const satisfies Record<string, ContractImage>

export type ContractImageName = keyof typeof CONTRACT_IMAGES
