/**
 * The three functions of the metadata proposal that the certificate library's container asks for.
 *
 * Invariant: nothing that is there already is replaced. The library's classes take no arguments, so that there is
 * never more metadata than the container's own.
 */

interface MetadataReflect {
  getMetadata?: (key: unknown, target: object) => unknown
  getOwnMetadata?: (key: unknown, target: object) => unknown
  defineMetadata?: (key: unknown, value: unknown, target: object) => void
}

const reflect = Reflect as MetadataReflect
const held = new WeakMap<object, Map<unknown, unknown>>()

reflect.getOwnMetadata ??= (key, target) => held.get(target)?.get(key)
reflect.getMetadata ??= (key, target) => {
  for (let at: object | null = target; at !== null; at = Object.getPrototypeOf(at) as object | null)
    if (held.get(at)?.has(key)) return held.get(at)?.get(key)
  return undefined
}
reflect.defineMetadata ??= (key, value, target) => {
  held.set(target, (held.get(target) ?? new Map<unknown, unknown>()).set(key, value))
}
