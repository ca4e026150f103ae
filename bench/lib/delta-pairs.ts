/**
 * Pairs of layers that differ as images do, and what a delta between them comes to.
 *
 * Invariant: all sides see the same two archives; what a device needs is measured of a process that does nothing else.
 */
import { execFileSync, spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { encodeLayer } from '../../fleet/delta/encode-layer.ts'
import { OldBytes } from '../../fleet/delta/match-bytes.ts'
import { debianPackages } from './debian-packages.ts'

export interface Pair {
  name: string
  old: string
  fresh: string
}

export interface Outcome {
  bytes: number
  /** Of xdelta3 -9; undefined where it is not installed. */
  xdelta: number | undefined
  /** The most that applying takes beyond a process that only started, in MB. */
  memory: number
}

const PACKAGES = ['libssl3', 'libc6', 'python3.11-minimal', 'libpython3.11-stdlib', 'git', 'perl-base', 'curl']

/** Packages of Debian in the oldest and the newest version that its servers have: upgraded, and rebuilt with new times. */
export async function deltaPairs(folder: string): Promise<Pair[]> {
  const old = await debianPackages(join(folder, 'old'), PACKAGES, 'oldest')
  const fresh = await debianPackages(join(folder, 'fresh'), PACKAGES, 'newest')
  const tar = (name: string, tree: string, ...more: string[]): string => {
    execFileSync('tar', ['--sort=name', ...more, '-C', tree, '-cf', join(folder, name), '.'])
    return join(folder, name)
  }
  const before = tar('old.tar', old)
  await writeFile(join(old, 'application.py'), 'print("the next release")\n')
  return [
    { name: 'application only', old: before, fresh: tar('application.tar', old) },
    { name: 'rebuilt with new times', old: before, fresh: tar('rebuilt.tar', old, '--mtime=2026-03-04 05:06:07') },
    { name: 'packages upgraded', old: before, fresh: tar('upgraded.tar', fresh) },
  ]
}

export async function measurePair({ old, fresh }: Pair, folder: string): Promise<Outcome> {
  const content = await readFile(fresh)
  const delta = await encodeLayer(new OldBytes(await readFile(old)), content)
  const file = join(folder, 'delta')
  await writeFile(file, delta)
  const idle = await peakOf([])
  return {
    bytes: delta.length,
    xdelta: xdeltaOf(old, fresh, join(folder, 'xdelta')),
    memory: (await peakOf([old, file, String(content.length)])) - idle,
  }
}

function xdeltaOf(old: string, fresh: string, out: string): number | undefined {
  try {
    // Its window is all of the old bytes: what it has by default finds less.
    execFileSync('xdelta3', ['-9', '-B', String(2 ** 29), '-f', '-e', '-s', old, fresh, out])
    return Number(execFileSync('stat', ['-c', '%s', out], { encoding: 'utf8' }))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Of resident memory, in MB of a million bytes, as the process says it at its end. */
async function peakOf(args: readonly string[]): Promise<number> {
  const script = join(import.meta.dirname, 'apply-alone.ts')
  // As deploy/holdfast-agent starts the agent.
  const flags = ['--max-semi-space-size=1', '--optimize-for-size']
  const env = { ...process.env, MALLOC_ARENA_MAX: '1', UV_THREADPOOL_SIZE: '1' }
  const child = spawn(process.execPath, [...flags, script, ...args], { env, stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (bytes: Buffer) => {
    said += bytes.toString()
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  if (code !== 0) throw new Error(`it ended with ${code}`)
  return (Number(said) * 1024) / 1e6
}
