/**
 * Tries many crash states on all cores.
 *
 * Invariant: each state gets one verdict. A worker that dies of a state has failed it, and another takes over.
 * What is mounted here goes with the ground.
 */
import { type ChildProcess, execFile, fork } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Task, Verdict } from './crash-worker.ts'
import { type DiskLog, packLog } from './disk-log.ts'
import { unmountWhenFree } from './unmount.ts'

const run = promisify(execFile)
const WORKER = fileURLToPath(new URL('crash-worker.ts', import.meta.url))

/**
 * @param ground an empty directory of our own
 * @param onVerdict called as they come
 */
export async function tryStates(
  log: DiskLog<unknown>,
  tasks: readonly Task[],
  ground: string,
  onVerdict: (verdict: Verdict) => void,
): Promise<Verdict[]> {
  const file = join(ground, 'log')
  await writeFile(file, packLog(log))
  // Rising positions, so that a worker makes each image from the one before.
  const queue = tasks.toSorted((a, b) => a.position - b.position || a.number - b.number)
  const verdicts: Verdict[] = []
  await Promise.all(
    Array.from({ length: Math.min(availableParallelism(), tasks.length) }, async (_, index) => {
      const own = join(ground, `worker-${index}`)
      await mkdir(own)
      // In memory: what is flushed here is thrown away in a moment.
      await run('mount', ['-t', 'tmpfs', '-o', 'size=256m', 'tmpfs', own])
      let worker: ChildProcess | null = null
      for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
        worker ??= fork(WORKER, [file, own])
        const verdict = await ask(worker, task)
        if (worker.exitCode !== null || worker.signalCode !== null) {
          worker = null
          await unmountWhenFree(join(own, 'mnt'))
        }
        verdicts.push(verdict)
        onVerdict(verdict)
      }
      worker?.disconnect()
    }),
  )
  return verdicts.sort((a, b) => a.task.number - b.task.number)
}

function ask(worker: ChildProcess, task: Task): Promise<Verdict> {
  return new Promise((resolve) => {
    const died = (code: number | null, signal: string | null): void => {
      worker.off('message', answered)
      resolve({ task, faults: [`the process that opened it ended: ${signal ?? code}`], setAside: false })
    }
    const answered = (verdict: Verdict): void => {
      worker.off('exit', died)
      resolve(verdict)
    }
    worker.once('exit', died)
    worker.once('message', answered)
    worker.send(task)
  })
}
