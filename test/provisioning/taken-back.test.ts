/** An identity that is taken back: whose word it takes, what goes with it, and a power cut at each point of that. */
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { proxyFile } from '../../agent/network/proxy-file.ts'
import { ProxyInForce } from '../../agent/network/proxy-in-force.ts'
import { openOwnAuthority } from '../../fleet/registrar/own-authority.ts'
import { signRevocation, type TakenBack } from '../../fleet/registrar/revocation.ts'
import { encode, KINDS } from '../../protocol/codec.ts'
import { ClaimState } from '../../protocol/enums.ts'
import type { Fault } from '../../protocol/errors.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { attach } from '../../simulators/engine/engine-port.ts'
import { network, volume } from '../contract/engine-harness.ts'
import { ClaimingDevice } from './claiming-device.ts'
import { DAY, REFUSED, Site, until } from './site.ts'

/** More changes than these a wiping does not make. */
const MOST = 30
const { certificate } = deviceTopics('press-7')
const AWAY: Fault = { code: 'HF_BROKER_UNAVAILABLE', message: 'the connection broke' }

let site: Site
let device: ClaimingDevice
async function begin(): Promise<void> {
  site = await Site.open()
  device = new ClaimingDevice({ site, credential: await site.token(3) })
  await device.boot()
  await device.rests()
  await until(() => site.report('press-7') !== undefined, 'a report', device.lines)
  const { port } = attach(device.engine)
  for (const whose of ['press-7', 'press-8']) {
    for (const name of ['data', 'logs'])
      await port.ensureVolume({ name: `${whose}-${name}`, device: whose, volume: volume({ name }) })
    const specHash = 'net-1'
    await port.ensureNetwork({ name: `${whose}-net`, device: whose, specHash, network: network({ name: 'net' }) })
  }
}
async function end(): Promise<void> {
  await device.stop()
  await site.close()
}

const holds = async (whose = 'press-7') => {
  const { port } = attach(device.engine)
  return [...(await port.listVolumes(whose)).map(({ name }) => name), ...(await port.listNetworks(whose))].length
}
const isNobody = async () => {
  const intent = await device.intent()
  return (
    intent?.phase === 'unclaimed' &&
    intent.identity === null &&
    device.files.names.length === 0 &&
    device.noted === null
  )
}
const refused = () => site.report('press-7')?.counters['revocation.refused'] ?? 0

/** What somebody says on the device's topic, signed by the authority of that directory; null: by nobody. */
async function say(of: Partial<TakenBack>, directory: string | null): Promise<Uint8Array> {
  const { identity } = (await device.intent())!
  const taken = { device: 'press-7', claims: [identity!.claim], volumes: true, ...of }
  const authority = directory === null ? null : await openOwnAuthority({ directory }, Date.UTC(2026, 0, 1))
  const word = authority === null ? null : await signRevocation(taken, authority)
  const state = ClaimState.CLAIM_STATE_REFUSED
  return encode(KINDS.ClaimAnswer, { state, code: 'HF_DEVICE_ERASED', id: identity!.claim, ...word })
}

describe('the word for it', () => {
  beforeEach(begin)
  afterEach(end)

  it('that nobody, or another authority, has signed, or that is for another, changes nothing and is counted', async () => {
    const another = await Site.open()
    const said = [
      await say({}, null),
      await say({}, another.directory),
      await say({ device: 'press-8' }, site.directory),
      await say({ claims: ['0'.repeat(32)] }, site.directory),
    ]
    for (const payload of said) site.broker.publish(certificate, payload)
    await until(() => device.lines.filter((line) => line.includes('not believed')).length === 4, 'all', device.lines)
    // The next report has it.
    site.broker.cut('press-7')
    await device.passUntil(() => refused() === 4, 'they are reported')
    expect(await holds()).toBe(3)
    expect((await device.intent())?.phase).toBe('provisioned')
    await another.close()
  })

  it('is heeded while the next certificate is being proved, also by a device that reaches no broker any more', async () => {
    const before = (await device.intent())?.identity
    device.doorkeeper = ({ serialNumber }) => (serialNumber === before?.serialNumber ? null : REFUSED)
    site.nowMs += 70 * DAY
    device.clock.wallMs = site.nowMs
    await device.passUntil(() => device.lines.some((line) => line.includes('verifying.backingOff')), 'it is refused')
    await until(() => site.broker.isConnected('press-7'), 'it is connected by the old one', device.lines)
    await site.registrar.operate({ do: 'revoke', device: 'press-7', erase: true })
    device.doorkeeper = () => AWAY
    await device.passUntil(isNobody, 'it is nobody')
    expect([await holds(), await holds('press-8')]).toEqual([0, 3])
  })

  it('is of no use against the next identity of the same device', async () => {
    const before = await say({}, site.directory)
    await site.registrar.operate({ do: 'revoke', device: 'press-7', erase: false })
    await until(isNobody, 'it is nobody', device.lines)
    await site.registrar.operate({ do: 'forget', device: 'press-7' })
    await device.stop()
    await site.token()
    await device.boot()
    await device.rests()
    await until(() => site.broker.isConnected('press-7'), 'it is connected', device.lines)
    site.broker.publish(certificate, before)
    await until(() => device.lines.some((line) => line.includes('not believed')), 'it is played again', device.lines)
    expect(await holds()).toBe(3)
    expect((await device.intent())?.identity?.device).toBe('press-7')
  })
})

