/** What the launcher of a checkout leaves behind. */
import { execFile } from 'node:child_process'
import { chown, copyFile, mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const NOBODY = 65_534
const run = promisify(execFile)

// Only root can start what is not its own as if it were.
it.runIf(process.getuid?.() === 0).each([
  ['keeps what it has compiled beside a program of its own', 0, true],
  ['leaves nothing of root in a checkout of somebody else, who could not remove it', NOBODY, false],
])('holdfast, started by root, %s', async (_, owner, keeps) => {
  const folder = await mkdtemp(join(tmpdir(), 'holdfast-start-'))
  try {
    for (const name of ['bin', 'node_modules']) await mkdir(join(folder, name))
    await copyFile('bin/holdfast', join(folder, 'bin/holdfast'))
    await writeFile(join(folder, 'bin/holdfast.ts'), 'await import("./other.ts")\n')
    await writeFile(join(folder, 'bin/other.ts'), 'export {}\n')
    for (const name of ['', 'bin', 'node_modules']) await chown(join(folder, name), owner, owner)
    const PATH = `${join(process.execPath, '..')}:${process.env.PATH}`
    await run('sh', [join(folder, 'bin/holdfast')], { env: { ...process.env, NODE_COMPILE_CACHE: '', PATH } })
    const cache = await stat(join(folder, 'node_modules/.cache')).catch(() => null)
    expect(cache !== null).toBe(keeps)
  } finally {
    await rm(folder, { recursive: true })
  }
})
