/** An agent that is started on a disk that takes nothing: it is there, says so, loses nothing, and goes on by itself. */
import { execFile } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { connectBroker } from '../../fleet/broker/connection.ts'
import type { Container } from '../../machines/ports.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { Health, Outcome } from '../../protocol/enums.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import { describeReal } from '../rig/use-rig.ts'
import { type Hand, publish } from './publish.ts'
import { openScene, type Scene } from './scene.ts'
import { shop } from './shop.ts'
import { until } from './until.ts'

const run = promisify(execFile)
const SIZE = 8 * 1024 * 1024
/** Less than the agent is to outlive on its disk, so that it has to prove that it lives. */
const WATCHDOG_MS = 6_000

/** What makes a container the very same, and not another one like it. */
const identities = (containers: readonly Container[]) =>
  containers.map(({ service, id, startedAt, state }) => ({ service, id, startedAt, state }))
const isUnwritable = ({ blockers }: Report) => blockers.some(({ code }) => code === 'HF_STORE_UNWRITABLE')

describeReal('an agent that starts on a disk that takes nothing', (rig) => {
  let scene: Scene
  let folder: string
  let disk: string
  let hand: Hand
  let ear: Awaited<ReturnType<typeof connectBroker>>
  /** All that the device has said, in order. */
  const reports: Report[] = []
  const presences: Presence[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'holdfast-unwritable-'))
    disk = join(folder, 'disk')
    await mkdir(disk)
    await run('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', disk])
    scene = await openScene(rig, { versions: ['v1', 'v2'], more: { dataDir: join(disk, 'data') } })
    const topics = deviceTopics(scene.device.name)
    hand = await publish(rig.broker, topics.result)
    ear = await connectBroker({ url: rig.broker, version: '5', connectTimeoutMs: 10_000 }, (topic, payload) => {
      if (topic === topics.report) reports.push(decode(KINDS.Report, payload))
      if (topic === topics.presence) presences.push(decode(KINDS.Presence, payload))
    })
    await ear.subscribe([topics.report, topics.presence])
    scene.device.powerOn()
    expect(await deploy('v1')).toMatchObject({ code: 0 })
  })

  afterAll(async () => {
    await scene?.close()
    await hand?.close()
    await ear?.close()
    await run('umount', [disk])
    await rm(folder, { recursive: true })
  })

  beforeEach(({ onTestFailed }) => onTestFailed(() => console.error(scene?.story())))

  /** Waits for the next try of the disk too. */
  const deploy = (version: string) =>
    scene.operator.deploy(shop(scene.images, { version, port: scene.port }), scene.fleet, '--timeout', '4m')

  /** A service manager that writes down what it is told. */
  async function serviceManager(): Promise<{ env: Record<string, string>; heard: () => Promise<string> }> {
    const [program, notices] = [join(folder, 'bin', 'systemd-notify'), join(folder, 'notices')]
    await mkdir(join(folder, 'bin'))
    await writeFile(program, `#!/bin/sh\necho "$@" >> ${notices}\n`)
    await chmod(program, 0o755)
    const env = {
      PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
      NOTIFY_SOCKET: '/dev/null',
      WATCHDOG_USEC: String(WATCHDOG_MS * 1000),
    }
    return { env, heard: () => readFile(notices, 'utf8').catch(() => '') }
  }

  it('a read-only one: tells it, touches nothing, and takes what came meanwhile once the disk is mended', async () => {
    const { device, engine, operator } = scene
    expect(await device.shutDown()).toBe(0)
    const before = identities(await engine.containers())
    engine.forget()
    const starts = engine.story()
    await hand.command(device.name, { id: 'asked-before', budgetMs: 60_000, restart: { service: 'db' } })
    await run('mount', ['-o', 'remount,ro', disk])
    const manager = await serviceManager()

    const since = performance.now()
    device.powerOn(manager.env)
    const report = await device.reports('that its disk takes nothing', isUnwritable)
    expect(report).toMatchObject({ device: device.name, fleet: scene.fleet, phase: 'idle', current: { epoch: 1 } })
    expect(report.blockers).toMatchObject([
      { kind: 'store', code: 'HF_STORE_UNWRITABLE', message: expect.stringMatching(/^the disk takes nothing/) },
    ])
    expect(report.recovered).toEqual([expect.stringMatching(/started on a disk that takes nothing/)])
    expect(report.encryptionKey).toEqual(reports[0]!.encryptionKey)
    await device.reports('what runs', ({ services }) =>
      services.some(({ service, health }) => service === 'web' && health === Health.HEALTH_HEALTHY),
    )
    await expect.poll(() => device.seen?.presence?.online).toBe(true)
    await expect.poll(manager.heard).toContain('READY=1')

    await hand.command(device.name, { id: 'asked-meanwhile', budgetMs: 60_000, restart: { service: 'db' } })
    const deployed = deploy('v2')
    await until('v2 is published', async () => {
      const { out } = await operator.run('why', device.name)
      return /HF_STORE_UNWRITABLE/.test(out.join()) && /has not taken epoch 2/.test(out.join())
    })
    // Longer than its watchdog lets a silent one live.
    await until('it has outlived its watchdog', () => performance.now() - since > 2 * WATCHDOG_MS)
    expect(device.isOn).toBe(true)
    expect(identities(await engine.containers())).toEqual(before)
    expect(engine.story()).toEqual(starts)
    expect([...hand.answers('asked-before'), ...hand.answers('asked-meanwhile')]).toEqual([])

    await run('mount', ['-o', 'remount,rw', disk])
    expect(await deployed).toMatchObject({ code: 0, summary: { result: 'converged', epoch: 2 } })
    await scene.answers('/version', 'v2')
    const settled = await device.settlesOn(2)
    expect(settled.blockers).toEqual([])
    for (const id of ['asked-before', 'asked-meanwhile']) {
      const [answer] = await until(`the answer to ${id}`, () => {
        const answers = hand.answers(id)
        return answers.length > 0 && answers
      })
      expect(answer).toMatchObject({ id, outcome: Outcome.OUTCOME_OK })
    }
    expect(engine.story().filter((line) => line === 'start db')).toHaveLength(1 + 2)
    // In the same process, which has had no other life.
    expect(device.log.filter((line) => line.startsWith('---- the agent ended'))).toHaveLength(1)
  })

  it('a full one, ballast and all: tells it, ends when it is told to, and comes up when there is room', async () => {
    const { device, engine, operator } = scene
    expect(await device.shutDown()).toBe(0)
    const before = identities(await engine.containers())
    await rm(join(disk, 'data', 'ballast'))
    const { bavail, bsize } = await statfs(disk)
    await writeFile(join(disk, 'filler'), Buffer.alloc(bavail * bsize))
    device.powerOn()
    const report = await device.reports('that its disk takes nothing', isUnwritable)
    expect(report).toMatchObject({ phase: 'idle', current: { epoch: 2 } })
    await expect.poll(() => device.seen?.presence?.online).toBe(true)

    expect(await device.shutDown()).toBe(0)
    await expect.poll(() => device.seen?.presence?.online).toBe(false)
    await rm(join(disk, 'filler'))
    device.powerOn()
    await device.reports('that it is well', ({ blockers, current }) => blockers.length === 0 && current?.epoch === 2)
    await expect.poll(() => device.seen?.presence?.online).toBe(true)
    expect(identities(await engine.containers())).toEqual(before)
    expect(hand.answers('asked-before')).toHaveLength(1)
    expect(hand.answers('asked-meanwhile')).toHaveLength(1)

    expect(await device.shutDown()).toBe(0)
    const { out } = await operator.run('flight', '--data', join(disk, 'data'))
    expect(out.join('\n')).toMatch(/agent +unwritable .*start/)
  })

  it('numbers whatever it says above all that it has said', () => {
    for (const numbers of [reports.map(({ sequence }) => sequence), presences.map(({ connection }) => connection)]) {
      expect(numbers.length).toBeGreaterThan(4)
      expect(numbers).toEqual(numbers.toSorted((a, b) => a - b))
    }
    const sequences = reports.map(({ sequence }) => sequence)
    expect(new Set(sequences).size).toBe(sequences.length)
  })
})
