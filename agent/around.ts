/**
 * A port, or any other object, of which something is different.
 *
 * Invariant: whatever is not replaced is the object's own, also what it gets later, and is called on the object itself.
 */

/** The same with some members replaced. */
export function around<T extends object>(of: T, members: Partial<T>): T {
  return new Proxy(of, {
    get(target, name) {
      if (Object.hasOwn(members, name)) return members[name as keyof T]
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}
