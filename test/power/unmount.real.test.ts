/** What is unmounted may still be in use by whoever is just ending. */
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { describeReal } from '../rig/use-rig.ts'
import { unmountWhenFree } from './unmount.ts'

const run = promisify(execFile)

describeReal('a file system that is in use', () => {
  let directory: string
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'holdfast-unmount-'))
    await run('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', directory])
    await writeFile(join(directory, 'file'), 'x')
  })
  afterEach(async () => {
    await run('umount', [directory]).catch(() => {}) // it is not mounted any more
    await rm(directory, { recursive: true })
  })

  it('is unmounted as soon as whoever has a file open there has ended', async () => {
    const user = spawn('sh', ['-c', 'echo reads; read -r _', 'sh'], {
      cwd: directory,
      stdio: ['pipe', 'pipe', 'ignore'],
    })
    await once(user.stdout, 'data')
    await expect(unmountWhenFree(directory, 0)).rejects.toThrow('busy')
    const done = unmountWhenFree(directory)
    user.stdin.end()
    await done
    expect((await run('mount')).stdout).not.toContain(directory)
  })
})
