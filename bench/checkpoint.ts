/**
 * bench:checkpoint: what a durable transition costs over the disk itself.
 *
 * Invariant: both sides write as many bytes, to the same directory, in turns, and are durable when they
 * are done. The budget holds against what a program does that, like the agent, must not stand still
 * meanwhile: an append and an fdatasync off its main thread. The two quicker ways, one write that syncs
 * by itself and the system calls on the main thread, are shown for comparison.
 *
 * `npm run bench:checkpoint -- [--json] [--directory DIR] [--rounds N]`
 */
import { randomBytes } from 'node:crypto'
import { constants, fdatasyncSync, mkdtempSync, rmSync, writeSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mean, percentile } from '../simulators/statistics.ts'
import type { Kv } from '../storage/kv.ts'
import { openLevel } from '../storage/open-level.ts'
import { openStore } from '../storage/open-store.ts'
import type { Store, Write } from '../storage/store.ts'
import { benchFlags } from './lib/flags.ts'
import { type Measured, report } from './lib/report.ts'

const { O_APPEND, O_CREAT, O_DSYNC, O_WRONLY } = constants

/** Before these, code is not yet compiled and the first table not yet written. */
const WARM_UP = 500

/** What the update machine's checkpoints take, from idle to in the middle of switching. */
const CHECKPOINT_BYTES = [300, 400, 500, 600]

const { directory: parent, rounds } = benchFlags({ directory: tmpdir(), rounds: 2000 })
const directory = mkdtempSync(join(parent, 'holdfast-bench-'))
try {
  const counting = countBytes(await openLevel(join(directory, 'store')))
  const store = await openStore(counting.kv)
  const file = await open(join(directory, 'append'), 'a')
  const syncing = await open(join(directory, 'syncing'), O_WRONLY | O_CREAT | O_APPEND | O_DSYNC)

  const against = (floor: Floor) => inTurns(store, () => counting.take(), floor, rounds)
  const inOne = await against((bytes) => syncing.write(bytes))
  const blocking = await against((bytes) => {
    writeSync(file.fd, bytes)
    fdatasyncSync(file.fd)
  })
  const apart = await against(async (bytes) => {
    await file.write(bytes)
    await file.datasync()
  })
  await file.close()
  await syncing.close()
  await store.close()

  report('checkpoint', [
    { name: 'commit p50', ...at(0.5, apart), budget: 1.25 },
    { name: 'commit p99', ...at(0.99, apart) },
    { name: 'commit p50, against one synced write', ...at(0.5, inOne) },
    { name: 'commit p50, against blocking calls', ...at(0.5, blocking) },
    { name: 'bytes written per commit', value: Math.round(mean(apart.sizes)), unit: 'bytes' },
    { name: 'of these the checkpoint', value: mean(CHECKPOINT_BYTES), unit: 'bytes' },
  ])
} finally {
  rmSync(directory, { recursive: true, force: true })
}

type Floor = (bytes: Uint8Array) => unknown

interface Timings {
  ours: number[]
  floor: number[]
  sizes: number[]
}

async function inTurns(store: Store, size: () => number, floor: Floor, rounds: number): Promise<Timings> {
  const timings: Timings = { ours: [], floor: [], sizes: [] }
  for (let round = 0; round < WARM_UP + rounds; round++) {
    const writes = transition(round)
    const took = await timed(() => store.commit(writes))
    const bytes = randomBytes(size())
    const bare = await timed(() => floor(bytes))
    if (round < WARM_UP) continue
    timings.ours.push(took)
    timings.floor.push(bare)
    timings.sizes.push(bytes.byteLength)
  }
  return timings
}

/** In milliseconds. */
async function timed(work: () => unknown): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

function at(share: number, { ours, floor }: Timings): Pick<Measured, 'value' | 'unit' | 'floor'> {
  return { value: percentile(ours, share), unit: 'ms', floor: percentile(floor, share) }
}

/** One transition of the update machine; every fourth has something to tell the broker, later acknowledged. */
function transition(round: number): Write[] {
  const writes: Write[] = [
    { op: 'checkpoint', machine: 'update', version: 1, body: randomBytes(CHECKPOINT_BYTES[round % 4]!) },
    {
      op: 'flight',
      entries: [
        {
          machine: 'update',
          bootId: '5b1c9d3e-8f0a-4c57-9a3e-2f6d8b7c1e04',
          monoMs: 3_600_000 + round,
          wallMs: 1_750_000_000_000 + round,
          from: 'fetching',
          to: 'staging',
          event: 'xstate.done.actor.fetch',
          detail: 'web',
        },
      ],
    },
  ]
  const message = { topic: 'hf/1/device/device-1/report', payload: randomBytes(400), retain: true }
  if (round % 4 === 0) writes.push({ op: 'outgoing', key: 'report', message })
  if (round % 4 === 2) writes.push({ op: 'drop-outgoing', key: 'report' })
  return writes
}

/** The same store, with the bytes of the keys and values that are written through it counted. */
function countBytes(kv: Kv): { kv: Kv; take(): number } {
  let bytes = 0
  return {
    kv: {
      batch(changes, sync) {
        for (const { key, value } of changes) bytes += key.length + (value?.byteLength ?? 0)
        return kv.batch(changes, sync)
      },
      get: (key) => kv.get(key),
      entries: (prefix, from) => kv.entries(prefix, from),
      close: () => kv.close(),
    },
    take() {
      const taken = bytes
      bytes = 0
      return taken
    },
  }
}
