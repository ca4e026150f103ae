import { describe, expect, it, vi } from 'vitest'
import { VirtualClock } from '../virtual-clock.ts'
import { kernelMonitor } from './kernel-monitor.ts'

function listen(command: readonly [string, ...string[]]) {
  const clock = new VirtualClock()
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const told = vi.fn()
  const subscription = kernelMonitor({ clock, log, command }).subscribe(told)
  return { clock, log, told, subscription }
}

describe('the monitor of the kernel', () => {
  it('tells that something was said, and ends with whoever listens', async () => {
    const { told, subscription } = listen(['sh', '-c', 'echo $$; exec sleep 60'])
    await vi.waitFor(() => expect(told.mock.calls.length).toBeGreaterThanOrEqual(2))
    subscription.unsubscribe()
  })

  it('is started again when it has ended, after a while', async () => {
    const { clock, log, told, subscription } = listen(['sh', '-c', 'exit 3'])
    for (const time of [1, 2, 3]) {
      await vi.waitFor(() => expect(log.info.mock.calls.length).toBeGreaterThanOrEqual(time))
      expect(log.info).toHaveBeenLastCalledWith(expect.any(String), { why: 'exit 3' })
      await clock.advance(60_000)
    }
    expect(told.mock.calls.length).toBeGreaterThanOrEqual(3)
    subscription.unsubscribe()
  })

  it('says once that there is no such program, and looks every minute', async () => {
    const { clock, log, told, subscription } = listen(['/no/such/ip'])
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledOnce())
    const before = told.mock.calls.length
    await clock.advance(180_000)
    expect(told.mock.calls.length).toBeGreaterThanOrEqual(before + 3)
    expect(log.warn).toHaveBeenCalledOnce()
    subscription.unsubscribe()
  })
})
