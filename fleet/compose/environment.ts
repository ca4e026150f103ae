/**
 * `environment`, `env_file` and `label_file` of a service.
 *
 * Invariant: the release holds values, never names to be looked up on a device.
 */
import { parseDotenv, parseRaw } from './dotenv.ts'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { describe, flag, oneOf, oneOrMore, pairs, word } from './read.ts'
import type { Scope } from './scope.ts'
import { pathFrom, textOf } from './sources.ts'
import type { Node } from './yaml-tree.ts'

/** A name without a value takes the operator's; one that is not set there is left out, with a note. */
export function readEnvironment(node: Node, scope: Scope): { environment: Record<string, string> } {
  const environment: Record<string, string> = {}
  for (const { key, value, place, from } of pairs(node)) {
    const found = value ?? from.lookup(key)
    if (found === undefined) scope.faults.note(place, `${key} has no value here and is left out`)
    else environment[key] = found
  }
  return { environment }
}

interface EnvFile {
  path: string
  required: boolean
  format: string
}

export const ENV_FILE_LEVEL: Level<EnvFile> = {
  title: 'An item of `env_file`, long form',
  keys: {
    path: { doc: 'relative to the file that names it', read: (node) => ({ path: word(node) }) },
    required: { doc: 'false: it may be missing', read: (node) => ({ required: flag(node) }) },
    format: {
      doc: 'raw: every value is all that stands behind the equals sign, quotes included',
      read: (node) => ({ format: oneOf({ raw: 'raw' })(node) }),
    },
  },
}

/** Files in their order, the later over the earlier. */
export function readEnvFiles(node: Node, scope: Scope): { envFile: Record<string, string> } {
  const known = new Map<string, string>()
  for (const item of oneOrMore(node)) {
    const read = scope.faults.attempt(() => readEnvFile(item, known, scope))
    for (const [name, value] of read ?? []) known.set(name, value)
  }
  return { envFile: Object.fromEntries(known) }
}

/** @param before the variables of earlier files, which may be put in */
function readEnvFile(node: Node, before: ReadonlyMap<string, string>, scope: Scope): ReadonlyMap<string, string> {
  const {
    path: written,
    required = true,
    format,
  } = node.kind === 'map' ? readLevel(ENV_FILE_LEVEL, node, scope) : { path: word(node), format: undefined }
  if (written === undefined) throw new ValueFault(node.place, `needs a "path", not ${describe(node)}`)
  const path = pathFrom(node.from, written)
  const content = textOf({ path, place: node.place, optional: !required }, scope) ?? ''
  const lookup = (name: string) => node.from.lookup(name) ?? before.get(name)
  const { variables, faults } = format === 'raw' ? parseRaw(content) : parseDotenv(content, lookup)
  for (const { line, message } of faults) scope.faults.add('HF_COMPOSE_INVALID', `${path}:${line}:1`, message)
  return variables
}

/** `label_file`: labels in the form of an `env_file`. */
export function readLabelFiles(node: Node, scope: Scope): { labelFile: Record<string, string> } {
  return { labelFile: readEnvFiles(node, scope).envFile }
}
