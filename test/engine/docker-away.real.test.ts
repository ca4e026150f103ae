/** The engine goes away in the middle: killed, or restarted. */
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { dockerEngine } from '../../agent/adapters/docker.ts'
import { createRequestOf } from '../../agent/adapters/docker-spec.ts'
import type { EngineEvent, EnginePort } from '../../machines/ports.ts'
import { Restart } from '../../protocol/enums.ts'
import { askEngine } from '../rig/ask-engine.ts'
import { type Dockerd, startDockerd } from '../rig/dockerd.ts'
import { buildImage, type Pushed, pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { fakeRegistry, slowly } from './fake-registry.ts'
import { containerSpecOf, uniqueName } from './specs.ts'

const forever = () => new AbortController().signal

describeReal('an engine that goes away', (rig) => {
  let dockerd: Dockerd
  let engine: EnginePort
  let image: Pushed
  const device = uniqueName('device')

  beforeAll(async () => {
    dockerd = await startDockerd()
    engine = dockerEngine({ socketPath: dockerd.address })
    image = await pushImage(rig.registry, { name: 'away/base', salt: device })
    await engine.pull(image.ref, () => {}, forever())
  })

  afterAll(() => dockerd?.stop())

  /** What a subscription saw, and how it ended. */
  function watch() {
    const seen: (EngineEvent | { type: 'error'; code: unknown } | { type: 'completed' })[] = []
    const subscription = engine.events(device).subscribe({
      next: (event) => seen.push(event),
      error: (error: { code: unknown }) => seen.push({ type: 'error', code: error.code }),
      complete: () => seen.push({ type: 'completed' }),
    })
    return { seen, subscription }
  }

  const actions = (seen: object[]) => seen.flatMap((event) => ('action' in event ? [event.action] : []))

  it('ends its events with an error, and its calls with HF_ENGINE_UNAVAILABLE; a restarted one is the same engine', async () => {
    const before = await engine.info()
    const { seen } = watch()
    await expect.poll(() => seen).toEqual([{ type: 'opened' }])

    await dockerd.kill()
    await expect.poll(() => seen.at(-1)).toEqual({ type: 'error', code: 'HF_ENGINE_UNAVAILABLE' })
    await expect(engine.listContainers(device)).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    await expect(engine.pull(image.ref, () => {}, forever())).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })

    await dockerd.restart()
    expect((await engine.info()).id).toBe(before.id)
    expect(await engine.hasImage(image.ref)).toBe(true)
  })

  it('in the middle of a pull: the pull fails as the engine being away, not as the registry', async () => {
    const other = buildImage({ name: 'slow', layers: [3_000_000] })
    const registry = await fakeRegistry([other])
    registry.rules.layer = slowly(20_000)
    let killed: Promise<void> | undefined
    const pull = engine.pull(
      `${registry.address}/slow@${other.digest}`,
      ({ doneBytes }) => {
        if (doneBytes > 0) killed ??= dockerd.kill()
      },
      forever(),
    )
    await expect(pull).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    await killed
    await dockerd.restart()
    await registry.stop()
  })

  it('keeps what was created, and never starts what we have not', async () => {
    const id = await engine.createContainer(containerSpecOf({ image: image.ref }, { device }))
    await dockerd.kill()
    await dockerd.restart()
    expect(await engine.listContainers(device)).toMatchObject([{ id, state: 'created', startedAt: '', service: 'web' }])
    await engine.startContainer(id, Restart.RESTART_ALWAYS, 0)
    await engine.stopContainer(id, 1_000)
    await dockerd.restart()
    expect(await engine.listContainers(device)).toMatchObject([{ id, state: 'exited' }])
    await engine.removeContainer(id)
  })

  it('tells what happens to containers of the device, and of no other', async () => {
    const { seen, subscription } = watch()
    await expect.poll(() => seen).toEqual([{ type: 'opened' }])
    const stranger = await engine.createContainer(containerSpecOf({ image: image.ref }, { device: 'another' }))
    const healthcheck = { test: ['CMD', 'true'], intervalMs: 100, timeoutMs: 5_000, retries: 1 }
    const id = await engine.createContainer(containerSpecOf({ image: image.ref, healthcheck }, { device }))
    await engine.startContainer(id, Restart.RESTART_NO, 0)
    await expect.poll(() => actions(seen), { timeout: 120_000 }).toContain('health')
    await engine.stopContainer(id, 5_000)
    await engine.removeContainer(id)
    await engine.removeContainer(stranger)
    await expect.poll(() => actions(seen)).toEqual(['create', 'start', 'health', 'die', 'destroy'])
    expect(seen.slice(1).every((event) => 'id' in event && event.id === id && event.service === 'web')).toBe(true)
    subscription.unsubscribe()
  })

  it('is closed by unsubscribing: no connection is left', async () => {
    const { seen, subscription } = watch()
    await expect.poll(() => seen.length).toBe(1)
    subscription.unsubscribe()
    await dockerd.kill()
    expect(seen).toEqual([{ type: 'opened' }])
    await dockerd.restart()
  })

  it('cuts off a program that runs in a container', async () => {
    const id = await engine.createContainer(containerSpecOf({ image: image.ref }, { device }))
    await engine.startContainer(id, Restart.RESTART_NO, 0)
    const end = engine.exec(id, ['/bin/sh', '-c', 'sleep 100'], forever())
    const failed = expect(end).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    await sleep(500)
    await dockerd.kill()
    await failed
    await dockerd.restart()
    await engine.removeContainer(id)
  })

  it('a container that was killed with its engine before it had its files never starts, and is completed', async () => {
    const files = [{ path: '/run/secrets/a', content: Buffer.from('hunter2') }]
    const spec = containerSpecOf({ image: image.ref, files }, { device })
    // As an engine has it that was killed between the creation and the copy.
    const { body } = createRequestOf(spec, '1.41')
    const created = await askEngine<{ Id: string }>(
      dockerd.address,
      'POST',
      `/containers/create?name=${spec.name}`,
      body,
    )
    const id = created.Id
    await dockerd.kill()
    await dockerd.restart()
    await expect(engine.startContainer(id, Restart.RESTART_ALWAYS, 0)).rejects.toMatchObject({
      code: 'HF_ENGINE_CONFLICT',
    })
    expect(await engine.createContainer(spec)).toBe(id)
    await dockerd.kill()
    await dockerd.restart()
    await engine.startContainer(id, Restart.RESTART_NO, 0)
    expect(Buffer.from((await engine.readFile(id, '/run/secrets/a', 10)) ?? []).toString()).toBe('hunter2')
    await engine.removeContainer(id)
  })

  it('cuts off a log that is followed', async () => {
    const command = ['/bin/sh', '-c', 'trap "exit 0" TERM; echo out; echo err >&2; sleep 100 & wait']
    const id = await engine.createContainer(containerSpecOf({ image: image.ref, command }, { device }))
    await engine.startContainer(id, Restart.RESTART_NO, 0)
    const lines: string[] = []
    const reading = (async () => {
      for await (const entry of engine.logs(id, { follow: true, tail: 0, sinceMs: 0 }, forever())) {
        lines.push(`${entry.stderr ? 'err' : 'out'}:${entry.text}`)
        expect(Math.abs(entry.atMs - Date.now())).toBeLessThan(60_000)
      }
    })()
    const failed = expect(reading).rejects.toMatchObject({ code: 'HF_ENGINE_UNAVAILABLE' })
    await expect.poll(() => lines.toSorted()).toEqual(['err:err', 'out:out'])
    await dockerd.kill()
    await failed
    await dockerd.restart()
    await engine.removeContainer(id)
  })
})
