import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { VirtualClock } from '../virtual-clock.ts'
import { kernelMonitor } from './kernel-monitor.ts'

function listen(command: string) {
  const clock = new VirtualClock()
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const told = vi.fn()
  const subscription = kernelMonitor({ clock, log, command }).subscribe(told)
  return { clock, log, told, subscription }
}

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

describe('the monitor of the kernel', () => {
  it('ends with an agent that is killed', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'holdfast-monitor-')), 'pid')
    const script = `
      import { kernelMonitor } from '${new URL('kernel-monitor.ts', import.meta.url).href}'
      const clock = { now: () => ({ monoMs: 0 }), random: () => 0, sleep: () => new Promise(() => {}) }
      const command = "sh -c 'echo $$ >${file}; exec sleep 1000'"
      kernelMonitor({ clock, log: console, command }).subscribe()
      setInterval(() => {}, 1000)`
    const agent = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' })
    onTestFinished(() => void agent.kill('SIGKILL'))
    const pid = await vi.waitFor(
      async () => {
        const text = await readFile(file, 'utf8')
        expect(text).toMatch(/^\d+\n$/)
        return Number(text)
      },
      { timeout: 60_000 },
    )
    expect(alive(pid)).toBe(true)
    agent.kill('SIGKILL')
    await vi.waitFor(() => expect(alive(pid)).toBe(false), { timeout: 60_000 })
    await rm(dirname(file), { recursive: true })
  })

  it('tells that something was said, and ends with whoever listens', async () => {
    const { told, subscription } = listen('seq 3')
    await vi.waitFor(() => expect(told.mock.calls.length).toBeGreaterThanOrEqual(2), 60_000)
    subscription.unsubscribe()
  })

  it('is started again when it has ended, after a while', async () => {
    const { clock, log, told, subscription } = listen('false')
    for (const time of [1, 2, 3]) {
      await vi.waitFor(() => expect(log.info.mock.calls.length).toBeGreaterThanOrEqual(time), 60_000)
      expect(log.info).toHaveBeenLastCalledWith(expect.any(String), { why: 'it has ended' })
      await clock.advance(60_000)
    }
    expect(told.mock.calls.length).toBeGreaterThanOrEqual(3)
    subscription.unsubscribe()
  })

  it('says once that there is no such program, and looks every minute', async () => {
    const { clock, log, told, subscription } = listen('/no/such/ip monitor')
    await vi.waitFor(() => expect(log.warn).toHaveBeenCalledOnce(), 60_000)
    const before = told.mock.calls.length
    await clock.advance(180_000)
    expect(told.mock.calls.length).toBeGreaterThanOrEqual(before + 3)
    expect(log.warn).toHaveBeenCalledOnce()
    subscription.unsubscribe()
  })
})
