/**
 * One image into the engine, from what the caller holds.
 *
 * Invariant: it has its name only after the engine has shown that it has the very image, and after that is on the
 * disk: a cut at any point leaves no image under the name, or a whole one; what it leaves without a name goes before the
 * next loading. It ends within the limits of the last sign of progress, and at once by its signal.
 */
import { execFile } from 'node:child_process'
import { Readable } from 'node:stream'
import { promisify } from 'node:util'
import type { ImageSource } from '../../machines/image-source.ts'
import type { PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { engineError } from './docker-errors.ts'
import { isContentGone, isWhole, NOT_WHOLE } from './docker-image-list.ts'
import { jsonLines } from './docker-lines.ts'
import { removeNameless } from './docker-nameless.ts'
import { imageArchive } from './image-archive.ts'
import { type ImageParts, partsOf } from './image-parts.ts'
import { loadedName } from './loaded-name.ts'

interface LoadOptions {
  /** How long the source may be silent. */
  stallMs: number
  /** How long the engine may be silent while it unpacks. */
  unpackMs: number
}

/**
 * The containerd store leaves out what it has of a load that broke off, and may throw that away meanwhile: seen with
 * Docker 26.1. Then it has to be given all of it again.
 */
const TRIES = 3

const NEVER_MS = 2 ** 31 - 1

/** @throws as EnginePort.loadImage, and HF_CANCELLED */
export async function loadImage(
  connection: Connection,
  image: string,
  source: ImageSource,
  onProgress: (progress: PullProgress) => void,
  signal: AbortSignal,
  options: LoadOptions,
): Promise<void> {
  const parts = partsOf(image, source)
  let most = 0
  const progressed = (progress: PullProgress): void => {
    most = Math.max(most, progress.doneBytes)
    onProgress({ ...progress, doneBytes: most })
  }
  const end = new AbortController()
  const cancel = () => end.abort(new HoldfastError('HF_CANCELLED', `the loading of ${image} was given up`))
  if (signal.aborted) cancel()
  signal.addEventListener('abort', cancel, { once: true })
  try {
    // Of a load that was cut off: its files may not all have reached the disk, and the engine would take it for whole.
    for (const id of [...parts.manifests, parts.config]) await removeNameless(connection, id)
    for (let tries = 1; ; tries++) {
      try {
        await sendAndRead(connection, image, source, parts, progressed, end, options)
        if (await isWhole(connection, parts.manifests)) break
        throw new HoldfastError('HF_IMAGE_INVALID', `the engine did not load the image: ${NOT_WHOLE}`, { place: image })
      } catch (error) {
        if (tries === TRIES || !isContentGone(error)) throw error
      }
    }
    progressed(allOf(source))
    await verifyAndName(connection, image, parts, end.signal)
  } finally {
    signal.removeEventListener('abort', cancel)
    end.abort()
  }
}

async function sendAndRead(
  connection: Connection,
  image: string,
  source: ImageSource,
  parts: ImageParts,
  onProgress: (progress: PullProgress) => void,
  end: AbortController,
  options: LoadOptions,
): Promise<void> {
  const progress = progressOf(source)
  const silent = (who: string, ms: number) => () =>
    end.abort(
      new HoldfastError('HF_ENGINE_UNAVAILABLE', `${who} for ${ms / 1000} s while it was loaded`, { place: image }),
    )
  const onSilence = () => silent('nothing was read', options.stallMs)
  let watch = setTimeout(onSilence(), options.stallMs)
  const { whenHeld } = source
  // That wait has an end of its own: it is for another load.
  const unwatched = async (): Promise<void> => {
    clearTimeout(watch)
    await whenHeld?.()
    if (!archive.destroyed) watch = setTimeout(onSilence(), options.stallMs)
  }
  const archive = Readable.from(
    imageArchive(
      image,
      whenHeld === undefined ? source : { ...source, whenHeld: unwatched },
      parts,
      (count) => {
        progress.doneBytes += count
        onProgress({ ...progress })
        clearTimeout(watch)
        watch = setTimeout(onSilence(), options.stallMs)
      },
      end.signal,
    ),
    { objectMode: false },
  )
  // What the source threw is the reason, not that the engine then got half an archive.
  archive.on('error', (error) => end.abort(error))
  archive.on('end', () => {
    clearTimeout(watch)
    watch = setTimeout(silent('the engine has said nothing', options.unpackMs), options.unpackMs)
  })
  end.signal.addEventListener('abort', () => archive.destroy(), { once: true })
  try {
    const messages = await connection.open(
      `load ${image}`,
      ({ docker }, abort) => docker.loadImage(archive, withSignal(abort, { quiet: 1 })),
      end.signal,
      NEVER_MS,
    )
    for await (const line of jsonLines(messages)) {
      const { errorDetail, error } = line as { errorDetail?: { message?: string }; error?: string }
      const fault = errorDetail?.message ?? error
      if (fault !== undefined) throw loadError(image, fault)
    }
  } catch (error) {
    end.signal.throwIfAborted()
    throw engineError(error, `load ${image}`)
  } finally {
    clearTimeout(watch)
    archive.destroy()
  }
}

function progressOf({ layers }: ImageSource): PullProgress {
  const given = layers.filter(({ open }) => open !== null)
  // One that stands there twice is given once.
  const sizes = new Map(given.map(({ digest, bytes }) => [digest, bytes]))
  const totalBytes = [...sizes.values()].reduce((sum, bytes) => sum + bytes, 0)
  return { doneBytes: 0, totalBytes, layersDone: layers.length - given.length, layers: layers.length }
}

function allOf(source: ImageSource): PullProgress {
  const { totalBytes, layers } = progressOf(source)
  return { doneBytes: totalBytes, totalBytes, layersDone: layers, layers }
}

/** Words of Docker's own loader, which checks each layer's content against the configuration. */
function loadError(image: string, words: string): HoldfastError {
  const code = /no space left on device|disk quota exceeded/i.test(words)
    ? 'HF_SPACE_LOW'
    : /invalid diffID|unexpected EOF|invalid tar header|gzip|zstd|digest|archive\/tar|no such file/i.test(words)
      ? 'HF_IMAGE_INVALID'
      : 'HF_ENGINE_FAILED'
  return new HoldfastError(code, `the engine did not load the image: ${words}`, { place: image })
}

async function verifyAndName(
  connection: Connection,
  image: string,
  { config, manifests }: ImageParts,
  signal: AbortSignal,
): Promise<void> {
  // The classic store knows an image by its configuration, the containerd store by its manifest.
  const id = await firstKnown(connection, [config, ...manifests])
  if (id === null)
    throw new HoldfastError('HF_ENGINE_FAILED', 'the engine said that it was loaded, but does not have it', {
      place: image,
    })
  await toDisk()
  signal.throwIfAborted()
  const { repository, tag } = loadedName(image)
  await connection.act(`name the image ${image}`, ({ docker }, abort) =>
    docker.getImage(id).tag(withSignal(abort, { repo: repository, tag })),
  )
}

async function firstKnown(connection: Connection, ids: readonly string[]): Promise<string | null> {
  for (const id of ids) if (await knows(connection, id)) return id
  return null
}

/** Whether the engine has an image by this name or id. */
export function knows(connection: Connection, name: string): Promise<boolean> {
  return connection.ask<boolean>(
    `look at the image ${name}`,
    async ({ docker }, signal) => {
      await docker.getImage(name).inspect(withSignal(signal) as object)
      return true
    },
    { 404: () => false },
  )
}

/** The engine leaves what it unpacked in memory, and writes names at once. */
async function toDisk(): Promise<void> {
  await promisify(execFile)('sync').catch((error: NodeJS.ErrnoException) => {
    // A machine without the program has only the time that it takes until the kernel writes by itself.
    if (error.code !== 'ENOENT')
      throw new HoldfastError('HF_ENGINE_FAILED', 'what was loaded could not be written', { cause: error })
  })
}
