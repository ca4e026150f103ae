/** What became of each kind of configuration: how many were played, and how long the way back took. */
import { type Round, triedIn } from './rounds.ts'
import { CONFIG_KINDS, type ConfigKind } from './wrong-configurations.ts'

export interface Back extends Pick<Round, 'mistake' | 'right'> {
  /** Null: never. */
  backMs: number | null
  faults: readonly string[]
}

interface KindFigure {
  kind: ConfigKind
  wrong: number
  right: number
  survived: number
  /** Of the wrong ones. */
  slowestMs: number
}

/** Of the kinds that were played. */
function figuresOf(trials: readonly Back[]): KindFigure[] {
  return CONFIG_KINDS.map((kind) => {
    const played = trials.filter((trial) => triedIn(trial).kind === kind)
    const wrong = played.filter(({ mistake }) => mistake !== null)
    return {
      kind,
      wrong: wrong.length,
      right: played.length - wrong.length,
      survived: played.filter(({ faults }) => faults.length === 0).length,
      slowestMs: Math.max(0, ...wrong.map(({ backMs }) => Math.round(backMs ?? Number.POSITIVE_INFINITY))),
    }
  }).filter(({ wrong, right }) => wrong + right > 0)
}

/** One line for each kind. */
export function kindLines(trials: readonly Back[]): string[] {
  return figuresOf(trials).map(({ kind, wrong, right, survived, slowestMs }) => {
    const kept = right === 0 ? '' : `, ${right} right`
    return `${kind}: ${survived} of ${wrong + right} survived (${wrong} wrong${kept}), the slowest way back took ${slowestMs} ms`
  })
}

export function kindFigures(trials: readonly Back[]): object[] {
  return figuresOf(trials).map(({ kind, wrong, right, survived, slowestMs }) => ({
    name: `slowest way back: ${kind}`,
    value: slowestMs,
    unit: 'ms',
    rounds: wrong + right,
    ok: survived === wrong + right,
  }))
}
