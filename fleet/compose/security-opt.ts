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
import { checked } from './values.ts'
import type { Node } from './yaml-tree.ts'

/** Profiles that engines know by name. */
const KNOWN = ['unconfined', 'builtin']

/** What stands behind the first "=" or ":", by the name before it (moby, "parseSecurityOpt"). */
const OPTIONS: Readonly<Record<string, RegExp>> = {
  'no-new-privileges': /^(|1|t|true|0|f|false)$/i,
  apparmor: /^\S+$/,
  label: /^(disable|(user|role|type|level|filetype):\S+)$/,
}

const OF_THE_CLIENT = ['systempaths', 'mask', 'unmask']

const SECURITY_OPTION = {
  called: 'an option that engines know: no-new-privileges, apparmor=…, seccomp=… or label=…',
}

export function readSecurityOptions(node: Node, scope: Scope): string[] {
  return each(node, scope.faults, (item) => securityOption(item, scope))
}

function securityOption(node: Node, scope: Scope): string {
  const option = word(node)
  const [, name = '', value] = /^([^=:]*)(?:[=:](.*))?$/s.exec(option) ?? []
  if (OF_THE_CLIENT.includes(name)) {
    const why = "it is of a client's command line, and engines themselves do not know it"
    throw new ValueFault(node.place, `${JSON.stringify(option)} is not run: ${why}`, 'HF_COMPOSE_UNSUPPORTED')
  }
  if (name === 'seccomp' && value) return KNOWN.includes(value) ? option : seccomp(value, node, scope)
  return checked(option, { ...SECURITY_OPTION, fits: () => OPTIONS[name]?.test(value ?? '') === true }, node.place)
}

function seccomp(profile: string, node: Node, scope: Scope): string {
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
