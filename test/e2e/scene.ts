/**
 * One operator, one device, one shop: what each end-to-end test begins with.
 *
 * Invariant: nothing of a scene is shared with another but the rig's servers, and nothing of it is left.
 */
import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Watch } from '../../fleet/follow/watch.ts'
import { freePort } from '../rig/process.ts'
import type { Addresses } from '../rig/rig.ts'
import { Device } from './device.ts'
import { EngineEye } from './engine-eye.ts'
import { EngineGate } from './engine-gate.ts'
import { Operator } from './operator.ts'
import { pushShop, type ShopImages } from './shop.ts'
import { SlowLink } from './slow-link.ts'
import { until } from './until.ts'

export interface SceneOptions {
  /** Versions of the web server to push. */
  versions?: readonly string[]
  /** Of each version's own layer. */
  bytes?: number
  mqtt?: 'auto' | '5' | '3.1.1'
  /** More of the device's configuration. */
  more?: Record<string, unknown>
}

export interface Scene {
  operator: Operator
  device: Device
  engine: EngineEye
  /** Between the agent and the engine. */
  gate: EngineGate
  /** Between the engine and the registry. */
  link: SlowLink
  images: ShopImages
  /** Of the host, for the web server. */
  port: number
  fleet: string
  /** What the web server answers, or null when it does not. */
  ask(path: string): Promise<string | null>
  /** Waits until the web server answers so. */
  answers(path: string, text: string): Promise<unknown>
  /** What to show when something failed. */
  story(): string
  close(): Promise<void>
}

export async function openScene(rig: Addresses, options: SceneOptions = {}): Promise<Scene> {
  const { versions = ['v1', 'v2'], bytes, mqtt = 'auto', more } = options
  const id = randomBytes(3).toString('hex')
  const [fleet, name] = [`fleet-${id}`, `device-${id}`]
  const desk = await mkdtemp(join(tmpdir(), 'holdfast-e2e-'))
  const closers: (() => unknown)[] = [() => rm(desk, { recursive: true, force: true })]
  const close = async (): Promise<void> => {
    for (const closer of closers.splice(0).reverse()) await closer()
  }
  try {
    const operator = await Operator.atDesk(desk, rig.broker)
    closers.push(() => operator.leave())
    const settings = { url: rig.broker, version: '5', connectTimeoutMs: 10_000 } as const
    const watch = await Watch.open(settings, () => {}, [], name)
    closers.push(() => watch.close())
    const engine = await EngineEye.on(rig.engine, name)
    closers.push(
      () => engine.close(),
      () => engine.clear(),
    )
    const gate = await EngineGate.before(rig.engine, join(desk, 'engine.sock'))
    closers.push(() => gate.close())
    const link = await SlowLink.to(rig.registry)
    closers.push(() => link.close())
    const { broker } = rig
    const device = await Device.enrolled(operator, watch, {
      device: name,
      fleet,
      broker,
      engine: gate.socket,
      mqtt,
      more,
    })
    closers.push(() => device.powerCut())
    const images = await pushShop(rig.registry, link.address, `e2e-${id}`, versions, bytes)
    const port = await freePort()
    const ask = (path: string) => get(`http://127.0.0.1:${port}${path}`)
    const story = () => `${device.story()}\nthe engine's events: ${engine.story().join(', ')}`
    const answers = (path: string, text: string) =>
      until(`${path} answers ${text}`, async () => (await ask(path)) === text, story)
    return { operator, device, engine, gate, link, images, port, fleet, ask, answers, story, close }
  } catch (error) {
    await close()
    throw error
  }
}

async function get(url: string): Promise<string | null> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) })
    return answer.ok ? (await answer.text()).trim() : null
  } catch {
    return null
  }
}
