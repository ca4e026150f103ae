/** The contract for what the engine does by its restart policies. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import { Restart } from '../../protocol/enums.ts'
import type { Subject } from './engine-contract.ts'
import { containerNow, eventually, spec } from './engine-harness.ts'

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
}
