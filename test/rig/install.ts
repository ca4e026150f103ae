/**
 * What the rig needs of the machine.
 *
 * Invariant: packages are installed only as root on Debian, only when missing, and only from Debian.
 */
import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { promisify } from 'node:util'
import { HoldfastError } from '../../protocol/errors.ts'

const run = promisify(execFile)

const DEBIAN = '/etc/debian_version'

/** Program, and the Debian package that holds it. */
const NEEDED = [
  ['/usr/sbin/dockerd', 'docker.io'],
  ['/usr/bin/docker-registry', 'docker-registry'],
  ['/usr/sbin/mosquitto', 'mosquitto'],
  ['/bin/busybox', 'busybox-static'],
  ['/usr/sbin/iptables', 'iptables'],
  ['/usr/sbin/ip', 'iproute2'],
  ['/usr/bin/protoc', 'protobuf-compiler'],
  ['/usr/bin/nbdfuse', 'libnbd-bin'],
  ['/usr/bin/fusermount3', 'fuse3'],
  ['/usr/sbin/mkfs.ext4', 'e2fsprogs'],
] as const

/** What single suites need, which alone are skipped without it. */
const NEEDED_BY_SOME = [
  ['/usr/bin/docker-compose', 'docker-compose'],
  ['/usr/bin/chromium', 'chromium'],
  ['/usr/sbin/NetworkManager', 'network-manager'],
  ['/usr/bin/dbus-daemon', 'dbus'],
  ['/usr/sbin/dnsmasq', 'dnsmasq-base'],
  ['/usr/bin/faketime', 'faketime'],
  ['/usr/bin/curl', 'curl'],
  ['/usr/lib/postgresql', 'postgresql'],
  ['/usr/bin/tinyproxy', 'tinyproxy'],
  ['/usr/bin/microsocks', 'microsocks'],
  ['/usr/bin/mmcli', 'modemmanager'],
  ['/usr/lib/python3/dist-packages/dbusmock', 'python3-dbusmock'],
] as const

/** What a whole device in an emulator needs on top: large, so only its own command installs it. */
const NEEDED_FOR_DEVICES = [
  ['/usr/bin/qemu-system-x86_64', 'qemu-system-x86'],
  ['/usr/bin/mmdebstrap', 'mmdebstrap'],
] as const

/** Why the rig cannot be had here; null when it can. */
export async function whyNoRig(): Promise<string | null> {
  if (process.platform !== 'linux') return `the rig runs on Linux, not on ${process.platform}`
  if (process.getuid?.() !== 0) return 'the rig needs root, to run a Docker engine of its own'
  if (!(await present(DEBIAN)) && (await missing()).length > 0) {
    return `the rig installs packages only on Debian; missing here: ${(await missing()).join(', ')}`
  }
  return null
}

/** @throws HF_REQUIREMENT_UNMET */
export async function assertRig(): Promise<void> {
  const reason = await whyNoRig()
  if (reason !== null) throw new HoldfastError('HF_REQUIREMENT_UNMET', reason)
}

/** Installs what is missing. Returns the names of the packages. */
export async function install(): Promise<string[]> {
  return installMissing((await present(DEBIAN)) ? [...NEEDED, ...NEEDED_BY_SOME] : NEEDED)
}

/** As {@link install}, and what a whole device in an emulator needs. */
export function installDeviceRig(): Promise<string[]> {
  return installMissing([...NEEDED, ...NEEDED_FOR_DEVICES])
}

type Needs = readonly (readonly [program: string, name: string])[]

async function installMissing(needs: Needs): Promise<string[]> {
  const packages = await missing(needs)
  if (packages.length === 0) return []
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update'], { env })
  await run('apt-get', ['install', '--yes', '--no-install-recommends', ...packages], {
    env,
    maxBuffer: 64 * 1024 * 1024,
  })
  return packages
}

async function missing(needs: Needs = NEEDED): Promise<string[]> {
  const packages: string[] = []
  for (const [program, name] of needs) if (!(await present(program))) packages.push(name)
  return packages
}

async function present(path: string): Promise<boolean> {
  try {
    await access(path)
    return true
  } catch {
    return false
  }
}
