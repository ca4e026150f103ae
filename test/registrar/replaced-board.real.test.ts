/** A board that takes over the identity of another one by approval: true agents, the configured broker, the command line. */
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { knownIdentity } from '../../agent/provisioning/known-identity.ts'
import { parsePublicKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { HoldfastProcess } from '../e2e/holdfast-process.ts'
import { until } from '../e2e/until.ts'
import { type FakeRegistry, fakeRegistry } from '../engine/fake-registry.ts'
import { buildImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { Boards } from './boards.ts'
import { atDesk, operatorsDoor } from './operators-desk.ts'
import { type Identity, Site } from './site.ts'

describeReal('a board that takes over an identity', (rig) => {
  let site: Site
  let boards: Boards
  let registry: FakeRegistry
  let old: HoldfastProcess
  /** What the old board connects with. */
  let oldIdentity: Identity
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
    await atDesk(site, 'keygen', '--out', 'keys')
    await writeFile(site.path('shop.token'), await site.token('shop', 1))
    const files = ['release', 'rollout'].map((role) => readFile(join(desk(), `keys/${role}.pub`), 'utf8'))
    const trusted = (await Promise.all(files)).map((text) => parsePublicKey(text))
    await boards.make('board-1', { device: 'till-1', tokenFile: site.path('shop.token') }, trusted)
    await boards.make('board-2', { device: 'till-1', fleet: 'shop' }, trusted)
    old = boards.start('board-1')
    await boards.reported('till-1', old)
    // To none of the fleet, and to this device alone: what is asked is which of them it takes, not how it runs.
    await atDesk(
      site,
      'deploy',
      'docker-compose.yml',
      '--fleet',
      'shop',
      '--share',
      '0%',
      '--no-wait',
      ...operatorsDoor(site),
    )
    await atDesk(
      site,
      'deploy',
      'docker-compose.yml',
      '--device',
      'till-1',
      '--epoch',
      '7',
      '--no-wait',
      ...operatorsDoor(site),
    )
    await boards.reported('till-1', old, ({ target }) => target?.epoch === 7)
    await boards.stop(old)
    const data = site.path('board-1/data')
    const known = await knownIdentity(data)
    const key = await readFile(join(data, 'identity', `${known!.claim}.key`), 'utf8')
    oldIdentity = { certificates: known!.certificates, key }
  })
  afterAll(async () => {
    await boards?.clear()
    await registry?.stop()
    await site?.clear()
  })

  async function waiting() {
    const { out } = await site.holdfast('devices', '--json')
    const lines = out.split('\n').map((line) => JSON.parse(line) as { event: string; fingerprint: string })
    return lines.find(({ event }) => event === 'claim')
  }
  const keys = () => readdir(site.path('board-1/data/identity'))

  it('gets its target, once an operator has compared its fingerprint; what the old one had is out', async () => {
    // Somebody has the old board's keys, and is connected by them.
    const thief = await site.device(oldIdentity)
    const began = Date.now()
    const board = boards.start('board-2')
    const { fingerprint } = await until('its claim', waiting, () => board.err.join('\n'))
    expect((await readFile(site.path('board-2/data/fingerprint'), 'utf8')).trim()).toBe(fingerprint)
    expect(await site.holdfast('devices', 'approve', fingerprint)).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_NAME_TAKEN'),
    })
    expect(thief.client.connected).toBe(true)

    // Within which time is asked where nothing else is: in broker.real.test.ts.
    const [approved] = await Promise.all([
      site.holdfast('devices', 'approve', fingerprint, '--replace'),
      until('the end of the old connection', () => !thief.client.connected),
    ])
    expect(approved.code).toBe(0)
    await expect(site.device(oldIdentity)).rejects.toThrow(/revoked|closed|ECONNRESET/i)

    const report = await boards.reported(
      'till-1',
      board,
      ({ atMs, target }) => atMs >= began && target !== null && target.epoch === 7,
    )
    expect(report).toMatchObject({ device: 'till-1', fleet: 'shop' })
    await boards.stop(board)
  })

  it('and the old one that comes back is refused, says why, and is nobody', async () => {
    const before = await keys()
    expect(before.length).toBeGreaterThan(0)
    const operator = await site.operator()
    const { report, presence } = deviceTopics('till-1')
    await operator.client.subscribeAsync([report, presence], { qos: 1 })
    old = boards.start('board-1')
    const story = () => [...old.err, ...old.out].slice(-60).join('\n')
    await until('its keys to be gone', async () => !(await keys()).some((name) => before.includes(name)), story)
    expect(story()).toContain('the identity of this device was taken back')
    // It has said nothing in the name that is another's now: what is heard was retained before.
    const said = operator.heard.map((line) => line.split(' ')[0])
    expect(said.length).toBe(new Set(said).size)
    const { out } = await site.holdfast('registrar', 'audit', '--json')
    expect(out).toContain('the certificate shown was revoked')
    // What it claimed with is gone since it was granted: it says what it lacks, and asks nobody.
    const lacks = 'there is nothing to claim an identity with'
    await until('what it lacks to be told', () => story().includes(lacks), story)
    expect(await waiting()).toBeUndefined()
    await boards.stop(old)
  })

  it('while the new one goes on', async () => {
    const began = Date.now()
    const board = boards.start('board-2')
    await boards.reported('till-1', board, ({ atMs, target }) => atMs >= began && target?.epoch === 7)
  })
})
