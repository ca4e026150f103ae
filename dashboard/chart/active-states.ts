/**
 * Which states are active, read from the words that a device uses: "switching.acting",
 * "serving(operation.free, logs.quiet)".
 *
 * Invariant: pure; the machine itself and every state around an active one are active too. Words that cannot be
 * read name no state.
 */

/** Ids of all active states; none where nothing is known. @param machine its id in the definition */
export function activeStates(machine: string, state: string): Set<string> {
  if (state === '') return new Set()
  const active = new Set([machine])
  for (const path of pathsIn(state)) {
    const parts = path.split('.')
    for (let depth = 1; depth <= parts.length; depth++) active.add([machine, ...parts.slice(0, depth)].join('.'))
  }
  return active
}

/** "a(b.c, d(e, f))" is a.b.c, a.d.e and a.d.f. */
export function pathsIn(state: string): string[] {
  const paths: string[] = []
  const around: string[] = []
  let word = ''
  const end = (): void => {
    const name = word.trim()
    if (name !== '') paths.push([...around, name].join('.'))
    word = ''
  }
  for (const char of state) {
    if (char === '(') {
      around.push(word.trim())
      word = ''
    } else if (char === ',') end()
    else if (char === ')') {
      end()
      around.pop()
    } else word += char
  }
  end()
  return paths
}

/** Those in which nothing further is active. */
export function deepest(active: ReadonlySet<string>): string[] {
  return [...active].filter((id) => ![...active].some((other) => other.startsWith(`${id}.`)))
}
