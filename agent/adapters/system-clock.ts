/**
 * The clock port on Linux.
 *
 * Invariant: `monoMs` counts from the kernel's boot, time asleep included, so that two stamps of one boot
 * id can be subtracted, also across restarts of the agent.
 */
import { readFileSync } from 'node:fs'
import { hrtime } from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import type { ClockPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'

/** Node's timers end at 2^31 ms. */
const LONGEST_TIMER_MS = 24 * 3_600_000

/** Where the kernel tells; other files are for tests. */
interface ClockFiles {
  bootId: string
  uptime: string
}

const LINUX: ClockFiles = { bootId: '/proc/sys/kernel/random/boot_id', uptime: '/proc/uptime' }

/** @throws HF_FILE_UNREADABLE when the kernel does not tell its boot id */
export function systemClock(files: ClockFiles = LINUX): ClockPort {
  const bootId = readBootId(files.bootId)
  const withSleep = uptimeMs(files.uptime) !== null
  return {
    now: () => ({
      bootId,
      // CLOCK_BOOTTIME where it can be had, else CLOCK_MONOTONIC; never one after the other.
      monoMs: withSleep ? (uptimeMs(files.uptime) ?? 0) : Number(hrtime.bigint() / 1_000_000n),
      wallMs: Date.now(),
    }),
    sleep,
    random: Math.random,
  }
}

async function sleep(ms: number, signal: AbortSignal): Promise<void> {
  try {
    for (let left = ms; left >= 0; left -= LONGEST_TIMER_MS)
      await delay(Math.min(left, LONGEST_TIMER_MS), undefined, { signal })
  } catch (cause) {
    throw new HoldfastError('HF_CANCELLED', 'the wait was given up', { cause })
  }
}

function readBootId(path: string): string {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'the kernel does not tell its boot id', { place: path, cause })
  }
}

/** `/proc/uptime` (proc(5)): seconds with two decimals, counting suspend. Null when it cannot be read. */
function uptimeMs(path: string): number | null {
  try {
    const seconds = Number.parseFloat(readFileSync(path, 'utf8'))
    return Number.isFinite(seconds) ? Math.round(seconds * 1000) : null
  } catch {
    return null
  }
}
