/**
 * A real ext4 on a disk that keeps its history.
 *
 * Invariant: between the file system and the log stand only the loop device and nbdfuse, which pass on every
 * write and every flush. Everything of it lies in one ground, so that it can be swept.
 */
import { execFile } from 'node:child_process'
import { access, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { server } from '../rig/process.ts'
import type { LoggedDisk } from './disk-log.ts'
import { serveDisk } from './nbd-server.ts'
import { unmountWhenFree } from './unmount.ts'

const run = promisify(execFile)

/**
 * Nothing is written later and in the background: the log holds the writes of the agent, and no others. No
 * checksums of metadata: the superblock is written in place, and one torn at 512 bytes would not mount, which
 * no program on it can help.
 */
const MKFS = [
  '-q',
  '-F',
  '-b',
  '4096',
  '-m',
  '0',
  '-J',
  'size=4',
  '-O',
  '^metadata_csum',
  '-E',
  'nodiscard,lazy_itable_init=0,lazy_journal_init=0',
]

export interface LoggedMount {
  /** Where the file system is. No other than a child process may touch it: this one answers for its disk. */
  directory: string
  unmount(): Promise<void>
}

/** @param ground an empty directory of our own */
export async function mountLogged(disk: LoggedDisk<unknown>, ground: string): Promise<LoggedMount> {
  const [socket, fuse, directory] = ['nbd.sock', 'fuse', 'mnt'].map((name) => join(ground, name)) as [
    string,
    string,
    string,
  ]
  const image = join(fuse, 'disk')
  await mkdir(fuse)
  await mkdir(directory)
  const served = await serveDisk(disk, socket)
  const bridge = server({
    command: 'nbdfuse',
    args: ['-C', '1', image, '--unix', socket],
    log: join(ground, 'nbdfuse.log'),
    ready: () =>
      access(image).then(
        () => true,
        () => false,
      ),
  })
  const steps: (() => Promise<unknown>)[] = [() => served.close()]
  const unmount = async (): Promise<void> => {
    for (const step of steps.splice(0).reverse()) await step()
  }
  try {
    await bridge.start()
    steps.push(
      () => bridge.end('SIGTERM'),
      () => run('fusermount3', ['-u', '-z', fuse]),
    )
    await run('mkfs.ext4', [...MKFS, image])
    await run('mount', ['-o', 'loop,noatime', image, directory])
    steps.push(() => unmountWhenFree(directory))
    await run('sync', ['-f', directory])
  } catch (error) {
    await unmount()
    throw error
  }
  return { directory, unmount }
}
