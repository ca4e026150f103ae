/**
 * A fleet that several processes share.
 *
 * Invariant: each process has a range of the devices of its own; their numbers add up. One that ends by itself is told
 * of, and ends the others.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { HoldfastError } from '../../protocol/errors.ts'
import { freshTally, sumOf, type Tally } from './fleet-tally.ts'
import type { RealFlags } from './real-flags.ts'

/** How often a part tells its numbers. */
export const TELL_MS = 500
/** What a part is told; it tells its last numbers, and ends. */
export const END = 'end'

export class Parts {
  readonly #parts: { child: ChildProcess; tally: Tally; ended: Promise<void> }[]
  #isStopping = false
  /** Rejects when one has ended that was not told to. */
  readonly failed: Promise<never>

  /** @param argv of this command, to be said again to each with its range */
  constructor({ devices, first, processes }: RealFlags, argv: readonly string[]) {
    let fail: (error: HoldfastError) => void = () => undefined
    this.failed = new Promise((_, reject) => {
      fail = reject
    })
    this.failed.catch(() => undefined) // told to whoever waits for it
    this.#parts = Array.from({ length: processes }, (_, index) => {
      const from = Math.floor((index * devices) / processes)
      const count = Math.floor(((index + 1) * devices) / processes) - from
      const range = ['--part', '--first-device', String(first + from), '--devices', String(count), '--processes', '1']
      const child = fork(process.argv[1]!, ['simulate', ...argv, ...range], {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      })
      const ended = new Promise<void>((resolve) => {
        child.once('exit', (code, signal) => {
          if (!this.#isStopping)
            fail(new HoldfastError('HF_INTERNAL', `a process of the fleet ended: ${signal ?? code}`))
          resolve()
        })
      })
      const part = { child, tally: freshTally(), ended }
      child.on('message', (tally: Tally) => {
        part.tally = tally
      })
      return part
    })
  }

  tally(): Tally {
    return sumOf(this.#parts.map(({ tally }) => tally))
  }

  /** @returns how it was until then */
  async stop(): Promise<Tally> {
    this.#isStopping = true
    for (const { child } of this.#parts) if (child.connected) child.send(END)
    await Promise.all(this.#parts.map(({ ended }) => ended))
    return this.tally()
  }
}
