/**
 * bench:abort: whether a bad release is stopped at the first wave, and taken back, whoever is killed meanwhile.
 *
 * Invariant: every seed is lived twice, by the same fleet of real agents in virtual time before the same release, which
 * fails its health checks on three devices of ten: once with a controller that lives, and once with one that is killed
 * at moments by chance. No seed is left out.
 *
 * `npm run bench:abort -- [--json] [--seeds N] [--first N] [--seed TEXT] [--devices N] [--wave N] [--kills N]`
 */
import { verifyOnce } from '../simulators/crash/verify-once.ts'
import { type Ending, letOut } from './lib/bad-release.ts'
import { benchFlags } from './lib/flags.ts'
import { report } from './lib/report.ts'

const FAILING = 0.3

const { seeds, first, seed, devices, wave, kills } = benchFlags({
  seeds: 200,
  first: 1,
  seed: 'abort',
  devices: 30,
  wave: 24,
  kills: 3,
})

verifyOnce()
Error.stackTraceLimit = 0
const cpu = process.cpuUsage()
const count = { stopped: 0, same: 0, old: 0, killed: 0, letIn: 0 }
for (let index = first; index < first + seeds; index += 1) {
  const how = { seed: `${seed}-${index}`, devices, wave, failing: FAILING }
  const calm = await letOut({ ...how, kills: 0 })
  const killed = await letOut({ ...how, kills })
  count.stopped += Number(isStopped(calm))
  count.same += Number(isSame(calm, killed))
  count.old += Number(calm.runOld === devices) + Number(killed.runOld === devices)
  count.killed += killed.killed
  count.letIn += calm.letIn
  if (!isStopped(calm) || !isSame(calm, killed))
    process.stderr.write(`${how.seed}: ${JSON.stringify(calm)}, killed ${JSON.stringify(killed)}\n`)
}
const { user, system } = process.cpuUsage(cpu)

report('abort', [
  { name: 'seeds', value: seeds, unit: 'seeds' },
  { name: 'stopped at the first wave', value: (100 * count.stopped) / seeds, unit: '%', budget: 99, atLeast: true },
  { name: 'the same with kills', value: (100 * count.same) / seeds, unit: '%', budget: 100, atLeast: true },
  { name: 'fleets on the old release', value: (50 * count.old) / seeds, unit: '%', budget: 100, atLeast: true },
  { name: 'let in of a fleet', value: count.letIn / seeds, unit: `of ${devices} devices` },
  { name: 'kills of a controller', value: count.killed / seeds, unit: 'kills a seed' },
  { name: 'processor for a seed', value: (user + system) / 1e6 / seeds, unit: 's' },
])

function isStopped({ phase, brokeIn, letIn }: Ending): boolean {
  return phase === 'reverted' && brokeIn === 1 && letIn <= wave
}

/** But for how often it was killed. */
function isSame(a: Ending, b: Ending): boolean {
  const outcome = ({ phase, brokeIn, letIn, runOld }: Ending) => JSON.stringify([phase, brokeIn, letIn, runOld])
  return outcome(a) === outcome(b)
}
