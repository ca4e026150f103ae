/**
 * An engine port that counts what pulls bring, and ends those that a spent budget forbids.
 *
 * Invariant: a pull goes on as long as there is a byte left, so that a budget is overrun by no more than what is between two
 * words of progress; what comes beyond a plan begins only where all that is under way beside it has its bytes too; what has to
 * go on whatever it costs is only counted.
 */
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { type FetchPlan, plannedBytes } from '../../protocol/fetch-plan.ts'
import { SparseMap } from '../../storage/sparse-map.ts'
import { around } from '../around.ts'
import type { PlanningEngine } from '../content/stored-engine.ts'
import { LOCAL } from '../link-facts.ts'
import type { Usage } from './usage.ts'
import { spentSentence } from './words.ts'

/** @param mayEnd whether what is being fetched now can wait */
export function countedEngine(engine: PlanningEngine, usage: Usage, mayEnd: () => boolean): PlanningEngine {
  /** What each pull under way has still to bring. */
  const toCome = new SparseMap<object, number>()
  const spent = (image: string, atLeast = 1, beside = 0): HoldfastError | null => {
    const left = usage.left('content')
    if (left.bytes >= atLeast + beside || !mayEnd()) return null
    return new HoldfastError('HF_BUDGET_SPENT', spentSentence(left, usage.wholeAtMs(left), atLeast + beside), {
      place: image,
    })
  }
  const pull: EnginePort['pull'] = async (image, onProgress, signal) => {
    const before = spent(image)
    if (before !== null) throw before
    const ending = new AbortController()
    let fault: HoldfastError | null = null
    let fetchedBytes = 0
    let neighbourBytes = 0
    let promised = 0
    const mine = {}
    let plan: FetchPlan | null = null
    const counting = (progress: PullProgress): void => {
      const came = progress.fetchedBytes ?? progress.doneBytes
      usage.count('content', came - fetchedBytes)
      promised = progress.toComeBytes ?? Math.max(0, promised - Math.max(0, came - fetchedBytes))
      fetchedBytes = Math.max(fetchedBytes, came)
      const given = progress.neighbourBytes ?? 0
      usage.count('content', given - neighbourBytes, LOCAL)
      neighbourBytes = Math.max(neighbourBytes, given)
      toCome.set(mine, Math.max(promised, progress.totalBytes - progress.doneBytes))
      const beside = [...toCome].reduce((sum, [whose, bytes]) => (whose === mine ? sum : sum + bytes), 0)
      const next = progress.course?.plan ?? null
      const isPlanned = next !== null && next !== plan
      const asks = progress.toComeBytes ?? (isPlanned ? Math.max(1, plannedBytes(next)) : null)
      plan = next ?? plan
      fault ??= spent(image, asks ?? 1, asks === null ? 0 : beside)
      if (fault !== null && progress.doneBytes < progress.totalBytes) ending.abort()
      onProgress(progress)
    }
    try {
      await engine.pull(image, counting, AbortSignal.any([signal, ending.signal]))
    } catch (error) {
      throw ending.signal.aborted && !signal.aborted && fault !== null ? fault : error
    } finally {
      toCome.delete(mine)
    }
  }
  const { plannedBytes: plans } = engine
  if (plans === undefined) return around(engine, { pull })
  const planned: PlanningEngine['plannedBytes'] = async (image, onBytes, signal) => {
    if (usage.left('content').bytes === 0) return null
    const counting = (bytes: number): void => {
      usage.count('content', bytes)
      onBytes(bytes)
    }
    return plans.call(engine, image, counting, signal)
  }
  return around(engine, { pull, plannedBytes: planned })
}
