import { describe, expect, it } from 'vitest'
import { crashStates } from './crash-states.ts'
import { LoggedDisk } from './disk-log.ts'
import type { Mark } from './marks.ts'

/** Formatting, then a first start of `early` writes, then `late` writes, all flushed in pairs. */
function lifeWith(early: number, late: number) {
  const disk = new LoggedDisk<Mark>(4096)
  const write = (count: number): void => {
    for (let done = 0; done < count; done += 1) {
      disk.write(0, Buffer.alloc(512, done), false)
      if (done % 2 === 1) disk.flush()
    }
  }
  write(10)
  disk.mark({ kind: 'ready', trusted: [] })
  const begin = disk.log.events.length
  write(early)
  disk.mark({ kind: 'target', epoch: 1 })
  const middle = disk.log.events.length
  write(late)
  return { log: disk.log, begin, middle, end: disk.log.events.length }
}

const name = ({ position, fate }: { position: number; fate: string }) => `${position} ${fate}`

describe('the crash states that are tried', () => {
  it('follow from the seed, and each from its number alone', () => {
    const { log } = lifeWith(20, 60)
    const all = crashStates(log, 's', 0, 50)
    expect(crashStates(log, 's', 0, 50)).toEqual(all)
    expect(crashStates(log, 's', 17, 1)).toEqual([all[17]])
    expect(crashStates(log, 't', 0, 50)).not.toEqual(all)
  })

  it('are of the first start for a third, and never of the time before it', () => {
    const { log, begin, middle, end } = lifeWith(20, 60)
    for (const { position, isFirstStart, number } of crashStates(log, 's', 0, 90)) {
      expect(isFirstStart).toBe(number % 3 === 0)
      expect(position).toBeGreaterThanOrEqual(isFirstStart ? begin : middle)
      expect(position).toBeLessThanOrEqual(isFirstStart ? middle : end)
    }
  })

  it('come twice only when all have come, and then with other dice', () => {
    const { log } = lifeWith(20, 60)
    const few = crashStates(log, 's', 0, 90)
    expect(new Set(few.map(name)).size).toBe(90)
    const many = crashStates(log, 's', 0, 900)
    const again = many.filter((state, index) => many.findIndex((other) => name(other) === name(state)) !== index)
    expect(again.length).toBeGreaterThan(0)
    expect(again.every(({ fate }) => fate === 'subset' || fate === 'torn')).toBe(true)
    expect(new Set(many.map(({ seed }) => seed)).size).toBe(900)
  })

  it('come to every position and every fate in the end', () => {
    const { log, begin, end } = lifeWith(4, 4)
    const all = crashStates(log, 's', 0, 300)
    const positions = log.events.flatMap(({ op }, index) => (index >= begin && op !== 'mark' ? [index] : []))
    expect(new Set(all.map(({ position }) => position))).toEqual(new Set([...positions, end]))
    expect(new Set(all.map(({ fate }) => fate))).toEqual(new Set(['dropped', 'kept', 'subset', 'torn']))
  })
})
