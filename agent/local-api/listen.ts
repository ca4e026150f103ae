/**
 * Where the local API listens.
 *
 * Invariant: a socket file that somebody answers on is never taken from them; one that a dead process left is.
 */
import { chmod, lstat, mkdir, rm } from 'node:fs/promises'
import type { Server } from 'node:http'
import { connect, type Server as NetServer } from 'node:net'
import { dirname } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'

/** Anybody on the device may connect, whatever user its container runs as: the keys are what keeps others out. */
const SOCKET_MODE = 0o666
const FOLDER_MODE = 0o755

/** @throws HF_LISTEN_FAILED */
export async function listenOnSocket(server: NetServer, path: string, mode = SOCKET_MODE): Promise<void> {
  await failingAt(path, async () => {
    // Modes are set apart: the process may mask them.
    // Only of a folder that we make: one that is there is somebody's.
    if ((await mkdir(dirname(path), { recursive: true })) !== undefined) await chmod(dirname(path), FOLDER_MODE)
    if (await isAnswered(path)) throw new Error('another agent listens there')
    await removeSocket(path)
    await listen(server, { path })
    await chmod(path, mode)
  })
}

/** @throws HF_LISTEN_FAILED */
export async function listenOnNetwork(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  await failingAt(`${host}:${port}`, () => listen(server, { host, port }))
}

export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve()) // one that never listened is closed
    server.closeAllConnections()
  })
}

function listen(server: NetServer, where: { path: string } | { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(where, () => {
      server.off('error', reject)
      resolve()
    })
  })
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => resolve(true))
    socket.once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}

async function removeSocket(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null) // the usual case: there is none
  if (found === null) return
  if (!found.isSocket()) throw new Error('something that is no socket stands there')
  await rm(path, { force: true })
}

async function failingAt(place: string, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw new HoldfastError('HF_LISTEN_FAILED', message, { place, cause })
  }
}
