/**
 * Files in simulated containers, as the port puts and reads them.
 *
 * Invariant: a container whose label names files that it has not is known as half made, as by the real adapter.
 */
import { LABELS } from '../../agent/labels.ts'
import type { File } from '../../protocol/types.ts'
import { type ContainerRecord, Refusal } from './engine-types.ts'

const DEFAULT_MODE = 0o444

export function putFiles(record: ContainerRecord, files: readonly File[]): void {
  for (const { path, content, mode, uid, gid } of files)
    record.files[path] = { content, mode: mode || DEFAULT_MODE, uid, gid }
}

/** Whether it lacks what it must have before it may start for the first time. */
export function isHalfMade({ state, config, files }: ContainerRecord): boolean {
  if (state !== 'created') return false
  const sizes = JSON.parse(config.labels[LABELS.files] ?? '{}') as Record<string, number>
  return Object.entries(sizes).some(([path, size]) => files[path]?.content.length !== size)
}

/** Null when there is no such file. @throws 400 when it is a directory or too large */
export function readFile({ files }: ContainerRecord, path: string, maxBytes: number): Uint8Array | null {
  const file = files[path]
  if (file === undefined && isDirectory(files, path)) throw new Refusal(400, `${path} is no plain file`)
  if (file === undefined) return null
  if (file.content.length > maxBytes) throw new Refusal(400, `${path} has over ${maxBytes} bytes`)
  return file.content
}

/** Written before its container last started. */
export function isLeftOver({ files, startedWallMs }: ContainerRecord, path: string, nowWallMs: number): boolean {
  const file = files[path]
  if (file === undefined || startedWallMs === null || startedWallMs > nowWallMs) return false
  return (file.writtenWallMs ?? 0) < startedWallMs
}

export function isDirectory(files: ContainerRecord['files'], path: string): boolean {
  return path === '/tmp' || Object.keys(files).some((each) => each.startsWith(`${path}/`))
}
