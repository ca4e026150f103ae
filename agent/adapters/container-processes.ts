/**
 * Processes that still belong to a container that its engine has forgotten.
 *
 * Invariant: only a process whose cgroup is named after the container is ended, never the first of the
 * machine nor this one.
 */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'

/** As engines name containers, and the last part of their cgroups: "/docker/ID", "docker-ID.scope". */
const CONTAINER_ID = /^[0-9a-f]{64}$/

interface Processes {
  /** Where the kernel shows them. */
  proc: string
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
      if (pid <= 1 || pid === process.pid || ended.has(pid)) continue
      if (!(await isOf(container, join(proc, String(pid), 'cgroup')))) continue
      if (end(pid, kill)) ended.add(pid)
    }
  }
  return ended.size
}

/** False when it has ended by itself. */
function end(pid: number, kill: Processes['kill']): boolean {
  try {
    kill(pid)
    return true
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw new HoldfastError('HF_ENGINE_FAILED', `the process ${pid} of a lost container cannot be ended`, { cause })
  }
}

async function pidsIn(proc: string): Promise<number[]> {
  const names = await readdir(proc).catch(() => []) // processes cannot be seen
  return names.filter((name) => /^\d+$/.test(name)).map(Number)
}

/** Each line of the file is "NUMBER:CONTROLLERS:PATH", in version 2 there is one. */
async function isOf(container: string, file: string): Promise<boolean> {
  const text = await readFile(file, 'utf8').catch(() => '') // it has ended
  return text.split('\n').some((line) =>
    line
      .split('/')
      .slice(1)
      .some((part) => part === container || part === `docker-${container}.scope`),
  )
}
