/** Two devices, each with an engine and an agent of its own, behind one link: what they run leaves the registry once. */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { Watch } from '../../fleet/follow/watch.ts'
import type { Report } from '../../protocol/types.ts'
import { BadLink } from '../content/bad-link.ts'
import { type Dockerd, startDockerd } from '../rig/dockerd.ts'
import { freePort } from '../rig/process.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Device } from './device.ts'
import { EngineEye } from './engine-eye.ts'
import { Operator } from './operator.ts'
import { pushShop, type ShopImages, shop } from './shop.ts'

const BYTES = 6_000_000

describeReal('two devices of one network', (rig) => {
  const id = randomBytes(3).toString('hex')
  const fleet = `fleet-${id}`
  const closers: (() => unknown)[] = []
  let operator: Operator
  let link: BadLink
  let images: ShopImages
  let devices: Device[]
  let ports: number[]

  beforeAll(async () => {
    const desk = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'))
    closers.push(() => rm(desk, { recursive: true, force: true }))
    operator = await Operator.atDesk(desk, rig.broker)
    closers.push(() => operator.leave())
    const watch = await Watch.open({ url: rig.broker, version: '5', connectTimeoutMs: 10_000 }, () => {})
    closers.push(() => watch.close())
    link = await BadLink.to(rig.registry)
    closers.push(() => link.close())
    // Engines that have nothing yet: the rig's may have the base from others, and would then ask for less than its neighbour.
    const engines: Dockerd[] = []
    for (const _ of [1, 2]) {
      const engine = await startDockerd()
      closers.push(() => engine.stop())
      engines.push(engine)
    }
    ports = [await freePort(), await freePort()]
    const peers = ports.map((port) => `127.0.0.1:${port}`)
    devices = []
    for (const [index, { address: engine }] of engines.entries()) {
      const device = `device-${id}-${index}`
      const eye = await EngineEye.on(engine, device)
      closers.push(
        () => eye.close(),
        () => eye.clear(),
      )
      const neighbours = { listen: peers[index], peers }
      const more = { content: { by: 'store', neighbours } }
      const options = { device, fleet, broker: rig.broker, engine, mqtt: 'auto', more } as const
      const one = await Device.enrolled(operator, watch, options)
      closers.push(() => one.powerCut())
      devices.push(one)
    }
    images = await pushShop(rig.registry, link.address, `e2e-${id}`, ['v1', 'v2'], BYTES)
    for (const device of devices) device.powerOn()
    for (const device of devices) await device.reports('that it rests', ({ phase }) => phase === 'idle')
  })
  afterAll(async () => {
    for (const closer of closers.splice(0).reverse()) await closer()
  })
  beforeEach(({ onTestFailed }) => {
    onTestFailed(() => console.error(devices.map((device) => device.story()).join('\n')))
  })

  const sumOf = (reports: readonly Report[], what: 'neighbourBytes' | 'fetchedBytes'): number =>
    reports.flatMap(({ fetches }) => fetches.map((fetch) => fetch[what])).reduce((sum, bytes) => sum + bytes, 0)

  it('a release that both want at once comes from outside once, and both run it', async () => {
    const { code, summary } = await operator.deploy(shop(images, { version: 'v1' }), fleet)
    expect(summary).toMatchObject({ result: 'converged', epoch: 1 })
    expect(code).toBe(0)
    const reports = await Promise.all(devices.map((device) => device.settlesOn(1)))
    const [outside, near] = [sumOf(reports, 'fetchedBytes'), sumOf(reports, 'neighbourBytes')]
    // What is no blob, manifests for one, may be fetched by each.
    expect(Math.abs(outside - near)).toBeLessThan(20_000)
    expect(near).toBeGreaterThan(BYTES)
    expect(link.carried).toBeLessThan(outside + 50_000)
    expect(reports.map(({ fetches }) => fetches.flatMap(({ fallbacks }) => fallbacks))).toEqual([[], []])
    const local = reports.map(({ usage }) => usage?.counts.find((count) => count.link === 'local')?.dayBytes ?? 0)
    expect(local[0]! + local[1]!).toBeGreaterThanOrEqual(2 * near)
  })

  it('one that was away has the next from the other, and asks the registry for no blob', async () => {
    const [first, late] = devices as [Device, Device]
    await late.shutDown()
    expect((await operator.deploy(shop(images, { version: 'v2' }), fleet, '--no-wait')).code).toBe(0)
    await first.settlesOn(2)
    const before = link.carried
    late.powerOn()
    const { fetches } = await late.settlesOn(2)
    expect(fetches.find(({ neighbourBytes }) => neighbourBytes > BYTES)).toMatchObject({
      fallbacks: [],
      excessBytes: 0,
    })
    expect(link.carried - before).toBeLessThan(50_000)
  })
})
