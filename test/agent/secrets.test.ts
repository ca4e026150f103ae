/** Secrets on a whole device: from the sealed message to the file that a container is given. */
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { rawKeyOf } from '../../protocol/hpke.ts'
import { generateKey } from '../../protocol/keys.ts'
import { sealSecret } from '../../protocol/sealed-secrets.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { MemoryBroker } from '../../simulators/broker/memory-broker.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { SimulatedDevice } from '../../simulators/device/simulated-device.ts'
import { SimulatedRegistry } from '../../simulators/engine/images.ts'
import { SimulatedEngine } from '../../simulators/engine/simulated-engine.ts'
import { VirtualClock } from '../../simulators/virtual-clock.ts'
import { dropped } from '../../storage/memory-kv.ts'

const DEVICE = 'd1'
const MINUTE = 60_000
const { privateKey: key } = generateKeyPairSync('x25519')
const topics = deviceTopics(DEVICE)
const APP = application('v1', { web: { health: true, secrets: ['db'] }, cache: {} })

function rig() {
  const clock = new VirtualClock()
  const broker = new MemoryBroker()
  const registry = new SimulatedRegistry()
  for (const image of APP.images) registry.push(image)
  const engine = new SimulatedEngine({ clock, registry, seed: DEVICE })
  const identity = { device: DEVICE, fleet: FLEET }
  const device = new SimulatedDevice({ identity, trusted: KEYS, clock, broker, engine, secretsKey: key })
  const report = () => decode(KINDS.Report, broker.retained(topics.report)!)
  const running = (service: string) =>
    [...engine.model.look().containers.values()].find(
      ({ run, config }) => run !== null && config.labels['io.holdfast.service'] === service,
    )
  /** What the container of a service finds where its secret is to be. */
  const seen = (service: string) => {
    const source = running(service)?.config.mounts.find(({ target }) => target === '/run/secrets/db')?.source
    return source === undefined ? null : device.secretFiles.read(source)
  }
  const give = (
    revision: number,
    values: Record<string, string>,
    to: KeyObject = key,
    by = KEYS,
    variables: Record<string, string> = {},
  ) => {
    const secrets = Object.entries(values).map(([name, value]) =>
      sealSecret(rawKeyOf(to), DEVICE, name, new TextEncoder().encode(value)),
    )
    broker.publish(topics.secrets, seal(KINDS.Secrets, { device: DEVICE, revision, secrets, variables }, by), {
      retain: true,
    })
  }
  const deploy = () => {
    broker.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), { retain: true })
    broker.publish(fleetTopics(FLEET).target, signedTarget(1, APP, null), { retain: true })
  }
  return { clock, broker, engine, device, report, running, seen, give, deploy }
}

async function installed() {
  const world = rig()
  world.device.boot()
  world.give(1, { db: 'hunter2' })
  world.deploy()
  await world.clock.advance(MINUTE)
  return world
}

it('says what its secrets are to be sealed to, and which it holds', async () => {
  const { report } = await installed()
  expect(report()).toMatchObject({ encryptionKey: rawKeyOf(key), secretsRevision: 1, phase: 'idle' })
})

it('waits for a secret that a release wants, by name, and goes on when it comes', async () => {
  const { clock, device, report, running, seen, give, deploy } = rig()
  device.boot()
  deploy()
  await clock.advance(MINUTE)
  expect(report().blockers).toMatchObject([
    { kind: 'secret', code: 'HF_SECRET_MISSING', service: 'web', gate: 'download' },
  ])
  expect([running('web'), running('cache')]).toEqual([undefined, undefined])
  give(1, { db: 'hunter2' })
  await clock.advance(MINUTE)
  expect([report().blockers, seen('web')]).toEqual([[], 'hunter2'])
})

