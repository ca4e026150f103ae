/** What an operator looks up about many: fleets, releases, differences, history. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { Target } from '../../protocol/types.ts'
import { Desk } from '../testing.ts'

let desk: Desk
let id: string
beforeEach(async () => {
  desk = await Desk.open()
  await desk.run('keygen --out .')
  await desk.compose()
  await desk.run('deploy docker-compose.yml --fleet f --share 50% --no-wait')
  const { payload } = decode(KINDS.Signed, await desk.retained(fleetTopics('f').target))
  id = decode<Target>(KINDS.Target, payload).release!.id
  const runs = { epoch: 1, releaseId: id, name: 'shop', version: '' }
  await (await desk.device('a')).reports({
    current: runs,
    target: runs,
    outcomes: [{ number: 1, outcome: 'committed', epoch: 1, atMs: 1e12 }],
  })
  const refused = [{ epoch: 1, releaseId: id, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' }]
  await (await desk.device('b')).reports({ target: runs, refused })
  await (await desk.device('c', 'g')).reports({
    current: { ...runs, releaseId: 'sha256:9', name: 'other' },
    pinned: true,
  })
})
afterEach(() => desk.clear())

it('fleets: what is published, and how many run it', async () => {
  expect((await desk.run('fleets --json')).lines).toMatchObject([
    { fleet: 'f', epoch: 1, release: 'shop', share: 5000, state: 'go', devices: 2, online: 2, current: 1, refused: 1 },
    { fleet: 'g', epoch: null, share: null, devices: 1, pinned: 1 },
  ])
  expect((await desk.run('fleets -o wide')).out).toMatch(/^FLEET .*PINNED\nf +shop +50% +2 +2 +1 +1 +1 +0\ng +- +-/)
})

it('releases: what was refused counts for its release, also where the device holds on to another', async () => {
  const runs = { epoch: 1, releaseId: 'sha256:9', name: 'other', version: '' }
  const refused = [{ epoch: 2, releaseId: id, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' }]
  await (await desk.device('d')).reports({ current: runs, target: runs, refused })
  const { lines } = await desk.run('releases --json')
  expect(lines).toContainEqual(expect.objectContaining({ id, refused: 2 }))
  expect(lines).toContainEqual(expect.objectContaining({ id: 'sha256:9', refused: 0 }))
})

it('releases: what is published, and where it runs', async () => {
  expect((await desk.run('releases --json')).lines).toMatchObject(
    [
      { id, published: ['f'], devices: 1, fleets: { f: 1 }, refused: 1 },
      { id: 'sha256:9', name: 'other', published: [], fleets: { g: 1 } },
    ].sort((x, y) => (x.id < y.id ? -1 : 1)),
  )
  expect((await desk.run('releases')).out).toMatch(/shop +[0-9a-f]{12} +1 +1 +f +f 1/)
})

describe('diff', () => {
  it('says which fields of which services would change, which images are new, and where', async () => {
    await desk.write(
      'next.yml',
      `name: shop\nservices:\n  web:\n    image: ${desk.registry}/web:1\n    environment: { A: b }\n  db:\n    image: ${desk.registry}/db:1\n`,
    )
    const { code, lines } = await desk.run('diff f next.yml --json')
    expect(code).toBe(1)
    expect(lines).toMatchObject([
      {
        fleet: 'f',
        against: { epoch: 1, id },
        devices: ['a', 'b'],
        services: [
          { service: 'db', kind: 'added' },
          { service: 'web', kind: 'changed', fields: [{ field: 'environment.A', before: null, after: 'b' }] },
        ],
      },
    ])
    expect(lines[0]!.images).toHaveLength(1)
    expect((await desk.run('diff f next.yml')).out).toMatch(
      /\+ service db\n~ service web\n {4}environment\.A: - -> b\n.*new image .*\/db@sha256:.*: whole 10 B; .*\n2 of 2 devices would change: a, b\n$/,
    )
  })

  it('finds no difference where there is none, for a device too', async () => {
    expect(await desk.run('diff a docker-compose.yml')).toMatchObject({
      code: 0,
      out: 'no service changes\n0 of 1 devices would change\n',
    })
    expect((await desk.run('diff nobody docker-compose.yml')).err).toContain('HF_DEVICE_UNKNOWN')
  })
})

describe('history', () => {
  it('of a device is what became of its updates', async () => {
    expect((await desk.run('history a')).out).toMatch(/AT .*WHY\n2001-09-09T01:46:40Z +1 +- +committed\n/)
    expect((await desk.run('history a -o wide')).out).toMatch(
      /^NUMBER +AT .*WHY\n1 +2001-09-09T01:46:40Z +1 +- +committed/,
    )
    expect((await desk.run('history a --json')).lines).toMatchObject([
      { event: 'update', outcome: 'committed', epoch: 1 },
    ])
  })

  it('of a fleet is its rollouts, and what is published', async () => {
    await desk.write('plan.yml', 'defaults: { bake: 0s, gate: { minimum: 1 } }\nwaves: [{ names: [b] }]')
    expect((await desk.run('rollout start --fleet f --plan plan.yml --every 50ms --data state')).code).toBe(1)
    const { out } = await desk.run('history f --data state')
    expect(out).toMatch(
      /STARTED .*OUTCOME\n.*shop +50% +paused: .*have failed.*\npublished now: epoch 1, shop, signed /,
    )
    expect((await desk.run('history f --data state -o wide')).out).toMatch(
      /^STARTED .*SHARE +NAMED +WAVE +REVISION +ON BREACH +OUTCOME\n.*shop +50% +\d+ +1 of 1 +\d+ +pause +paused: /,
    )
    expect((await desk.run('history f --data state --json')).lines.map(({ event }) => event)).toEqual([
      'rollout',
      'target',
    ])
    expect((await desk.run('history nobody --data state')).code).toBe(1)
  })
})
