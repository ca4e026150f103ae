/**
 * The files of an archive that was put into a container.
 *
 * Invariant: pure; directories, links and devices are passed over.
 * Form: https://pubs.opengroup.org/onlinepubs/9699919799/utilities/pax.html
 */
import type { TarFile } from '../../agent/adapters/docker-tar.ts'
import { Refusal } from './engine-types.ts'

const BLOCK = 512

/** @throws 400 for what is no archive */
export function filesOf(archive: Uint8Array): TarFile[] {
  const bytes = Buffer.from(archive)
  const files: TarFile[] = []
  let records: Record<string, string> = {}
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const head = bytes.subarray(at, at + BLOCK)
    if (head.every((byte) => byte === 0)) break
    if (head.toString('latin1', 257, 262) !== 'ustar') throw new Refusal(400, 'archive/tar: invalid tar header')
    const size = octal(head, 124, 12)
    const content = bytes.subarray(at + BLOCK, at + BLOCK + size)
    const type = head.toString('latin1', 156, 157)
    if (type === '0')
      files.push({
        path: records.path ?? text(head, 0, 100),
        mode: octal(head, 100, 8) & 0o7777,
        uid: Number(records.uid ?? octal(head, 108, 8)),
        gid: Number(records.gid ?? octal(head, 116, 8)),
        content: new Uint8Array(content),
      })
    records = type === 'x' ? recordsOf(content) : {}
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK
  }
  return files
}

/** "LENGTH NAME=VALUE\n", over and over. */
function recordsOf(content: Buffer): Record<string, string> {
  const records: Record<string, string> = {}
  for (let at = 0; at < content.length; ) {
    const length = Number.parseInt(content.toString('latin1', at, at + 12), 10)
    if (!(length > 0)) throw new Refusal(400, 'archive/tar: invalid tar header')
    const record = content.toString('utf8', content.indexOf(' ', at) + 1, at + length - 1)
    records[record.slice(0, record.indexOf('='))] = record.slice(record.indexOf('=') + 1)
    at += length
  }
  return records
}

function text(head: Buffer, at: number, length: number): string {
  return head.toString('utf8', at, at + length).replace(/\0.*$/s, '')
}

function octal(head: Buffer, at: number, length: number): number {
  return Number.parseInt(text(head, at, length), 8)
}
