import { afterEach, beforeEach, expect, it } from 'vitest'
import { deviceTopics } from '../../protocol/topics.ts'
import { Desk } from '../testing.ts'

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
})
afterEach(() => desk.clear())

it('compares what the device runs with what is published for its fleet', async () => {
  await desk.run('keygen')
  await desk.compose()
  const device = await desk.device('d1')
  await device.reports({ phase: 'idle' })
  const { lines: deployed } = await desk.run('deploy docker-compose.yml --fleet f --no-wait --json')
  const { epoch, release } = deployed[0] as { epoch: number; release: { id: string; name: string; version: string } }
  const before = await desk.run('why d1')
  expect(before.code).toBe(1)
  expect(before.out).toBe(
    'd1 of f has not converged: it runs nothing, and epoch 1 (shop) is wanted\n  it has not taken epoch 1 (shop) yet\n',
  )

  const running = { epoch, releaseId: release.id, name: release.name, version: release.version }
  await device.reports({ current: running, target: running })
  expect(await desk.run('why d1')).toMatchObject({ code: 0, out: 'd1 of f has converged: it runs epoch 1 (shop)\n' })
  expect((await desk.run('why d1 --json')).lines).toMatchObject([
    { event: 'why', device: 'd1', fleet: 'f', converged: true, runs: { epoch: 1 }, wants: { epoch: 1 }, reasons: [] },
  ])
})

it('tells a device that was never heard of from one that is not reached', async () => {
  const { code, lines } = await desk.run('why d9 --json')
  expect({ code, lines }).toMatchObject({ code: 1, lines: [{ converged: false, reasons: [{ kind: 'silent' }] }] })
  expect((await desk.run('why d9 --broker mqtt://127.0.0.1:1')).code).toBe(3)
})

it('goes on without a target that cannot be read, and says so', async () => {
  const device = await desk.device('d1')
  await device.reports({ stopped: [{ service: 'web' }] })
  await desk.publish(deviceTopics('d1').target, new TextEncoder().encode('nonsense'))
  const { code, out, err } = await desk.run('why d1')
  expect(code).toBe(1)
  expect(out).toContain('web is stopped by an operator, until it is started\n    → holdfast send d1 start web\n')
  expect(err).toContain(`warning: ${deviceTopics('d1').target}: HF_WIRE_MALFORMED`)
})
