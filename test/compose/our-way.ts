/**
 * Our way from the same compose file to containers on the same engine.
 *
 * Invariant: every step is the product's own: the compose reader, the registry's digests, the desired state
 * and the Docker adapter.
 */
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { Args } from '../../fleet/cli/args.ts'
import { pinImages, readCompose } from '../../fleet/signing/prepare-release.ts'
import { desiredOf, joinedService } from '../../machines/desired.ts'
import { restartOf } from '../../machines/next-step.ts'

export interface Device {
  /** Path of the engine's socket. */
  engine: string
  name: string
}

/** Makes everything of the file, and starts it. */
export async function bringUp(device: Device, file: string, isStarted: boolean): Promise<void> {
  const desired = desiredOf(device.name, await releaseOf(file))
  const engine = dockerEngine({ socketPath: device.engine })
  for (const volume of desired.volumes) await engine.ensureVolume(volume)
  for (const network of desired.networks) await engine.ensureNetwork(network)
  const ids = new Map<string, string>()
  for (const wanted of desired.services) {
    const { service, specHash, containerName } = wanted
    const networkContainer = ids.get(joinedService(service) ?? '')
    const id = await engine.createContainer({
      name: containerName,
      device: device.name,
      release: desired.release,
      specHash,
      service,
      networkNames: desired.networkNames,
      volumeNames: desired.volumeNames,
      ...(networkContainer === undefined ? {} : { networkContainer }),
    })
    ids.set(wanted.name, id)
    if (isStarted) await engine.startContainer(id, restartOf(wanted), wanted.service.restartMaxRetries)
  }
}

async function releaseOf(file: string) {
  const io = {
    out: () => {},
    err: () => {},
    terminal: false,
    colour: false,
    columns: 80,
    rows: 24,
    env: { DOCKER_CONFIG: '/nonexistent' },
    cwd: '/',
    signal: new AbortController().signal,
  }
  return (await pinImages(await readCompose(file, new Args([], new Map()), io), io)).release
}
