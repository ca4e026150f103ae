/**
 * Optional fields of a request's body.
 *
 * Invariant: zero, false, the empty string, list and map mean "not set", as on our wire, and are left out,
 * so that the engine's and the image's defaults hold.
 */

/** A field with its value, or nothing when it is not set. */
export function set<K extends string, V extends string | number | boolean | object>(
  key: K,
  value: V,
): { [P in K]?: V } {
  const empty = typeof value === 'object' ? Object.keys(value).length === 0 : !value
  return (empty ? {} : { [key]: value }) as { [P in K]?: V }
}
