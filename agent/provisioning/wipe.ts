/**
 * Making the device nobody.
 *
 * Invariant: the keys go last, so that a cut in between finds who it was and begins again; nothing of anybody else is
 * touched.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import type { ProvisionWorld } from './world.ts'

const STOP_MS = 10_000

/**
 * @param volumes the applications go too, with all that they have kept
 * @throws HF_ENGINE_…, HF_STORE_UNWRITABLE
 */
export async function wipe(world: ProvisionWorld, volumes: boolean, signal: AbortSignal): Promise<void> {
  await world.quiet()
  const identity = world.identity()
  if (volumes && identity !== null) await removeApplications(world, identity.device, signal)
  await world.forgetSecrets()
  await world.forgetNoted()
  await world.keys.removeOthers([])
}

async function removeApplications({ engine }: ProvisionWorld, device: string, signal: AbortSignal): Promise<void> {
  const going = (): void => {
    if (signal.aborted) throw new HoldfastError('HF_CANCELLED', 'the wiping was given up')
  }
  for (const { id } of await engine.listContainers(device)) {
    going()
    await engine.stopContainer(id, STOP_MS)
    await engine.removeContainer(id)
  }
  for (const { id } of await engine.listRuns(device)) await engine.removeContainer(id)
  going()
  for (const { name } of await engine.listVolumes(device)) await engine.removeVolume(name)
  for (const name of await engine.listNetworks(device)) await engine.removeNetwork(name)
}
