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
    version: { ignored: 'compose itself gave it up' },
    configs: { refused: 'a release holds no files; put them into the image, or mount them from the host' },
    secrets: { refused: 'a release is readable by whoever reads the broker; mount them from the host' },
    include: { refused: 'this version does not do it; write one file' },
    models: { refused: 'the release has no place for it' },
  },
}
