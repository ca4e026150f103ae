/**
 * Images of pairs in a registry, and the delta from one to the other.
 *
 * Invariant: an archive is packed once, whatever images it is in.
 */
import { execFile as execFileBack } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { type Pushed, pushImage } from '../../rig/images.ts'
import type { PairImage } from './pair-images.ts'
import type { Stack } from './stacks.ts'

const execFile = promisify(execFileBack)
const pack = promisify(gzip)
const ROOT = join(import.meta.dirname, '../../..')

export interface PushedPair extends Pushed {
  /** The engine's id of it: the digest of its configuration. */
  id: string
  image: PairImage
  stack: Stack
}

/** @param packed of each archive, as far as they are known */
export async function pushPair(
  registry: string,
  stack: Stack,
  image: PairImage,
  packed: Map<string, Promise<Buffer>>,
): Promise<PushedPair> {
  const archives = await Promise.all(
    image.archives.map(async (file) => {
      const tar = await readFile(file)
      const of = packed.get(file) ?? pack(tar, { level: 6 })
      packed.set(file, of)
      return { tar, packed: await of }
    }),
  )
  const name = `pairs/${stack.name}`
  const environment = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', ...stack.environment }
  const command = [...stack.command]
  const pushed = await pushImage(registry, { name, command, environment, archives, isBare: true })
  const manifest = (await (await fetch(`http://${registry}/v2/${name}/manifests/${pushed.digest}`)).json()) as {
    config: { digest: string }
  }
  return { ...pushed, id: manifest.config.digest, image, stack }
}

/** By the operator's own command. @returns bytes of the delta */
export async function publishPair(old: PushedPair, fresh: PushedPair): Promise<number> {
  const args = ['bin/holdfast.ts', 'delta', old.ref, fresh.ref, '--publish', '--json']
  const { stdout } = await execFile(process.execPath, args, { cwd: ROOT })
  const { bytes, published } = JSON.parse(stdout) as { bytes: number; published: boolean }
  if (!published) throw new Error('the delta was not published')
  return bytes
}

/** Of xdelta3 -9 over all that a delta replaces and gives; null where it is not installed. */
export async function xdeltaOf(old: PushedPair, fresh: PushedPair, folder: string): Promise<number | null> {
  const shared = fresh.image.archives.filter((file, at) => old.image.archives[at] === file).length
  const [from, to, out] = ['from', 'to', 'out'].map((name) => join(folder, `xdelta-${name}`)) as [
    string,
    string,
    string,
  ]
  for (const [file, archives] of [
    [from, old.image.archives],
    [to, fresh.image.archives],
  ] as const)
    await execFile('sh', ['-c', 'file=$1; shift; cat "$@" > "$file"', 'sh', file, ...archives.slice(shared)])
  try {
    // Its window is all of the old bytes: what it has by default finds less.
    await execFile('xdelta3', ['-9', '-B', String(2 ** 29), '-f', '-e', '-s', from, to, out])
    return (await readFile(out)).length
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
}
