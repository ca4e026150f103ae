/**
 * Two images of one large layer each, and the delta between them.
 *
 * Invariant: the layers are packages of Debian in the oldest and the newest version that its servers have; the delta is in the
 * registry, where `holdfast delta` has put it.
 */
import { execFile, execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { type Pushed, pushImage } from '../../test/rig/images.ts'
import { debianPackages, type Version } from './debian-packages.ts'

export interface LargeImages {
  old: Pushed
  fresh: Pushed
  /** Of the layer, unpacked. */
  bytes: number
}

/** 384 MB of files: more than the 300 MB that are promised. */
const PACKAGES = ['libllvm14', 'libllvm15', 'libnode108', 'git', 'libicu72', 'python3.11-minimal', 'libssl3', 'libc6']
const NAME = 'bench/large'

export async function largeImages(folder: string, registry: string): Promise<LargeImages> {
  const image = async (version: Version): Promise<{ pushed: Pushed; bytes: number }> => {
    const tree = await debianPackages(join(folder, `large-${version}`), PACKAGES, version)
    const tar = execFileSync('tar', ['--sort=name', '-C', tree, '-cf', '-', '.'], { maxBuffer: 2 ** 30 })
    // In half the time that a registry's layers take; whoever unpacks it gets the same.
    const archives = [{ tar, packed: gzipSync(tar, { level: 3 }) }]
    return { pushed: await pushImage(registry, { name: NAME, archives }, version), bytes: tar.length }
  }
  const { pushed: old } = await image('oldest')
  const { pushed: fresh, bytes } = await image('newest')
  const names = [old, fresh].map(({ digest }) => `${registry}/${NAME}@${digest}`)
  const program = join(import.meta.dirname, '../../bin/holdfast.ts')
  await promisify(execFile)(process.execPath, [program, 'delta', ...names, '--publish'])
  return { old, fresh, bytes }
}
