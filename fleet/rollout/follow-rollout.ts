/**
 * Following a rollout until it is over, or waits for an operator.
 *
 * Invariant: shows only what a controller has said; one that is killed or started anew is waited for, as another may take
 * over what it had.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import { EXIT } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { LiveLines } from '../cli/live.ts'
import { paintWith } from '../cli/style.ts'
import { formatDuration } from '../text/duration.ts'
import { isOver } from './record.ts'
import { progressLine, rolloutLines } from './rollout-lines.ts'
import type { RolloutView } from './view.ts'

interface Following {
  fleet: string
  /** Every rollout as the controller has it; null: none runs. */
  look(): Promise<RolloutView[] | null>
  show(view: RolloutView): void
  io: Pick<Io, 'err' | 'signal'>
  /** Between two looks, ms. */
  everyMs?: number
  /** How long a controller may be away, ms. */
  patienceMs?: number
}

const EVERY_MS = 500
const PATIENCE_MS = 30_000

/** @returns the exit code @throws HF_ROLLOUT_UNKNOWN when the controller stays away, HF_ROLLOUT_REPLACED, HF_… as it answers */
export async function followRollout(following: Following): Promise<number> {
  const { fleet, look, show, io, everyMs = EVERY_MS, patienceMs = PATIENCE_MS } = following
  let goneAt: number | null = null
  for (;;) {
    const view = (await answered(look))?.findLast((each) => each.fleet === fleet)
    if (view !== undefined) show(view)
    if (view !== undefined && view.isUnpublished !== true) {
      goneAt = null
      if (isOver(view.phase)) return view.phase === 'finished' ? EXIT.OK : EXIT.FAILED
      if (view.isElsewhere === true)
        throw new HoldfastError('HF_ROLLOUT_REPLACED', 'another controller has taken over', { place: fleet })
      if (view.phase === 'paused' && view.breach !== null && isNews(view)) return EXIT.FAILED
    } else {
      const what = view === undefined ? 'the controller has ended' : 'the broker shows no target of the fleet'
      if (goneAt === null) io.err(`warning: ${what}, which is waited for for ${formatDuration(patienceMs)}\n`)
      goneAt ??= performance.now()
      if (performance.now() - goneAt >= patienceMs)
        throw new HoldfastError('HF_ROLLOUT_UNKNOWN', `${what}; start goes on with it`, { place: fleet })
    }
    if (io.signal.aborted) return EXIT.INTERRUPTED
    await sleep(everyMs)
  }
}

/** As it was left, before anybody has looked, is no news: an operator may have let it go on meanwhile. */
function isNews({ now }: RolloutView): boolean {
  return now !== null
}

/** One that dies in the middle of an answer has ended too. */
async function answered(look: Following['look']): Promise<RolloutView[] | null> {
  try {
    return await look()
  } catch (error) {
    if (error instanceof HoldfastError && error.code === 'HF_REQUEST_INVALID') return null
    throw error
  }
}

/** Shows a rollout: on a terminal lines that are drawn over again, else a line for each change, and once why it stopped. */
export function rolloutFollower(json: boolean, io: Io): (view: RolloutView) => void {
  const live = io.terminal && !json ? new LiveLines(io) : null
  let last = ''
  let stoppedAtMs: number | null = null
  return (view) => {
    if (live !== null) return live.draw(rolloutLines(view, paintWith(io.colour)))
    // An estimate that counts down is no change, and is told with the next one.
    const still = JSON.stringify({ ...view, now: view.now && { ...view.now, leftMs: null } })
    const line = json ? JSON.stringify({ event: 'rollout', ...view }) : progressLine(view)
    const same = json ? still : progressLine(JSON.parse(still) as RolloutView)
    if (same !== last) io.out(`${line}\n`)
    last = same
    if (json || view.breach === null || view.breach.atMs === stoppedAtMs || !isNews(view)) return
    stoppedAtMs = view.breach.atMs
    io.out(`${rolloutLines(view, paintWith(io.colour)).slice(1).join('\n')}\n`)
  }
}
