/**
 * The keys of the file itself.
 *
 * Invariant: this table is the only list of them. Services, volumes and networks come here as nodes; they
 * are read when all their names are known.
 */
import { TOP_EXTENSION, type TopExtension } from './holdfast-keys.ts'
import { type Level, readLevel } from './level.ts'
import { map, word } from './read.ts'
import type { MapNode } from './yaml-tree.ts'

/** What the top level holds. */
export interface Top {
  name: string
  services: MapNode
  volumes: MapNode
  networks: MapNode
  secrets: MapNode
  configs: MapNode
  extension: Partial<TopExtension>
}

export const TOP_LEVEL: Level<Top> = {
  title: 'The file',
  keys: {
    name: { doc: "the release's name; default the directory's", read: (node) => ({ name: word(node) }) },
    services: { doc: 'see below', read: (node) => ({ services: map(node) }) },
    volumes: { doc: 'see below', read: (node) => ({ volumes: map(node) }) },
    networks: { doc: 'see below', read: (node) => ({ networks: map(node) }) },
    'x-holdfast': { doc: 'see below', read: (node, scope) => ({ extension: readLevel(TOP_EXTENSION, node, scope) }) },
    secrets: { doc: 'see below', read: (node) => ({ secrets: map(node) }) },
    configs: { doc: 'see below', read: (node) => ({ configs: map(node) }) },
    include: { doc: 'compose files of other applications, which are taken in', read: () => ({}) },
    version: { ignored: 'compose itself gave it up' },
    models: { refused: 'there is nothing on a device that runs a model' },
  },
}
