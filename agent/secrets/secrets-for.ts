/**
 * What containers are given of the device's secrets.
 *
 * Invariant: before a container is made or started, all of its secrets are where it looks for them, or it is neither.
 */
import type { Desired } from '../../machines/desired.ts'
import type { ContainerSpec } from '../../machines/ports.ts'
import type { File, Service } from '../../protocol/types.ts'
import type { SecretFiles } from './secret-files.ts'
import type { Vault } from './vault.ts'

/** As holdfast.proto, message File, field mode. */
const DEFAULT_MODE = 0o444

type Binds = NonNullable<ContainerSpec['extras']>['binds']

export interface SecretsFor {
  /**
   * Puts the secrets of a service where the container of this hash finds them.
   * @throws HF_SECRET_MISSING, HF_SECRET_UNPLACED
   */
  place(specHash: string, service: Pick<Service, 'name' | 'files'>): Promise<Binds>
  /** What no container of these hashes has is removed. */
  keepOnly(specHashes: readonly string[]): Promise<void>
}

/** Of a device that keeps none. */
export const NO_SECRETS: SecretsFor = { place: async () => [], keepOnly: async () => {} }

export function secretsFor(vault: Pick<Vault, 'value'>, files: SecretFiles): SecretsFor {
  return {
    async place(specHash, service) {
      const wanted = secretsIn(service)
      if (wanted.length === 0) return []
      const sources = await files.put(
        specHash,
        wanted.map(({ secret, mode, uid, gid }) => ({
          content: vault.value(secret),
          mode: mode || DEFAULT_MODE,
          uid,
          gid,
        })),
      )
      return wanted.map(({ path }, index) => ({ source: sources[index]!, target: path, readOnly: true }))
    },
    keepOnly: (specHashes) => files.keepOnly(specHashes),
  }
}

/**
 * After a reboot all of them are gone: puts there again what a release wants, so that also a container that the engine
 * starts by itself finds them.
 * @throws HF_SECRET_UNPLACED
 */
export async function placeAgain(secrets: SecretsFor, { services }: Pick<Desired, 'services'>): Promise<void> {
  for (const { specHash, service, lacks } of services) if (lacks.length === 0) await secrets.place(specHash, service)
}

/** Files of a service that are secrets of the device. */
export function secretsIn({ files }: Pick<Service, 'files'>): File[] {
  return files.filter(({ secret }) => secret !== '')
}
