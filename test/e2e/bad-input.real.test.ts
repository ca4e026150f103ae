/** Whatever comes in that is wrong gets its code and its place, and the running release is not touched. */
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { RolloutState } from '../../protocol/enums.ts'
import { generateKey, type PrivateKey } from '../../protocol/keys.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import { seal } from '../../protocol/signature.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import type { Release, Target } from '../../protocol/types.ts'
import { type FakeRegistry, fakeRegistry, type Rule, refuse } from '../engine/fake-registry.ts'
import { buildImage } from '../rig/images.ts'
import { describeReal } from '../rig/use-rig.ts'
import { startHoldfast } from './holdfast-process.ts'
import { type Hand, publish } from './publish.ts'
import { openScene, type Scene } from './scene.ts'
import { shop } from './shop.ts'

describeReal('what is wrong', (rig) => {
  let scene: Scene
  let registry: FakeRegistry
  let hand: Hand
  let keys: PrivateKey[]
  let untouched: object
  let epoch = 1
  const stranger = buildImage({ name: 'stranger', layers: [1_000] })

  beforeAll(async () => {
    scene = await openScene(rig, { versions: ['v1'] })
    scene.device.powerOn()
    expect((await scene.operator.deploy(good(), scene.fleet)).code).toBe(0)
    registry = await fakeRegistry([stranger])
    hand = await publish(rig.broker)
    keys = await scene.operator.keys()
    untouched = await whatRuns()
  })

  afterAll(async () => {
    await hand?.close()
    await registry?.stop()
    await scene?.close()
  })

  beforeEach(({ onTestFailed }) => onTestFailed(() => console.error(scene?.story())))

  afterEach(async () => expect(await whatRuns()).toEqual(untouched))

  const good = () => shop(scene.images, { version: 'v1', port: scene.port })

  const whatRuns = async () =>
    (await scene.engine.containers()).map(({ service, id, startedAt, state }) => ({ service, id, startedAt, state }))

  describe('in a compose file', () => {
    it.each([
      ['an unknown key', 'services:\n  web:\n    image: x\n    imagge: y\n', 'HF_COMPOSE_UNSUPPORTED', 4, 5],
      ['a bad port', 'services:\n  web:\n    image: x\n    ports: ["80:99999"]\n', 'HF_COMPOSE_INVALID', 4, 13],
      [
        'a cycle',
        'services:\n  a:\n    image: x\n    depends_on: [b]\n  b:\n    image: x\n    depends_on: [a]\n',
        'HF_COMPOSE_INVALID',
        4,
        18,
      ],
      ['YAML that is none', 'services:\n  web: {image: x\n', 'HF_COMPOSE_INVALID', 3, 1],
    ])('%s', async (_, text, code, line, column) => {
      const run = await scene.operator.deploy(text, scene.fleet)
      expect(run.code).toBe(1)
      expect(run.events).toMatchObject([
        { event: 'error', code, place: expect.stringMatching(`^docker-compose.yml:${line}:${column}$`) as string },
      ])
      expect(run.err.join('\n')).toContain(`error ${code}`)
      expect(run.err.join('\n')).toContain(`docker-compose.yml:${line}:${column}: `)
    })

    it.each([
      ['that is not there', 'HF_REGISTRY_NOT_FOUND', 1, null],
      ['that its registry denies', 'HF_REGISTRY_UNAUTHORIZED', 1, refuse(401, 'UNAUTHORIZED', BASIC)],
      ['of which its registry talks nonsense', 'HF_REGISTRY_INVALID', 1, nonsense],
      ['whose registry is broken', 'HF_REGISTRY_UNAVAILABLE', 3, refuse(500, 'UNKNOWN')],
    ] as const)('an image %s', async (_, code, exit, rule) => {
      if (rule !== null) registry.rules.manifest = rule
      const image = rule === null ? `${rig.registry}/absent:1` : `${registry.address}/stranger@${stranger.digest}`
      const run = await scene.operator.deploy(`services:\n  web:\n    image: ${image}\n`, scene.fleet)
      delete registry.rules.manifest
      expect(run.code).toBe(exit)
      const place = expect.stringMatching(/^docker-compose\.yml:3:12: service "web", image /) as string
      expect(run.events).toMatchObject([{ event: 'error', code, place }])
    })
  })

  describe('on the command line', () => {
    it.each([
      ['an unknown command', ['deplyo'], 2, 'HF_USAGE', 'deploy'],
      ['an unknown flag', ['deploy', 'docker-compose.yml', '--fleeet', 'f'], 2, 'HF_USAGE', 'did you mean "--fleet"?'],
      ['a file that is not there', ['deploy', 'nowhere.yml', '--fleet', 'f'], 1, 'HF_FILE_UNREADABLE', 'nowhere.yml'],
      ['a fleet with a wildcard', ['deploy', 'docker-compose.yml', '--fleet', '#'], 2, 'HF_TOPIC_INVALID', 'fleet'],
      [
        'a broker that is not there',
        ['status', '--broker', 'mqtt://127.0.0.1:1'],
        3,
        'HF_BROKER_UNAVAILABLE',
        '127.0.0.1:1',
      ],
    ])('%s', async (_, words, exit, code, told) => {
      const { code: ended, err } = await scene.operator.run(...words)
      expect(ended).toBe(exit)
      expect(err[0]).toBe(`error ${code}`)
      expect(err.join('\n')).toContain(told)
    })
  })

  describe('in an agent’s configuration', () => {
    const good = () => ({
      device: 'd',
      fleet: 'f',
      broker: { url: rig.broker },
      trustedKeys: [],
      dataDir: 'data',
    })

    it.each([
      ['a key with a typo', (text: string) => text.replace('"fleet"', '"fleeet"'), 'fleeet'],
      ['text that is no JSON', (text: string) => text.replace('"fleet"', 'fleet'), 'double quotes'],
      ['a broker that is no URL', (text: string) => text.replace('mqtt://', 'mqtt//'), 'broker'],
    ])('%s ends it with the line and the column', async (_, spoil, told) => {
      const file = join(scene.operator.desk, 'bad.json')
      await writeFile(file, spoil(JSON.stringify(good(), null, 2)))
      const run = startHoldfast(['agent', '--config', file], { cwd: scene.operator.desk })
      expect(await run.ended).toBe(2)
      expect(run.err.join('\n')).toMatch(/^HF_CONFIG_INVALID: .*bad\.json:\d+:\d+: /)
      expect(run.err.join('\n')).toContain(told)
    })
  })

  describe('in a target', () => {
    const pinned = () => `${registry.address}/stranger@${stranger.digest}`

    const releaseOf = (changes: Loose<Release> = {}) =>
      withReleaseId({ name: 'shop', services: [{ name: 'web', image: pinned() }], ...changes })

    /** Of the next epoch. */
    function targetOf(release: Release, changes: Loose<Target> = {}): Loose<Target> {
      epoch += 1
      return { fleet: scene.fleet, epoch, release, policy: { fetchAttempts: 1 }, ...changes }
    }

    async function publishTarget(target: Loose<Target>, signers = keys): Promise<void> {
      const { target: at, rollout } = fleetTopics(scene.fleet)
      await hand.send(at, seal(KINDS.Target, target, signers), true)
      const go = { state: RolloutState.ROLLOUT_STATE_GO, share: 10_000 }
      await hand.send(
        rollout,
        seal(KINDS.Rollout, { fleet: scene.fleet, epoch: target.epoch, revision: 1, ...go }, keys),
        true,
      )
    }

    const isRefused = (code: string, words: string) =>
      scene.device.reports(
        `a refusal, ${code}`,
        ({ refused, phase }) =>
          refused.some(
            (refusal) => refusal.epoch === epoch && refusal.code === code && refusal.message.includes(words),
          ) && phase === 'idle',
      )

    const isBlocked = (code: string, words: string) =>
      scene.device.reports(`a blocker, ${code}`, ({ blockers }) =>
        blockers.some((blocker) => blocker.code === code && blocker.message.includes(words)),
      )

    it('a signature by nobody that the device trusts', async () => {
      await publishTarget(targetOf(releaseOf()), [generateKey('release'), generateKey('rollout')])
      const report = await isBlocked('HF_SIGNATURE_INVALID', fleetTopics(scene.fleet).target)
      expect(report.blockers).toMatchObject([{ kind: 'refused' }])
      expect(report.target?.epoch).toBe(1)
    })

    it('a signature by the rollout key, which may not sign targets', async () => {
      const [, rollout] = keys as [PrivateKey, PrivateKey]
      await publishTarget(targetOf(releaseOf()), [{ ...rollout, role: 'release' }])
      await isBlocked('HF_SIGNATURE_INVALID', 'no trusted key of its role')
    })

    it('a deployment that is signed by another key is not published, or fails at once', async () => {
      expect((await scene.operator.run('keygen', '--out', 'other')).code).toBe(0)
      const refused = await scene.operator.deploy(good(), scene.fleet, '--key', 'other')
      expect([refused.code, refused.summary]).toEqual([1, null])
      const run = await scene.operator.deploy(good(), scene.fleet, '--key', 'other', '--replace-foreign-target')
      expect(run.code).toBe(1)
      expect(run.summary?.devices).toMatchObject([{ standing: 'failed', code: 'HF_SIGNATURE_INVALID' }])
    })

    it('a release that its own id belies', async () => {
      await publishTarget(targetOf({ ...releaseOf(), id: `sha256:${'0'.repeat(64)}` }))
      await isBlocked('HF_TARGET_INVALID', 'target.release.id')
    })

    it('an image that is not pinned', async () => {
      await publishTarget(targetOf(releaseOf({ services: [{ name: 'web', image: 'web:latest' }] })))
      await isBlocked('HF_TARGET_INVALID', 'target.release.services.web.image')
    })

    it('a target for another fleet than the one on whose topic it came', async () => {
      await publishTarget(targetOf(releaseOf(), { fleet: 'another' }))
      await isBlocked('HF_TARGET_MISDIRECTED', fleetTopics(scene.fleet).target)
    })

    it('another architecture', async () => {
      await publishTarget(targetOf(releaseOf({ requirements: { architectures: ['riscv64'] } })))
      await isRefused('HF_REQUIREMENT_UNMET', 'architecture riscv64')
    })

    it('a device that is not there', async () => {
      await publishTarget(targetOf(releaseOf({ requirements: { devices: ['/dev/holdfast-none'] } })))
      await isRefused('HF_REQUIREMENT_UNMET', '/dev/holdfast-none')
    })

    it('an epoch that is lower than one before', async () => {
      await publishTarget({ ...targetOf(releaseOf()), epoch: 1 })
      await isBlocked('HF_EPOCH_STALE', 'epoch 1 is lower than')
    })

    it.each([
      ['does not have', 'HF_REGISTRY_NOT_FOUND', refuse(404, 'MANIFEST_UNKNOWN')],
      ['denies', 'HF_REGISTRY_UNAUTHORIZED', refuse(401, 'UNAUTHORIZED', BASIC)],
      ['talks nonsense of', 'HF_REGISTRY_INVALID', nonsense],
    ] as const)('an image that the registry %s, when the device comes for it', async (_, code, rule) => {
      registry.rules.manifest = rule
      await publishTarget(targetOf(releaseOf()))
      await isRefused(code, '')
    })

    it('an image whose registry does not answer now is waited for', async () => {
      registry.rules.manifest = refuse(503, 'UNAVAILABLE')
      await publishTarget(targetOf(releaseOf()))
      const report = await isBlocked('HF_REGISTRY_UNAVAILABLE', '')
      expect(report.blockers).toMatchObject([{ gate: 'download', kind: 'registry' }])
      expect(report.refused.map((refusal) => refusal.epoch)).not.toContain(epoch)
    })
  })

  describe('in bytes', () => {
    const topics = () => {
      const [fleet, device] = [fleetTopics(scene.fleet), deviceTopics(scene.device.name)]
      return [fleet.target, fleet.rollout, device.target, device.command]
    }

    /** A well signed target, which is then spoiled. */
    const signed = () =>
      seal(KINDS.Target, { fleet: scene.fleet, epoch: 999, release: withReleaseId({ name: 'x', services: [] }) }, keys)

    it.each<[string, string, () => Uint8Array]>([
      ['cut short', 'HF_WIRE_MALFORMED', () => signed().subarray(0, -7)],
      ['too many', 'HF_WIRE_TOO_LARGE', () => randomBytes(600 * 1024)],
      ['at random', 'HF_', () => Buffer.concat([Buffer.from([0xff]), randomBytes(300)])],
    ])('that are %s: on every topic they are refused and counted, and the agent lives', async (_, code, bytes) => {
      const refusals = () =>
        Object.entries(scene.device.seen?.report?.counters ?? {})
          .filter(([name]) => name.startsWith(`mqtt.rejected.${code}`))
          .reduce((sum, [, count]) => sum + count, 0)
      const before = refusals()
      for (const topic of topics()) {
        const refused = scene.device.writes(new RegExp(`a message was refused topic=${topic} .*code=${code}`))
        await hand.send(topic, bytes())
        await refused
      }
      const { code: answered } = await scene.operator.run('send', scene.device.name, 'identify')
      expect(answered).toBe(0)
      expect(scene.device.log.filter((line) => line.startsWith('----'))).toEqual([])
      // That of the command is answered, if at all, and is counted in the next report.
      await expect.poll(refusals, { timeout: 120_000 }).toBeGreaterThanOrEqual(before + topics().length - 1)
    })

    it('a command of a newer version is answered: it is not known here', async () => {
      const results = await publish(rig.broker, deviceTopics(scene.device.name).result)
      const command = encode(KINDS.Command, { id: 'newer-1' })
      // Field 1000, a message: an action of a later day.
      await results.send(
        deviceTopics(scene.device.name).command,
        Buffer.concat([command, Buffer.from([0xc2, 0x3e, 0])]),
      )
      await expect
        .poll(() => results.answers('newer-1'), { timeout: 120_000 })
        .toMatchObject([{ code: 'HF_COMMAND_UNKNOWN' }])
      await results.close()
    })
  })

  it('after all of it, the next good release is taken', async () => {
    // An empty message takes a target away, and with it what was wrong with it.
    await hand.send(deviceTopics(scene.device.name).target, new Uint8Array(), true)
    const { code, summary } = await scene.operator.deploy(
      good(),
      scene.fleet,
      '--epoch',
      '1000',
      '--replace-foreign-target',
    )
    expect(summary).toMatchObject({ result: 'converged', devices: [{ standing: 'converged' }] })
    expect(code).toBe(0)
    expect((await scene.device.settlesOn(1000)).blockers.filter(({ kind }) => kind === 'refused')).toEqual([])
  })
})

const BASIC = { 'www-authenticate': 'Basic realm="registry"' }

const nonsense: Rule = (response) => {
  response.end('<html>Welcome to the hotel</html>')
}
