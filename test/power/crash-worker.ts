/**
 * One process that tries crash states: `crash-worker.ts LOG GROUND`, states come as messages.
 *
 * Invariant: one state at a time, and one message for each; when the process dies of a state, there is none.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../../simulators/seeded-random.ts'
import { converge } from './converge.ts'
import type { CrashState } from './crash-states.ts'
import { CrashImages, marksBefore, unpackLog } from './disk-log.ts'
import { type Examined, examine, withMounted } from './examine.ts'
import type { Mark } from './marks.ts'

export interface Task extends CrashState {
  /** Whether to start the agent on it too. */
  isRun: boolean
}

export interface Verdict extends Examined {
  task: Task
}

const [logFile = '', ground = ''] = process.argv.slice(2)
const log = unpackLog<Mark>(readFileSync(logFile))
const images = new CrashImages(log)

async function attempt(task: Task): Promise<Verdict> {
  const { position, fate, seed, isRun, number } = task
  const marks = marksBefore(log, position)
  const image = images.at(position, fate, seededRandom(seed))
  try {
    const examined = await withMounted(ground, image, (mounted) => examine(join(mounted, 'holdfast'), marks))
    if (!isRun) return { task, ...examined }
    const desk = join(ground, `desk-${number}`)
    const stuck = await withMounted(ground, image, (mounted) => converge(desk, join(mounted, 'holdfast'), marks))
    return { task, ...examined, faults: [...examined.faults, ...stuck] }
  } catch (error) {
    return { task, faults: [String(error)], setAside: false }
  }
}

process.on('message', (task: Task) => void attempt(task).then((verdict) => process.send?.(verdict)))
