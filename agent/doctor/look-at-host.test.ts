import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { judgeSpace, lookAtDisk } from './look-at-host.ts'

const MIB = 1024 * 1024
const roomy = { bavail: 64, bsize: MIB, ffree: 1_000, files: 2_000 }

describe('the room on a disk', () => {
  it.each([
    ['enough', roomy, 'ok', '64 MiB free'],
    ['just enough', { ...roomy, bavail: 16 }, 'ok', '16 MiB free'],
    ['too little', { ...roomy, bavail: 15 }, 'wrong', '15 MiB free where /data is'],
    ['no inode', { ...roomy, ffree: 0 }, 'wrong', 'no file more fits where /data is'],
    // btrfs makes them as they are needed, and says zero of both.
    ['a file system that counts none', { ...roomy, ffree: 0, files: 0 }, 'ok', '64 MiB free'],
  ])('%s', (_, left, state, what) => {
    expect(judgeSpace('/data', left)).toMatchObject({ layer: 'disk', state, what: expect.stringContaining(what) })
  })
})

describe('a disk', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'hf-disk-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))
  const disk = async (path: string) => (await lookAtDisk(path)).filter(({ layer }) => layer === 'disk')

  it('that takes what is written is well, and nothing is left on it', async () => {
    const [, written] = await disk(dir)
    expect(written).toMatchObject({ what: expect.stringMatching(/^4 KiB /) })
    expect(['ok', 'warn']).toContain(written!.state)
    expect(await readdir(dir)).toEqual([])
  })

  it('that has no room and takes nothing is told of both, with what to do', async () => {
    // A file system of the kernel's own, which is there on every Linux.
    expect(await disk('/proc')).toMatchObject([
      {
        state: 'wrong',
        what: expect.stringContaining('0 MiB free where /proc is'),
        advice: expect.stringContaining('du'),
      },
      { state: 'wrong', what: expect.stringContaining('nothing can be written to /proc (') },
    ])
  })

  it('that is not mounted is told of as missing data', async () => {
    expect(await lookAtDisk(join(dir, 'data'))).toMatchObject([
      { layer: 'data', state: 'warn', advice: expect.stringContaining('the disk is not mounted') },
    ])
  })

  it('behind something that is no directory cannot be looked at', async () => {
    await writeFile(join(dir, 'file'), '')
    expect(await lookAtDisk(join(dir, 'file', 'data'))).toMatchObject([
      { layer: 'data', state: 'wrong', what: expect.stringContaining('cannot be looked at (ENOTDIR)') },
    ])
  })
})
