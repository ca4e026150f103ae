/**
 * A connection that goes nowhere while all is quiet, begun when it takes longest to be noticed.
 *
 * Invariant: what is thrown away is thrown away by the kernel at the broker's end, in both directions and without a word; it
 * begins right after a ping was answered, so that the whole interval and the whole wait for an answer lie ahead.
 */
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { until } from '../e2e/until.ts'
import type { FarDevice } from './far-device.ts'
import type { Netns } from './netns.ts'

/** Short against any interval, and long enough for an answer and its acknowledgement. */
const ANSWERED_MS = 500
const LOOK_MS = 50

export interface GoneNowhere {
  /** The last silence before it: the keepalive at that time. */
  quietMs: number
  noticedMs: number
}

export interface GoneNowhereOptions {
  /** It begins after a silence as long as this one. */
  quietMs: number
  /** Or after whichever silence is the first to end when so much time is over. Default: never. */
  growMs?: number
  /** After which it is given up that anybody notices. */
  patienceMs: number
}

export async function goesNowhere(
  far: FarDevice,
  { quietMs, growMs = Infinity, patienceMs }: GoneNowhereOptions,
): Promise<GoneNowhere> {
  const silence = await silenceOf(far.world, quietMs, growMs)
  await sleep(ANSWERED_MS)
  const toldBefore = told(far)
  const began = performance.now()
  await blackhole(far.world)
  await until(
    'it is noticed',
    () => told(far) > toldBefore,
    () => far.log.slice(-60).join('\n'),
    patienceMs,
  )
  return { quietMs: silence, noticedMs: performance.now() - began }
}

/** All that goes between the broker and whoever is beyond the cable. */
async function blackhole(world: Netns): Promise<void> {
  await world.exec('iptables', '-A', 'INPUT', '-p', 'tcp', '--dport', '1883', '-j', 'DROP')
  await world.exec('iptables', '-A', 'OUTPUT', '-p', 'tcp', '--sport', '1883', '-j', 'DROP')
}

function told(far: FarDevice): number {
  return far.log.filter((line) => /no PINGRESP/.test(line)).length
}

/** The silence that has just ended: one that is long enough. */
async function silenceOf(world: Netns, quietMs: number, growMs: number): Promise<number> {
  const began = performance.now()
  let [count, sinceMs] = [await segments(world), began]
  for (;;) {
    await sleep(LOOK_MS)
    const now = await segments(world)
    if (now === count) continue
    const silence = performance.now() - sinceMs
    ;[count, sinceMs] = [now, performance.now()]
    // A ping, its answer and the acknowledgement of that are one end of one silence.
    const isPing = silence > 2 * ANSWERED_MS
    if (isPing && (silence >= quietMs || performance.now() - began >= growMs)) return silence
  }
}

/** Of TCP that have come in: nothing else in such a world speaks it. */
async function segments({ pid }: Netns): Promise<number> {
  const [names, values] = (await readFile(`/proc/${pid}/net/snmp`, 'utf8'))
    .split('\n')
    .filter((line) => line.startsWith('Tcp:'))
    .map((line) => line.split(' '))
  return Number(values![names!.indexOf('InSegs')])
}
