/**
 * `environment` and `env_file` of a service.
 *
 * Invariant: the release holds values, never names to be looked up on a device.
 */
import { parseDotenv } from './dotenv.ts'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { describe, flag, oneOf, pairs, word } from './read.ts'
import type { Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

/** A name without a value takes the operator's; one that is not set there is left out, with a note. */
export function readEnvironment(node: Node, scope: Scope): { environment: Record<string, string> } {
  const environment: Record<string, string> = {}
  for (const { key, value, place } of pairs(node)) {
    const found = value ?? scope.lookup(key)
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
    path: { doc: 'relative to the compose file', read: (node) => ({ path: word(node) }) },
    required: { doc: 'false: it may be missing', read: (node) => ({ required: flag(node) }) },
    format: {
      doc: 'only raw: nothing is replaced within the file',
      read: (node) => ({ format: oneOf({ raw: 'raw' })(node) }),
    },
  },
}

/** Files in their order, the later over the earlier. */
export function readEnvFiles(node: Node, scope: Scope): { envFile: Record<string, string> } {
  const items = node.kind === 'list' ? node.items : [node]
  return { envFile: Object.assign({}, ...items.map((item) => readEnvFile(item, scope))) as Record<string, string> }
}

function readEnvFile(node: Node, scope: Scope): Record<string, string> {
  const { path, required = true } = node.kind === 'map' ? readLevel(ENV_FILE_LEVEL, node, scope) : { path: word(node) }
  if (path === undefined) throw new ValueFault(node.place, `needs a "path", not ${describe(node)}`)
  const content = scope.readFile(path)
  if (content === null) {
    if (required) throw new ValueFault(node.place, `there is no file ${JSON.stringify(path)} beside the compose file`)
    return {}
  }
  const { variables, faults } = parseDotenv(content)
  for (const { line, message } of faults) scope.faults.add('HF_COMPOSE_INVALID', `${path}:${line}`, message)
  return Object.fromEntries(variables)
}
