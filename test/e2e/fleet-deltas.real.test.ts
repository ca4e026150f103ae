/** Deltas from what a fleet runs, made with its deployment, and taken by its devices. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Watch } from '../../fleet/follow/watch.ts'
import { pushImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Device } from './device.ts'
import { EngineEye } from './engine-eye.ts'
import { Operator } from './operator.ts'

/** Of the layer that each version has anew: only some of its end is another. */
const BYTES = 3_000_000

describeReal('a fleet that is deployed to with deltas', (rig) => {
  const id = randomBytes(3).toString('hex')
  const fleet = `fleet-${id}`
  const closers: (() => unknown)[] = []
  const images: string[] = []
  let operator: Operator
  let device: Device

  beforeAll(async () => {
    const desk = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'))
    closers.push(() => rm(desk, { recursive: true, force: true }))
    operator = await Operator.atDesk(desk, rig.broker)
    closers.push(() => operator.leave())
    const watch = await Watch.open({ url: rig.broker, version: '5', connectTimeoutMs: 10_000 }, () => {})
    closers.push(() => watch.close())
    const eye = await EngineEye.on(rig.engine, `device-${id}`)
    closers.push(
      () => eye.close(),
      () => eye.clear(),
    )
    const more = { content: { by: 'store' } }
    const options = {
      device: `device-${id}`,
      fleet,
      broker: rig.broker,
      engine: rig.engine,
      mqtt: 'auto',
      more,
    } as const
    device = await Device.enrolled(operator, watch, options)
    closers.push(() => device.powerCut())
    // The same noise for each size: what is longer begins alike.
    for (const more of [0, 1, 2, 3]) {
      const recipe = { name: `e2e-${id}/app`, salt: 'same', layers: [BYTES + more * 1000] }
      images.push((await pushImage(rig.registry, recipe, `v${more}`)).ref)
    }
    const small = { name: `e2e-${id}/app`, salt: 'small', files: { '/note': id } }
    images.push((await pushImage(rig.registry, small, 'small')).ref)
    device.powerOn()
    await device.reports('that it rests', ({ phase }) => phase === 'idle')
  })
  afterAll(async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  })
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(device.story()))
  })

  const deploy = async (image: string | undefined, ...flags: string[]) => deployUnder('soak: 1s', image, ...flags)
  const deployUnder = async (policy: string, image: string | undefined, ...flags: string[]) => {
    const path = await operator.write(
      'app.yml',
      `x-holdfast: {policy: {${policy}}}\nservices: {app: {image: "${image}"}}\n`,
    )
    return operator.run('deploy', path, '--fleet', fleet, '--json', ...flags)
  }
  const deltasIn = (events: readonly Record<string, unknown>[]) => events.filter(({ event }) => event === 'delta')

  it('has none to make for a device that runs nothing', async () => {
    const { code, events, err } = await deploy(images[0], '--deltas')
    expect([code, err]).toEqual([0, []])
    expect(deltasIn(events)).toEqual([])
  })

  it('has them before its devices hear of the release, and they take them', async () => {
    const { code, events } = await deploy(images[1], '--deltas')
    expect(code).toBe(0)
    expect(events[0]).toMatchObject({
      event: 'delta',
      old: images[0],
      fresh: images[1],
      devices: 1,
      result: 'published',
    })
    const [{ bytes, layerBytes }] = deltasIn(events) as unknown as [{ bytes: number; layerBytes: number }]
    expect(layerBytes).toBeGreaterThan(BYTES)
    expect(bytes).toBeLessThan(10_000)
    const { fetches } = await device.settlesOn(2)
    expect(fetches.at(-1)).toMatchObject({ image: images[1], way: 'delta', fallbacks: [] })
  })

  it('does not make again what is there', async () => {
    expect((await deploy(images[0], '--no-wait')).code).toBe(0)
    await device.settlesOn(3)
    const { events } = await deploy(images[1], '--deltas', '--no-wait')
    expect(deltasIn(events)).toMatchObject([{ old: images[0], fresh: images[1], result: 'there' }])
    await device.settlesOn(4)
  })

  it('does without where they save nothing', async () => {
    const { code, events } = await deploy(images.at(-1), '--deltas')
    expect(code).toBe(0)
    expect(deltasIn(events)).toMatchObject([{ old: images[1], fresh: images.at(-1), result: 'useless' }])
  })

  it('is told where one cannot be made, and is deployed to all the same', async () => {
    const name = `e2e-${id}/app`
    const gone = images.at(-1)?.split('@')[1]
    const deleted = await fetch(`http://${rig.registry}/v2/${name}/manifests/${gone}`, { method: 'DELETE' })
    expect(deleted.status).toBe(202)
    const { code, events } = await deploy(images[2], '--deltas')
    expect(code).toBe(0)
    expect(deltasIn(events)).toMatchObject([
      { old: images.at(-1), fresh: images[2], result: 'failed', fault: { code: 'HF_REGISTRY_NOT_FOUND' } },
    ])
  })

  it('is deployed to under a byte budget that has room for a delta, and none for layers', async () => {
    const { usage } = await device.settlesOn(6)
    const used = (usage?.counts ?? []).reduce((sum, { dayBytes }) => sum + dayBytes, 0)
    const budget = `byte_budgets: [{class: content, day: ${used + BYTES / 3}}]`
    const { code, events } = await deployUnder(`soak: 1s, ${budget}`, images[3], '--deltas')
    expect(code).toBe(0)
    expect(deltasIn(events)).toMatchObject([{ old: images[2], fresh: images[3], result: 'published' }])
    const { fetches } = await device.settlesOn(7)
    expect(fetches.at(-1)).toMatchObject({ image: images[3], way: 'delta', fallbacks: [] })
  })
})
