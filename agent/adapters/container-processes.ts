/**
 * Processes of a container that its engine cannot end: it has forgotten them, or knows no way to.
 *
 * Invariant: only a process whose cgroup is named after the container is ended, never the first of the
 * machine nor this one. Where processes cannot be seen, none is.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'

/** As engines name containers, and the last part of their cgroups: "/docker/ID", "docker-ID.scope". */
const CONTAINER_ID = /^[0-9a-f]{64}$/

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
 * See HostPort.endProcesses. What is no container's id has no processes.
 * @throws HF_ENGINE_FAILED when one may not be ended
 */
export async function endProcesses(container: string, { proc, kill } = OF_THIS_MACHINE): Promise<number> {
  const ended = new Set<number>()
  if (!CONTAINER_ID.test(container)) return 0
  // Until a look finds none that is new: they may beget others while we look.
  for (let before = -1; before < ended.size; ) {
    before = ended.size
    for (const pid of await pidsIn(proc)) {
      if (ended.has(pid) || !(await isOf(container, pid, proc))) continue
      if (end(pid, kill)) ended.add(pid)
    }
  }
  return ended.size
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

/** The file is "PID (NAME) STATE PARENT GROUP …", and a name may hold anything. */
async function leadsGroup(pid: number, proc: string): Promise<boolean> {
  const text = await readFile(join(proc, String(pid), 'stat'), 'utf8').catch(() => '') // it has ended
  return text.slice(text.lastIndexOf(')') + 2).split(' ')[2] === String(pid)
}
