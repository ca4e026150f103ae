/**
 * The images that an engine has.
 *
 * Invariant: one that goes while they are listed is no failure of the list.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type Docker from 'dockerode'
import { HoldfastError } from '../../protocol/errors.ts'
import { type Connection, withSignal } from './docker-connection.ts'

/** Docker 26.1 with the containerd store reads each image that it lists, and fails when one is removed meanwhile. */
const TRIES = 5
const BETWEEN_MS = 200

/** @throws HF_ENGINE_… */
export function listImages(connection: Connection): Promise<Docker.ImageInfo[]> {
  return listed(connection, {})
}

/**
 * Whether the engine has all of what is known by one of these ids, or does not tell (before API 1.47, and the classic store,
 * which has no half images). Seen with Docker 28.5 and the containerd store: an archive that lacks a layer is loaded, and
 * said to be.
 * @throws HF_ENGINE_…
 */
export async function isWhole(connection: Connection, ids: readonly string[]): Promise<boolean> {
  const images = (await listed(connection, { manifests: true })) as WithManifests[]
  return images.every(({ Manifests }) => (Manifests ?? []).every(({ ID, Available }) => Available || !ids.includes(ID)))
}

interface WithManifests {
  Manifests?: { ID: string; Available: boolean }[]
}

async function listed(connection: Connection, query: object): Promise<Docker.ImageInfo[]> {
  for (let tries = 1; ; tries++)
    try {
      return await connection.ask('list the images', ({ docker }, signal) =>
        docker.listImages(withSignal(signal, query)),
      )
    } catch (error) {
      if (tries === TRIES || !isContentGone(error)) throw error
      await sleep(BETWEEN_MS)
    }
}

/** Of ours, where an engine says nothing of what it lacks. */
export const NOT_WHOLE = 'not all of its content is there'

/** Words of containerd's about something that it had a moment ago, or ours about what it does not say. */
export function isContentGone(error: unknown): boolean {
  return error instanceof HoldfastError && GONE.test(error.message)
}

const GONE = new RegExp(`content digest \\S+ not found|${NOT_WHOLE}`, 'i')
