/**
 * Texts of others in messages of ours.
 *
 * Invariant: pure; what is returned can be encoded, whatever it was made of.
 */

/**
 * The beginning of a text, at most so many UTF-16 units of it. Half a character, which UTF-8 has no bytes for, becomes U+FFFD:
 * a cut may leave one at the end, and others may have brought one.
 */
export function cutTo(text: string, length: number): string {
  return text.slice(0, length).toWellFormed()
}

/** The end of a text, as {@link cutTo}. */
export function lastOf(text: string, length: number): string {
  return text.slice(-length).toWellFormed()
}
