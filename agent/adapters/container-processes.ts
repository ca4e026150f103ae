/**
 * Processes of a container that its engine cannot end: it has forgotten them, or knows no way to.
 *
 * Invariant: only a process whose cgroup is named after the container is ended, never the first of the
 * machine nor this one. Where processes cannot be seen, none is.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'

/** As engines name containers, and the last part of their cgroups: "/docker/ID", "docker-ID.scope". */
const CONTAINER_ID = /^[0-9a-f]{64}$/

/** What was killed ends so soon, also on a machine that is busy. */
const PATIENCE_MS = 10_000
const LOOK_MS = 20

interface Processes {
  /** Where the kernel shows them. */
  proc: string
  /** @param pid below zero for a whole group */
  kill: (pid: number) => void
}

const OF_THIS_MACHINE: Processes = {
  proc: '/proc',
  kill: (pid) => {
    process.kill(pid, 'SIGKILL')
  },
}

/**
 * See HostPort.endProcesses: resolves when they are gone, because what they hold, a port for one, is free only then. What
 * is no container's id has no processes.
 * @throws HF_ENGINE_FAILED when one may not be ended, or does not end in time
 */
export async function endProcesses(
  container: string,
  { proc, kill } = OF_THIS_MACHINE,
  patienceMs = PATIENCE_MS,
): Promise<number> {
  const ended = new Set<number>()
  if (!CONTAINER_ID.test(container)) return 0
  // They may beget others while we look.
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    const left = await alive(container, proc)
    if (left.length === 0) return ended.size
    for (const pid of left) if (!ended.has(pid) && end(pid, kill)) ended.add(pid)
    if (waitedMs >= patienceMs)
      throw new HoldfastError('HF_ENGINE_FAILED', `processes of a lost container do not end: ${left.join(', ')}`)
    await delay(LOOK_MS)
  }
}

/** Not those that have ended and are only not reaped yet: they hold nothing any more. */
async function alive(container: string, proc: string): Promise<number[]> {
  const found: number[] = []
  for (const pid of await pidsIn(proc)) {
    if ((await isOf(container, pid, proc)) && !(await isDead(pid, proc))) found.push(pid)
  }
  return found
}

/**
 * Ends one process of a container, and the group that it leads.
 * @returns whether there was such a process
 * @throws HF_ENGINE_FAILED when it may not be ended
 */
export async function endProcess(container: string, pid: number, { proc, kill } = OF_THIS_MACHINE): Promise<boolean> {
  if (!CONTAINER_ID.test(container) || !(await isOf(container, pid, proc))) return false
  return end((await leadsGroup(pid, proc)) ? -pid : pid, kill)
}

/** False when it has ended by itself. */
function end(pid: number, kill: Processes['kill']): boolean {
  try {
    kill(pid)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw new HoldfastError('HF_ENGINE_FAILED', `the process ${pid} of a container cannot be ended`, { cause })
  }
}

async function pidsIn(proc: string): Promise<number[]> {
  const names = await readdir(proc).catch(() => []) // processes cannot be seen
  return names.filter((name) => /^\d+$/.test(name)).map(Number)
}

/** Each line of the file is "NUMBER:CONTROLLERS:PATH", in version 2 there is one. */
async function isOf(container: string, pid: number, proc: string): Promise<boolean> {
  if (pid <= 1 || pid === process.pid) return false
  const text = await readFile(join(proc, String(pid), 'cgroup'), 'utf8').catch(() => '') // it has ended
  return text.split('\n').some((line) =>
    line
      .split('/')
      .slice(1)
      .some((part) => part === container || part === `docker-${container}.scope`),
  )
}

async function leadsGroup(pid: number, proc: string): Promise<boolean> {
  return (await statOf(pid, proc))[2] === String(pid)
}

async function isDead(pid: number, proc: string): Promise<boolean> {
  return ['Z', 'X'].includes((await statOf(pid, proc))[0] ?? '')
}

/** State, parent, group, …: the file is "PID (NAME) STATE PARENT GROUP …", and a name may hold anything. */
async function statOf(pid: number, proc: string): Promise<string[]> {
  const text = await readFile(join(proc, String(pid), 'stat'), 'utf8').catch(() => '') // it has ended
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}
