/** The main way: from a compose file to healthy containers, to the next version, and back from a bad one. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Container } from '../../machines/ports.ts'
import { Health } from '../../protocol/enums.ts'
import { describeReal } from '../rig/use-rig.ts'
import { openScene, type Scene } from './scene.ts'
import { shop } from './shop.ts'

/** What makes a container the very same, and not another one like it. */
const identities = (containers: readonly Container[]) =>
  Object.fromEntries(containers.map(({ service, id, startedAt, state }) => [service, { id, startedAt, state }]))

describeReal('a release from its compose file to healthy containers', (rig) => {
  describe.each(['5', '3.1.1'] as const)('over MQTT %s', (mqtt) => {
    let scene: Scene

    beforeAll(async () => {
      scene = await openScene(rig, { mqtt, versions: ['v1', 'v2', 'v3', 'v4'] })
      scene.device.powerOn()
      await scene.device.reports('that it rests', ({ phase }) => phase === 'idle')
    })

    afterAll(() => scene?.close())

    beforeEach(({ onTestFailed }) => onTestFailed(() => console.error(scene?.story())))

    const deploy = (version: string, changes: object = {}) =>
      scene.operator.deploy(shop(scene.images, { version, port: scene.port, ...changes }), scene.fleet, '--mqtt', mqtt)

    it('v1 is pulled, and started in the order of its conditions', async () => {
      const { code, summary, events } = await deploy('v1')
      expect(summary).toMatchObject({ result: 'converged', epoch: 1, devices: [{ standing: 'converged' }] })
      expect(code).toBe(0)
      expect(events[0]).toMatchObject({ event: 'published', epoch: 1, release: { name: 'shop', version: 'v1' } })

      expect(await scene.engine.containers()).toMatchObject([
        { service: 'db', state: 'running', health: Health.HEALTH_HEALTHY },
        { service: 'migrate', state: 'exited', exitCode: 0 },
        { service: 'web', state: 'running', health: Health.HEALTH_HEALTHY },
      ])
      expect(scene.engine.story()).toEqual(['start db', 'start migrate', 'die migrate', 'start web'])
      expect(await scene.ask('/version')).toBe('v1')
      expect(await scene.ask('/data/migrations')).toBe('1')
      expect(await scene.engine.networks()).toEqual(['back'])
      expect(await scene.engine.volumes()).toEqual(['data'])
    })

    it('v2 replaces the one service that changed, and touches no other', async () => {
      const born = await scene.ask('/data/born')
      const before = identities(await scene.engine.containers())
      scene.engine.forget()

      const { code, summary } = await deploy('v2')
      expect(summary).toMatchObject({ result: 'converged', epoch: 2 })
      expect(code).toBe(0)

      const after = identities(await scene.engine.containers())
      expect({ db: after.db, migrate: after.migrate }).toEqual({ db: before.db, migrate: before.migrate })
      expect(after.web?.id).not.toBe(before.web?.id)
      expect(scene.engine.story()).toEqual(['start db', 'start web', 'die web', 'start web'])
      expect(await scene.ask('/version')).toBe('v2')
      expect(await scene.ask('/data/born')).toBe(born)
      expect(await scene.ask('/data/migrations')).toBe('1')
    })

    it('v3, which does not become healthy, is taken back by the device itself, with the reason and the last words', async () => {
      const before = identities(await scene.engine.containers())
      const born = await scene.ask('/data/born')
      const { code, summary } = await deploy('v3', { healthy: 'false', retries: 2 })
      expect(code).toBe(1)
      expect(summary).toMatchObject({
        result: 'failed',
        epoch: 3,
        devices: [{ standing: 'failed', code: 'HF_HEALTH_FAILED', detail: 'web is unhealthy' }],
      })

      const report = await scene.device.settlesOn(2)
      expect(report.refused).toMatchObject([
        { epoch: 3, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy', logTail: ['web v3 begins'] },
      ])
      const after = await scene.engine.containers()
      expect(identities(after)).toMatchObject({ db: before.db, migrate: before.migrate })
      expect(after.map(({ service }) => service)).toEqual(['db', 'migrate', 'web'])
      await scene.answers('/version', 'v2')
      expect(await scene.ask('/data/born')).toBe(born)
      const logs = await scene.operator.run('logs', scene.device.name, '--failed', '--json')
      expect(logs).toMatchObject({ code: 0, events: [{ event: 'line', service: 'web', text: 'web v3 begins' }] })
      expect(logs.err.join()).toMatch(/note: web failed in sha256:\w{12} at 20/)
    })

    it('v4, which is good, follows; of all that was before it, only what a way back needs is left', async () => {
      const { code } = await deploy('v4', { migration: '4' })
      expect(code).toBe(0)
      await scene.answers('/version', 'v4')
      expect(await scene.ask('/data/migrations')).toBe('1\n4')

      const { images, engine } = scene
      expect((await engine.containers()).map(({ service }) => service)).toEqual(['db', 'migrate', 'web'])
      expect(await engine.networks()).toEqual(['back'])
      expect(await engine.volumes()).toEqual(['data'])
      expect(await engine.images(images.place)).toEqual(new Set([images.base, images.web.v2, images.web.v4]))
    })

    it('an agent that is told to stop leaves the containers as they are, and says that it goes', async () => {
      const before = identities(await scene.engine.containers())
      expect(await scene.device.shutDown()).toBe(0)
      await expect.poll(() => scene.device.seen?.presence?.online).toBe(false)
      expect(identities(await scene.engine.containers())).toEqual(before)

      scene.device.powerOn()
      await expect.poll(() => scene.device.seen?.presence?.online, { timeout: 120_000 }).toBe(true)
      await scene.device.settlesOn(4)
      expect(identities(await scene.engine.containers())).toEqual(before)
    })
  })
})
