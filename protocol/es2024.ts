/**
 * What ECMAScript has itself since 2024, for what is published: that runs on Node 20 too, and `deploy/tsconfig.json` holds it
 * to what Node 20 has.
 *
 * Invariant: each does what the one of its name does there.
 */

export interface Resolvers<T> {
  promise: Promise<T>
  resolve(value: T | PromiseLike<T>): void
  reject(reason: unknown): void
}

/** A promise, and who settles it. */
export function withResolvers<T>(): Resolvers<T> {
  let settle!: Omit<Resolvers<T>, 'promise'>
  const promise = new Promise<T>((resolve, reject) => {
    settle = { resolve, reject }
  })
  return { promise, ...settle }
}

/** Items by their key, in the order in which each key came first. */
export function groupBy<K, T>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
