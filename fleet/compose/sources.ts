/**
 * Files beside a compose file: where a path that is written in one leads to, and what variables files hold.
 *
 * Invariant: a path starts from the directory of the file that it is written in, whoever takes that file in.
 */
import { posix } from 'node:path'
import { parseDotenv } from './dotenv.ts'
import type { Faults } from './faults.ts'
import type { Lookup } from './interpolate.ts'
import type { Origin } from './yaml-tree.ts'

/** What is shared by all files of one application. */
export interface Loading {
  readonly faults: Faults
  /** The bytes of a file, relative to where the operator stands; null when there is none. */
  readonly readFile: (path: string) => Uint8Array | null
}

/** A compose file to be read. */
export interface Source {
  path: string
  /** What relative paths in it start from. */
  directory: string
  /** What variables are worth in it. */
  lookup: Lookup
}

/** A file as it is named somewhere. */
interface Named {
  path: string
  /** Where it is named. */
  place: string
  /** A missing one is passed over. */
  optional?: boolean
}

/** Where a path that is written in a file leads to. */
export function pathFrom({ directory }: Origin, written: string): string {
  return posix.isAbsolute(written) ? posix.normalize(written) : posix.join(directory, written)
}

/** The file as text, or null, with a fault unless it is optional, when there is none. */
export function textOf({ path, place, optional = false }: Named, { faults, readFile }: Loading): string | null {
  const bytes = readFile(path)
  if (bytes === null && !optional) faults.add('HF_COMPOSE_INVALID', place, `there is no file ${JSON.stringify(path)}`)
  return bytes === null ? null : new TextDecoder().decode(bytes)
}

/** The variables of files, the later over the earlier. Variables within them are put in: known ones, then those before. */
export function variablesOf(files: readonly Named[], lookup: Lookup, loading: Loading): Map<string, string> {
  const known = new Map<string, string>()
  for (const file of files) {
    const text = textOf(file, loading)
    const parsed = parseDotenv(text ?? '', (name) => lookup(name) ?? known.get(name))
    for (const { line, message } of parsed.faults)
      loading.faults.add('HF_COMPOSE_INVALID', `${file.path}:${line}:1`, message)
    for (const [name, value] of parsed.variables) known.set(name, value)
  }
  return known
}
