/**
 * Layers as those of a Python application on Debian: some thousand files of packages that apt fetches.
 *
 * Invariant: with another salt they are other layers of the same size and cost.
 */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { tarOf } from '../../simulators/registry/tar.ts'
import { debianPackages } from './debian-packages.ts'

export interface Archive {
  tar: Buffer
  /** By gzip, as registries have it. */
  packed: Buffer
}

/** The lowest first. */
const LAYERS = [
  ['libc6', 'perl-base', 'libssl3', 'libicu72', 'perl-modules-5.36'],
  ['git', 'binutils-x86-64-linux-gnu', 'libnode108'],
  ['python3.11-minimal', 'libpython3.11-stdlib', 'python3-numpy', 'python3-pil'],
]
/** Two blocks of nothing. */
const END = 1024

/** 220 MB of files. @returns of a salt, the layers with it */
export async function debianLayers(folder: string): Promise<(salt: string) => Archive[]> {
  const made: Archive[] = []
  for (const [index, packages] of LAYERS.entries()) {
    const tree = await debianPackages(join(folder, `layer-${index}`), packages, 'newest')
    const tar = execFileSync('tar', ['--sort=name', '-C', tree, '-cf', '-', '.'], { maxBuffer: 2 ** 30 })
    made.push({ tar, packed: gzipSync(tar, { level: 6 }) })
  }
  return (salt) => [...made, archiveOf(tarOf([{ path: 'application', content: Buffer.from(salt) }]))].map(salted(salt))
}

/** A file more at its beginning: archives, and what gzip makes of them, may be put one after the other. */
function salted(salt: string): (archive: Archive) => Archive {
  const first = tarOf([{ path: 'salt', content: Buffer.from(salt) }]).subarray(0, -END)
  const packed = gzipSync(first)
  return (archive) => ({
    tar: Buffer.concat([first, archive.tar]),
    packed: Buffer.concat([packed, archive.packed]),
  })
}

function archiveOf(tar: Buffer): Archive {
  return { tar, packed: gzipSync(tar) }
}
