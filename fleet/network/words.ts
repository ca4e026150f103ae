/**
 * Words of a network file that stand for a message's fields.
 *
 * Invariant: each value that is read leaves its place under the path of the field that it becomes, so that whatever is
 * found wrong with the message later is told of the file.
 */
import { didYouMean } from '../../protocol/closest.ts'
import { type Faults, ValueFault } from '../compose/faults.ts'
import { list, map } from '../compose/read.ts'
import type { Node } from '../compose/yaml-tree.ts'

/** Where the fields of the message stand in the file, by their paths: "network.links[0].name". */
export type Places = Map<string, string>

export interface Desk {
  faults: Faults
  places: Places
}

export interface Word {
  /** Of the message. */
  field: string
  /** @param at the field's path @throws ValueFault */
  read(node: Node, at: string): unknown
}

/** The fields that a map's words stand for. */
export function readWords(
  node: Node,
  at: string,
  words: Readonly<Record<string, Word>>,
  desk: Desk,
): Record<string, unknown> {
  const { faults, places } = desk
  places.set(at, node.place)
  const fields: Record<string, unknown> = {}
  for (const { key, keyPlace, value } of map(node).entries) {
    const word = Object.hasOwn(words, key) ? words[key] : undefined
    if (word === undefined) {
      const hint = didYouMean(key, Object.keys(words))
      faults.add('HF_COMPOSE_INVALID', keyPlace, `${JSON.stringify(key)} is not known here${hint}`)
      continue
    }
    const path = `${at}.${word.field}`
    places.set(path, value.place)
    const read = faults.attempt(() => word.read(value, path))
    if (read !== null) fields[word.field] = read
  }
  return fields
}

/** Each item of a list, with its place. */
export function readItems<V>(node: Node, at: string, desk: Desk, read: (item: Node, path: string) => V): V[] {
  return list(node).items.flatMap((item, index) => {
    const path = `${at}[${index}]`
    desk.places.set(path, item.place)
    const value = desk.faults.attempt(() => read(item, path))
    return value === null ? [] : [value]
  })
}

/** Where a field stands, or the nearest thing around it that stands anywhere. */
export function placeOf(path: string, places: Places): string | undefined {
  for (let at = path; at !== ''; at = at.replace(/(\.[^.[\]]+|\[\d+\])$|^[^.[\]]+$/, '')) {
    const place = places.get(at)
    if (place !== undefined) return place
  }
  return undefined
}

/** What would go to every device that may read the target, in the clear. */
export function refusedSecret(instead: string): (node: Node) => never {
  return (node) => {
    throw new ValueFault(
      node.place,
      `would travel in the clear: set it by "holdfast secrets set NAME", and write "${instead}: NAME"`,
    )
  }
}
