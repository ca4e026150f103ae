/** The contract for making, starting, stopping, removing and listing containers. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import type { Loose } from '../../protocol/codec.ts'
import { Health, Restart } from '../../protocol/enums.ts'
import type { Healthcheck } from '../../protocol/types.ts'
import type { Subject } from './engine-contract.ts'
import { containerNow, eventually, spec } from './engine-harness.ts'

export function containersContract(s: Subject): void {
  const make = (given: Parameters<typeof spec>[1] = {}, more: Parameters<typeof spec>[2] = {}) =>
    s.at.engine.createContainer(spec(s.device, { image: s.at.images.steady, ...given }, more))
  const now = (id: string) => containerNow(s.at.engine, s.device, id)

  describe('creating a container', () => {
    it('makes one that is ours by its labels, does not run, and is not restarted', async () => {
      const id = await make({ restart: Restart.RESTART_ALWAYS })
      expect(await now(id)).toEqual({
        id,
        name: `${s.device}-web`,
        service: 'web',
        release: 'sha256:release',
        specHash: 'hash-1',
        state: 'created',
        health: Health.HEALTH_NONE,
        exitCode: 0,
        restarts: 0,
        restart: Restart.RESTART_NO,
        startedAt: '',
        image: s.at.images.steady,
        stopGraceMs: 10_000,
        hostPorts: [],
      })
    })

    it('keeps with it how long it has to end', async () => {
      expect(await now(await make({ stopGraceMs: 45_000 }))).toMatchObject({ stopGraceMs: 45_000 })
    })

    it('takes the one of the same name and spec hash as it is, running or not', async () => {
      const id = await make()
      expect(await make()).toBe(id)
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      expect(await make()).toBe(id)
      expect(await now(id)).toMatchObject({ state: 'running' })
      expect(await s.at.engine.listContainers(s.device)).toHaveLength(1)
    })

    it('makes one, and not two, when asked twice at once', async () => {
      const ids = await Promise.all([make(), make()])
      expect(ids[0]).toBe(ids[1])
    })

    it('refuses a name that another spec of ours has', async () => {
      await make()
      await expect(make({}, { specHash: 'hash-2' })).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
    })

    it('refuses a name that another device has', async () => {
      await make({}, { device: `${s.device}-other` })
      await expect(make()).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
    })

    it('refuses a name that something else has, and leaves that alone', async () => {
      const name = `${s.device}-foreign`
      await s.at.createForeign(name)
      await expect(make({}, { name })).rejects.toMatchObject({ code: 'HF_ENGINE_CONFLICT' })
      await s.at.removeBehindOurBack(name)
    })

    it('says which image is missing', async () => {
      const image = s.at.images.steady.replace(/@sha256:.*/, `@sha256:${'0'.repeat(64)}`)
      await expect(make({ image })).rejects.toMatchObject({ code: 'HF_IMAGE_NOT_FOUND' })
      expect(await s.at.engine.listContainers(s.device)).toEqual([])
    })
  })

  describe('starting a container', () => {
    it('runs it and sets its restart policy', async () => {
      const id = await make()
      await s.at.engine.startContainer(id, Restart.RESTART_UNLESS_STOPPED, 0)
      const container = await now(id)
      expect(container).toMatchObject({ state: 'running', restart: Restart.RESTART_UNLESS_STOPPED, exitCode: 0 })
      expect(container?.startedAt).not.toBe('')
    })

    it('leaves one that runs as it is, but for the policy', async () => {
      const id = await make()
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      const before = await now(id)
      await s.at.engine.startContainer(id, Restart.RESTART_ON_FAILURE, 3)
      expect(await now(id)).toEqual({ ...before, restart: Restart.RESTART_ON_FAILURE })
    })

    it('fails for one that is gone', async () => {
      const id = await make()
      await s.at.removeBehindOurBack(id)
      await expect(s.at.engine.startContainer(id, Restart.RESTART_NO, 0)).rejects.toMatchObject({
        code: 'HF_ENGINE_FAILED',
      })
    })

    it('fails with the engine’s words when the host port is taken, and works once it is free', async () => {
      const hostPort = await s.at.freePort()
      const ports = [{ containerPort: 80, hostPort, protocol: 'tcp' }]
      const first = await make({ name: 'first', ports })
      const second = await make({ name: 'second', ports })
      expect(await now(first)).toMatchObject({ hostPorts: [`${hostPort}/tcp`] })
      await s.at.engine.startContainer(first, Restart.RESTART_NO, 0)
      await expect(s.at.engine.startContainer(second, Restart.RESTART_NO, 0)).rejects.toMatchObject({
        code: 'HF_ENGINE_FAILED',
        message: expect.stringMatching(/port is already allocated/),
      })
      expect((await now(second))?.state).not.toBe('running')
      await s.at.engine.stopContainer(first, 1000)
      await s.at.engine.startContainer(second, Restart.RESTART_NO, 0)
      expect(await now(second)).toMatchObject({ state: 'running' })
    })

    it('leaves ports that the engine chose out of the list', async () => {
      const id = await make({ ports: [{ containerPort: 80, protocol: 'tcp' }] })
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      expect(await now(id)).toMatchObject({ state: 'running', hostPorts: [] })
    })
  })

  describe('stopping a container', () => {
    it('ends it by its stop signal, turns the restart policy off, and it stays down', async () => {
      const id = await make()
      await s.at.engine.startContainer(id, Restart.RESTART_ALWAYS, 0)
      await s.at.pass(300)
      await s.at.engine.stopContainer(id, 10_000)
      const stopped = { state: 'exited', exitCode: 0, restart: Restart.RESTART_NO }
      expect(await now(id)).toMatchObject(stopped)
      await s.at.pass(1500)
      expect(await now(id)).toMatchObject(stopped)
    })

    it('kills one that does not listen, after the grace', async () => {
      const id = await make({ image: s.at.images.stubborn })
      await s.at.engine.startContainer(id, Restart.RESTART_ALWAYS, 0)
      await s.at.pass(300)
      await s.at.engine.stopContainer(id, 1000)
      expect(await now(id)).toMatchObject({ state: 'exited', exitCode: 137 })
    })

    it('is content with one that has stopped, never started, or is gone', async () => {
      const id = await make()
      await s.at.engine.stopContainer(id, 1000)
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      await s.at.engine.stopContainer(id, 1000)
      await s.at.engine.stopContainer(id, 1000)
      await s.at.removeBehindOurBack(id)
      await s.at.engine.stopContainer(id, 1000)
    })
  })

  describe('removing a container', () => {
    it('removes one that runs, and one that is gone is no error', async () => {
      const id = await make()
      await s.at.engine.startContainer(id, Restart.RESTART_ALWAYS, 0)
      await s.at.engine.removeContainer(id)
      expect(await s.at.engine.listContainers(s.device)).toEqual([])
      await s.at.engine.removeContainer(id)
    })

    it('frees its name and its host port', async () => {
      const ports = [{ containerPort: 80, hostPort: await s.at.freePort(), protocol: 'tcp' }]
      const first = await make({ ports })
      await s.at.engine.startContainer(first, Restart.RESTART_NO, 0)
      await s.at.engine.removeContainer(first)
      const second = await make({ ports }, { specHash: 'hash-2' })
      expect(second).not.toBe(first)
      await s.at.engine.startContainer(second, Restart.RESTART_NO, 0)
    })
  })

  describe('listing containers', () => {
    it('shows those of the device alone, in whatever state', async () => {
      const idle = await make({ name: 'idle' })
      const busy = await make({ name: 'busy' })
      await make({ name: 'theirs' }, { device: `${s.device}-other` })
      await s.at.engine.startContainer(busy, Restart.RESTART_NO, 0)
      const listed = await s.at.engine.listContainers(s.device)
      expect(listed.map(({ id }) => id).sort()).toEqual([idle, busy].sort())
    })

    it('shows the exit code of one that ended by itself', async () => {
      const good = await make({ name: 'good', image: s.at.images.completes })
      const bad = await make({ name: 'bad', image: s.at.images.crashes })
      for (const id of [good, bad]) await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      const ended = (id: string) =>
        eventually(
          s.at,
          'it has ended',
          () => now(id),
          (container) => container?.state === 'exited',
        )
      expect(await ended(good)).toMatchObject({ exitCode: 0 })
      expect(await ended(bad)).toMatchObject({ exitCode: 3, restarts: 0 })
    })

    it('shows health as it changes: starting, healthy, unhealthy, healthy again', async () => {
      const id = await make({ image: s.at.images.checked })
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      expect(await now(id)).toMatchObject({ health: Health.HEALTH_STARTING })
      const becomes = (health: Health) =>
        eventually(
          s.at,
          `health ${health}`,
          () => now(id),
          (container) => container?.health === health,
        )
      await s.at.pass(1500)
      expect(await now(id)).toMatchObject({ health: Health.HEALTH_STARTING })
      await s.at.setHealth(id, true)
      await becomes(Health.HEALTH_HEALTHY)
      await s.at.setHealth(id, false)
      await becomes(Health.HEALTH_UNHEALTHY)
      await s.at.setHealth(id, true)
      await becomes(Health.HEALTH_HEALTHY)
    })

    it('takes each field of the service’s health check over the image’s, and none for "NONE"', async () => {
      const fails = { test: ['CMD-SHELL', 'exit 1'], intervalMs: 300, timeoutMs: 10_000, retries: 2 }
      const checked = (name: string, healthcheck: Loose<Healthcheck>) =>
        make({ name, image: s.at.images.checked, healthcheck })
      const strict = await checked('strict', { ...fails, startPeriodMs: 1 })
      const patient = await checked('patient', fails)
      const impatient = await checked('impatient', { retries: 1, startPeriodMs: 1 })
      const none = await checked('none', { test: ['NONE'] })
      for (const id of [strict, patient, impatient, none]) await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      for (const id of [strict, impatient])
        await eventually(
          s.at,
          'it is unhealthy',
          () => now(id),
          (c) => c?.health === Health.HEALTH_UNHEALTHY,
        )
      expect(await now(patient), 'in the start period of the image').toMatchObject({ health: Health.HEALTH_STARTING })
      expect(await now(none)).toMatchObject({ health: Health.HEALTH_NONE })
    })
  })
}
