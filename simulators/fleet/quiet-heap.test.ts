import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { giveBackHeap, whenQuiet } from './quiet-heap.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('a fleet that becomes quiet', () => {
  it('gives memory back once after each busy time, and not in it', () => {
    let messages = 0
    const giveBack = vi.fn()
    const stop = whenQuiet(() => messages, giveBack)
    vi.advanceTimersByTime(60_000)
    expect(giveBack).not.toHaveBeenCalled()
    for (let second = 0; second < 20; second += 1) {
      messages += 1
      vi.advanceTimersByTime(1_000)
    }
    expect(giveBack).not.toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(giveBack).toHaveBeenCalledTimes(1)
    messages += 1
    vi.advanceTimersByTime(60_000)
    expect(giveBack).toHaveBeenCalledTimes(2)
    messages += 1
    stop()
    vi.advanceTimersByTime(60_000)
    expect(giveBack).toHaveBeenCalledTimes(2)
  })

  it('gives the pages of its garbage back to the system', () => {
    let garbage: unknown[] | null = Array.from({ length: 200_000 }, (_, number) => ({ number }))
    const before = process.memoryUsage().heapTotal
    expect(garbage).toHaveLength(200_000)
    garbage = null
    giveBackHeap()
    expect(process.memoryUsage().heapTotal).toBeLessThan(before - 5_000_000)
  })
})
