/**
 * Faults of compose files, gathered so that one run shows them all, in the order of the files.
 *
 * Invariant: nothing that was found is lost: `throwIfAny` either throws every fault or there is none. What
 * two services take from one place is told once.
 */
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'

type ComposeCode = Extract<ErrorCode, 'HF_COMPOSE_INVALID' | 'HF_COMPOSE_UNSUPPORTED'>

/** A fault, or for notes what was accepted without effect. */
export interface Finding {
  place: string
  message: string
}

/** Thrown by readers for what is wrong with one value; gathered by `Faults.attempt`. */
export class ValueFault extends Error {
  readonly code: ComposeCode
  readonly place: string
  constructor(place: string, message: string, code: ComposeCode = 'HF_COMPOSE_INVALID') {
    super(message)
    this.code = code
    this.place = place
  }
}

export class Faults {
  readonly #faults: (Finding & { code: ComposeCode })[] = []
  readonly #spoilt = new Set<string>()
  readonly #notes: Finding[] = []

  /** A fault that leaves nothing at its place to read: what is told of that place later follows from it. */
  spoil(place: string, message: string): void {
    this.add('HF_COMPOSE_INVALID', place, message)
    this.#spoilt.add(place)
  }

  add(code: ComposeCode, place: string, message: string): void {
    if (this.#spoilt.has(place)) return
    if (!isIn(this.#faults, place, message)) this.#faults.push({ code, place, message })
  }

  note(place: string, message: string): void {
    if (!isIn(this.#notes, place, message)) this.#notes.push({ place, message })
  }

  /** What `read` returns, or null after its fault has been gathered. */
  attempt<R>(read: () => R): R | null {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof ValueFault)) throw error
      this.add(error.code, error.place, error.message)
      return null
    }
  }

  get notes(): readonly Finding[] {
    return this.#notes
  }

  get isAny(): boolean {
    return this.#faults.length > 0
  }

  /** @throws one HoldfastError with a line for each fault, and the code and place of the first */
  throwIfAny(): void {
    if (this.#faults.length > 0) throw this.thrown()
  }

  /** What {@link throwIfAny} throws; for one who knows that there is a fault. */
  thrown(): HoldfastError {
    const [first, ...rest] = this.#faults.toSorted((a, b) => inFileOrder(a.place, b.place))
    if (first === undefined) return new HoldfastError('HF_INTERNAL', 'a compose file was refused without a fault')
    const lines = rest.map(({ place, message }) => `${place}: ${message}`)
    return new HoldfastError(first.code, [first.message, ...lines].join('\n'), { place: first.place })
  }
}

function isIn(findings: readonly Finding[], place: string, message: string): boolean {
  return findings.some((finding) => finding.place === place && finding.message === message)
}

/** By file, line and column. */
function inFileOrder(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true })
}
