/**
 * Which services wait for one another in a circle.
 *
 * Invariant: a graph for which this returns null can be started one service after another.
 */

/**
 * The first cycle that is found, as the names along it with the first repeated at the end, or null.
 * @param edges from each service to those that must come before it; names without edges of their own are leaves
 */
export function dependencyCycle(edges: ReadonlyMap<string, readonly string[]>): string[] | null {
  const done = new Set<string>()
  for (const root of edges.keys()) {
    // Iterative, because a target may hold thousands of services in one chain.
    const path: { name: string; rest: string[] }[] = []
    const onPath = new Set<string>()
    const enter = (name: string): void => {
      onPath.add(name)
      path.push({ name, rest: [...(edges.get(name) ?? [])] })
    }
    if (!done.has(root)) enter(root)
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const next = top.rest.shift()
      if (next === undefined) {
        done.add(top.name)
        onPath.delete(top.name)
        path.pop()
      } else if (onPath.has(next)) {
        const names = path.map((step) => step.name)
        return [...names.slice(names.indexOf(next)), next]
      } else if (!done.has(next)) enter(next)
    }
  }
  return null
}
