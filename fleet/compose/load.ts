/**
 * The compose files of one application as one tree: what they include, extend and say over one another
 * (Compose Specification, "Merge" and "Include").
 *
 * Invariant: every value of the tree knows the file that it stands in; no path and no variable is looked up
 * from another one.
 */
import { posix } from 'node:path'
import { extended } from './extends.ts'
import { type Faults, ValueFault } from './faults.ts'
import { includesOf } from './include.ts'
import { mergeNodes, withoutResets } from './merge.ts'
import type { Loading, Source } from './sources.ts'
import { putVariables } from './variables.ts'
import { contentOf, type Entry, type MapNode, parseYaml, without } from './yaml-tree.ts'

const SHARED = ['services', 'volumes', 'networks', 'secrets', 'configs']
const PASSED_OVER = ['name', 'version', 'include']
const MAX_DEPTH = 20

/**
 * The files merged in their order.
 * @returns null when one of them is no compose file at all
 */
export function loadFiles(sources: readonly Source[], loading: Loading): MapNode | null {
  const tree = loading.faults.attempt(() => loadMerged(sources, loading, []))
  return tree === null ? null : (withoutResets(tree) as MapNode)
}

/** @param within the files that include this one, outermost first */
function loadMerged(sources: readonly Source[], loading: Loading, within: readonly string[]): MapNode | null {
  const trees = sources.map((source) => loadOne(source, loading, within))
  if (trees.includes(null)) return null
  return trees.reduce((lower, upper) => mergeNodes(lower!, upper!, [], loading.faults) as MapNode)
}

function loadOne(source: Source, loading: Loading, within: readonly string[]): MapNode | null {
  const { faults } = loading
  const parsed = parseFile(source, loading)
  if (parsed === null) return null
  const chain = [...within, source.path]
  const included = includesOf(parsed, loading).map(({ sources, place }) =>
    faults.attempt(() => {
      const path = sources[0]!.path
      if (chain.includes(path)) throw new ValueFault(place, `includes itself: ${[...chain, path].join(' → ')}`)
      if (chain.length > MAX_DEPTH) throw new ValueFault(place, `is included through more than ${MAX_DEPTH} files`)
      return loadMerged(sources, loading, chain)
    }),
  )
  const whole = included.reduce<MapNode>(
    (tree, other) => (other === null ? tree : takeIn(tree, other, faults)),
    without(parsed, 'include'),
  )
  return extended(whole, (path) => openBase(path, source, loading), faults)
}

/** A file that holds a service to extend: it has its own directory, and the variables of who extends it. */
function openBase(path: string, { lookup }: Source, loading: Loading): MapNode | null {
  return loading.readFile(path) === null ? null : parseFile({ path, directory: posix.dirname(path), lookup }, loading)
}

function parseFile({ path, directory, lookup }: Source, { faults, readFile }: Loading): MapNode | null {
  const bytes = readFile(path)
  if (bytes === null) throw new ValueFault(`${path}:1:1`, 'cannot be found')
  const tree = parseYaml(new TextDecoder().decode(bytes), { file: path, directory, lookup }, faults)
  if (tree === null) return null
  if (tree.kind === 'map') return putVariables(tree, faults) as MapNode
  faults.add('HF_COMPOSE_INVALID', tree.place, 'has to be a map of keys')
  return null
}

/** What an included application brings: its services and what they stand on, under names that are still free. */
function takeIn(tree: MapNode, other: MapNode, faults: Faults): MapNode {
  for (const { key, keyPlace } of other.entries) {
    const isKnown = SHARED.includes(key) || PASSED_OVER.includes(key)
    if (!isKnown && (!key.startsWith('x-') || key === 'x-holdfast'))
      faults.note(keyPlace, `${JSON.stringify(key)} of an included file has no effect`)
  }
  const sections = SHARED.flatMap((section): Entry[] => {
    const [ours, theirs] = [entryOf(tree, section), entryOf(other, section)]
    if (ours?.value.kind !== 'map' || theirs?.value.kind !== 'map') return [ours ?? theirs ?? []].flat()
    return [{ ...ours, value: joinedNames(ours.value, theirs.value, faults) }]
  })
  return { ...tree, entries: [...without(tree, ...SHARED).entries, ...sections] }
}

function entryOf(tree: MapNode, section: string): Entry | undefined {
  return tree.entries.find(({ key }) => key === section)
}

function joinedNames(ours: MapNode, theirs: MapNode, faults: Faults): MapNode {
  const fresh = theirs.entries.filter(({ key, keyPlace, value }) => {
    const same = ours.entries.find((entry) => entry.key === key)
    if (same !== undefined && contentOf(same.value) !== contentOf(value))
      faults.add('HF_COMPOSE_INVALID', same.keyPlace, `${JSON.stringify(key)} is included too, from ${keyPlace}`)
    return same === undefined
  })
  return { ...ours, entries: [...ours.entries, ...fresh] }
}
