import { Subject } from 'rxjs'
import { describe, expect, it } from 'vitest'
import { settle, VirtualClock } from '../virtual-clock.ts'
import { coalesce } from './coalesce.ts'

function setUp() {
  const clock = new VirtualClock()
  const triggers = new Subject<void>()
  const runs: { began: number; end: (value: number) => void; fail: (error: Error) => void }[] = []
  const seen: unknown[] = []
  const subscription = triggers
    .pipe(
      coalesce(
        () =>
          new Promise<number>((resolve, reject) => {
            runs.push({ began: clock.now().monoMs, end: resolve, fail: reject })
          }),
        (signal) => clock.sleep(50, signal),
      ),
    )
    .subscribe({
      next: (value) => seen.push(value),
      error: (error: Error) => seen.push(error.message),
      complete: () => seen.push('complete'),
    })
  return { clock, triggers, runs, seen, subscription }
}

describe('coalescing', () => {
  it('runs at once at the first trigger', () => {
    const { triggers, runs } = setUp()
    triggers.next()
    expect(runs).toHaveLength(1)
  })

  it('makes one more run of all triggers during a run and the rest after it', async () => {
    const { clock, triggers, runs, seen } = setUp()
    for (let n = 0; n < 100; n += 1) triggers.next()
    runs[0]?.end(1)
    await settle()
    triggers.next()
    expect(runs).toHaveLength(1)
    await clock.advance(50)
    expect(runs).toHaveLength(2)
    runs[1]?.end(2)
    await clock.advance(1000)
    expect(runs).toHaveLength(2)
    expect(seen).toEqual([1, 2])
  })

  it('runs at once again after a rest without triggers', async () => {
    const { clock, triggers, runs } = setUp()
    triggers.next()
    runs[0]?.end(1)
    await clock.advance(50)
    triggers.next()
    expect(runs).toHaveLength(2)
  })

  it('ends with the first error, of a run or of the source', async () => {
    const run = setUp()
    run.triggers.next()
    run.runs[0]?.fail(new Error('list'))
    await settle()
    expect(run.seen).toEqual(['list'])
    const source = setUp()
    source.triggers.next()
    source.triggers.error(new Error('cut'))
    source.runs[0]?.end(1)
    await settle()
    expect(source.seen).toEqual(['cut'])
  })

  it('leaves nothing waiting when it is unsubscribed', async () => {
    const { clock, triggers, runs, seen, subscription } = setUp()
    triggers.next()
    runs[0]?.end(1)
    await settle()
    expect(clock.sleepers).toBe(1)
    subscription.unsubscribe()
    await settle()
    expect(clock.sleepers).toBe(0)
    expect(seen).toEqual([1])
  })
})
