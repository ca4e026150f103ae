/**
 * The guest: a Debian with a kernel and a Docker engine, and the first content of its data disk.
 *
 * Invariant: what is in the cache is whole (made under another name, then renamed) and is made anew when its
 * recipe changes; everything comes from Debian's packages and from this checkout.
 */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { promisify } from 'node:util'
import { bundle } from '../../../deploy/bundle.ts'

const run = promisify(execFile)

const INIT = new URL('init', import.meta.url)
const PACKAGES = ['linux-image-cloud-amd64', 'docker.io', 'iptables', 'iproute2', 'kmod']

/** Finds the root disk; in the order in which they need each other. */
const MODULES = ['virtio_ring', 'virtio', 'virtio_pci_modern_dev', 'virtio_pci_legacy_dev', 'virtio_pci', 'virtio_blk']

/** Everything that comes before the first process of the guest, small: it is unpacked by an emulated processor. */
const EARLY = `#!/bin/busybox sh
/bin/busybox mount -t devtmpfs dev /dev
for module in ${MODULES.join(' ')}; do /bin/busybox insmod /$module.ko; done
/bin/busybox mount -t ext4 /dev/vda /root
/bin/busybox mount --move /dev /root/dev
/bin/busybox mount -t proc proc /root/proc
/bin/busybox mount -t sysfs sysfs /root/sys
/bin/busybox mount -t tmpfs run /root/run
exec /bin/busybox switch_root /root /holdfast-init
`

export interface GuestImage {
  kernel: string
  initrd: string
  /** Raw, ext4; never written. */
  root: string
}

/** Builds it, or takes it from the cache: minutes, or nothing. */
export async function guestImage(): Promise<GuestImage> {
  const init = await readFile(INIT, 'utf8')
  const recipe = createHash('sha256')
    .update(JSON.stringify([init, PACKAGES, EARLY]))
    .digest('hex')
  const cached = join(tmpdir(), `holdfast-guest-${recipe.slice(0, 12)}`)
  const image = (at: string): GuestImage => ({
    kernel: join(at, 'vmlinuz'),
    initrd: join(at, 'initrd.img'),
    root: join(at, 'root.img'),
  })
  if (await isThere(cached)) return image(cached)
  const making = `${cached}.${process.pid}`
  const root = join(making, 'root')
  await mkdir(making)
  try {
    const flags = ['--quiet', '--variant=minbase', '--aptopt=Apt::Install-Recommends "false"']
    const hook = '--customize-hook=mkdir "$1/data"; rm -rf "$1/usr/share/doc" "$1/boot/initrd.img"*'
    const release = /VERSION_CODENAME=(\w+)/.exec(await readFile('/etc/os-release', 'utf8'))?.[1] ?? 'stable'
    await run('mmdebstrap', [...flags, `--include=${PACKAGES.join(',')}`, hook, release, root])
    await writeFile(join(root, 'holdfast-init'), init)
    await chmod(join(root, 'holdfast-init'), 0o755)
    const kernel = (await readdir(join(root, 'boot'))).find((name) => name.startsWith('vmlinuz')) ?? 'vmlinuz'
    await copyFile(join(root, 'boot', kernel), image(making).kernel)
    await makeInitrd(join(making, 'early'), root, image(making).initrd)
    await makeDisk(image(making).root, '1500M', root)
    await rm(root, { recursive: true })
    await rename(making, cached)
  } catch (error) {
    await rm(making, { recursive: true, force: true })
    throw error
  }
  return image(cached)
}

/**
 * Makes the data disk: the agent as it is published, Node, and the device's configuration; the rest is empty.
 * @param ground an empty directory of our own
 * @returns the path of the raw image
 */
export async function dataDisk(ground: string, config: object): Promise<string> {
  const agent = join(ground, 'content', 'agent')
  await bundle(agent)
  await copyFile(process.execPath, join(agent, 'node'))
  await writeFile(join(agent, 'device.json'), JSON.stringify(config))
  const disk = join(ground, 'data.img')
  await makeDisk(disk, '3G', join(ground, 'content'))
  await rm(join(ground, 'content'), { recursive: true })
  return disk
}

async function makeInitrd(ground: string, root: string, file: string): Promise<void> {
  for (const name of ['bin', 'dev', 'root']) await mkdir(join(ground, name), { recursive: true })
  await copyFile('/bin/busybox', join(ground, 'bin/busybox'))
  const { stdout } = await run('find', [join(root, 'usr/lib/modules'), '-name', 'virtio*.ko'])
  for (const path of stdout.split('\n').filter((found) => MODULES.includes(basename(found, '.ko'))))
    await copyFile(path, join(ground, basename(path)))
  await writeFile(join(ground, 'init'), EARLY)
  await chmod(join(ground, 'init'), 0o755)
  await run('sh', ['-c', 'cd "$0" && find . | busybox cpio -o -H newc > "$1"', ground, file])
  await rm(ground, { recursive: true })
}

async function makeDisk(path: string, size: string, content: string): Promise<void> {
  await run('mkfs.ext4', ['-q', '-F', '-E', 'lazy_itable_init=0,lazy_journal_init=0', '-d', content, path, size])
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
