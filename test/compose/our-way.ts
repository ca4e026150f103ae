/**
 * Our way from the same compose file to containers on the same engine.
 *
 * Invariant: every step is the product's own: the compose reader, the registry's digests, the desired state,
 * the agent's making of containers and the Docker adapter.
 */
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { linuxHost } from '../../agent/adapters/host.ts'
import { containerSpecOf, ensureSurroundings, type Ground } from '../../agent/effects/bring-about.ts'
import { NO_SECRETS } from '../../agent/secrets/secrets-for.ts'
import { Args } from '../../fleet/cli/args.ts'
import { pinImages, readCompose } from '../../fleet/signing/prepare-release.ts'
import { desiredOf } from '../../machines/desired.ts'
import { restartOf } from '../../machines/situation.ts'

export interface Device {
  /** Path of the engine's socket. */
  engine: string
  name: string
}

/** Makes everything of the file, and starts it. */
export async function bringUp({ engine: socketPath, name }: Device, file: string, isStarted: boolean): Promise<void> {
  const desired = desiredOf(name, await releaseOf(file))
  const engine = dockerEngine({ socketPath })
  const host = linuxHost({ deviceType: '' })
  const ground: Ground = {
    device: name,
    engine,
    host,
    extrasFor: () => undefined,
    secrets: NO_SECRETS,
    purging: () => '',
  }
  await ensureSurroundings(ground, desired)
  for (const wanted of desired.services) {
    const id = await engine.createContainer(await containerSpecOf(ground, desired, wanted))
    if (isStarted) await engine.startContainer(id, restartOf(wanted), wanted.service.restartMaxRetries)
  }
}

async function releaseOf(file: string) {
  const io = {
    out: () => {},
    err: () => {},
    input: async () => new Uint8Array(),
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
