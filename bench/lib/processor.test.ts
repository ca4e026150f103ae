import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { familyMs } from './processor.ts'

describe('the processor time of a family', () => {
  it('has that of this process in it, and of those that it has started', () => {
    const before = familyMs(process.pid)
    const { user, system } = process.cpuUsage()
    expect(before).toBeGreaterThan(((user + system) / 1000) * 0.8)
    const busy = 'const end = process.cpuUsage().user + 300_000; while (process.cpuUsage().user < end);'
    spawnSync(process.execPath, ['-e', busy])
    expect(familyMs(process.pid) - before).toBeGreaterThanOrEqual(300)
  })

  it('is none where nobody is', () => {
    expect(familyMs(2 ** 22 + 1)).toBe(0)
  })
})
