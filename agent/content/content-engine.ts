/**
 * The device's engine, with the content store before it, if it is to have one.
 *
 * Invariant: an agent that fetches nothing has nothing of the store in its memory, and what is left in its directory by an
 * earlier life is looked at once at the start.
 */
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'
import type { Log } from '../log.ts'
import type { ProxySources } from '../reach/proxy-rule.ts'
import type { SecretValues } from '../secrets/secret-values.ts'
import type { ContentConfig } from './content-config.ts'
import type { NeighbourDoor } from './neighbour-door.ts'
import { type LayeredEngine, type PlanningEngine, storedEngine } from './stored-engine.ts'

export interface ContentEngineOptions extends Pick<ProxySources, 'targetProxy'> {
  engine: LayeredEngine
  /** Absolute. */
  dataDir: string
  config: ContentConfig
  clock: ClockPort
  log: Log
  /** The secrets of the device, once they are there; left out: there are none. */
  secrets?: Pick<SecretValues, 'text'>
  /** Where blobs are shared with neighbours; absent: nowhere. */
  neighbours?: Pick<NeighbourDoor, 'near'> | undefined
}

export function contentEngine(options: ContentEngineOptions): PlanningEngine {
  const { engine, dataDir, config, clock, log, neighbours, targetProxy, secrets } = options
  const secret = (name: string) => secrets?.text(name) ?? null
  const near = () => neighbours?.near ?? null
  const directory = join(dataDir, 'content')
  const open = async () => {
    const { Content } = await import('./content.ts')
    const { directoryDisk } = await import('./directory-disk.ts')
    return new Content({ disk: directoryDisk(directory), engine, clock, log, config, near, targetProxy, secret })
  }
  const isUsed = () =>
    readdir(directory).then(
      (names) => names.length > 0,
      () => false,
    )
  if (config.by === 'store') return storedEngine({ engine, clock, log, open, isUsed })
  // It was by the store before: what is half fetched, and half in the engine, is of no use any more.
  isUsed()
    .then(async (used) => (used ? (await open()).sweep(async () => false) : undefined))
    .catch((error: unknown) => log.warn('the content store could not be emptied', { ...faultOf(error) }))
  return engine
}
