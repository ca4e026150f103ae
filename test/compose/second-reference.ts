/**
 * `npm run compose:v2`: the comparisons of this folder with compose v2, as Debian 13 has it.
 *
 * Invariant: it comes from the mirror that this machine's own apt is set up with, into a temporary directory that is
 * removed again; nothing is installed. Root on Debian, with mmdebstrap.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { debianTree } from '../rig/debian-tree.ts'

const ROOT = join(import.meta.dirname, '../..')

const folder = mkdtempSync(join(tmpdir(), 'holdfast-compose-v2-'))
try {
  const tree = join(folder, 'tree')
  debianTree(tree, 'extract', ['docker-compose'])
  const libraries = join(
    tree,
    'usr/lib',
    readdirSync(join(tree, 'usr/lib')).find((name) => name.endsWith('-linux-gnu'))!,
  )
  const loader = join(libraries, readdirSync(libraries).find((name) => name.startsWith('ld-linux'))!)
  const tool = join(folder, 'docker-compose')
  writeFileSync(tool, `#!/bin/sh\nexec ${loader} --library-path ${libraries} ${tree}/usr/bin/docker-compose "$@"\n`)
  chmodSync(tool, 0o755)
  const vitest = join(ROOT, 'node_modules/.bin/vitest')
  const words = ['run', '--project', 'real', 'test/compose/reference.real.test.ts', ...process.argv.slice(2)]
  const env = { ...process.env, COMPOSE_REFERENCE: tool }
  process.exitCode = spawnSync(vitest, words, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
