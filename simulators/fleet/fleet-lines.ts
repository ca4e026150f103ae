/**
 * A simulated fleet as people see it while it runs. Pure.
 */
import { percentile } from '../statistics.ts'
import type { Tally } from './fleet-tally.ts'

/** A bar of so many characters. */
const BAR = 40

/** @param before what had been counted so long ago, for rates; null: nothing yet */
export function fleetLines(tally: Tally, sinceMs: number, before: { tally: Tally; agoMs: number } | null): string[] {
  const { devices, connected, convergedMs, epochs } = tally
  const rate = (now: number, then: number): string =>
    before === null || before.agoMs <= 0 ? '' : ` (${Math.round(((now - then) * 1000) / before.agoMs)}/s)`
  const running = Object.entries(epochs)
    .filter(([epoch]) => epoch !== '0')
    .sort(([a], [b]) => Number(b) - Number(a))
    .slice(0, 3)
  return [
    `${Math.round(sinceMs / 1000)} s: ${connected} of ${devices} devices connected`,
    ...running.map(([epoch, count]) => `  epoch ${epoch.padEnd(6)} ${barOf(count / devices)} ${count}`),
    `  phases: ${table(tally.phases)}`,
    `  updates: ${convergedMs.length}${rate(convergedMs.length, before?.tally.convergedMs.length ?? 0)}${
      convergedMs.length === 0
        ? ''
        : `, half within ${seconds(percentile(convergedMs, 0.5))}, 99 of 100 within ${seconds(percentile(convergedMs, 0.99))}`
    }`,
    `  refused: ${table(tally.failures)}`,
    `  faults: ${table(tally.faults)}`,
    `  messages: ${tally.sent}${rate(tally.sent, before?.tally.sent ?? 0)} from devices, ${tally.received}${rate(
      tally.received,
      before?.tally.received ?? 0,
    )} to them`,
    `  memory: ${Math.round((tally.residentBytes - tally.baseBytes) / devices / 1000)} KB for each device`,
  ]
}

/** For a log that is not drawn over. */
export function fleetLine(tally: Tally, sinceMs: number): string {
  const { connected, devices, convergedMs, failures } = tally
  return `${Math.round(sinceMs / 1000)} s: ${connected} of ${devices} connected, ${convergedMs.length} updates, refused: ${table(failures)}`
}

function table(counts: Readonly<Record<string, number>>): string {
  const sorted = Object.entries(counts).sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
  return sorted.map(([name, count]) => `${name} ${count}`).join(', ') || 'none'
}

function barOf(share: number): string {
  const full = Math.round(Math.min(1, share) * BAR)
  return `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(ms < 10_000 ? 2 : 0)} s`
}
