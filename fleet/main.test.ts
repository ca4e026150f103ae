import { readFile, stat } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { KINDS, type Loose } from '../protocol/codec.ts'
import { Health, Outcome, RolloutState } from '../protocol/enums.ts'
import { parsePublicKey } from '../protocol/keys.ts'
import { open } from '../protocol/signature.ts'
import { lotOf } from '../protocol/spec-hash.ts'
import { fleetTopics } from '../protocol/topics.ts'
import type { Log, Release } from '../protocol/types.ts'
import { COMMANDS } from './cli/commands.ts'
import { Desk } from './testing.ts'

let desk: Desk
beforeEach(async () => {
  desk = await Desk.open()
})
afterEach(() => desk.clear())

const trusted = async () => [
  parsePublicKey(await readFile(desk.path('release.pub'), 'utf8')),
  parsePublicKey(await readFile(desk.path('rollout.pub'), 'utf8')),
]
const published = async () => {
  const topics = fleetTopics('f')
  return {
    target: open(KINDS.Target, await desk.retained(topics.target), await trusted()),
    rollout: open(KINDS.Rollout, await desk.retained(topics.rollout), await trusted()),
  }
}

describe('the command line', () => {
  it('has help for itself and for every command', async () => {
    const help = await desk.run('--help')
    expect(help.code).toBe(0)
    for (const { name } of COMMANDS) {
      expect(help.out).toContain(`  ${name} `)
      expect((await desk.run(`${name} --help`)).out).toContain(`Usage: holdfast ${name}`)
      expect((await desk.run(`help ${name}`)).code).toBe(0)
    }
    expect((await desk.run('--version')).out).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it.each([
    ['deplyo', 'did you mean "deploy"?'],
    ['--verison', 'is not a flag of "holdfast" itself'],
    ['deploy c.yml --flete f', '--flete: is not a flag of "deploy"; did you mean "--fleet"?'],
    ['deploy', 'something is missing; write: holdfast deploy docker-compose.yml|target.hft'],
    ['deploy a b', '"b" is too much'],
    ['deploy c.yml --fleet', '--fleet: needs a value, NAME'],
    ['deploy c.yml --fleet --no-wait', '--fleet: needs a value, NAME'],
    ['deploy c.yml --json=yes', '--json: takes no value'],
    ['deploy c.yml --share 120%', '"120%" is not a share'],
    ['deploy c.yml --timeout soon', '"soon" is not a duration'],
    ['status --broker nonsense', '--broker: has to be a URL'],
    ['status --broker http://x', '--broker: has to be a URL'],
    ['enroll --device d --fleet f --key release.pub --broker http://x', '--broker: has to be a URL'],
    ['release c.yml --fleet sh/op --check', 'cannot be the name of a fleet'],
    ['release c.yml --device sh/op --check', 'cannot be the name of a device'],
    ['release c.yml --epoch=0 --check', '--epoch: "0" is not a whole number from 1'],
    ['release c.yml --fleet f --device d --check', 'give either --fleet or --device'],
    ['release c.yml --offline', '--offline: is for --check'],
    ['deploy c.yml --fleet f --epoch=0', '--epoch: "0" is not a whole number from 1'],
    ['status --mqtt 4', '"4" is not 5 or 3.1.1'],
    ['status --fleet a/b', 'cannot be the name of a fleet'],
    ['send d identfy', 'did you mean "identify"?'],
    ['send d purge', 'something is missing; write: holdfast send DEVICE purge VOLUME'],
    ['send d forget-refusal x', '"x" is not a whole number'],
    ['rollout resum --fleet f', 'did you mean "resume"?'],
    ['logs d --since never', '"never" is neither a duration nor a time'],
  ])('%s is not understood', async (line, message) => {
    await desk.run('keygen')
    const { code, err, out } = await desk.run(line)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(message)
  })

  it.each([
    ['release', 'docker-compose.yml --fleet NAME --out FILE'],
    ['enroll', '(--device NAME --fleet NAME | --claim-url URL) --key FILE'],
    ['deploy', 'docker-compose.yml|target.hft --fleet NAME'],
    ['rollout', 'start|pause|resume|abort|revert|refresh|status --fleet NAME'],
    ['flight', 'DEVICE|--data DIR'],
    ['agent', '--config FILE'],
  ])('the help of %s names what is required in its first line', async (name, required) => {
    expect((await desk.run(`${name} --help`)).out).toContain(`Usage: holdfast ${name} ${required} [FLAGS]\n`)
  })

  it('tells a broker that is not there', async () => {
    const { code, err, lines } = await desk.run('status --broker mqtt://127.0.0.1:1 --json')
    expect(code).toBe(3)
    expect(err).toContain('error HF_BROKER_UNAVAILABLE')
    expect(lines).toEqual([
      { event: 'error', code: 'HF_BROKER_UNAVAILABLE', place: 'mqtt://127.0.0.1:1', message: expect.any(String) },
    ])
  })

  it('tells a broker that speaks another MQTT than the one insisted on', async () => {
    expect(await desk.run('status --mqtt 5')).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_BROKER_REFUSED'),
    })
    expect(await desk.run('status --mqtt 3.1.1')).toMatchObject({ code: 0 })
  })
})

