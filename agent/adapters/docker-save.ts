/**
 * An image out of the engine, as the archive that `docker save` gives.
 *
 * Invariant: it begins only when the engine's disk has room for the copy that the classic store makes of the image first;
 * whoever stops reading, or ends the signal, ends the engine's work too.
 */
import { statfs } from 'node:fs/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Connection, selfOf, withSignal } from './docker-connection.ts'
import { engineError } from './docker-errors.ts'
import { listImages } from './docker-image-list.ts'

const RESERVE_BYTES = 64 * 1024 * 1024

interface Inspected {
  Id: string
  Size?: number
  RootFS?: { Layers?: string[] | undefined }
}

/**
 * @param layers digests of the content of all its layers, the lowest first
 * @param withinMs how long the engine may take until it gives the first byte
 * @throws HF_IMAGE_NOT_FOUND, HF_SPACE_LOW, HF_ENGINE_…
 */
export async function* saveImage(
  connection: Connection,
  layers: readonly string[],
  signal: AbortSignal,
  withinMs: number,
): AsyncGenerator<Uint8Array> {
  const image = await imageOf(connection, layers)
  if (image === null) throw new HoldfastError('HF_IMAGE_NOT_FOUND', 'the engine has no image of these layers any more')
  const free = await freeOf(connection)
  if (free !== null && free < (image.Size ?? 0) + RESERVE_BYTES)
    throw new HoldfastError(
      'HF_SPACE_LOW',
      `the engine needs ${image.Size} bytes to give the old image, and ${free} are free`,
    )
  const end = new AbortController()
  const either = AbortSignal.any([signal, end.signal])
  try {
    yield* (await connection.open(
      `save the image ${image.Id}`,
      ({ docker }, abort) =>
        new Promise<NodeJS.ReadableStream>((resolve, reject) =>
          docker.modem.dial(
            withSignal(abort, {
              path: `/images/${image.Id}/get`,
              method: 'GET',
              isStream: true,
              statusCodes: { 200: true, 404: 'no such image', 500: 'server error' },
            }),
            (error, answer) => (error ? reject(error) : resolve(answer as NodeJS.ReadableStream)),
          ),
        ),
      either,
      withinMs,
    )) as AsyncIterable<Uint8Array>
  } catch (error) {
    // An engine that dies while it gives it says nothing of the image.
    throw signal.aborted ? error : engineError(error, `save the image ${image.Id}`)
  } finally {
    end.abort()
  }
}

/** Whether it gives layers back as they were: the containerd store keeps them packed, and gives them so. @throws HF_ENGINE_… */
export async function givesLayers(connection: Connection): Promise<boolean> {
  const { DriverStatus } = await connection.ask('tell of itself', ({ docker }, signal) =>
    selfOf(docker).info(withSignal(signal)),
  )
  return !JSON.stringify(DriverStatus ?? []).includes('io.containerd.snapshotter')
}

async function imageOf(connection: Connection, layers: readonly string[]): Promise<Inspected | null> {
  const images = await listImages(connection)
  for (const { Id } of images) {
    const image = await connection.ask<Inspected | null>(
      `look at the image ${Id}`,
      async ({ docker }, signal) => docker.getImage(Id).inspect(withSignal(signal) as object),
      { 404: () => null },
    )
    const own = image?.RootFS?.Layers ?? []
    if (own.length === layers.length && own.every((layer, index) => layer === layers[index])) return image
  }
  return null
}

/** Null when it cannot be told. */
async function freeOf(connection: Connection): Promise<number | null> {
  const { DockerRootDir = '' } = await connection.ask('tell of itself', ({ docker }, signal) =>
    selfOf(docker).info(withSignal(signal)),
  )
  return statfs(DockerRootDir).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  )
}
