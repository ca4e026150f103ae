/** The releases that benches deploy: signed targets for one device, proved as soon as can be. */
import { KINDS, type Loose } from '../../protocol/codec.ts'
import type { PrivateKey } from '../../protocol/keys.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'
import type { Service } from '../../protocol/types.ts'

export interface BenchTarget {
  releaseId: string
  bytes: Uint8Array
}

/** Services of one network; the soak, which is there by design, is as short as it can be. */
export function targetFor(
  device: string,
  epoch: number,
  services: readonly Loose<Service>[],
  key: PrivateKey,
): BenchTarget {
  const release = withReleaseId({
    name: 'bench',
    version: String(epoch),
    services: services.map((service) => ({ ...service, networks: [{ network: 'default' }] })),
    networks: [{ name: 'default' }],
  })
  const bytes = seal(KINDS.Target, { device, epoch, release, policy: { soakMs: 1 } }, [key])
  return { releaseId: release.id, bytes }
}
