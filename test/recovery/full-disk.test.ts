/** A disk that is full or read-only, by a small tmpfs: needs root, and says so when it is not. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { BenchDevice } from './bench-device.ts'

const SIZE = 8 * 1024 * 1024

const canMount = process.getuid?.() === 0 && mounts()
if (!canMount) {
  const what = 'NOT TESTED HERE: the agent on full and read-only disks. Run as root, where tmpfs can be mounted.'
  if (process.env.CI === 'true') throw new Error(what)
  console.warn(what)
}

function mounts(): boolean {
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

describe.runIf(canMount)('a device', () => {
  let disk: string
  let device: BenchDevice

  beforeEach(async () => {
    disk = await mkdtemp(join(tmpdir(), 'holdfast-full-'))
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', disk])
    device = await BenchDevice.open(join(disk, 'data'))
  })
  afterEach(async () => {
    await device.close()
    execFileSync('umount', [disk])
    await rm(disk, { recursive: true })
  })

  async function settled(): Promise<void> {
    device.deploy(1, { db: 'steady', web: 'steady' })
    await device.start()
    await device.holds(1)
  }

  /** Somebody else takes all that is left. */
  async function fill(): Promise<void> {
    const { bavail, bsize, blocks } = await statfs(disk)
    if (blocks * bsize > SIZE) throw new Error('this is not the small disk')
    if (bavail > 0) await writeFile(join(disk, `filler-${performance.now()}`), Buffer.alloc(bavail * bsize))
  }

  const freeUp = () => execFileSync('find', [disk, '-name', 'filler-*', '-delete'])

  it('on a disk that was filled while it was off comes up, and touches nothing that runs', async () => {
    await settled()
    await device.stop()
    const before = await device.containers()
    await fill()
    await device.start()
    await device.holds(1)
    expect(await device.containers()).toEqual(before)
  })

  it('on a disk that fills up in the middle takes the update all the same, on its ballast', async () => {
    await settled()
    await fill()
    device.deploy(2, { db: 'steady', web: 'steady' })
    await device.holds(2)
    await device.cut()
    freeUp()
  })

  it('on a disk that stays full, ballast and all, waits, says so, and goes on by itself when there is room', async () => {
    await settled()
    const before = await device.containers()
    // It grows with every target, until also the ballast is used up; the newest one is taken when there is room.
    let epoch = 1
    const isBlocked = () => device.lastReport?.blockers.some(({ code }) => code === 'HF_STORE_UNWRITABLE') === true
    while (!isBlocked() && epoch < 500) {
      epoch += 1
      device.deploy(epoch, { db: 'steady', web: 'steady' })
      await fill().catch(() => {}) // the agent may have taken the room meanwhile
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const report = await device.reports('the blocker', isBlocked)
    expect(report.blockers.find(({ kind }) => kind === 'store')?.message).toMatch(/space/)
    expect((await device.containers()).length).toBeGreaterThanOrEqual(before.length)
    freeUp()
    await device.reports(
      'the newest release',
      ({ phase, current, blockers }) => phase === 'idle' && current?.epoch === epoch && blockers.length === 0,
    )
  })

  it('on a disk that is read-only at start says so with a code, touches nothing, and comes up when it is mended', async () => {
    await settled()
    await device.stop()
    const before = await device.containers()
    execFileSync('mount', ['-o', 'remount,ro', disk])
    await expect(device.start()).rejects.toMatchObject({ code: 'HF_STORE_UNWRITABLE' })
    expect(await device.containers()).toEqual(before)
    execFileSync('mount', ['-o', 'remount,rw', disk])
    await device.start()
    await device.holds(1)
    expect(await device.containers()).toEqual(before)
  })
})
