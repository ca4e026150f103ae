/**
 * `security_opt` of a service.
 *
 * Invariant: a seccomp profile is in the release as the engine takes it, whole and in one line: the file
 * that holds it does not exist on a device.
 */
import { ValueFault } from './faults.ts'
import { each, word } from './read.ts'
import type { Scope } from './scope.ts'
import { pathFrom } from './sources.ts'
import type { Node } from './yaml-tree.ts'

/** Profiles that engines know by name. */
const KNOWN = ['unconfined', 'builtin']

export function readSecurityOptions(node: Node, scope: Scope): string[] {
  return each(node, scope.faults, (item) => securityOption(item, scope))
}

function securityOption(node: Node, scope: Scope): string {
  const option = word(node)
  const profile = /^seccomp[=:](.+)$/.exec(option)?.[1]
  if (profile === undefined || KNOWN.includes(profile)) return option
  const path = pathFrom(node.from, profile)
  const bytes = scope.readFile(path)
  if (bytes === null) throw new ValueFault(node.place, `there is no file ${JSON.stringify(path)}`)
  try {
    return `seccomp=${JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)))}`
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause
    throw new ValueFault(node.place, `${JSON.stringify(path)} is not a seccomp profile: ${cause.message}`)
  }
}
