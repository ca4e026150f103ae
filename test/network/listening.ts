/**
 * A Node program of these tests in a world of its own.
 *
 * Invariant: it runs once it has said that it listens, and nobody is started before.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Server, server } from '../rig/process.ts'
import type { Netns } from './netns.ts'

/** @param log the name of what it writes, in the world's folder */
export async function listening(world: Netns, log: string, ...argv: [program: string, ...string[]]): Promise<Server> {
  const path = join(world.dir, log)
  const one = server({
    ...world.argv(process.execPath, argv),
    log: path,
    ready: async () => (await readFile(path, 'utf8')).includes('it listens'),
  })
  await one.start()
  return one
}
