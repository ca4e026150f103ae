/**
 * Where a service's files go: into its root file system or into one of its mounts.
 *
 * Invariant: pure; no file goes where its service would not see it. The engine takes no files into a root
 * file system that is read-only: there each directory with files becomes an anonymous volume, which begins
 * with what the image has in it.
 */
import { posix } from 'node:path'
import { MountType } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { File, Mount, Service } from '../../protocol/types.ts'

/** Files that are put at one place. */
export interface Load {
  /** "/", or where a mount is. */
  at: string
  files: File[]
  /** The mount is one that the files alone need. */
  isOwnVolume: boolean
}

/** Made anew at each start, so that what was there before is hidden. */
const ALWAYS_MEMORY = ['/dev', '/proc', '/sys']

/** @throws HF_TARGET_INVALID for a file that would not be seen, or cannot be put there */
export function loadsOf(service: Pick<Service, 'name' | 'files' | 'mounts' | 'readOnly'>): Load[] {
  const loads = new Map<string, Load>()
  const places = placesOf(service.mounts)
  for (const file of service.files) {
    const fault = (why: string) =>
      new HoldfastError('HF_TARGET_INVALID', `the file ${file.path} ${why}`, { place: `services.${service.name}` })
    const place = places.find(({ target }) => file.path.startsWith(`${target}/`))
    if (place?.isMemory) throw fault(`would be hidden by the tmpfs at ${place.target}`)
    const isOwnVolume = place === undefined && service.readOnly
    const at = place?.target ?? (service.readOnly ? posix.dirname(file.path) : '/')
    if (isOwnVolume && at === '/') throw fault('cannot be put into a root file system that is read-only')
    const load = loads.get(at) ?? { at, files: [], isOwnVolume }
    load.files.push(file)
    loads.set(at, load)
  }
  return [...loads.values()]
}

/** The innermost first. */
function placesOf(mounts: readonly Mount[]): { target: string; isMemory: boolean }[] {
  return [
    ...ALWAYS_MEMORY.map((target) => ({ target, isMemory: true })),
    ...mounts.map(({ target, type }) => ({
      target: target.replace(/\/+$/, ''),
      isMemory: type === MountType.MOUNT_TYPE_TMPFS,
    })),
  ].sort((a, b) => b.target.length - a.target.length)
}
