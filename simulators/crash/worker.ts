/** One thread of the crew: explores what it is told to, one scenario after the other. */
import { parentPort } from 'node:worker_threads'
import { exploreNamed } from './every-scenario.ts'
import type { Exploration } from './explore.ts'
import { verifyOnce } from './verify-once.ts'

export interface Job {
  scenario: string
  seed: string
  pairs: number
  kills: number
  /** Null: all. */
  cuts: number | null
}

export type Done = { ok: true; exploration: Exploration } | { ok: false; message: string }

// Thousands of errors are made and thrown away here by agents that die: nobody reads where they came from.
Error.stackTraceLimit = 0
verifyOnce()

parentPort?.on('message', ({ scenario, seed, pairs, kills, cuts }: Job) => {
  exploreNamed(scenario, { seed, pairs, kills, ...(cuts === null ? {} : { cuts }) }).then(
    (exploration) => parentPort?.postMessage({ ok: true, exploration } satisfies Done),
    (error: unknown) => parentPort?.postMessage({ ok: false, message: String(error) } satisfies Done),
  )
})