describe('a board that another one replaces', () => {
  beforeEach(begin)
  afterEach(end)

  it('by approval alone; the old one finds it out, gives up its keys, and keeps its volumes', async () => {
    const board = new ClaimingDevice({ site, credential: { kind: 'approval', serial: 'B-2' }, name: 'press-7' })
    await board.boot()
    await board.passUntil(() => site.store.registry.claim.size === 1, 'it waits')
    const id = [...site.store.registry.claim.keys()][0]!
    await expect(site.registrar.operate({ do: 'approve', claim: id, replace: false })).rejects.toMatchObject({
      code: 'HF_NAME_TAKEN',
    })
    const before = (await device.intent())?.identity
    await device.stop()
    await site.registrar.operate({ do: 'approve', claim: id, replace: true })
    const { identity } = await board.rests()
    expect(identity).toMatchObject({ device: 'press-7', claim: id })
    expect(identity?.claim).not.toBe(before?.claim)
    await board.stop()
    device.doorkeeper = () => REFUSED
    await device.boot()
    await device.passUntil(isNobody, 'the old one is nobody')
    expect(await holds()).toBe(3)
    expect((await board.intent())?.phase).toBe('provisioned')
  })
})

it('leaves no password of the proxy that it went by', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'hf-wiped-'))
  const file = proxyFile(directory, () => {})
  await file.write({ hash: 'h', url: 'http://proxy.example:3128', username: 'till', password: 'hunter2' })
  const proxy = await ProxyInForce.from(file)
  site = await Site.open()
  device = new ClaimingDevice({ site, credential: await site.token(), proxy })
  await device.boot()
  await device.rests()
  expect(proxy.current()?.password).toBe('hunter2')
  await site.registrar.operate({ do: 'revoke', device: 'press-7', erase: false })
  await device.passUntil(isNobody, 'it is nobody')
  expect([proxy.current(), await readdir(directory)]).toEqual([null, []])
  await end()
  await rm(directory, { recursive: true })
})

it.each([true, false])(
  'a power cut at every change of the wiping (reached the disk: %s) ends with nothing left',
  async (survives) => {
    const phases = new Set<string>()
    let cuts = 0
    for (let change = 1; change < MOST; change += 1) {
      await begin()
      const cut = device.cutAt(change, survives)
      await site.registrar.operate({ do: 'revoke', device: 'press-7', erase: true })
      await until(async () => cut.happened || (await isNobody()), 'the cut, or the end', device.lines)
      const happened = cut.happened
      if (happened) {
        cuts += 1
        phases.add((await device.intent())?.phase ?? 'none')
        device.doorkeeper = ({ serialNumber }) => (site.store.registry.revoked.has(serialNumber) ? REFUSED : null)
        site.nowMs += DAY
        await device.boot()
        await device.passUntil(isNobody, 'it is nobody')
      }
      device.cutNever()
      expect(await holds()).toBe(0)
      expect(await holds('press-8')).toBe(3)
      await end()
      if (!happened) break
    }
    // The word, three things of the engine, secrets, keys, and the end of it.
    expect(cuts).toBeGreaterThan(5)
    expect(phases).toContain('wiping')
  },
)
