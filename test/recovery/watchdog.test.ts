/** An agent that hangs is ended, begun again, and goes on where it was: the true program under a supervisor. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { ERROR_CODES } from '../../protocol/errors.ts'
import { formatPublicKey } from '../../protocol/keys.ts'
import { readFlight } from '../../storage/read-flight.ts'
import { IDENTITY, KEYS } from './shop.ts'
import { SupervisedAgent } from './supervised-agent.ts'

/** Longer than a busy machine lets a process wait. */
const LIMIT_MS = 5_000

describe('an agent', () => {
  let agent: SupervisedAgent
  afterEach(() => agent.close())

  it('whose event loop is blocked in the middle of an update is killed, and the next life finishes it', async () => {
    agent = await SupervisedAgent.open('loop', LIMIT_MS)
    agent.deploy(1, { web: 'steady' })
    await agent.holds(1)
    agent.deploy(2, { web: 'steady' })
    await agent.until('an update under way', (report) => !['idle', undefined].includes(report?.phase))
    agent.hang()
    await agent.holds(2)
    expect(agent.ends).toEqual(['SIGKILL'])
    const asked = await agent.holdfast(['flight', 'd1'])
    expect(asked.out).toMatch(
      /the agent was killed or fell, while:\n[\s\S]* {4}update was [\s\S]*update +reconciling\.observing/,
    )
    await agent.stop()
    const read = await agent.holdfast(['flight', '--data', agent.data])
    expect(read.out).toContain('SIGTERM')
    expect(read.out.split('\n').slice(1, 6)).toEqual(asked.out.split('\n').slice(1, 6))
    const { entries } = await readFlight(agent.data)
    const lives = entries.filter(({ machine }) => machine === 'agent').map(({ to, event }) => `${to} ${event}`)
    expect(lives).toEqual(['running start', 'running start', 'stopped SIGTERM'])
  })

  it('whose effect makes no progress ends itself with a status that is not 0, and the next life goes on', async () => {
    agent = await SupervisedAgent.open('clock', LIMIT_MS)
    agent.deploy(1, { web: 'steady' })
    await agent.holds(1)
    agent.engineHangs = true
    agent.deploy(2, { web: 'steady' })
    await agent.until('an update under way', (report) => report?.phase === 'admitting')
    agent.hang()
    await agent.until('its end', () => agent.ends.length > 0)
    agent.engineHangs = false
    await agent.holds(2)
    expect(agent.ends[0]).toBe(1)
    expect(agent.log.join('')).toMatch(/HF_STUCK.*admit/)
    await agent.stop()
    const { entries } = await readFlight(agent.data)
    expect(entries.some(({ machine, event }) => machine === 'agent' && event === 'HF_STUCK')).toBe(true)
  })

  it('that is well is left alone, however long it idles, and a second one on its data is told who has it', async () => {
    agent = await SupervisedAgent.open('loop', LIMIT_MS)
    agent.deploy(1, { web: 'steady' })
    await agent.holds(1)
    await new Promise((resolve) => setTimeout(resolve, 2.2 * LIMIT_MS))
    expect(agent.ends).toEqual([])
    await expect(readFlight(agent.data)).rejects.toMatchObject({ code: 'HF_STORE_LOCKED' })
    const { code, err } = await agent.second()
    expect(code).toBe(1)
    expect(err).toMatch(/^HF_STORE_LOCKED: .*process \d+ \(.*holdfast.ts agent/)
    expect(err).toContain(`\n${ERROR_CODES.HF_STORE_LOCKED.help}\n`)
    await agent.stop()
    expect(agent.ends).toEqual([0])
  })
})

describe('a start that hangs, because the disk answers nothing,', () => {
  const PROGRAM = fileURLToPath(new URL('../../bin/holdfast.ts', import.meta.url))
  const HANG = fileURLToPath(new URL('hang-on-signal.ts', import.meta.url))
  let folder: string
  let child: ChildProcess
  let said: string

  afterEach(async () => {
    child.kill('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  /** The database's CURRENT is a pipe that nobody writes to: whoever reads it waits for ever, and cannot be told not to. */
  async function begin(): Promise<void> {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-start-'))
    await mkdir(join(folder, 'data', 'db'), { recursive: true })
    execFileSync('mkfifo', [join(folder, 'data', 'db', 'CURRENT')])
    const config = {
      ...IDENTITY,
      broker: { url: 'mqtt://127.0.0.1:9' },
      trustedKeys: KEYS.map(formatPublicKey),
      dataDir: join(folder, 'data'),
      engine: { socket: join(folder, 'engine.sock') },
      logLevel: 'debug',
    }
    await writeFile(join(folder, 'agent.json'), JSON.stringify(config))
    const words = ['--import', HANG, PROGRAM, 'agent', '--config', join(folder, 'agent.json')]
    child = spawn(process.execPath, words, {
      env: { ...process.env, HANG: 'clock', WATCHDOG_USEC: `${LIMIT_MS * 1000}` },
      stdio: ['ignore', 'ignore', 'pipe'],
      detached: true,
    })
    said = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    // It has its sentinel before it begins.
    const children = `/proc/${child.pid}/task/${child.pid}/children`
    await vi.waitFor(async () => expect(await readFile(children, 'utf8')).not.toBe(''), { timeout: 60_000 })
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect([child.exitCode, child.signalCode, said]).toEqual([null, null, ''])
  }

  const ended = (): Promise<unknown> =>
    Promise.race([
      once(child, 'close').then(() => 'ended'),
      new Promise((resolve) => setTimeout(resolve, 60_000, 'goes on')),
    ])

  it.each(['SIGTERM', 'SIGINT'] as const)('ends when it is told to stop by %s, to its whole group', async (signal) => {
    await begin()
    process.kill(-child.pid!, signal)
    expect(await ended()).toBe('ended')
    expect(said).toBe('')
  })

  it('ends once it is stuck, and says so', async () => {
    await begin()
    child.kill('SIGUSR2')
    expect(await ended()).toBe('ended')
    expect(child.exitCode).not.toBe(0)
    expect(said).toContain('HF_STUCK')
  })
})
