/**
 * Whose a certificate is.
 *
 * Invariant: pure; registrar and device go by the same rule, so that no certificate is granted that a device refuses. It
 * is one that a broker cannot understand otherwise: there is one common name, whatever else an authority adds.
 */
import { isName } from './topics.ts'

/**
 * The device that a certificate is for; null: it names none.
 * @param subject as Node has it: a part a line, or several joined by ` + `, which in a value would be escaped
 */
export function deviceInSubject(subject: string): string | null {
  const [name, ...more] = subject.split(/\n| \+ /).filter((part) => part.startsWith('CN='))
  const device = name?.slice('CN='.length) ?? ''
  return more.length === 0 && isName(device) ? device : null
}

/** Certificates between a device's and its authority; more would only be there to be searched. */
export const MAX_BETWEEN = 4
