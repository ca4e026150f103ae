/**
 * Compose files for tests: as text by their paths, read as an operator's desk would.
 *
 * Invariant: what is read is a release that the wire takes.
 */
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Release } from '../../protocol/types.ts'
import { type Composed, type ComposeInput, composeToRelease } from './compose-to-release.ts'

/** By path; "c.yml" is the compose file. */
export type Files = Readonly<Record<string, string>>

/** With the variables TAG and EMPTY. */
export function compose(files: Files, changes: Partial<ComposeInput> = {}): Composed {
  return composeToRelease({
    files: ['c.yml'],
    defaultName: 'app',
    lookup: (name) => ({ TAG: '1.2', EMPTY: '' })[name],
    readFile: (path) => (path in files ? new TextEncoder().encode(files[path]) : null),
    profiles: [],
    ...changes,
  })
}

/** Every field of it, as a device gets it. */
export function releaseOf(files: Files, changes: Partial<ComposeInput> = {}): Release {
  return decode(KINDS.Release, encode(KINDS.Release, compose(files, changes).release))
}

/** Each fault with its place; none when the files are good. */
export function faultsIn(files: Files, changes: Partial<ComposeInput> = {}): string[] {
  try {
    compose(files, changes)
    return []
  } catch (error) {
    if (error instanceof HoldfastError) return error.message.split('\n')
    throw error
  }
}

/** Each note with its place. */
export function notesIn(files: Files, changes: Partial<ComposeInput> = {}): string[] {
  return compose(files, changes).notes.map(({ place, message }) => `${place}: ${message}`)
}
