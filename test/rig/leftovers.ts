/**
 * What a rig leaves in the kernel, and how it is removed.
 *
 * Invariant: a rig owns one directory under {@link RIGS}, whose `owner.json` says who made it. Everything
 * it may leave (processes, mounts, bridges, cgroups) is found from that file alone, so that a run that was
 * killed is cleaned up by the next one, and nothing of anybody else is touched.
 */
import { execFile } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, rmdir, stat, writeFile } from 'node:fs/promises'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { forget, keepInMemory } from './memory.ts'

const run = promisify(execFile)

const RIGS = join(tmpdir(), 'holdfast-rig')

const A_MINUTE = 60_000

const PROGRAMS =
  /^(setpriv|dockerd|containerd|containerd-shim|docker-proxy|docker-registry|mosquitto|postgres|nbdfuse|qemu-system|unshare|nsenter|NetworkManager|dbus-daemon|dnsmasq)/

/** A directory for one part of the rig, and what this part may put into the kernel. */
export interface Ground {
  dir: string
  /** Name of its bridge and of its cgroup. */
  name: string
  /** Second number of its addresses: 10.N.0.0/16. */
  net: number
}

/** Makes a directory that {@link clear} and {@link sweep} know how to remove. */
export async function makeGround(what: string): Promise<Ground> {
  await mkdir(RIGS, { recursive: true })
  const dir = await mkdtemp(join(RIGS, `${what}-`))
  await keepInMemory(dir)
  const ground = { dir, name: `hf${dir.slice(-6)}`, net: await freeNet() }
  const owner = { ...ground, pid: process.pid, started: startOf(process.pid) }
  await writeFile(join(dir, 'owner.json'), JSON.stringify(owner))
  return ground
}

/** Removes whatever is there of one ground: running or not, whole or not. */
export async function clear(ground: Ground): Promise<void> {
  await dropWhatRuns(ground)
  await removeBridges(ground)
  await closeFirewall(ground)
  await forget(ground.dir)
  await rm(ground.dir, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
}

/** Ends its processes, and takes away their mounts and cgroups: as a power cut does, but for the networks. */
export async function dropWhatRuns(ground: Ground): Promise<void> {
  await endProcesses(ground)
  for (const mount of mountsUnder(ground.dir)) await run('umount', ['--lazy', mount])
  for (const cgroup of cgroupsOf(ground)) await removeCgroup(cgroup)
}

/** Clears every ground whose owner is no more. Returns how many there were. */
export async function sweep(): Promise<number> {
  let swept = 0
  for (const entry of await readdir(RIGS).catch(() => [])) {
    const dir = join(RIGS, entry)
    const owner = await ownerOf(dir)
    if (owner !== null && startOf(owner.pid) === owner.started) continue
    if (owner !== null) await clear(owner)
    else if (await isForgotten(dir)) {
      await forget(dir)
      await rm(dir, { recursive: true, force: true })
    } else continue
    swept += 1
  }
  return swept
}

/** Its own rig, in another process, may remove it at this very moment. */
async function isForgotten(dir: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(dir)).mtimeMs > A_MINUTE
  } catch (error) {
    if (isGone(error)) return false
    throw error
  }
}

async function ownerOf(dir: string): Promise<(Ground & { pid: number; started: string }) | null> {
  try {
    return JSON.parse(await readFile(join(dir, 'owner.json'), 'utf8'))
  } catch {
    return null // it is being made, or was cut while it was made: nothing was started yet
  }
}

/** When a process started, in ticks since boot; empty when it has ended. Together with the id: unique. */
function startOf(pid: number): string {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [state, ...rest] = text.slice(text.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? '' : (rest[18] ?? '')
  } catch (error) {
    if (isGone(error)) return ''
    throw error
  }
}

/** Our programs that have the directory in their command line, and all that run in its cgroup. */
function processesOf(ground: Ground): Set<number> {
  const found = new Set(cgroupsOf(ground).flatMap(membersOf))
  for (const name of readdirSync('/proc')) {
    const words = /^\d+$/.test(name) ? commandOf(Number(name)) : []
    const program = words[0]?.split('/').at(-1) ?? ''
    if (PROGRAMS.test(program) && words.some((word) => word.includes(`${ground.dir}/`))) found.add(Number(name))
  }
  return found
}

