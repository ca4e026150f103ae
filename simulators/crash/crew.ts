/**
 * Threads that explore side by side.
 *
 * Invariant: each job is done once; the order of the answers is that of their ends, and nothing in them
 * depends on it.
 */
import { Worker } from 'node:worker_threads'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Exploration } from './explore.ts'
import type { Done, Job } from './worker.ts'

/** Takes jobs until there are none left. @param onDone hears of each, as it ends */
export async function crew(
  threads: number,
  jobs: Iterator<Job, undefined>,
  onDone: (exploration: Exploration) => void,
): Promise<void> {
  await Promise.all(Array.from({ length: threads }, () => work(jobs, onDone)))
}

async function work(jobs: Iterator<Job, undefined>, onDone: (exploration: Exploration) => void): Promise<void> {
  let worker: Worker | null = null
  try {
    for (let next = jobs.next(); next.done !== true; next = jobs.next()) {
      worker ??= new Worker(new URL('./worker.ts', import.meta.url))
      onDone(await doOne(worker, next.value))
    }
  } finally {
    await worker?.terminate()
  }
}

function doOne(worker: Worker, job: Job): Promise<Exploration> {
  return new Promise((resolve, reject) => {
    const fail = (message: string, cause?: unknown) =>
      reject(new HoldfastError('HF_INTERNAL', message, { place: job.scenario, cause }))
    const failed = (error: Error) => fail('a thread of the crew died', error)
    worker.once('error', failed)
    worker.once('message', (done: Done) => {
      worker.off('error', failed)
      if (done.ok) resolve(done.exploration)
      else fail(done.message)
    })
    worker.postMessage(job)
  })
}
