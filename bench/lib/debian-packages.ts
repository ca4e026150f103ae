/**
 * Packages of Debian in a folder, as images have them; apt fetches them.
 *
 * Invariant: nothing is installed here; the same packages in the same versions give the same files.
 */
import { execFileSync } from 'node:child_process'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Of all that its servers have. */
export type Version = 'newest' | 'oldest'

/** @returns the folder that has their files, in `folder` */
export async function debianPackages(folder: string, names: readonly string[], version: Version): Promise<string> {
  const [debs, tree] = [join(folder, 'debs'), join(folder, 'tree')]
  for (const each of [debs, tree]) await mkdir(each, { recursive: true })
  const wanted = names.map((name) => `${name}=${versionOf(name, version)}`)
  execFileSync('apt-get', ['download', '-qq', ...wanted], { cwd: debs, stdio: ['ignore', 'ignore', 'ignore'] })
  for (const deb of await readdir(debs)) execFileSync('dpkg', ['-x', join(debs, deb), tree])
  return tree
}

function versionOf(name: string, version: Version): string {
  const lines = execFileSync('apt-cache', ['madison', name], { encoding: 'utf8' }).trim().split('\n')
  const versions = lines.map((line) => line.split('|')[1]?.trim() ?? '').filter((each) => each !== '')
  return versions.at(version === 'newest' ? 0 : -1) ?? ''
}
