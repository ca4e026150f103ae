/**
 * The state of a machine as the flight record has it, taken apart: "serving(operation.free, logs.quiet)".
 *
 * Invariant: pure; what is not such a text is null, never a guess.
 */

/**
 * The innermost active states, as places of the machine: "device.serving.operation.free", in the order of the text.
 * An empty text is no state: null.
 */
export function leavesIn(text: string, machine: string): string[] | null {
  const reader = new Reader(text)
  const leaves = text.startsWith('(') ? reader.group(machine) : reader.path(machine)
  return leaves !== null && reader.isAtEnd ? leaves : null
}

class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  get isAtEnd(): boolean {
    return this.#at === this.#text.length
  }

  /** "a", "a.b", "a(b.c, d)" */
  path(within: string): string[] | null {
    const name = /^[^.(),\s]+/.exec(this.#text.slice(this.#at))?.[0]
    if (name === undefined) return null
    this.#at += name.length
    const place = `${within}.${name}`
    if (this.#takes('.')) return this.path(place)
    return this.#text[this.#at] === '(' ? this.group(place) : [place]
  }

  /** "(a.b, c)"; "()" is a state that has none inside. */
  group(within: string): string[] | null {
    if (!this.#takes('(')) return null
    if (this.#takes(')')) return [within]
    const leaves: string[] = []
    do {
      const some = this.path(within)
      if (some === null) return null
      leaves.push(...some)
    } while (this.#takes(', '))
    return this.#takes(')') ? leaves : null
  }

  #takes(word: string): boolean {
    if (!this.#text.startsWith(word, this.#at)) return false
    this.#at += word.length
    return true
  }
}
