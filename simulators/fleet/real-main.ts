/**
 * `holdfast simulate --broker`: a simulated fleet on a real broker, until it is told to stop.
 *
 * Invariant: figures are printed at the end, whatever ended it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { fleetLine, fleetLines } from './fleet-lines.ts'
import { figuresOf, type Tally } from './fleet-tally.ts'
import { machineFacts } from './machine-facts.ts'
import { Parts, TELL_MS } from './parts.ts'
import { type RealFlags, readRealFlags } from './real-flags.ts'
import { RealFleet } from './real-fleet.ts'

/** Between two drawings, and between two lines where nothing can be drawn over. */
const DRAW_MS = 1_000
const LINE_MS = 10_000

/** @returns the exit status: 0 it was as long as it should be, or told to stop */
export async function simulateReal(argv: readonly string[]): Promise<number> {
  const flags = readRealFlags(argv, process.env)
  if (flags.isPart) return part(flags)
  const end = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => end.abort())
  const began = performance.now()
  const fleet = flags.processes > 1 ? new Parts(flags, argv) : started(flags)
  const failed = fleet instanceof Parts ? fleet.failed : new Promise<never>(() => undefined)
  try {
    const timed = flags.forMs === null ? end.signal : AbortSignal.any([end.signal, AbortSignal.timeout(flags.forMs)])
    await Promise.race([show(fleet, flags, timed), failed])
  } finally {
    const lastedMs = performance.now() - began
    print(flags, await fleet.stop(), lastedMs)
  }
  return 0
}

function started(flags: RealFlags): RealFleet {
  const fleet = new RealFleet(flags)
  fleet.start()
  return fleet
}

/** One process of several: it tells its numbers, and ends when nobody hears them any more. */
async function part(flags: RealFlags): Promise<number> {
  const fleet = started(flags)
  const end = new AbortController()
  // The one that has started us hears the terminal's signals.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)
  process.once('disconnect', () => end.abort())
  process.once('message', () => end.abort())
  while (!end.signal.aborted) {
    process.send?.(fleet.tally())
    await sleep(TELL_MS, undefined, { signal: end.signal }).catch(() => undefined) // told to stop
  }
  const last = await fleet.stop()
  if (process.connected) process.send?.(last)
  process.disconnect?.()
  return 0
}

/** Until the signal. */
async function show(fleet: { tally(): Tally }, { json }: RealFlags, signal: AbortSignal): Promise<void> {
  const began = performance.now()
  const isTerminal = process.stderr.isTTY && !json
  let before: { tally: Tally; atMs: number } | null = null
  let drawn = 0
  while (!signal.aborted) {
    const waitMs = isTerminal ? DRAW_MS : LINE_MS
    await sleep(waitMs, undefined, { signal }).catch(() => undefined) // told to stop
    const now = performance.now()
    const tally = fleet.tally()
    if (!isTerminal) {
      if (!json) process.stderr.write(`${fleetLine(tally, now - began)}\n`)
      continue
    }
    const lines = fleetLines(tally, now - began, before && { tally: before.tally, agoMs: now - before.atMs })
    const width = process.stderr.columns ?? 80
    const up = drawn === 0 ? '' : `\u001b[${drawn}A`
    process.stderr.write(`${up}\u001b[J${lines.map((line) => `${line.slice(0, width)}\n`).join('')}`)
    drawn = lines.length
    before = { tally, atMs: now }
  }
}

function print({ json }: RealFlags, tally: Tally, lastedMs: number): void {
  const figures = figuresOf(tally, lastedMs)
  if (json) process.stdout.write(`${JSON.stringify({ bench: 'simulate', machine: machineFacts(), figures })}\n`)
  else for (const { name, value, unit } of figures) process.stdout.write(`${name}: ${rounded(value)} ${unit}\n`)
}

function rounded(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(value < 10 ? 2 : 0)
}
