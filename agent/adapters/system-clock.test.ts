import { describe, expect, it } from 'vitest'
import { systemClock } from './system-clock.ts'

const never = new AbortController().signal

describe('the system clock', () => {
  it('names the boot, and counts from it', () => {
    const { bootId, monoMs, wallMs } = systemClock().now()
    expect(bootId).toMatch(/^[0-9a-f-]{36}$/)
    expect(monoMs).toBeGreaterThan(0)
    expect(Math.abs(wallMs - Date.now())).toBeLessThan(1000)
  })

  it('sleeps at least as long as it is told, by its own count', async () => {
    const clock = systemClock()
    const before = clock.now().monoMs
    await clock.sleep(50, never)
    // The kernel's count has steps of 10 ms.
    expect(clock.now().monoMs - before).toBeGreaterThanOrEqual(40)
  })

  it("counts on without the kernel's uptime", async () => {
    const clock = systemClock({ bootId: '/proc/sys/kernel/random/boot_id', uptime: '/nowhere' })
    const before = clock.now().monoMs
    await clock.sleep(20, never)
    expect(clock.now().monoMs).toBeGreaterThan(before)
  })

  it('wakes at once when aborted, also before it began', async () => {
    const stop = new AbortController()
    const asleep = systemClock().sleep(60_000, stop.signal)
    stop.abort()
    await expect(asleep).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    await expect(systemClock().sleep(60_000, stop.signal)).rejects.toMatchObject({ code: 'HF_CANCELLED' })
  })

  it('does not wake early from a sleep that is longer than a timer of Node', async () => {
    const stop = new AbortController()
    let awake = false
    const asleep = systemClock()
      .sleep(2 ** 33, stop.signal)
      .then(
        () => {
          awake = true
        },
        () => undefined,
      )
    await systemClock().sleep(30, never)
    expect(awake).toBe(false)
    stop.abort()
    await asleep
  })

  it('says so when the kernel does not tell its boot id', () => {
    expect(() => systemClock({ bootId: '/nowhere', uptime: '/proc/uptime' })).toThrow(
      expect.objectContaining({ code: 'HF_FILE_UNREADABLE', place: '/nowhere' }),
    )
  })
})