describe('keys, releases and enrolment', () => {
  it('makes keys once, secret ones for their owner alone', async () => {
    expect((await desk.run('keygen')).code).toBe(0)
    expect((await stat(desk.path('release.key'))).mode & 0o777).toBe(0o600)
    const before = await readFile(desk.path('rollout.key'), 'utf8')
    expect(await desk.run('keygen')).toMatchObject({ code: 1, err: expect.stringContaining('exists already') })
    expect(await readFile(desk.path('rollout.key'), 'utf8')).toBe(before)
  })

  it('writes a signed target with images pinned', async () => {
    await desk.run('keygen')
    await desk.compose()
    const { code } = await desk.run('release docker-compose.yml --fleet f --epoch 7 --release-version 1.2 --out t.hft')
    expect(code).toBe(0)
    const target = open(KINDS.Target, await readFile(desk.path('t.hft')), await trusted())
    expect(target).toMatchObject({ fleet: 'f', epoch: 7, release: { name: 'shop', version: '1.2' } })
    expect(target.release!.services[0]).toMatchObject({
      image: expect.stringMatching(/^127\.0\.0\.1:\d+\/web@sha256:[0-9a-f]{64}$/),
      imageTag: `${desk.registry}/web:1`,
      imageBytes: 10,
    })
  })

  it('checks without keys, and writes nothing', async () => {
    await desk.compose()
    expect(await desk.run('release docker-compose.yml --check')).toMatchObject({
      code: 0,
      out: expect.stringContaining('nothing was written'),
    })
  })

  it('checks without the registry too, and says nothing of what secrets hold', async () => {
    await desk.write('key.pem', 'hidden')
    await desk.write(
      'docker-compose.yml',
      'services: {web: {image: "127.0.0.1:1/none:1", secrets: [key]}}\nsecrets: {key: {file: key.pem}}\n',
    )
    expect(await desk.run('release docker-compose.yml --check')).toMatchObject({ code: 3 })
    const { code, out } = await desk.run('release docker-compose.yml --check --offline')
    expect(code).toBe(0)
    expect(out).toContain('web  127.0.0.1:1/none:1\nchecked; nothing was written')
    const json = await desk.run('release docker-compose.yml --check --offline --json')
    expect(json.lines[0]).toMatchObject({
      file: null,
      release: { services: [{ files: [{ path: '/run/secrets/key', bytes: 6 }] }] },
    })
    expect(json.out).not.toContain('hidden')
  })

  it('merges what --file names, and only notes what docker compose would take by itself', async () => {
    await desk.compose()
    await desk.write('docker-compose.override.yml', 'services: {web: {user: override}}')
    await desk.write('prod.yml', 'services: {web: {user: "$WHO"}}')
    await desk.write('prod.env', 'WHO=prod')
    const user = (lines: Record<string, unknown>[]) =>
      (lines[0] as unknown as { release: Release }).release.services[0]!.user
    const one = await desk.run('release docker-compose.yml --check --offline --json')
    expect(user(one.lines)).toBe('')
    expect(one.err).toContain('note: docker-compose.override.yml: is not taken in; give it with --file')
    const two = await desk.run(
      'release docker-compose.yml -f docker-compose.override.yml -f prod.yml --env-file prod.env --check --offline --json',
    )
    expect(user(two.lines)).toBe('prod')
    expect(two.err).toBe('')
    expect((await desk.run('release docker-compose.yml -f no.yml --check')).err).toContain('no.yml: does not exist')
    expect((await desk.run('release docker-compose.yml --env-file no.env --check')).err).toContain(
      'no.env: does not exist',
    )
  })

  it('signs that locks and windows are passed over', async () => {
    await desk.run('keygen')
    await desk.compose()
    await desk.run('release docker-compose.yml --fleet f --out t.hft --force --now')
    const target = open(KINDS.Target, await readFile(desk.path('t.hft')), await trusted())
    expect(target.policy).toMatchObject({ ignoreLocks: true, ignoreWindows: true })
    for (const flag of ['--force', '--now'])
      expect(await desk.run(`deploy t.hft ${flag}`)).toMatchObject({
        code: 2,
        err: expect.stringContaining(`${flag}: what t.hft allows is signed already`),
      })
  })

  it('refuses a faulty file and a missing image with their places', async () => {
    await desk.run('keygen')
    await desk.write('docker-compose.yml', 'services:\n  web: {image: x, prots: []}\n')
    const faulty = await desk.run('release docker-compose.yml --fleet f --out t.hft')
    expect(faulty).toMatchObject({
      code: 1,
      err: expect.stringContaining('docker-compose.yml:2:19: "prots" is not known here'),
    })
    await desk.compose('none')
    const missing = await desk.run('release docker-compose.yml --fleet f --out t.hft')
    expect(missing.err).toMatch(/HF_REGISTRY_NOT_FOUND\n {2}docker-compose\.yml:4:12: service "web", image .*web:none/)
    await expect(stat(desk.path('t.hft'))).rejects.toThrow('ENOENT')
  })

  it.each(['release nofile.yml', 'release nofile.yml --fleet shop', 'deploy nofile.yml'])(
    '%s tells first that the file is missing, not that a flag is',
    async (line) => {
      await desk.run('keygen')
      const { code, err } = await desk.run(line)
      expect(code).toBe(1)
      expect(err).toMatch(/HF_FILE_UNREADABLE\n.*nofile\.yml: does not exist/)
    },
  )

  it('tells of a flag that is missing once the file is good', async () => {
    await desk.compose()
    expect(await desk.run('release docker-compose.yml --fleet f')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--out: is needed'),
    })
    expect(await desk.run('release docker-compose.yml --out t.hft')).toMatchObject({
      code: 2,
      err: expect.stringContaining('give either --fleet or --device'),
    })
  })

  it('writes no configuration without a key that a device can trust for releases', async () => {
    await desk.run('keygen')
    expect(await desk.run('enroll --device d1 --fleet f --key rollout.pub')).toMatchObject({ code: 2 })
    await expect(stat(desk.path('agent.json'))).rejects.toThrow('ENOENT')
  })
})

