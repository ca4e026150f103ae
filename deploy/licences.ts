/**
 * The licences of what is bundled, as they ask to be handed on.
 *
 * Invariant: every package of which anything is in a bundle is named, with the text of its licence.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

const ROOT = join(import.meta.dirname, '..')
const LICENCE = /^(licen[cs]e|copying)/i

/** Writes one file with the licences of all packages of the bundles. */
export async function writeLicences(metafiles: readonly Metafile[], file: string): Promise<void> {
  const folders = new Set(['.', 'node_modules/node-gyp-build'])
  for (const { outputs } of metafiles) {
    for (const { inputs } of Object.values(outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
        const folder = folderOf(path)
        if (folder !== null && bytesInOutput > 0) folders.add(folder)
      }
    }
  }
  const sections = await Promise.all([...folders].sort().map(sectionOf))
  await writeFile(file, sections.join('\n\n'))
}

/** The innermost package of a file, or null for one of ours. */
function folderOf(path: string): string | null {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? null
}

async function sectionOf(folder: string): Promise<string> {
  const { name, version, license } = JSON.parse(await readFile(join(ROOT, folder, 'package.json'), 'utf8')) as {
    name: string
    version: string
    license?: string
  }
  const texts = (await readdir(join(ROOT, folder))).filter((entry) => LICENCE.test(entry))
  const bodies = await Promise.all(texts.map((entry) => readFile(join(ROOT, folder, entry), 'utf8')))
  return [`${name} ${version} (${license ?? 'see below'})`, ...bodies.map((body) => body.trim())].join('\n\n')
}
