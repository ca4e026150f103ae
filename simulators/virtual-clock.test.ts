import { describe, expect, it } from 'vitest'
import { VirtualClock } from './virtual-clock.ts'

const NEVER = new AbortController().signal

function diaryOf(clock: VirtualClock) {
  const diary: string[] = []
  const sleeper = async (name: string, ...naps: number[]) => {
    for (const ms of naps) {
      await clock.sleep(ms, NEVER)
      diary.push(`${clock.now().monoMs} ${name}`)
    }
  }
  return { diary, sleeper }
}

describe('the virtual clock', () => {
  it('wakes sleepers in the order of their time, and of their coming at equal times', async () => {
    const clock = new VirtualClock()
    const { diary, sleeper } = diaryOf(clock)
    void sleeper('b', 20, 10)
    void sleeper('a', 10, 20)
    void sleeper('c', 30)
    await clock.advance(29)
    expect(diary).toEqual(['10 a', '20 b'])
    await clock.advance(1)
    expect(diary).toEqual(['10 a', '20 b', '30 c', '30 a', '30 b'])
    expect(clock.now()).toMatchObject({ monoMs: 30, wallMs: Date.UTC(2026, 0, 1) + 30 })
  })

  it('runs to a moment with every promise run between two sleepers, or stays where it is told to', async () => {
    const clock = new VirtualClock()
    const { diary, sleeper } = diaryOf(clock)
    for (let index = 0; index < 100; index += 1) void sleeper('a', 5, 5)
    void sleeper('b', 5, 15)
    await clock.runTo(19)
    expect([diary.length, diary.at(-1), clock.now().monoMs]).toEqual([201, '10 a', 19])
    expect(diary.indexOf('5 b')).toBe(100)
    await clock.runTo(30, () => diary.includes('20 b'))
    expect(clock.now().monoMs).toBe(20)
    clock.schedule(1, () => {
      throw new Error('what is due fails')
    })
    await expect(clock.runTo(30)).rejects.toThrow('what is due fails')
  })

  it('runs as fast as it can, and waits while nobody sleeps', async () => {
    const clock = new VirtualClock()
    const { diary, sleeper } = diaryOf(clock)
    const running = clock.runFreely()
    await sleeper('a', 3_600_000, 86_400_000)
    await sleeper('b', 5)
    expect(diary).toEqual(['3600000 a', '90000000 a', '90000005 b'])
    clock.halt()
    await running
  })

  it('ends a sleep by its signal, with HF_CANCELLED', async () => {
    const clock = new VirtualClock()
    const abort = new AbortController()
    const outcome = expect(clock.sleep(100, abort.signal)).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    abort.abort()
    await outcome
    await expect(clock.sleep(0, AbortSignal.abort())).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  })

  it('forgets its sleepers when the kernel starts anew, and goes on with the wall', async () => {
    const clock = new VirtualClock()
    const { diary, sleeper } = diaryOf(clock)
    void sleeper('a', 100)
    await clock.advance(50)
    const { wallMs } = clock.now()
    clock.reboot('boot-2')
    expect(clock.now()).toEqual({ bootId: 'boot-2', monoMs: 0, wallMs })
    await clock.advance(1000)
    expect(diary).toEqual([])
  })

  it('has the same chances for the same seed', () => {
    const chances = (seed: string) => {
      const { random } = new VirtualClock({ seed })
      return Array.from({ length: 5 }, random)
    }
    expect(chances('a')).toEqual(chances('a'))
    expect(chances('a')).not.toEqual(chances('b'))
    expect(chances('a').every((chance) => chance >= 0 && chance < 1)).toBe(true)
  })
})
