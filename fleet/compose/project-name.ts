/**
 * The variable by which files speak of their own application (Compose Specification, "Name top-level element").
 *
 * Invariant: it is the release's name, unless it is set; nothing else is looked up in another way.
 */
import { posix } from 'node:path'
import { Faults } from './faults.ts'
import { interpolate, type Lookup } from './interpolate.ts'
import { parseYaml, under } from './yaml-tree.ts'

const PROJECT_NAME = 'COMPOSE_PROJECT_NAME'

interface Naming {
  files: readonly string[]
  /** The operator's word for it. */
  name?: string | undefined
  defaultName: string
  lookup: Lookup
  readFile: (path: string) => Uint8Array | null
}

/** The operator's variables, and this one. */
export function withProjectName(naming: Naming): Lookup {
  let name: string | undefined
  return (variable) => {
    const found = naming.lookup(variable)
    if (found !== undefined || variable !== PROJECT_NAME) return found
    name ??= naming.name ?? nameIn(naming) ?? naming.defaultName
    return name
  }
}

/** Of the last file that gives one. What is wrong there is told when the files are read. */
function nameIn({ files, lookup, readFile }: Naming): string | undefined {
  for (const path of files.toReversed()) {
    const text = new TextDecoder().decode(readFile(path) ?? new Uint8Array())
    const tree = parseYaml(text, { file: path, directory: posix.dirname(path), lookup }, new Faults())
    const node = under(tree ?? undefined, 'name')
    const written = node?.kind === 'scalar' ? interpolate(String(node.value ?? ''), lookup) : undefined
    if (written?.ok && written.text !== '') return written.text
  }
  return undefined
}
