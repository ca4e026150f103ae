/**
 * Several things at a time that stand and fall together.
 *
 * Invariant: the first failure ends the others, and is thrown once none of them is under way any more.
 */

export async function allOf(
  acts: readonly ((signal: AbortSignal) => Promise<void>)[],
  signal: AbortSignal,
): Promise<void> {
  const failures: unknown[] = []
  const failed = new AbortController()
  const either = AbortSignal.any([signal, failed.signal])
  const one = async (act: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    try {
      either.throwIfAborted()
      await act(either)
    } catch (error) {
      failures.push(error)
      failed.abort(error)
    }
  }
  await Promise.all(acts.map(one))
  if (failures.length > 0) throw failures[0]
}
