/**
 * bench:storm: a whole fleet comes back after its broker was restarted.
 *
 * Invariant: the devices are bare connections that wait as the agent does, so that the machine can hold so many; the broker
 * is a real Mosquitto, killed, away for so long, and started again. The ideal is the same number of devices one after the other, evenly,
 * over the same time.
 *
 * `npm run bench:storm -- [--json] [--devices N] [--down SECONDS]`
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { whyNoRig } from '../test/rig/install.ts'
import { startMosquitto } from '../test/rig/mosquitto.ts'
import { BareDevice } from './lib/bare-device.ts'
import { benchFlags } from './lib/flags.ts'
import { report } from './lib/report.ts'

const flags = benchFlags({ devices: 5000, down: 90 })
const count = flags.devices
const downMs = flags.down * 1_000
/** To begin with they come one after the other. */
const FIRST_A_SECOND = 400
/** A device that waits longest, and the time that the attempts themselves take. */
const PATIENCE_MS = 180_000
/** From then on every device waits as long as it may: what a short absence does is measured, and not held to a budget. */
const LONG_MS = 60_000

const why = await whyNoRig()
if (why !== null) {
  process.stderr.write(`bench:storm needs a Mosquitto of its own: ${why}\n`)
  process.exit(flags.json ? 0 : 1)
}

const broker = await startMosquitto(['max_queued_messages 10'])
const port = Number(new URL(broker.address).port)
let back = 0
let attempts: number[] = []
let backAt: number[] = []
const devices = Array.from(
  { length: count },
  (_, n) =>
    new BareDevice({
      name: `storm-${n}`,
      port,
      tell(what) {
        if (what === 'attempt') attempts.push(performance.now())
        else if (what === 'lost') back -= 1
        else {
          back += 1
          backAt.push(performance.now())
        }
      },
    }),
)
try {
  for (const [n, device] of devices.entries()) {
    device.start()
    if (n % (FIRST_A_SECOND / 10) === 0) await sleep(100)
  }
  await until(() => back === count)
  // Long enough for each connection to count as a good one.
  await sleep(31_000)
  await broker.kill()
  await until(() => back === 0)
  const awayFrom = performance.now()
  await sleep(downMs)
  const whileAway = attempts.filter((at) => at > awayFrom).length
  attempts = []
  backAt = []
  await broker.restart()
  const there = performance.now()
  await until(() => back === count)
  const tookS = (performance.now() - there) / 1_000
  const ideal = count / tookS
  report('storm', [
    {
      name: `until all ${count} are back, after ${flags.down} s without a broker`,
      value: tookS,
      unit: 's',
      budget: 90,
    },
    { name: 'until half of them are back', value: (sorted(backAt)[Math.floor(count / 2)]! - there) / 1_000, unit: 's' },
    {
      name: 'peak of connections in a second, against evenly',
      value: peak(backAt),
      unit: 'a second',
      floor: ideal,
      ...(downMs < LONG_MS ? {} : { budget: 3 }),
    },
    { name: 'attempts for each device that came back', value: attempts.length / count, unit: 'attempts', budget: 1.5 },
    { name: 'attempts a second while it was away', value: whileAway / flags.down, unit: 'a second' },
  ])
} finally {
  for (const device of devices) device.stop()
  await broker.stop()
}

/** @throws Error when it does not come true in time */
async function until(isSo: () => boolean): Promise<void> {
  for (const end = performance.now() + PATIENCE_MS; !isSo(); await sleep(20))
    if (performance.now() > end) throw new Error(`${back} of ${count} are connected, and no more come or go`)
}

function sorted(moments: readonly number[]): number[] {
  return [...moments].sort((a, b) => a - b)
}

/** The most in any second. */
function peak(moments: readonly number[]): number {
  const all = sorted(moments)
  let from = 0
  let most = 0
  for (const [n, at] of all.entries()) {
    while (at - all[from]! >= 1_000) from += 1
    most = Math.max(most, n - from + 1)
  }
  return most
}
