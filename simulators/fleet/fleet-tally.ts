/**
 * What simulated devices do, in numbers.
 *
 * Invariant: pure and plain data, so that the numbers of several processes add up to those of the fleet.
 */
import { percentile } from '../statistics.ts'

export interface Tally {
  devices: number
  connected: number
  /** Devices by the phase that they reported last. */
  phases: Record<string, number>
  /** Devices by the epoch that they run; 0: none. */
  epochs: Record<string, number>
  /** Refused releases by the reason's code. */
  failures: Record<string, number>
  /** From the word that let a device take a release until its report that it runs it, in ms; see `steering.ts`. */
  convergedMs: number[]
  sent: number
  received: number
  sentBytes: number
  receivedBytes: number
  /** Faults that have begun, by name. */
  faults: Record<string, number>
  /** Agents that ended by themselves. */
  crashes: number
  /** Of the processes, bytes; before there were devices, and now. */
  baseBytes: number
  residentBytes: number
  /** The same of what is on the heap of JavaScript, garbage with it. */
  baseHeapBytes: number
  heapBytes: number
  /** Of the processes, since the begin. */
  cpuMs: number
}

export function freshTally(): Tally {
  return {
    devices: 0,
    connected: 0,
    phases: {},
    epochs: {},
    failures: {},
    convergedMs: [],
    sent: 0,
    received: 0,
    sentBytes: 0,
    receivedBytes: 0,
    faults: {},
    crashes: 0,
    baseBytes: 0,
    residentBytes: 0,
    baseHeapBytes: 0,
    heapBytes: 0,
    cpuMs: 0,
  }
}

/** Of all processes together. */
export function sumOf(tallies: readonly Tally[]): Tally {
  const sum = freshTally()
  for (const tally of tallies) {
    for (const name of ['phases', 'epochs', 'failures', 'faults'] as const)
      for (const [key, count] of Object.entries(tally[name])) add(sum[name], key, count)
    for (const name of NUMBERS) sum[name] += tally[name]
    sum.convergedMs = sum.convergedMs.concat(tally.convergedMs)
  }
  return sum
}

const NUMBERS = [
  'devices',
  'connected',
  'sent',
  'received',
  'sentBytes',
  'receivedBytes',
  'crashes',
  'baseBytes',
  'residentBytes',
  'baseHeapBytes',
  'heapBytes',
  'cpuMs',
] as const satisfies readonly (keyof Tally)[]

/** Adds to a table; what is zero is not in it. */
export function add(table: Record<string, number>, key: string, by: number): void {
  const count = (table[key] ?? 0) + by
  if (count === 0) delete table[key]
  else table[key] = count
}

export interface Figure {
  name: string
  value: number
  unit: string
}

/** What is reported at the end. */
export function figuresOf(tally: Tally, lastedMs: number): Figure[] {
  const { devices, convergedMs: took, sent, received, sentBytes, receivedBytes } = tally
  const perDevice = (value: number): number => (devices === 0 ? 0 : value / devices)
  const perUpdate = (value: number): number => (took.length === 0 ? 0 : value / took.length)
  const seconds = (share: number): number => percentile(took, share) / 1000
  return [
    { name: 'devices', value: devices, unit: 'devices' },
    { name: 'connected', value: tally.connected, unit: 'devices' },
    { name: 'updates that converged', value: took.length, unit: 'updates' },
    ...(took.length === 0
      ? []
      : [
          { name: 'converged, half of them within', value: seconds(0.5), unit: 's' },
          { name: 'converged, nine of ten within', value: seconds(0.9), unit: 's' },
          { name: 'converged, 99 of 100 within', value: seconds(0.99), unit: 's' },
          { name: 'converged, all within', value: seconds(1), unit: 's' },
        ]),
    ...Object.entries(tally.failures)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, value]) => ({ name: `refused: ${code}`, value, unit: 'updates' })),
    ...Object.entries(tally.faults)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => ({ name: `fault: ${name}`, value, unit: 'faults' })),
    { name: 'agents that ended by themselves', value: tally.crashes, unit: 'agents' },
    { name: 'messages from devices', value: sent, unit: 'messages' },
    { name: 'messages to devices', value: received, unit: 'messages' },
    { name: 'messages for each update', value: perUpdate(sent + received), unit: 'messages' },
    { name: 'bytes from devices', value: sentBytes, unit: 'bytes' },
    { name: 'bytes to devices', value: receivedBytes, unit: 'bytes' },
    { name: 'memory for each device', value: perDevice(tally.residentBytes - tally.baseBytes) / 1000, unit: 'KB' },
    { name: 'of it on the heap', value: perDevice(tally.heapBytes - tally.baseHeapBytes) / 1000, unit: 'KB' },
    { name: 'processor for each update', value: perUpdate(tally.cpuMs), unit: 'ms' },
    { name: 'lasted', value: lastedMs / 1000, unit: 's' },
  ]
}
