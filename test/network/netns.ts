/**
 * Small worlds of network namespaces: one for a device, one for what it reaches, veth pairs between them.
 *
 * Invariant: each world has its own /etc, /run, state of NetworkManager and host name, and nothing is started in it before
 * that has been seen: what runs there cannot write to the machine's own. The namespaces have no names, so they are gone
 * when their processes are, and those die with this one.
 */
import { execFile, type SpawnOptions, spawn } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { clear, type Ground, makeGround } from '../rig/leftovers.ts'
import { type Server, server } from '../rig/process.ts'

const run = promisify(execFile)

/** What has to be there, with its Debian package. */
const NETWORK_PROGRAMS = [
  ['/usr/sbin/NetworkManager', 'network-manager'],
  ['/usr/bin/dbus-daemon', 'dbus'],
  ['/usr/bin/busctl', 'systemd'],
  ['/usr/sbin/dnsmasq', 'dnsmasq-base'],
  ['/usr/bin/tinyproxy', 'tinyproxy'],
  ['/usr/bin/microsocks', 'microsocks'],
] as const

/**
 * Shell: makes everything private first, and gives up when it is not. `sleep` holds the namespaces.
 * A read-only /sys tells NetworkManager that no udev has to be waited for.
 */
const PRIVATE = `set -e
mount --make-rprivate /
mkdir -p "$0/etc" "$0/work"
mount -t overlay overlay -o "lowerdir=/etc,upperdir=$0/etc,workdir=$0/work" /etc
mount -t tmpfs tmpfs /run
mkdir -p /var/lib/NetworkManager
mount -t tmpfs tmpfs /var/lib/NetworkManager
mount -t sysfs -o ro sysfs /sys
test "$(stat -f -c %T /etc)" = overlayfs
test "$(stat -f -c %T /run)" = tmpfs
mkdir -p /run/NetworkManager/system-connections /etc/NetworkManager/system-connections
rm -f /etc/resolv.conf && : > /etc/resolv.conf
ip link set lo up
touch "$0/ready"
exec sleep infinity`

export interface Netns {
  /** Files as its processes see them begin here. */
  readonly root: string
  /** Where its things lie, inside and outside alike. */
  readonly dir: string
  readonly pid: number
  /** Runs a program in it to its end; what it wrote. */
  exec(program: string, ...args: string[]): Promise<string>
  /** How a program is started in it. */
  argv(program: string, args: readonly string[]): { command: string; args: string[] }
  spawn(program: string, args: readonly string[], options: SpawnOptions): ReturnType<typeof spawn>
  close(): Promise<void>
}

/** Why there can be no such world here; null when there can. */
export async function whyNoNetns(): Promise<string | null> {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'namespaces need Linux, and root'
  const missing: string[] = []
  for (const [path, name] of NETWORK_PROGRAMS) await access(path).catch(() => missing.push(name))
  return missing.length === 0 ? null : `missing here: ${missing.join(', ')}`
}

export async function makeNetns(what: string): Promise<Netns> {
  const ground: Ground = await makeGround(what)
  const { dir } = ground
  const holder: Server = server({
    command: 'unshare',
    args: ['--net', '--mount', '--uts', 'sh', '-c', PRIVATE, dir],
    log: join(dir, 'log'),
    ready: () =>
      access(join(dir, 'ready')).then(
        () => true,
        () => false,
      ),
  })
  try {
    await holder.start()
  } catch (error) {
    await clear(ground)
    throw error
  }
  const { pid } = holder
  const argv = (program: string, args: readonly string[]) => ({
    command: 'nsenter',
    args: ['--target', String(pid), '--net', '--mount', '--uts', '--', program, ...args],
  })
  return {
    root: `/proc/${pid}/root`,
    dir,
    pid,
    argv,
    async exec(program, ...args) {
      const inside = argv(program, args)
      return (await run(inside.command, inside.args)).stdout
    },
    spawn(program, args, options) {
      const inside = argv(program, args)
      return spawn('setpriv', ['--pdeathsig', 'KILL', inside.command, ...inside.args], options)
    },
    async close() {
      await holder.end('SIGKILL')
      await clear(ground)
    },
  }
}

/** A cable: an interface in each, with no address yet; the second one's end is up. */
export async function cable(a: Netns, nameA: string, b: Netns, nameB: string): Promise<void> {
  const ends = ['name', nameA, 'netns', String(a.pid), 'type', 'veth', 'peer', 'name', nameB, 'netns', String(b.pid)]
  await run('ip', ['link', 'add', ...ends])
  await b.exec('ip', 'link', 'set', nameB, 'up')
}
