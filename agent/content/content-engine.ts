/**
 * The device's engine, with the content store before it, if it is to have one.
 *
 * Invariant: an agent that fetches nothing has nothing of the store in its memory, and what is left in its directory by an
 * earlier life is looked at once at the start.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClockPort, EnginePort } from '../../machines/ports.ts'
import type { Log } from '../log.ts'
import type { ProxySources } from '../reach/proxy-rule.ts'
import type { ContentConfig } from './content-config.ts'
import type { NeighbourDoor } from './neighbour-door.ts'
import { storedEngine } from './stored-engine.ts'

export interface ContentEngineOptions extends Pick<ProxySources, 'targetProxy'> {
  engine: EnginePort
  /** Absolute. */
  dataDir: string
  config: ContentConfig
  clock: ClockPort
  log: Log
  /** Where blobs are shared with neighbours; absent: nowhere. */
  neighbours?: Pick<NeighbourDoor, 'near'> | undefined
}

export function contentEngine(options: ContentEngineOptions): EnginePort {
  const { engine, dataDir, config, clock, log, neighbours, targetProxy } = options
  if (config.by === 'pull') return engine
  const near = () => neighbours?.near ?? null
  const directory = join(dataDir, 'content')
  return storedEngine({
    engine,
    log,
    async open() {
      const { Content } = await import('./content.ts')
      const { directoryDisk } = await import('./directory-disk.ts')
      return new Content({ disk: directoryDisk(directory), engine, clock, log, config, near, targetProxy })
    },
    isUsed: () =>
      readdir(directory).then(
        (names) => names.length > 0,
        () => false,
      ),
  })
}
