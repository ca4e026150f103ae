/**
 * What the processes of a simulated image do.
 *
 * Invariant: it is plain data with relative times only, so that the same behaviour in the same world gives
 * the same history. `readBehaviour` accepts nothing that it does not know.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { asCount, asFlag, asText, fieldsOf, listOf, mapOf, orNull, type Read } from './read-json.ts'

/** The label, on an image or a container, that holds a behaviour as JSON. A container's goes over its image's. */
export const BEHAVIOUR_LABEL = 'io.holdfast.simulate'

/** One line of output. */
export interface Line {
  /** Since the start of the process. */
  afterMs: number
  text: string
  stderr: boolean
}

/** What a program does that is run in a container, or instead of its command. */
export interface Program {
  /** Null: not by itself. */
  endsAfterMs: number | null
  exitCode: number
  lines: Line[]
}

/** Times are milliseconds since the start of the process; null is never. */
export interface Behaviour {
  /** Ends by itself. With a restart policy and a code other than 0 that is a crash loop. */
  exitsAfterMs: number | null
  exitCode: number
  /** From when on its health check would pass. */
  healthyAfterMs: number | null
  /** From when on its health check fails again. */
  unhealthyAfterMs: number | null
  /** How long it takes to end after the stop signal; null ignores the signal and is killed after the grace. */
  stopsAfterMs: number | null
  stopCode: number
  /** The engine cannot start it, and says this; empty: it can. */
  startError: string
  lines: Line[]
  /** Programs that can be run beside it, by their words with a space between. See `programs.ts` for more. */
  programs: Record<string, Program>
}

/** Runs for ever, is healthy at once, ends at once with code 0 when told to. */
export const STEADY: Behaviour = {
  exitsAfterMs: null,
  exitCode: 0,
  healthyAfterMs: 0,
  unhealthyAfterMs: null,
  stopsAfterMs: 0,
  stopCode: 0,
  startError: '',
  lines: [],
  programs: {},
}

const asLine: Read<Line> = (value, place) =>
  typeof value === 'string' ? { afterMs: 0, text: value, stderr: false } : asWholeLine(value, place)

const asWholeLine = fieldsOf<Line>({ afterMs: asCount, text: asText, stderr: asFlag }, { afterMs: 0, stderr: false })

const asLines: Read<Line[]> = (value, place) => listOf(asLine)(value, place).sort((a, b) => a.afterMs - b.afterMs)

const asProgram = fieldsOf<Program>(
  { endsAfterMs: orNull(asCount), exitCode: asCount, lines: asLines },
  { endsAfterMs: 0, exitCode: 0, lines: [] },
)

/**
 * A behaviour from JSON data; what is left out is as in {@link STEADY}. A line may be its text alone.
 * @throws HF_FILE_INVALID
 */
export const readBehaviour: Read<Behaviour> = fieldsOf<Behaviour>(
  {
    exitsAfterMs: orNull(asCount),
    exitCode: asCount,
    healthyAfterMs: orNull(asCount),
    unhealthyAfterMs: orNull(asCount),
    stopsAfterMs: orNull(asCount),
    stopCode: asCount,
    startError: asText,
    lines: asLines,
    programs: mapOf(asProgram),
  },
  STEADY,
)

/**
 * The behaviour that labels ask for, or null.
 * @throws HF_FILE_INVALID
 */
export function behaviourOfLabels(labels: Record<string, string>): Behaviour | null {
  const text = labels[BEHAVIOUR_LABEL]
  if (text === undefined) return null
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new HoldfastError('HF_FILE_INVALID', 'is not JSON', { place: BEHAVIOUR_LABEL, cause })
  }
  return readBehaviour(value, BEHAVIOUR_LABEL)
}
