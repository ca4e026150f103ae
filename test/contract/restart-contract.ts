/** The contract for what the engine does by its restart policies. See `engine-contract.ts`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Restart } from '../../protocol/enums.ts'
import type { Downfall } from '../../simulators/engine/restart-rule.ts'
import type { Subject } from './engine-contract.ts'
import { containerNow, eventually, type MortalEngine, spec } from './engine-harness.ts'

export function restartContract(s: Subject): void {
  const run = async (image: string, restart: Restart, maxRetries = 0) => {
    const id = await s.at.engine.createContainer(spec(s.device, { image }))
    await s.at.engine.startContainer(id, restart, maxRetries)
    return id
  }
  const now = (id: string) => containerNow(s.at.engine, s.device, id)

  describe('the restart policy', () => {
    it('always: a container that is killed comes back, with a new start', async () => {
      const id = await run(s.at.images.steady, Restart.RESTART_ALWAYS)
      const before = await now(id)
      await s.at.kill(id)
      const after = await eventually(
        s.at,
        'it runs again',
        () => now(id),
        (container) => container?.state === 'running' && container.restarts === 1,
      )
      expect(after?.startedAt).not.toBe(before?.startedAt)
    })

    it('always: one that ends over and over is started over and over, and counted', async () => {
      const id = await run(s.at.images.completes, Restart.RESTART_ALWAYS)
      await eventually(
        s.at,
        'two restarts',
        () => now(id),
        (container) => (container?.restarts ?? 0) >= 2,
      )
      await s.at.engine.stopContainer(id, 1000)
      const stopped = await now(id)
      expect(stopped).toMatchObject({ state: 'exited', restart: Restart.RESTART_NO })
      await s.at.pass(1500)
      expect(await now(id)).toEqual(stopped)
    })

    it('on-failure: only codes other than 0, and only so often', async () => {
      const bad = await run(s.at.images.crashes, Restart.RESTART_ON_FAILURE, 2)
      const ended = await eventually(
        s.at,
        'it has been given up',
        () => now(bad),
        (container) => container?.state === 'exited',
      )
      expect(ended).toMatchObject({ exitCode: 3, restarts: 2 })
      await s.at.engine.removeContainer(bad)

      const good = await run(s.at.images.completes, Restart.RESTART_ON_FAILURE, 2)
      await eventually(
        s.at,
        'it has ended',
        () => now(good),
        (container) => container?.state === 'exited',
      )
      await s.at.pass(500)
      expect(await now(good)).toMatchObject({ state: 'exited', exitCode: 0, restarts: 0 })
    })

    it('no: one that is killed stays down, with the code of the signal', async () => {
      const id = await run(s.at.images.steady, Restart.RESTART_NO)
      await s.at.kill(id)
      await eventually(
        s.at,
        'it is down',
        () => now(id),
        (container) => container?.state === 'exited',
      )
      await s.at.pass(500)
      expect(await now(id)).toMatchObject({ state: 'exited', exitCode: 137, restarts: 0 })
    })

    it('counts anew once it has been stopped and started', async () => {
      const id = await run(s.at.images.steady, Restart.RESTART_ALWAYS)
      await s.at.kill(id)
      await eventually(
        s.at,
        'a restart',
        () => now(id),
        (c) => c?.state === 'running' && c.restarts === 1,
      )
      await s.at.engine.stopContainer(id, 1000)
      await s.at.engine.startContainer(id, Restart.RESTART_ALWAYS, 0)
      expect(await now(id)).toMatchObject({ state: 'running', restarts: 0 })
    })

    it('a restart-looping container can be removed', async () => {
      const id = await run(s.at.images.crashes, Restart.RESTART_ALWAYS)
      await eventually(
        s.at,
        'it loops',
        () => now(id),
        (container) => (container?.restarts ?? 0) >= 1,
      )
      await s.at.engine.stopContainer(id, 1000)
      await s.at.engine.removeContainer(id)
      expect(await s.at.engine.listContainers(s.device)).toEqual([])
    })
  })

  describe('when the engine comes up again', () => {
    let mortal: MortalEngine
    beforeAll(async () => {
      mortal = await s.at.mortal()
    })
    afterAll(() => mortal?.close())

    const POLICIES = {
      no: Restart.RESTART_NO,
      always: Restart.RESTART_ALWAYS,
      'on-failure': Restart.RESTART_ON_FAILURE,
      'unless-stopped': Restart.RESTART_UNLESS_STOPPED,
    }

    async function make(name: string, restart?: Restart): Promise<string> {
      const id = await mortal.engine.createContainer(spec(s.device, { name, image: s.at.images.steady }))
      if (restart !== undefined) await mortal.engine.startContainer(id, restart, 0)
      return id
    }

    async function states(): Promise<Record<string, string>> {
      const found = await mortal.engine.listContainers(s.device)
      return Object.fromEntries(
        found.map(({ service, state, exitCode }) => [service, state === 'exited' ? `${state} ${exitCode}` : state]),
      )
    }

    // `steady` ends with code 0 when it is told to, which is no failure. An engine that was killed finds its containers
    // running, and stops them: as an operator would, says `unless-stopped`.
    it.each<[string, Downfall, string[], number]>([
      ['was stopped in order', 'graceful', ['always', 'unless-stopped'], 0],
      ['was killed', 'killed', ['always'], 0],
      ['lost its power', 'power', ['always', 'on-failure', 'unless-stopped'], 255],
    ])('after it %s, what ran is started again by its policy, and nothing else', async (_, how, back, code) => {
      for (const [name, restart] of Object.entries(POLICIES)) await make(name, restart)
      await make('never-started')
      // As every old release is before its successor begins.
      for (const restart of [Restart.RESTART_ALWAYS, Restart.RESTART_UNLESS_STOPPED])
        await mortal.engine.stopContainer(await make(`stopped-${restart}`, restart), 1000)
      // The code is that of what it had come to when it was told to end: it has only just been started.
      const stopped = Object.entries(await states()).filter(([name]) => name.startsWith('stopped-'))
      for (const [, state] of stopped) expect(state).toMatch(/^exited \d+$/)

      await mortal.fallAndRise(how)

      const isBack = (name: string) => back.includes(name)
      const expected = {
        ...Object.fromEntries(Object.keys(POLICIES).map((name) => [name, isBack(name) ? 'running' : `exited ${code}`])),
        'never-started': 'created',
        ...Object.fromEntries(stopped),
      }
      await eventually(s.at, 'all that comes back is back', states, (now) =>
        back.every((name) => now[name] === 'running'),
      )
      await s.at.pass(1000)
      expect(await states()).toEqual(expected)
      for (const { id } of await mortal.engine.listContainers(s.device)) await mortal.engine.removeContainer(id)
    })
  })
}
