/**
 * An engine port that counts what pulls bring, and ends those that a spent budget forbids.
 *
 * Invariant: a pull goes on as long as there is a byte left, so that a budget is overrun by no more than what is between two
 * words of progress; what has to go on whatever it costs is only counted.
 */
import type { EnginePort, PullProgress } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { LOCAL } from '../link-facts.ts'
import { around } from './counted-broker.ts'
import type { Usage } from './usage.ts'
import { spentSentence } from './words.ts'

/** @param mayEnd whether what is being fetched now can wait */
export function countedEngine<E extends EnginePort>(engine: E, usage: Usage, mayEnd: () => boolean): E {
  const spent = (image: string, atLeast = 1): HoldfastError | null => {
    const left = usage.left('content')
    if (left.bytes >= atLeast || !mayEnd()) return null
    return new HoldfastError('HF_BUDGET_SPENT', spentSentence(left, usage.wholeAtMs(left)), { place: image })
  }
  const pull: EnginePort['pull'] = async (image, onProgress, signal) => {
    const before = spent(image)
    if (before !== null) throw before
    const ending = new AbortController()
    let fault: HoldfastError | null = null
    let fetchedBytes = 0
    let neighbourBytes = 0
    const counting = (progress: PullProgress): void => {
      const came = progress.fetchedBytes ?? progress.doneBytes
      usage.count('content', came - fetchedBytes)
      fetchedBytes = Math.max(fetchedBytes, came)
      const given = progress.neighbourBytes ?? 0
      usage.count('content', given - neighbourBytes, LOCAL)
      neighbourBytes = Math.max(neighbourBytes, given)
      fault ??= spent(image, progress.toComeBytes)
      if (fault !== null && progress.doneBytes < progress.totalBytes) ending.abort()
      onProgress(progress)
    }
    try {
      await engine.pull(image, counting, AbortSignal.any([signal, ending.signal]))
    } catch (error) {
      throw ending.signal.aborted && !signal.aborted && fault !== null ? fault : error
    }
  }
  return around<EnginePort>(engine, { pull }) as E
}
