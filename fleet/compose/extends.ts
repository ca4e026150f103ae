/**
 * `extends`: a service that begins as another one (Compose Specification, "extends").
 *
 * Invariant: in the tree that is returned no service has the key any more; a chain that leads back to
 * itself is a fault with its place, never a loop.
 */
import { didYouMean } from '../../protocol/closest.ts'
import { type Faults, ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { mergeNodes } from './merge.ts'
import { map, word } from './read.ts'
import { pathFrom } from './sources.ts'
import { type MapNode, type Node, under, without } from './yaml-tree.ts'

interface Extends {
  service: string
  file: string
}

export const EXTENDS_LEVEL: Level<Extends, { faults: Faults }> = {
  title: '`extends` of a service',
  keys: {
    service: { doc: 'the service that it begins as', read: (node) => ({ service: word(node) }) },
    file: {
      doc: 'the file in which that one stands; default this one',
      read: (node) => ({ file: pathFrom(node.from, word(node)) }),
    },
  },
}

const MAX_CHAIN = 50

interface Reading {
  faults: Faults
  /** Null when there is no such file. */
  open: (path: string) => MapNode | null
}

/** The tree with every service that extends another one written out. */
export function extended(tree: MapNode, open: Reading['open'], faults: Faults): MapNode {
  const opened = new Map<string, MapNode | null>()
  const reading: Reading = {
    faults,
    open(path) {
      if (!opened.has(path)) opened.set(path, open(path))
      return opened.get(path) ?? null
    },
  }
  const services = under(tree, 'services')
  if (services?.kind !== 'map') return tree
  const entries = services.entries.map((entry) => ({
    ...entry,
    value: faults.attempt(() => whole(services, entry.key, reading, [])) ?? entry.value,
  }))
  return {
    ...tree,
    entries: tree.entries.map((entry) =>
      entry.key === 'services' ? { ...entry, value: { ...services, entries } } : entry,
    ),
  }
}

/** A service and all that it extends. */
function whole(services: MapNode, name: string, reading: Reading, chain: readonly string[]): Node {
  const own = under(services, name)!
  const asked = under(own, 'extends')
  if (own.kind !== 'map' || asked === undefined) return own
  const link = `${name} (${own.from.file})`
  if (chain.includes(link)) throw new ValueFault(asked.place, `extends itself: ${[...chain, link].join(' → ')}`)
  if (chain.length >= MAX_CHAIN) throw new ValueFault(asked.place, `is the end of a chain of over ${MAX_CHAIN}`)
  const { service, file } =
    asked.kind === 'map' ? readLevel(EXTENDS_LEVEL, asked, reading) : { service: word(asked), file: undefined }
  if (service === undefined) throw new ValueFault(asked.place, 'needs a "service"')
  const others = file === undefined ? services : servicesIn(file, asked, reading)
  if (under(others, service) === undefined) {
    const where = file === undefined ? '' : ` in ${JSON.stringify(file)}`
    const hint = didYouMean(
      service,
      others.entries.map(({ key }) => key),
    )
    throw new ValueFault(asked.place, `there is no service ${JSON.stringify(service)}${where} to extend${hint}`)
  }
  const base = whole(others, service, reading, [...chain, link])
  return mergeNodes(base, without(own, 'extends'), ['services', name], reading.faults)
}

function servicesIn(file: string, asked: Node, { open }: Reading): MapNode {
  const tree = open(file)
  if (tree === null)
    throw new ValueFault(asked.place, `there is no compose file ${JSON.stringify(file)} to extend from`)
  const services = under(tree, 'services')
  if (services === undefined) throw new ValueFault(asked.place, `${JSON.stringify(file)} has no services`)
  return map(services)
}
