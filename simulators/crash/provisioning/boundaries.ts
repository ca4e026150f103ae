/**
 * The instants of provisioning at which the power may go: around every change of a key file and of what the device was
 * given to claim with. Those of the database, the engine and the broker are the explorer's own.
 *
 * Invariant: as there: when the power goes in one, nothing of what would follow happens.
 */
import type { CredentialFiles } from '../../../agent/provisioning/credential-files.ts'
import type { KeyFiles } from '../../../agent/provisioning/key-files.ts'
import { NEVER } from '../../device/mortal-kv.ts'
import type { Reach } from '../boundaries.ts'
import { credentialOn, type Troubles } from './troubles.ts'

/** @param removing hears of each file before it goes */
export function keyFilesWithBoundaries(
  files: KeyFiles,
  reach: Reach,
  removing: (name: string) => Promise<void>,
): KeyFiles {
  return {
    list: () => files.list(),
    read: (name) => files.read(name),
    async write(name, text) {
      if (reach(`before ${kindOf(name)} is written`)) return NEVER
      await files.write(name, text)
      return reach(`after ${kindOf(name)} is written, before the agent knows`) ? NEVER : undefined
    },
    // As on a disk: one after the other.
    async remove(names) {
      for (const name of names) {
        if (reach(`before ${kindOf(name)} is removed`)) return NEVER
        await removing(name)
        await files.remove([name])
        if (reach(`after ${kindOf(name)} is removed, before the agent knows`)) return NEVER
      }
    },
  }
}

/** What a board was given, in memory: it outlives every cut, as its image does. */
export function credentialInMemory(
  texts: Map<string, string>,
  reach: Reach,
  disk: () => Troubles['disk'],
  removing: () => Promise<void>,
): CredentialFiles {
  const files = credentialOn(
    { read: async (path) => texts.get(path) ?? null, remove: async (path) => texts.delete(path) },
    disk,
  )
  return {
    read: (path) => files.read(path),
    async remove(path) {
      if (reach('before the credential is removed')) return NEVER
      await removing()
      const isRemoved = await files.remove(path)
      return reach('after the credential is removed, before the agent knows') ? NEVER : isRemoved
    },
  }
}

function kindOf(name: string): string {
  return `a key of the kind ${name.split('.')[1] ?? name}`
}
