/**
 * Several true agents before a broker with mutual TLS that somebody has taken over: what it publishes to them, under
 * every topic that an operator may write, makes none of them run anything.
 */
import { writeFile } from 'node:fs/promises'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { KINDS, type Loose } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { generateKey } from '../../protocol/keys.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Report, Target } from '../../protocol/types.ts'
import type { HoldfastProcess } from '../e2e/holdfast-process.ts'
import { Boards } from '../registrar/boards.ts'
import { type Ear, Site } from '../registrar/site.ts'
import { describeReal } from '../rig/use-rig.ts'

const DEVICES = { 'till-1': 'shop', 'till-2': 'shop', 'vault-1': 'bank' } as const
type Name = keyof typeof DEVICES
const NAMES = Object.keys(DEVICES) as Name[]
const [SHOP, BANK] = [fleetTopics('shop'), fleetTopics('bank')]
const KEYS = [generateKey('release'), generateKey('rollout')]
const [RELEASE, ROLLOUT] = KEYS as [(typeof KEYS)[0], (typeof KEYS)[0]]
const image = (digit: string) => `127.0.0.1:1/web@sha256:${digit.repeat(64)}`
const release = withReleaseId({ name: 'shop', services: [{ name: 'web', image: image('a') }] })

/** What the fleet's owner has signed. */
const target = (fleet: string, epoch: number, more: Loose<Target> = {}) =>
  seal(KINDS.Target, { fleet, epoch, release, ...more }, [RELEASE])

describeReal('agents whose broker is taken over', (rig) => {
  let site: Site
  let boards: Boards
  let adversary: Ear
  const agents = new Map<Name, HoldfastProcess>()

  beforeAll(async () => {
    site = await Site.open()
    await site.registrar()
    boards = await Boards.on(site, rig.engine)
    adversary = await site.operator()
    for (const name of NAMES) {
      await writeFile(site.path(`${name}.token`), await site.token(DEVICES[name], 1))
      await boards.make(name, { device: name, tokenFile: site.path(`${name}.token`) }, KEYS)
      agents.set(name, boards.start(name))
    }
    for (const name of NAMES) await reports(name, () => true)
    for (const fleet of ['shop', 'bank']) {
      const go = { fleet, epoch: 5, revision: 1, state: RolloutState.ROLLOUT_STATE_PAUSED, share: 0 }
      await say(fleetTopics(fleet).rollout, seal(KINDS.Rollout, go, [ROLLOUT]))
      await say(fleetTopics(fleet).target, target(fleet, 5))
    }
    for (const name of NAMES)
      await reports(name, (report) => report.target?.epoch === 5 && refusals(report).length === 0)
  })
  afterAll(async () => {
    await boards?.clear()
    await site?.clear()
  })
  // What is retained is what a device hears: each begins with the good one.
  beforeEach(async () => {
    await say(SHOP.target, target('shop', 5))
    await say(BANK.target, target('bank', 5))
    for (const name of NAMES) await reports(name, (report) => refusals(report).length === 0)
  })

  const say = (topic: string, bytes: Uint8Array) =>
    adversary.client.publishAsync(topic, Buffer.from(bytes), { qos: 1, retain: true })
  const reports = (name: Name, isWanted: (report: Report) => boolean) =>
    boards.reported(name, agents.get(name)!, isWanted)
  const refusals = ({ blockers }: Report) => blockers.filter(({ kind }) => kind === 'refused').map(({ code }) => code)

  const swapped = { ...release, services: [{ ...release.services[0]!, image: image('b') }] }
  const bent = (bytes: Uint8Array) => bytes.map((byte, at) => (at === bytes.length >> 1 ? byte ^ 1 : byte))
  it.each<[string, string, (fleet: string) => Uint8Array]>([
    [
      'forged',
      'HF_SIGNATURE_INVALID',
      (fleet) => seal(KINDS.Target, { fleet, epoch: 9, release }, [generateKey('release')]),
    ],
    [
      'signed by the rollout key alone',
      'HF_SIGNATURE_INVALID',
      (fleet) => seal(KINDS.Target, { fleet, epoch: 9, release }, [{ ...ROLLOUT, role: 'release' }]),
    ],
    ['with another image than was signed', 'HF_TARGET_INVALID', (fleet) => target(fleet, 9, { release: swapped })],
    ['of a lower epoch, well signed once', 'HF_EPOCH_STALE', (fleet) => target(fleet, 4)],
    [
      'of the same epoch with another release',
      'HF_EPOCH_STALE',
      (fleet) => target(fleet, 5, { policy: { soakMs: 7 } }),
    ],
    ['of the other fleet', 'HF_TARGET_MISDIRECTED', (fleet) => target(fleet === 'shop' ? 'bank' : 'shop', 9)],
    ['for a device whose name is a wildcard', 'HF_TARGET_INVALID', () => target('', 9, { device: '+' })],
    ['for a fleet whose name is a wildcard', 'HF_TARGET_INVALID', () => target('#', 9)],
    ['that is a rollout', 'HF_SIGNATURE_INVALID', (fleet) => seal(KINDS.Rollout, { fleet, epoch: 9 }, [ROLLOUT])],
    ['with a bit turned over', 'HF_', (fleet) => bent(target(fleet, 9))],
    ['cut short', 'HF_WIRE_MALFORMED', (fleet) => target(fleet, 9).subarray(0, -9)],
  ])('refuse a target %s, and say why', async (_, code, made) => {
    await say(SHOP.target, made('shop'))
    await say(BANK.target, made('bank'))
    for (const name of NAMES) {
      const report = await reports(name, (each) => refusals(each).some((one) => one.startsWith(code)))
      expect([name, report.target?.epoch]).toEqual([name, 5])
    }
  })

  it('take what is signed for another device from no topic of theirs, and what is theirs at once', async () => {
    const forOne = target('', 7, { device: 'till-2' })
    await say(deviceTopics('till-1').target, forOne)
    await reports('till-1', (report) => refusals(report).includes('HF_TARGET_MISDIRECTED'))
    await say(deviceTopics('till-2').target, forOne)
    await reports('till-2', (report) => report.target?.epoch === 7 && refusals(report).length === 0)
    await say(deviceTopics('till-1').target, new Uint8Array())
    await say(SHOP.target, target('shop', 6))
    await reports('till-1', (report) => report.target?.epoch === 6 && refusals(report).length === 0)
  })
})
