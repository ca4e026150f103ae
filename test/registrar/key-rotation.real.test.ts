/** Release keys that are rotated to two of three: the command line, a broker with mutual TLS, and a true agent. */
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { parsePublicKey } from '../../protocol/keys.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Report } from '../../protocol/types.ts'
import { type HoldfastProcess, startHoldfast } from '../e2e/holdfast-process.ts'
import { type FakeRegistry, fakeRegistry } from '../engine/fake-registry.ts'
import { buildImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Boards } from './boards.ts'
import { type Outcome, Site } from './site.ts'

const CONFIGURED = ['root-1', 'release', 'rollout'].flatMap((name) => ['--configured', `${name}.pub`])
const FLEET = ['--fleet', 'shop']
const topics = fleetTopics('shop')

describeReal('a fleet whose release keys are rotated', (rig) => {
  let site: Site
  let boards: Boards
  let registry: FakeRegistry
  let agent: HoldfastProcess
  const desk = () => site.path('desk')

  beforeAll(async () => {
    site = await Site.open()
    await site.registrar()
    boards = await Boards.on(site, rig.engine)
    const image = buildImage({ name: 'web', layers: [100] })
    registry = await fakeRegistry([image])
    await mkdir(desk())
    const web = `${registry.address}/web@${image.digest}`
    await writeFile(join(desk(), 'docker-compose.yml'), `name: shop\nservices:\n  web:\n    image: ${web}\n`)
    await make('trust', 'root-1', 'root-2')
    await make('release', 'release', 'alice', 'bob', 'carol')
    await make('rollout', 'rollout')
    await writeFile(site.path('shop.token'), await site.token('shop', 1))
    const trusted = await Promise.all(['root-1', 'release', 'rollout'].map(publicKey))
    await boards.make('board-1', { device: 'till-1', tokenFile: site.path('shop.token') }, trusted)
    agent = boards.start('board-1')
  })
  afterAll(async () => {
    await boards?.clear()
    await registry?.stop()
    await site?.clear()
  })

  /** One command at the operator's desk. */
  async function run(...words: string[]): Promise<Outcome> {
    const broker = site.path('broker')
    const at = ['--broker', `mqtts://localhost:${site.ports.operators}`, '--user', 'operator']
    const by = ['--password-file', `${broker}/operator.password`, '--ca-file', `${broker}/authority.pem`]
    const needsNone = words[0] === 'release' || words[1] === 'new' || words[1] === 'sign'
    const process = startHoldfast(needsNone ? words : [...words, ...at, ...by], { cwd: desk() })
    const code = await process.ended
    return { code, out: process.out.join('\n'), err: process.err.join('\n') }
  }
  async function done(...words: string[]): Promise<string> {
    const { code, out, err } = await run(...words)
    expect([words.join(' '), code, code === 0 ? '' : err]).toEqual([words.join(' '), 0, ''])
    return out
  }
  async function make(role: string, ...names: string[]): Promise<void> {
    for (const name of names) await done('keys', 'new', name, '--role', role)
  }
  const publicKey = async (name: string) => parsePublicKey(await readFile(join(desk(), `${name}.pub`), 'utf8'))
  const by = (...names: string[]) => names.flatMap((name) => ['--key', `${name}.key`])
  // To none of the fleet: what is asked is whether it is taken, not how it runs.
  const deploy = (...names: string[]) =>
    run('deploy', 'docker-compose.yml', ...FLEET, '--share', '0%', '--no-wait', ...by(...names, 'rollout'))
  async function rotate(signers: readonly string[], ...words: string[]): Promise<void> {
    await done('keys', 'rotate', 'next.hfk', ...FLEET, ...CONFIGURED, ...words)
    for (const name of signers) await done('keys', 'sign', 'next.hfk', ...by(name))
    await done('keys', 'publish', 'next.hfk', ...FLEET, ...CONFIGURED)
  }
  const reports = (isWanted: (report: Report) => boolean) => boards.reported('till-1', agent, isWanted)
  const refusal = ({ blockers }: Report) => blockers.find(({ kind }) => kind === 'refused')

  it('follows the chain, takes what two of three have signed, and refuses the old key and one of them alone', async () => {
    expect(await deploy('release')).toMatchObject({ code: 0 })
    await reports(({ target }) => target?.epoch === 1)

    const added = ['alice', 'bob', 'carol'].flatMap((name) => ['--add', `${name}.pub`])
    await rotate(['root-1', 'root-2'], '--add', 'root-2.pub', '--threshold', 'trust=2', ...added)
    const old = (await publicKey('release')).id
    await rotate(['root-1', 'root-2'], '--remove', old, '--threshold', 'release=2')
    await reports(({ trustVersion }) => trustVersion === 2)

    // The operator is told before anything is published.
    const operator = await site.operator()
    await operator.client.subscribeAsync([topics.target, topics.rollout], { qos: 1 })
    const told = await deploy('release')
    expect(told).toMatchObject({ code: 1, err: expect.stringContaining(`${old} is not in trust version 2`) })
    expect(await deploy('alice')).toMatchObject({ code: 1, err: expect.stringContaining('HF_SIGNATURES_TOO_FEW') })
    expect(operator.heard.length).toBeLessThanOrEqual(2) // what was retained
    expect(new Set(operator.heard.map((line) => line.split(' ')[0])).size).toBe(operator.heard.length)

    expect(await deploy('alice', 'carol')).toMatchObject({ code: 0 })
    await reports((report) => report.target?.epoch === 2 && refusal(report) === undefined)

    // Whoever publishes all the same, with the old key or one of the new ones, is refused by the device, and it says why.
    for (const [epoch, name, code, words] of [
      ['3', 'release', 'HF_SIGNATURE_INVALID', `${old} is not in trust version 2`],
      ['4', 'bob', 'HF_SIGNATURES_TOO_FEW', '1 of the 2 release keys have signed it that trust version 2 asks for'],
    ] as const) {
      await done('release', 'docker-compose.yml', ...FLEET, '--epoch', epoch, '--out', `${epoch}.hft`, ...by(name))
      const bytes = await readFile(join(desk(), `${epoch}.hft`))
      await operator.client.publishAsync(topics.target, bytes, { qos: 1, retain: true })
      const report = await reports((each) => refusal(each)?.code === code)
      expect(refusal(report)).toMatchObject({ code, message: expect.stringContaining(words) })
      expect(report.target?.epoch).toBe(2)
    }
  })

  it('keeps to it after a start of the agent', async () => {
    await boards.stop(agent)
    agent = boards.start('board-1')
    const report = await reports(({ trustVersion, blockers }) => trustVersion === 2 && blockers.length > 0)
    expect(report.target?.epoch).toBe(2)
    expect(await deploy('bob', 'carol')).toMatchObject({ code: 0 })
    await reports((each) => each.target?.epoch === 5 && refusal(each) === undefined)
  })

  it('takes secrets that two of three have signed, one after the other; one alone publishes none', async () => {
    await writeFile(join(desk(), 'value'), 'correct horse battery staple')
    const store = ['--store', 'store']
    const set = ['secrets', 'set', 'db', ...FLEET, '--file', 'value', '--data', site.path('data'), ...store]
    const alone = await run(...set, ...by('bob'))
    expect([alone.code, alone.err]).toEqual([1, expect.stringContaining('HF_SIGNATURES_TOO_FEW')])
    await done(...set, '--out', 'signing', ...by('bob'))
    const file = 'signing/till-1.hfs'
    expect(await run('secrets', 'publish', file)).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_SIGNATURES_TOO_FEW'),
    })

    // Whoever publishes it all the same is refused by the device, which says why.
    const operator = await site.operator()
    const { secrets } = deviceTopics('till-1')
    await operator.client.publishAsync(secrets, await readFile(join(desk(), file)), { qos: 1, retain: true })
    const report = await reports((each) => refusal(each)?.code === 'HF_SIGNATURES_TOO_FEW')
    expect(report.secretsRevision).toBe(0)

    await done('keys', 'sign', file, ...by('carol'))
    await done('secrets', 'publish', file, '--data', site.path('data'))
    await reports(({ secretsRevision }) => secretsRevision > 0)
    const list = await done('secrets', 'list', '--data', site.path('data'), ...store)
    expect(list).toMatch(/db +fleet shop +1 +\S+ +1\/1/)
  })
})
