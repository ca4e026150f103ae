import {
  BehaviorSubject,
  filter,
  firstValueFrom,
  lastValueFrom,
  map,
  merge,
  Subject,
  Subscription,
  toArray,
} from 'rxjs'
import { describe, expect, it, vi } from 'vitest'
import { Told, ToldLast } from './told.ts'

/** What two listeners hear, one of which goes in the middle of it and one of which comes then. */
function story(subject: Subject<number> | Told<number>): unknown[] {
  const heard: unknown[] = []
  const first = subject.subscribe((value) => {
    heard.push(['first', value])
    if (value !== 2) return
    second.unsubscribe()
    first.unsubscribe()
    subject.subscribe((late) => heard.push(['late', late]))
  })
  const second: Subscription = subject.subscribe((value) => heard.push(['second', value]))
  subject.pipe(map((value) => value * 10)).subscribe({
    next: (value) => heard.push(['piped', value]),
    complete: () => heard.push('over'),
  })
  for (const value of [1, 2, 3]) subject.next(value)
  subject.complete()
  subject.next(4)
  heard.push([first.closed, second.closed])
  subject.subscribe({ next: () => heard.push('too late'), complete: () => heard.push('over at once') })
  subject.subscribe(() => heard.push('too late'))
  return heard
}

describe('Told', () => {
  it('is heard as a Subject is', () => {
    expect(story(new Told())).toEqual(story(new Subject()))
  })

  it('gives the last value first, as a BehaviorSubject does', () => {
    const told = new ToldLast(0)
    expect(story(told)).toEqual(story(new BehaviorSubject(0)))
    expect(told.value).toBe(4)
  })

  it('ends with what it was added to', () => {
    const told = new Told<number>()
    const heard: number[] = []
    const all = new Subscription()
    all.add(told.subscribe((value) => heard.push(value)))
    told.next(1)
    all.unsubscribe()
    told.next(2)
    expect(heard).toEqual([1])
  })

  it('can be waited for, and merged', async () => {
    const told = new ToldLast(1)
    const other = new Told<number>()
    const even = firstValueFrom(told.pipe(filter((value) => value % 2 === 0)))
    const all = lastValueFrom(merge(told, other).pipe(toArray()))
    told.next(2)
    other.next(7)
    told.complete()
    other.complete()
    expect(await even).toBe(2)
    expect(await all).toEqual([1, 2, 7])
  })

  it('goes on with the others when one of them fails, and the fault is not lost', async () => {
    const told = new Told<number>()
    const heard: number[] = []
    told.subscribe(() => {
      throw new Error('of one listener')
    })
    told.subscribe((value) => heard.push(value))
    const thrown: unknown[] = []
    const queue = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation((task) => {
      try {
        task()
      } catch (error) {
        thrown.push(error)
      }
    })
    told.next(1)
    queue.mockRestore()
    expect({ heard, thrown }).toEqual({ heard: [1], thrown: [new Error('of one listener')] })
  })
})
