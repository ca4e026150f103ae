import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endProcess, endProcesses } from './container-processes.ts'

const OURS = 'ab'.repeat(32)
const OTHER = 'cd'.repeat(32)

describe('the processes of a lost container', () => {
  let proc: string
  let killed: number[]

  beforeEach(() => {
    proc = mkdtempSync(join(tmpdir(), 'hf-proc-'))
    killed = []
  })
  afterEach(() => rmSync(proc, { recursive: true }))

  const process_ = (pid: number | string, ...lines: string[]) => {
    mkdirSync(join(proc, String(pid)))
    writeFileSync(join(proc, String(pid), 'cgroup'), `${lines.join('\n')}\n`)
  }
  const kill = (pid: number) => {
    killed.push(pid)
    rmSync(join(proc, String(pid)), { recursive: true })
  }
  const end = (container = OURS, how = kill) => endProcesses(container, { proc, kill: how })

  it.each([
    ['version 1', ['9:memory:/', `4:pids:/docker/${OURS}`, '0::/']],
    ['version 1, under a parent', [`4:pids:/hf-7/${OURS}`]],
    ['version 2 by systemd', [`0::/system.slice/docker-${OURS}.scope`]],
    ['version 2 by cgroupfs', [`0::/docker/${OURS}`]],
    ['a container within it', [`0::/docker/${OURS}/docker/${OTHER}`]],
  ])('are ended by their cgroup: %s', async (_, lines) => {
    process_(100, ...lines)
    process_(101, ...lines)
    expect(await end()).toBe(2)
    expect(killed).toEqual([100, 101])
  })

  it.each([
    ['of another container', [`0::/docker/${OTHER}`]],
    ['of one whose id only begins so', [`0::/docker/${OURS}00`]],
    ['of none', ['0::/user.slice']],
    ['without a cgroup', []],
  ])('leave a process alone %s', async (_, lines) => {
    process_(100, ...lines)
    expect(await end()).toBe(0)
  })

  it('are never the first process, this one, or what is no process', async () => {
    process_(1, `0::/docker/${OURS}`)
    process_(process.pid, `0::/docker/${OURS}`)
    process_('self', `0::/docker/${OURS}`)
    expect(await end()).toBe(0)
  })

  it.each(['', 'web', OURS.slice(0, 12), `${OURS}/..`, OURS.toUpperCase()])(
    'are not looked for by what is no id: "%s"',
    async (container) => {
      process_(100, `0::/docker/${container}`, '0::/')
      expect(await end(container)).toBe(0)
    },
  )

  it('include those that they begot meanwhile', async () => {
    process_(100, `0::/docker/${OURS}`)
    const ended = await end(OURS, (pid) => {
      kill(pid)
      if (pid < 103) process_(pid + 1, `0::/docker/${OURS}`)
    })
    expect(ended).toBe(4)
  })

  it('are waited for until they are gone, killed once, and counted once', async () => {
    process_(100, `0::/docker/${OURS}`)
    const ending = end(OURS, (pid) => {
      killed.push(pid)
      setTimeout(() => rmSync(join(proc, String(pid)), { recursive: true }), 100)
    })
    expect(await ending).toBe(1)
    expect(killed).toEqual([100])
  })

  it('that are only not reaped yet are gone', async () => {
    process_(100, `0::/docker/${OURS}`)
    const reapless = (pid: number) => writeFileSync(join(proc, String(pid), 'stat'), `${pid} (a (very) odd) Z 1 1`)
    expect(await end(OURS, reapless)).toBe(1)
  })

  it('that do not go away are an error', async () => {
    process_(100, `0::/docker/${OURS}`)
    const ending = endProcesses(OURS, { proc, kill: (pid) => void killed.push(pid) }, 100)
    await expect(ending).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED', message: expect.stringContaining('100') })
  })

  it('may have ended by themselves', async () => {
    process_(100, `0::/docker/${OURS}`)
    const gone = (pid: number) => {
      rmSync(join(proc, String(pid)), { recursive: true })
      throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' })
    }
    expect(await end(OURS, gone)).toBe(0)
  })

  it('that may not be ended are an error', async () => {
    process_(100, `0::/docker/${OURS}`)
    const forbidden = () => {
      throw Object.assign(new Error('kill EPERM'), { code: 'EPERM' })
    }
    await expect(end(OURS, forbidden)).rejects.toMatchObject({ code: 'HF_ENGINE_FAILED' })
  })

  it('are none where processes cannot be seen', async () => {
    expect(await endProcesses(OURS, { proc: join(proc, 'nowhere'), kill })).toBe(0)
  })

  describe('one by one', () => {
    const stat = (pid: number, text: string) => writeFileSync(join(proc, String(pid), 'stat'), text)
    const endOne = (pid: number) => endProcess(OURS, pid, { proc, kill: (each) => killed.push(each) })

    it('are ended with the group that they lead', async () => {
      process_(100, `0::/docker/${OURS}`)
      stat(100, '100 (a) b) S 7 100 100 0 -1')
      expect(await endOne(100)).toBe(true)
      expect(killed).toEqual([-100])
    })

    it('are ended alone when another leads', async () => {
      process_(100, `0::/docker/${OURS}`)
      stat(100, '100 (sh) S 7 99 99 0 -1')
      expect(await endOne(100)).toBe(true)
      expect(killed).toEqual([100])
    })

    it('are left alone when they are of no container, or of another', async () => {
      process_(100, `0::/docker/${OTHER}`)
      process_(process.pid, `0::/docker/${OURS}`)
      for (const pid of [100, 101, process.pid, 0, -1]) expect(await endOne(pid)).toBe(false)
      expect(killed).toEqual([])
    })
  })
})