describe('deploy', () => {
  beforeEach(async () => {
    await desk.run('keygen')
    await desk.compose()
  })

  const running = (epoch: number) => ({
    current: { epoch, releaseId: 'x', name: 'shop', version: '' },
    target: { epoch },
  })

  it('publishes target and rollout, each time one epoch higher, and names the way back', async () => {
    const first = await desk.run('deploy docker-compose.yml --fleet f --share 5% --no-wait --json')
    expect(first).toMatchObject({ code: 0, lines: [{ event: 'published', fleet: 'f', epoch: 1, share: 500 }] })
    const one = await published()
    expect(one.rollout).toMatchObject({ epoch: 1, revision: 1, share: 500, state: RolloutState.ROLLOUT_STATE_GO })
    expect(one.target.fallback).toBeNull()
    await desk.compose('2')
    await desk.run('deploy docker-compose.yml --fleet f --no-wait')
    const two = await published()
    expect(two).toMatchObject({
      target: { epoch: 2, fallback: { id: one.target.release!.id } },
      rollout: { epoch: 2, share: 10_000 },
    })
    const stale = await desk.run('deploy docker-compose.yml --fleet f --epoch 2 --no-wait')
    expect(stale).toMatchObject({ code: 1, err: expect.stringContaining('HF_EPOCH_STALE') })
  })

  it('goes above an epoch that only a device knows of', async () => {
    const device = await desk.device('d1')
    await device.reports({ refused: [{ epoch: 41, code: 'HF_HEALTH_FAILED' }] })
    expect((await desk.run('deploy docker-compose.yml --fleet f --no-wait --json')).lines[0]).toMatchObject({
      epoch: 42,
    })
  })

  it('takes a target from a file with the rollout key alone', async () => {
    await desk.run('release docker-compose.yml --fleet f --epoch 3 --out t.hft')
    const line = `deploy t.hft --key ${desk.path('rollout.key')} --no-wait`
    expect((await desk.run(line)).code).toBe(0)
    expect((await published()).target.epoch).toBe(3)
    expect(await desk.run(`${line} --fleet g`)).toMatchObject({ code: 2 })
  })

  it('follows until every device that is online has converged', async () => {
    const [one, two, gone, other] = [
      await desk.device('d1'),
      await desk.device('d2'),
      await desk.device('d3'),
      await desk.device('x', 'g'),
    ]
    await gone.presence(false)
    for (const device of [one, two, other]) await device.reports({})
    await one.onTarget(async () => {
      await one.reports({ phase: 'fetching', target: { epoch: 1 }, progress: { step: 'fetching web', percent: 40 } })
      await one.reports(running(1))
    })
    await two.onTarget(() => two.reports(running(1)))
    const { code, lines } = await desk.run('deploy docker-compose.yml --fleet f --json')
    expect(code).toBe(0)
    const steps = lines.filter(({ device }) => device === 'd1').map(({ standing }) => standing)
    expect(steps).toEqual(['waiting', 'updating', 'converged'])
    expect(lines.some(({ device }) => device === 'x')).toBe(false)
    expect(lines.at(-1)).toMatchObject({
      event: 'summary',
      result: 'converged',
      epoch: 1,
      devices: [
        { device: 'd1', standing: 'converged' },
        { device: 'd2', standing: 'converged' },
        { device: 'd3', standing: 'offline' },
      ],
    })
  })

  it('fails when a device refuses the epoch, and says why', async () => {
    const device = await desk.device('d1')
    await device.onTarget(() =>
      device.reports({ refused: [{ epoch: 1, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' }] }),
    )
    const { code, out } = await desk.run('deploy docker-compose.yml --fleet f')
    expect(code).toBe(1)
    expect(out).toContain('d1 failed: HF_HEALTH_FAILED web is unhealthy\n')
    expect(out).toMatch(/failed: 1 failed\n {2}d1: HF_HEALTH_FAILED web is unhealthy\n$/)
  })

  it('fails only when the device rests again on what it ran before', async () => {
    const device = await desk.device('d1')
    const refused = [{ epoch: 1, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' }]
    await device.onTarget(async () => {
      await device.reports({ phase: 'reverting', refused })
      await expect.poll(desk.soFar).toContain('is going back')
      await device.reports({ refused })
    })
    const { code, out } = await desk.run('deploy docker-compose.yml --fleet f')
    expect(code).toBe(1)
    expect(out).toMatch(
      /d1 reverting: HF_HEALTH_FAILED is going back: web is unhealthy\nd1 failed: HF_HEALTH_FAILED web is unhealthy\nfailed: 1 failed/,
    )
  })

  it('has failed, and says so, when a device is still going back as time runs out', async () => {
    const device = await desk.device('d1')
    const refused = [{ epoch: 1, code: 'HF_HEALTH_FAILED', message: 'web is unhealthy' }]
    await device.onTarget(() => device.reports({ phase: 'reverting', refused }))
    const { code, out } = await desk.run('deploy docker-compose.yml --fleet f --timeout 3s')
    expect(code).toBe(1)
    expect(out).toMatch(/failed: 1 reverting\n {2}d1: HF_HEALTH_FAILED is going back: web is unhealthy\n$/)
  })

  it('does not replace what another release key signed, unless told to', async () => {
    await desk.run('deploy docker-compose.yml --fleet f --no-wait')
    await desk.run('release docker-compose.yml --fleet f --epoch 8 --out mine.hft')
    const before = await desk.retained(fleetTopics('f').target)
    await desk.run('keygen --out other')
    const other = `--key ${desk.path('other')}`
    await desk.run(`release docker-compose.yml --fleet f --epoch 9 --out theirs.hft ${other}`)
    const lines = [
      `deploy docker-compose.yml --fleet f --no-wait ${other}`,
      `deploy theirs.hft --no-wait --key ${desk.path('rollout.key')}`,
    ]
    for (const line of lines) {
      expect(await desk.run(line)).toMatchObject({
        code: 1,
        out: '',
        err: expect.stringMatching(/HF_SIGNATURE_INVALID\n.*\/fleet\/f\/target: .*--replace-foreign-target/),
      })
      expect(await desk.retained(fleetTopics('f').target)).toEqual(before)
      expect((await published()).rollout.epoch).toBe(1)
    }
    // The rollout key alone carries what the same release key has signed.
    expect((await desk.run(`deploy mine.hft --no-wait --key ${desk.path('rollout.key')}`)).code).toBe(0)
    const told = await desk.run(`${lines[0]} --replace-foreign-target --json`)
    expect(told).toMatchObject({ code: 0, lines: [{ event: 'published', epoch: 9 }] })
  })

  it('fails when a device would not take the target at all', async () => {
    const device = await desk.device('d1')
    const rejection = { kind: 'refused', code: 'HF_SIGNATURE_INVALID', message: 'no trusted key' }
    await device.onTarget(() => device.reports({ blockers: [rejection] }))
    expect(await desk.run('deploy docker-compose.yml --fleet f')).toMatchObject({ code: 1 })
  })

  it('waits for a device that goes away in the middle', async () => {
    const device = await desk.device('d1')
    await device.onTarget(async () => {
      await device.presence(false)
      await expect.poll(desk.soFar).toContain('has gone offline')
      await device.presence(true)
      await device.reports(running(1))
    })
    const { code, out } = await desk.run('deploy docker-compose.yml --fleet f')
    expect(code).toBe(0)
    expect(out).toContain('d1 waiting: has gone offline\n')
  })

  it('leaves out devices that the share does not take', async () => {
    const device = await desk.device('d1')
    const blocker = { kind: 'rollout', gate: 'download', message: 'not this device yet' }
    await device.onTarget(() => device.reports({ phase: 'waiting', target: { epoch: 1 }, blockers: [blocker] }))
    const { code, out } = await desk.run('deploy docker-compose.yml --fleet f --share 1%')
    expect(code).toBe(0)
    expect(out).toContain('no device took it: 1 excluded')
  })

  it('waits for a device that the share takes and that has not seen the rollout yet', async () => {
    const device = await desk.device('d1')
    const blocker = { kind: 'rollout', gate: 'download', message: 'no rollout has been published' }
    await device.onTarget(() => device.reports({ phase: 'waiting', target: { epoch: 1 }, blockers: [blocker] }))
    const share = `${lotOf('d1', 1) / 100 + 0.01}%`
    const line = `deploy docker-compose.yml --fleet f --share ${share} --timeout 3s`
    expect(await desk.run(line)).toMatchObject({ code: 3, out: expect.stringContaining('time ran out: 1 blocked') })
  })

  it('runs out of time when nobody is there', async () => {
    expect(await desk.run('deploy docker-compose.yml --fleet f --timeout 200ms')).toMatchObject({ code: 3 })
  })

  it('runs out of time when a device is blocked by what waiting may mend', async () => {
    const device = await desk.device('d1')
    const blocker = { kind: 'hold', gate: 'apply', message: 'an operator holds the device' }
    await device.onTarget(() => device.reports({ phase: 'waiting', target: { epoch: 1 }, blockers: [blocker] }))
    const { code, out } = await desk.run('deploy docker-compose.yml --fleet f --timeout 3s')
    expect(code).toBe(3)
    expect(out).toContain('d1 blocked: an operator holds the device\n')
  })

  it('draws over its lines on a terminal, and leaves the last ones', async () => {
    const device = await desk.device('d1')
    await device.onTarget(async () => {
      await device.reports({ phase: 'fetching', target: { epoch: 1 }, progress: { step: 'fetching web', percent: 50 } })
      await expect.poll(desk.soFar).toContain('50%')
      await device.reports(running(1))
    })
    const { out } = await desk.run('deploy docker-compose.yml --fleet f', { terminal: true })
    expect(out).toContain('██████████░░░░░░░░░░   50%  fetching web')
    expect(out).toContain('████████████████████  100%  converged')
    expect(out).toContain('\u001b[2A\u001b[J')
  })

  it('is interrupted without taking anything back', async () => {
    await desk.device('d1')
    const interrupt = new AbortController()
    const run = desk.run('deploy docker-compose.yml --fleet f', { interrupt: interrupt.signal })
    await desk.retained(fleetTopics('f').rollout)
    interrupt.abort()
    expect(await run).toMatchObject({ code: 130 })
    expect((await published()).target.epoch).toBe(1)
  })

  it('survives nonsense on every topic', async () => {
    const topics = fleetTopics('f')
    for (const topic of [topics.target, topics.rollout, 'hf/1/device/d9/report', 'hf/1/device/d9/presence'])
      await desk.publish(topic, Buffer.from('\u00ff\u00ffnonsense'))
    const { code, err } = await desk.run('deploy docker-compose.yml --fleet f --no-wait')
    expect(code).toBe(0)
    expect(err).toContain('hf/1/device/d9/report: HF_WIRE_MALFORMED')
    expect((await published()).target.epoch).toBe(1)
  })
})

describe('rollout', () => {
  it('pauses, widens and reverts with rising revisions', async () => {
    await desk.run('keygen')
    await desk.compose()
    expect(await desk.run('rollout pause --fleet f')).toMatchObject({
      code: 1,
      err: expect.stringContaining('nothing is published'),
    })
    await desk.run('deploy docker-compose.yml --fleet f --share 1% --no-wait')
    await desk.run('rollout pause --fleet f')
    expect((await published()).rollout).toMatchObject({
      epoch: 1,
      revision: 2,
      share: 100,
      state: RolloutState.ROLLOUT_STATE_PAUSED,
    })
    expect((await desk.run('rollout resume --fleet f --share 50% --json')).lines).toMatchObject([
      { event: 'rollout', action: 'resume', state: 'go', share: 5000 },
    ])
    expect((await published()).rollout).toMatchObject({
      revision: 3,
      share: 5000,
      state: RolloutState.ROLLOUT_STATE_GO,
    })
    expect(await desk.run('rollout revert --fleet f')).toMatchObject({
      code: 1,
      err: expect.stringContaining('names no fallback'),
    })
    await desk.run('deploy docker-compose.yml --fleet f --no-wait')
    await desk.run('rollout revert --fleet f')
    expect((await published()).rollout).toMatchObject({
      epoch: 2,
      revision: 2,
      state: RolloutState.ROLLOUT_STATE_REVERT,
    })
  })
})

describe('status, logs and send', () => {
  it('shows a table, with blockers and refusals below their device', async () => {
    const device = await desk.device('d1')
    await device.reports({
      phase: 'waiting',
      current: { epoch: 6, name: 'shop', version: '1' },
      target: { epoch: 7, name: 'shop', version: '2' },
      progress: { percent: 3 },
      services: [
        { service: 'web', state: 'running', health: Health.HEALTH_HEALTHY },
        { service: 'db\u001b[2J', state: 'exited', exitCode: 1 },
      ],
      blockers: [{ kind: 'hold', gate: 'apply', message: 'held' }],
      refused: [
        { epoch: 5, code: 'HF_HEALTH_FAILED', message: 'history' },
        { epoch: 7, code: 'HF_HEALTH_FAILED', message: 'unhealthy' },
      ],
    })
    const other = await desk.device('d2', 'g')
    await other.presence(false)
    expect((await desk.run('status')).out.split('\n')).toEqual([
      'DEVICE  ONLINE  RUNS        WANTS       PHASE       SERVICES',
      'd1      yes     6 (shop 1)  7 (shop 2)  waiting 3%  1/2 db\\x1b[2J exited',
      '  blocked at apply by hold: held',
      '  refused epoch 7: HF_HEALTH_FAILED unhealthy',
      'd2      no      -           -           -           -',
      '',
    ])
    expect((await desk.run('status --fleet g --json')).lines).toMatchObject([
      { event: 'device', device: 'd2', report: null },
    ])
    expect((await desk.run('status --device d3')).code).toBe(1)
    expect((await desk.run('status --device d1 --json')).lines).toMatchObject([
      { report: { services: [{ service: 'web', health: 'healthy' }, { health: 'unknown' }] } },
    ])
  })

  it('shows a flight record, and what was under way when the power went', async () => {
    const device = await desk.device('d1')
    const at = { machine: 'update', monoMs: 1, wallMs: 1, from: 'a', event: 'E', detail: '' }
    const entries = [
      { ...at, sequence: 1, bootId: 'b1', to: 'switching.acting' },
      { ...at, sequence: 2, bootId: 'b2', to: 'reconciling.observing' },
    ]
    const output = new TextEncoder().encode(entries.map((entry) => JSON.stringify(entry)).join('\n'))
    await device.answers(({ flight }) => ({ result: { outcome: flight?.limit === 7 ? 1 : 2, output } }))
    const { code, out } = await desk.run('flight d1 --last 7')
    expect(code).toBe(0)
    expect(out).toMatch(/switching\.acting[\s\S]*the power went[\s\S]*update was switching\.acting[\s\S]*reconciling/)
    const { lines } = await desk.run('flight d1 --last 7 --json')
    expect(lines.map(({ event }) => event)).toEqual(['entry', 'cut', 'entry'])
    for (const line of ['flight', 'flight d1 --data x']) expect((await desk.run(line)).code).toBe(2)
    expect(await desk.run('flight --data nowhere')).toMatchObject({
      code: 1,
      err: expect.stringContaining('HF_FILE_UNREADABLE'),
    })
  })

  it('prints logs in order and once, until they end', async () => {
    const device = await desk.device('d1')
    const line = (text: string) => ({ service: 'web', text })
    await device.answers(({ logs }) => ({
      result: { outcome: Outcome.OUTCOME_OK },
      logs: [
        { sequence: 1, lines: [line(`tail ${logs!.tail}`)] },
        { sequence: 1, lines: [line('again')] },
        { sequence: 2, lines: [line('bell \u0007')], dropped: 3, end: true },
      ],
    }))
    const { code, out, err } = await desk.run('logs d1 web --tail 5')
    expect(code).toBe(0)
    expect(out).toBe('web | tail 5\nweb | bell \\x07\n')
    expect(err).toContain('3 lines were dropped')
  })

  it('prints what comes after a start of the agent in the middle, too', async () => {
    const device = await desk.device('d1')
    const line = (text: string) => ({ service: 'web', text })
    const logs = ['a', 'b', 'b'].map((text, at) => ({ sequence: at + 1, lines: [line(text)] }))
    const anew = ['b', 'c'].map((text, at) => ({ sequence: at + 1, lines: [line(text)], end: text === 'c' }))
    await device.answers(() => ({ result: { outcome: Outcome.OUTCOME_OK }, logs: [...logs, ...anew] }))
    const { out, err } = await desk.run('logs d1 --follow')
    expect(out).toBe('web | a\nweb | b\nweb | b\nweb | b\nweb | c\n')
    expect(err).toBe('warning: the agent has started anew, and so do its logs\n')
  })

  it('says why logs that are followed have ended', async () => {
    const device = await desk.device('d1')
    const end: Loose<Log> = { sequence: 1, end: true }
    await device.answers(() => ({ result: { outcome: Outcome.OUTCOME_OK, message: 'asked anew' }, logs: [end] }))
    expect(await desk.run('logs d1 --follow')).toMatchObject({ code: 0, out: '', err: 'note: asked anew\n' })
  })

  it.each([
    ['ok', { outcome: Outcome.OUTCOME_OK, message: 'restarted web' }, 0],
    ['refused', { outcome: Outcome.OUTCOME_REFUSED, code: 'HF_COMMAND_BUSY', message: 'busy' }, 1],
    ['expired', { outcome: Outcome.OUTCOME_EXPIRED, code: 'HF_COMMAND_EXPIRED' }, 1],
  ])('a command that is %s gives its exit code', async (word, result, code) => {
    const device = await desk.device('d1')
    const asked: unknown[] = []
    await device.answers(({ restart, budgetMs }) => {
      asked.push({ restart, budgetMs })
      return { result }
    })
    const answer = await desk.run('send d1 restart web --budget 5s --json')
    expect(answer.code).toBe(code)
    expect(answer.lines.at(-1)).toMatchObject({ event: 'result', device: 'd1', outcome: word })
    expect((await desk.run('send d1 restart web')).code).toBe(code)
    expect(asked[0]).toEqual({ restart: { service: 'web', force: false }, budgetMs: 5000 })
  })
})