/** Its cgroup in every hierarchy of version 1, or the one of version 2. */
function cgroupsOf(ground: Ground): string[] {
  const root = '/sys/fs/cgroup'
  const hierarchies = existsSync(root) ? readdirSync(root).map((name) => join(root, name)) : []
  return [root, ...hierarchies].map((path) => join(path, ground.name)).filter((path) => existsSync(path))
}

function membersOf(cgroup: string): number[] {
  try {
    const own = readFileSync(join(cgroup, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number)
    const below = readdirSync(cgroup, { withFileTypes: true }).filter((entry) => entry.isDirectory())
    return [...own, ...below.flatMap((entry) => membersOf(join(cgroup, entry.name)))]
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

function commandOf(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
  } catch (error) {
    if (isGone(error)) return []
    throw error
  }
}

async function endProcesses(ground: Ground): Promise<void> {
  for (let round = 0; round < 100; round++) {
    const left = processesOf(ground)
    if (left.size === 0) return
    for (const pid of left) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch (error) {
        if (!isGone(error)) throw error
      }
    }
    await sleep(50)
  }
  throw new Error(`processes of ${ground.dir} do not end: ${[...processesOf(ground)].join(', ')}`)
}

/** No such file or process, or a cgroup that was removed while it was read. */
function isGone(error: unknown): boolean {
  return ['ENOENT', 'ESRCH', 'ENODEV'].includes((error as NodeJS.ErrnoException).code ?? '')
}

/**
 * Lets containers of one ground talk to each other, where another engine of the machine drops what is
 * forwarded and bridges are filtered.
 */
export async function openFirewall(ground: Ground): Promise<void> {
  await run('iptables', ['--wait', '-I', 'FORWARD', ...ruleOf(ground)])
}

async function closeFirewall(ground: Ground): Promise<void> {
  const { stdout } = await run('iptables', ['--wait', '-S', 'FORWARD'])
  for (const line of stdout.split('\n')) {
    if (line.includes(`-s 10.${ground.net}.0.0/16 `))
      await run('iptables', ['--wait', '-D', 'FORWARD', ...ruleOf(ground)])
  }
}

function ruleOf(ground: Ground): string[] {
  const own = `10.${ground.net}.0.0/16`
  return ['-s', own, '-d', own, '-j', 'ACCEPT']
}

/** Deepest first. */
function mountsUnder(dir: string): string[] {
  const mounts = readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => (line.split(' ')[4] ?? '').replaceAll('\\040', ' '))
  return mounts.filter((path) => path.startsWith(`${dir}/`)).reverse()
}

/** The default bridge by its name, those of its networks by their addresses. */
async function removeBridges(ground: Ground): Promise<void> {
  const links = JSON.parse((await run('ip', ['-json', 'addr', 'show', 'type', 'bridge'])).stdout || '[]') as {
    ifname: string
    addr_info: { local?: string }[]
  }[]
  for (const link of links) {
    const within = link.addr_info.some((address) => address.local?.startsWith(`10.${ground.net}.`) === true)
    if (link.ifname === ground.name || (within && link.ifname.startsWith('br-')))
      await run('ip', ['link', 'del', link.ifname])
  }
}

async function removeCgroup(path: string): Promise<void> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null)
  if (entries === null) return
  for (const entry of entries) if (entry.isDirectory()) await removeCgroup(join(path, entry.name))
  await rmdir(path)
}

/** A 10.N.0.0/16 that no interface and no other rig uses. */
async function freeNet(): Promise<number> {
  const addresses = Object.values(networkInterfaces()).flatMap((infos) => infos?.map((info) => info.address) ?? [])
  const taken = new Set(addresses.filter((a) => a.startsWith('10.')).map((a) => Number(a.split('.')[1])))
  for (const entry of await readdir(RIGS)) taken.add((await ownerOf(join(RIGS, entry)))?.net ?? -1)
  const first = 100 + Math.floor(Math.random() * 100)
  for (let step = 0; step < 100; step++) {
    const net = 100 + ((first - 100 + step) % 100)
    if (!taken.has(net)) return net
  }
  throw new Error('no free 10.N.0.0/16 for the rig')
}
