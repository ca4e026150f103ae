import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Log } from '../log.ts'
import { Sentinel } from './sentinel.ts'

const warnings: string[] = []
const log: Log = { debug() {}, info() {}, error() {}, warn: (message) => void warnings.push(message) }
let victim: ChildProcess
let sentinel: Sentinel
const path = process.env.PATH

beforeEach(() => {
  warnings.length = 0
  victim = spawn('sleep', ['60'])
})
afterEach(() => {
  sentinel.close()
  victim.kill('SIGKILL')
  process.env.PATH = path
  delete process.env.NOTIFY_SOCKET
})

const isAlive = () => victim.exitCode === null && victim.signalCode === null
const isThere = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
const watching = (limitMs = 1000) => {
  sentinel = new Sentinel({ limitMs, log, pid: victim.pid! })
}

describe('the sentinel', () => {
  it('ends a process from which it does not hear', async () => {
    watching()
    const [, signal] = await once(victim, 'exit')
    expect(signal).toBe('SIGKILL')
  })

  it('leaves one alone from which it hears', async () => {
    // A busy machine holds up a beat, too: not for so long.
    watching(5_000)
    for (let beat = 0; beat < 15; beat += 1) {
      sentinel.tell('WATCHDOG=1')
      await pause(500)
    }
    expect(isAlive()).toBe(true)
  })

  it('ends with whoever it listens to, and then kills nobody', async () => {
    watching()
    const { pid } = sentinel
    sentinel.close()
    await pause(1500)
    await expect.poll(() => isThere(pid!)).toBe(false)
    expect(isAlive()).toBe(true)
  })

  it('kills nobody for want of a tool, says so, and is started again by the next word', async () => {
    process.env.PATH = '/nowhere'
    watching(60_000)
    const first = sentinel.pid
    await expect.poll(() => warnings[0]).toContain('the sentinel has ended')
    expect(isAlive()).toBe(true)
    process.env.PATH = path
    sentinel.tell('WATCHDOG=1')
    expect(sentinel.pid).not.toBe(first)
    await pause(300)
    expect(isAlive()).toBe(true)
  })

  it('ends a process that does not end within a second of its end', async () => {
    sentinel = new Sentinel({ limitMs: 60_000, log, pid: victim.pid! })
    sentinel.ending()
    const [, signal] = await once(victim, 'exit')
    expect(signal).toBe('SIGKILL')
  })

  it.each(['before', 'after'])(
    'that a stop of everything ends %s the agent hears of it is not complained of',
    async (order) => {
      watching()
      const gone = () => process.kill(sentinel.pid!, 'SIGTERM')
      if (order === 'before') gone()
      await pause(order === 'before' ? 100 : 0)
      sentinel.tell('STOPPING=1')
      if (order === 'after') gone()
      await pause(800)
      expect(warnings).toEqual([])
    },
  )

  it('hands on what it hears to the service manager, in its words', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'holdfast-notify-'))
    try {
      await writeFile(join(folder, 'systemd-notify'), `#!/bin/sh\necho "$@" >> ${folder}/heard\n`)
      await chmod(join(folder, 'systemd-notify'), 0o755)
      process.env.PATH = `${folder}:${path}`
      process.env.NOTIFY_SOCKET = '/run/nobody'
      watching(60_000)
      sentinel.tell('READY=1')
      sentinel.tell('WATCHDOG=1')
      const heard = () => readFile(join(folder, 'heard'), 'utf8').catch(() => '')
      await expect.poll(heard).toBe('READY=1\nWATCHDOG=1\n')
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
