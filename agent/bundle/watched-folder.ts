/**
 * A folder in which bundles appear, such as where a medium is mounted.
 *
 * Invariant: a file is taken once it has not changed between two looks, and again only when it has changed; one that
 * cannot be taken now is tried again, as long as waiting may mend that.
 */
import type { ClockPort } from '../../machines/ports.ts'
import { faultOf, isTransient } from '../../protocol/errors.ts'
import type { Bundles } from './bundles.ts'
import type { Medium } from './medium.ts'

/** Mounts are not told of by the kernel's own watches, so the folder is looked at. */
const LOOK_MS = 5_000

export async function watchFolder(
  medium: Pick<Medium, 'list'>,
  bundles: Pick<Bundles, 'apply'>,
  clock: Pick<ClockPort, 'sleep'>,
  signal: AbortSignal,
): Promise<void> {
  let seen = new Map<string, string>()
  const done = new Map<string, string>()
  while (!signal.aborted) {
    const found = await medium.list()
    for (const { path, mark } of found) {
      if (seen.get(path) !== mark || done.get(path) === mark) continue
      const fault = await bundles.apply(path).then(
        () => null,
        (error: unknown) => faultOf(error),
      )
      if (fault === null || !isTransient(fault)) done.set(path, mark)
    }
    seen = new Map(found.map(({ path, mark }) => [path, mark]))
    // One that has gone and comes back is another medium.
    for (const path of done.keys()) if (!seen.has(path)) done.delete(path)
    await clock.sleep(LOOK_MS, signal).catch(() => {}) // the end
  }
}
