/**
 * `npm run engines -- [--containerd-store] [--suite NAME] [--tree DIR] [FILE...]`: the tests that touch an engine, on the engine
 * of Debian 13 (Docker 26.1), or of another suite: `--suite forky` has a newer one.
 *
 * Invariant: nothing is installed, and the machine's own engine is not touched: the engine sees the folder's programs
 * in the place of the machine's, in a mount namespace of its own. Root on Debian, with mmdebstrap.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { argumentsOf, flagsAndWordsFrom } from '../../simulators/command-line.ts'
import { debianTree } from '../rig/debian-tree.ts'

const ROOT = join(import.meta.dirname, '../..')
/** The engine, and what it and the rig's runtime call. */
const PACKAGES = ['docker.io', 'runc', 'util-linux', 'mount', 'coreutils', 'dash', 'grep', 'sed', 'tar', 'pigz', 'zstd']
const USUAL = [
  'test/contract/docker-engine.real.test.ts',
  'test/content/content.real.test.ts',
  'test/content/odd-images.real.test.ts',
]
const CONTAINERD_STORE = { features: { 'containerd-snapshotter': true } }

const { flags, words: files } = argumentsOf(
  'usage: npm run engines -- [--containerd-store] [--suite NAME] [--tree DIR] [FILE...]',
  (args) =>
    flagsAndWordsFrom(args, {
      'containerd-store': { type: 'boolean' },
      suite: { type: 'string' },
      tree: { type: 'string' },
    }),
)
const folder = mkdtempSync(join(tmpdir(), 'holdfast-engines-'))
try {
  const tree = flags.tree ?? join(folder, 'tree')
  if (!existsSync(join(tree, 'usr/sbin/dockerd'))) debianTree(tree, 'extract', PACKAGES, flags.suite)

  const programs = join(folder, 'bin')
  mkdirSync(programs)
  const inside = `mount --bind '${join(tree, 'usr')}' /usr && exec /usr/sbin/dockerd "$@"`
  const words = `exec unshare --mount sh -c "$INSIDE" dockerd "$@"`
  writeFileSync(join(programs, 'dockerd'), `#!/bin/sh\nINSIDE=$(cat <<'END'\n${inside}\nEND\n)\n${words}\n`)
  chmodSync(join(programs, 'dockerd'), 0o755)
  const env = {
    ...process.env,
    PATH: `${programs}:${process.env.PATH}`,
    ...(flags['containerd-store'] === true ? { HOLDFAST_RIG_DAEMON: JSON.stringify(CONTAINERD_STORE) } : {}),
  }
  spawnSync('dockerd', ['--version'], { env, stdio: 'inherit' })
  const tests = ['run', '--project', 'real', ...(files.length > 0 ? files : USUAL)]
  const vitest = join(ROOT, 'node_modules/.bin/vitest')
  process.exitCode = spawnSync(vitest, tests, { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