it('makes the services that use a changed secret anew, and no others; the same value sealed anew changes nothing', async () => {
  const { clock, running, seen, give, report } = await installed()
  const [web, cache] = [running('web')!.id, running('cache')!.id]
  give(2, { db: 'hunter2', unused: 'x' })
  await clock.advance(MINUTE)
  expect([running('web')!.id, report().secretsRevision]).toEqual([web, 2])
  give(3, { db: 'correct horse' })
  await clock.advance(MINUTE)
  expect([seen('web'), running('cache')!.id, report().phase]).toEqual(['correct horse', cache, 'idle'])
  expect(running('web')!.id).not.toBe(web)
})

it('puts them there again after a power cut, before the container starts', async () => {
  const { clock, device, seen } = await installed()
  device.powerCut(dropped)
  expect(device.secretFiles.paths).toEqual([])
  device.boot()
  await clock.advance(5 * MINUTE)
  expect(seen('web')).toBe('hunter2')
})

it('leaves what runs alone when its secret is taken away, and says that it lacks it', async () => {
  const { clock, running, report, give, engine } = await installed()
  const web = running('web')!.id
  give(2, {})
  engine.act((model) => model.processDies(running('cache')!.id))
  await clock.advance(5 * MINUTE)
  expect([running('web')?.id, running('cache') === undefined]).toEqual([web, false])
  expect(report().blockers).toMatchObject([{ kind: 'secret', service: 'web' }])
})

it('holds the others when a service cannot be started for want of its secret', async () => {
  const { clock, device, running, report, give } = await installed()
  give(2, {})
  await clock.advance(MINUTE)
  device.powerCut(dropped)
  device.boot()
  await clock.advance(5 * MINUTE)
  expect(running('cache')).toBeDefined()
  expect(report().blockers).toMatchObject([{ kind: 'secret', service: 'web' }])
})

it('refuses what another key has sealed or signed, by code, and goes on with what it has', async () => {
  const { clock, report, seen, give } = await installed()
  give(2, { db: 'evil' }, generateKeyPairSync('x25519').privateKey)
  await clock.advance(MINUTE)
  expect(report().blockers).toMatchObject([{ kind: 'refused', code: 'HF_SECRET_UNREADABLE' }])
  give(3, { db: 'evil' }, key, [generateKey('release')])
  await clock.advance(MINUTE)
  expect(report().blockers).toMatchObject([{ kind: 'refused', code: 'HF_SIGNATURE_INVALID' }])
  expect([seen('web'), report().secretsRevision]).toEqual(['hunter2', 1])
})

it('has no value in anything that it publishes', async () => {
  const { clock, broker, device, give, deploy } = rig()
  const heard: Uint8Array[] = []
  broker.watch(({ payload }) => heard.push(payload))
  device.boot()
  give(1, { db: 'hunter2-in-clear' })
  deploy()
  await clock.advance(MINUTE)
  expect(heard.length).toBeGreaterThan(3)
  for (const payload of heard) expect(Buffer.from(payload).includes('hunter2-in-clear')).toBe(false)
})

it('gives its containers the variables that it was given, over a power cut, and the release stays the same', async () => {
  const { clock, device, running, give, report } = await installed()
  const [web, cache, before] = [running('web')!.id, running('cache')!.id, report().current]
  give(2, { db: 'hunter2' }, key, KEYS, { SITE: 'berlin', 'web:SITE': 'mitte', 'web:PORT': '80' })
  await clock.advance(MINUTE)
  const environment = (service: string) => running(service)!.config.environment
  expect(environment('web')).toEqual(expect.arrayContaining(['SITE=mitte', 'PORT=80']))
  expect(environment('cache')).toContain('SITE=berlin')
  expect(environment('cache').join()).not.toContain('PORT')
  expect([running('web')!.id === web, running('cache')!.id === cache, report().current]).toEqual([false, false, before])
  const again = running('web')!.id
  device.powerCut(dropped)
  device.boot()
  await clock.advance(5 * MINUTE)
  expect(running('web')!.id).toBe(again)
  expect(environment('web')).toContain('SITE=mitte')
  give(3, { db: 'hunter2' })
  await clock.advance(MINUTE)
  expect(environment('cache').join()).not.toContain('SITE')
})
