import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { serveEngine } from '../../simulators/engine/server.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { NPM, PROGRAM, runDemo, STORY, toldOf } from './run-demo.ts'

describe('npm start', () => {
  it('tells the whole story on a simulated engine, and leaves nothing', { timeout: 150_000 }, async () => {
    const { exitCode, output, left } = await runDemo([...NPM, '--once', '--engine', 'simulated'])
    expect(toldOf(output), output).toEqual(STORY)
    expect(output).toContain('engine  a simulated one')
    expect(output).not.toContain('\u001b')
    expect(output).not.toContain('✗')
    expect(exitCode).toBe(0)
    expect(left).toEqual([])
  })

  it('takes the simulated engine where no real one answers, and says why', async () => {
    const env = { DOCKER_HOST: 'unix:///nonexistent/docker.sock' }
    const { output, exitCode, left } = await runDemo([...PROGRAM, '--once'], env, (soFar, interrupt) => {
      if (soFar.includes('Version 1 goes out')) interrupt()
    })
    expect(output).toContain('engine  a simulated one')
    expect(output).toContain('no real one: /nonexistent/docker.sock')
    expect(exitCode).toBe(130)
    expect(left).toEqual([])
  })

  it('does not take an engine that cannot fetch from here, and says why', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'engine-'))
    const socket = join(directory, 'docker.sock')
    const registry = new SimulatedRegistry()
    const served = await serveEngine(new SimulatedEngine({ clock: systemClock(), registry }), socket)
    try {
      const env = { DOCKER_HOST: `unix://${socket}` }
      const { output, exitCode } = await runDemo([...PROGRAM, '--once'], env, (soFar, interrupt) => {
        if (soFar.includes('Version 1 goes out')) interrupt()
      })
      expect(output).toContain('engine  a simulated one')
      expect(output).toMatch(/no real one: .*manifest unknown/)
      expect(exitCode).toBe(130)
      const forced = await runDemo([...PROGRAM, '--once', '--engine', 'docker'], env)
      expect(forced.output).toContain('HF_ENGINE_FAILED')
      expect(forced.exitCode).toBe(1)
    } finally {
      await served.close()
      rmSync(directory, { recursive: true })
    }
  })

  it('ends at Ctrl-C in the middle of a power cut, and leaves nothing', async () => {
    const { exitCode, output, left } = await runDemo([...PROGRAM, '--engine', 'simulated'], {}, (soFar, interrupt) => {
      if (soFar.includes('power cut!')) interrupt()
    })
    expect(output).toContain('Everything that was made has been removed.')
    expect(output).not.toContain('All of it happened')
    expect(exitCode).toBe(130)
    expect(left).toEqual([])
  })

  it.each([
    ['nothing answers there', 'unix:///nonexistent/docker.sock', '/nonexistent/docker.sock'],
    ['it is far away', 'tcp://192.0.2.1:2375', 'not a unix socket'],
  ])('fails if a real engine is demanded and %s', async (_, host, words) => {
    const { exitCode, output, left } = await runDemo([...PROGRAM, '--once', '--engine', 'docker'], {
      DOCKER_HOST: host,
    })
    expect(output).toContain('HF_ENGINE_UNAVAILABLE')
    expect(output).toContain(words)
    expect(exitCode).toBe(1)
    expect(left).toEqual([])
  })

  it('explains itself', async () => {
    const { exitCode, output } = await runDemo([...PROGRAM, '--help'])
    expect(output).toContain('--once')
    expect(output).toContain('Ctrl-C')
    expect(exitCode).toBe(0)
  })

  it.each([['--engine=podman'], ['--onec']])('does not guess at %s', async (flag) => {
    const { exitCode, output } = await runDemo([...PROGRAM, flag])
    expect(output).toContain('HF_USAGE')
    expect(exitCode).toBe(2)
  })
})
