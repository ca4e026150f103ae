/**
 * `include`: other applications that this one takes in.
 *
 * Invariant: an included file looks paths and variables up from its own project directory; a variable that
 * the including application knows goes over it.
 */
import { posix } from 'node:path'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { list, oneOrMore, word } from './read.ts'
import { type Loading, pathFrom, type Source, variablesOf } from './sources.ts'
import { type MapNode, type Node, under } from './yaml-tree.ts'

interface Include {
  paths: readonly Node[]
  projectDirectory: Node
  envFiles: readonly Node[]
}

interface Inclusion {
  sources: Source[]
  /** Where it is asked for. */
  place: string
}

export const INCLUDE_LEVEL: Level<Include, Loading> = {
  title: 'An item of `include`, long form',
  keys: {
    path: { doc: 'a compose file, or a list of files that are merged', read: (node) => ({ paths: oneOrMore(node) }) },
    project_directory: {
      doc: "where its relative paths start from; default the first file's directory",
      read: (node) => ({ projectDirectory: node }),
    },
    env_file: {
      doc: 'files of variables; default the `.env` in its project directory',
      read: (node) => ({ envFiles: oneOrMore(node) }),
    },
  },
}

/** The files of each inclusion. */
export function includesOf(tree: MapNode, loading: Loading): Inclusion[] {
  const { faults } = loading
  const node = under(tree, 'include')
  if (node === undefined) return []
  const items = faults.attempt(() => list(node).items) ?? []
  return items.flatMap((item) => faults.attempt(() => included(item, loading)) ?? [])
}

function included(item: Node, loading: Loading): Inclusion {
  const { paths = [], ...long }: Partial<Include> =
    item.kind === 'map' ? readLevel(INCLUDE_LEVEL, item, loading) : { paths: [item] }
  if (paths.length === 0) throw new ValueFault(item.place, 'needs a "path"')
  const files = paths.map((node) => localFile(node, loading))
  const directory =
    long.projectDirectory === undefined ? posix.dirname(files[0]!) : pathFrom(item.from, word(long.projectDirectory))
  const envFiles = long.envFiles?.map((node) => ({ path: pathFrom(item.from, word(node)), place: node.place })) ?? [
    { path: posix.join(directory, '.env'), place: item.place, optional: true },
  ]
  const known = variablesOf(envFiles, item.from.lookup, loading)
  const lookup = (name: string) => item.from.lookup(name) ?? known.get(name)
  return { sources: files.map((path) => ({ path, directory, lookup })), place: item.place }
}

function localFile(node: Node, loading: Loading): string {
  const written = word(node)
  if (/^(oci|https?|git|ssh):|\.git(#|$)/.test(written))
    throw new ValueFault(node.place, 'is remote; fetch it first', 'HF_COMPOSE_UNSUPPORTED')
  const path = pathFrom(node.from, written)
  if (loading.readFile(path) === null) throw new ValueFault(node.place, `there is no file ${JSON.stringify(path)}`)
  return path
}
