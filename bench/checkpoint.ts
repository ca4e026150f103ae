/**
 * bench:checkpoint: what a durable transition costs over the disk itself.
 *
 * Invariant: both sides write as many bytes, to the same directory, in turns, with an fdatasync each; the
 * floor writes and syncs in one go, without going through the event loop.
 *
 * `npm run bench:checkpoint -- [--json] [--directory DIR] [--rounds N]`
 */
import { randomBytes } from 'node:crypto'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Kv } from '../storage/kv.ts'
import { openLevel } from '../storage/open-level.ts'
import { openStore } from '../storage/open-store.ts'
import type { Store, Write } from '../storage/store.ts'
import { report } from './lib/report.ts'
import { mean, percentile } from './lib/statistics.ts'

/** Before these, code is not yet compiled and the first table not yet written. */
const WARM_UP = 300

/** What the update machine's checkpoints take, from idle to in the middle of switching. */
const CHECKPOINT_BYTES = [300, 400, 500, 600]

const { values: flags } = parseArgs({
  options: {
    json: { type: 'boolean' },
    directory: { type: 'string', default: tmpdir() },
    rounds: { type: 'string', default: '3000' },
  },
})
const directory = mkdtempSync(join(flags.directory, 'holdfast-bench-'))
try {
  const { ours, floor, sizes } = await measure(directory, Number(flags.rounds))
  report('checkpoint', [
    { name: 'commit p50', value: percentile(ours, 0.5), unit: 'ms', floor: percentile(floor, 0.5), budget: 1.25 },
    { name: 'commit p99', value: percentile(ours, 0.99), unit: 'ms', floor: percentile(floor, 0.99) },
    { name: 'commit mean', value: mean(ours), unit: 'ms', floor: mean(floor) },
    { name: 'bytes written per commit', value: Math.round(mean(sizes)), unit: 'bytes' },
    { name: 'of these the checkpoint', value: mean(CHECKPOINT_BYTES), unit: 'bytes' },
  ])
} finally {
  rmSync(directory, { recursive: true, force: true })
}

async function measure(at: string, rounds: number) {
  const counting = countBytes(await openLevel(join(at, 'store')))
  const store = await openStore(counting.kv)
  const file = openSync(join(at, 'bare'), 'a')
  const ours: number[] = []
  const floor: number[] = []
  const sizes: number[] = []
  for (let round = 0; round < WARM_UP + rounds; round++) {
    const took = await timeCommit(store, transition(round))
    const size = counting.take()
    const bare = timeAppend(file, size)
    if (round < WARM_UP) continue
    ours.push(took)
    floor.push(bare)
    sizes.push(size)
  }
  closeSync(file)
  await store.close()
  return { ours, floor, sizes }
}

async function timeCommit(store: Store, writes: readonly Write[]): Promise<number> {
  const start = performance.now()
  await store.commit(writes)
  return performance.now() - start
}

function timeAppend(file: number, size: number): number {
  const bytes = randomBytes(size)
  const start = performance.now()
  writeSync(file, bytes)
  fdatasyncSync(file)
  return performance.now() - start
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
