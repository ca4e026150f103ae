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
export async function listImages(connection: Connection): Promise<Docker.ImageInfo[]> {
  for (let tries = 1; ; tries++)
    try {
      return await connection.ask('list the images', ({ docker }, signal) => docker.listImages(withSignal(signal)))
    } catch (error) {
      if (tries === TRIES || !isContentGone(error)) throw error
      await sleep(BETWEEN_MS)
    }
}

/** Words of containerd's about something that it had a moment ago. */
export function isContentGone(error: unknown): boolean {
  return error instanceof HoldfastError && /content digest \S+ not found/i.test(error.message)
}
