/** `holdfast simulate --broker`: real agents in several processes on a real Mosquitto. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import mqtt, { type MqttClient } from 'mqtt'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { decode, KINDS } from '../../protocol/codec.ts'
import { formatPublicKey } from '../../protocol/keys.ts'
import { everyDevice, fleetTopics } from '../../protocol/topics.ts'
import type { Presence, Report } from '../../protocol/types.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { startMosquitto } from '../rig/mosquitto.ts'
import type { Part } from '../rig/process.ts'
import { describeReal } from '../rig/use-rig.ts'

const BIN = join(import.meta.dirname, '../../bin/holdfast')
const DEVICES = 12
const PATIENCE = { timeout: 120_000, interval: 50 }

describeReal('holdfast simulate --broker', () => {
  let broker: Part
  let folder: string
  let client: MqttClient
  const reports = new Map<string, Report>()
  const presences = new Map<string, Presence>()

  beforeAll(async () => {
    broker = await startMosquitto()
    folder = await mkdtemp(join(tmpdir(), 'holdfast-simulate-'))
    for (const key of KEYS) await writeFile(join(folder, `${key.role}.pub`), `${formatPublicKey(key)}\n`)
    client = await mqtt.connectAsync(broker.address)
    client.on('message', (topic, payload) => {
      const [name = ''] = topic.split('/').slice(-2)
      if (topic.endsWith('/report')) reports.set(name, decode(KINDS.Report, payload))
      else presences.set(name, decode(KINDS.Presence, payload))
    })
    await client.subscribeAsync([everyDevice('report'), everyDevice('presence')], { qos: 1 })
  })
  afterAll(async () => {
    await client?.endAsync(true)
    await broker?.stop()
    await rm(folder, { recursive: true, force: true })
  })

  const publish = async (topic: string, payload: Uint8Array): Promise<void> => {
    await client.publishAsync(topic, Buffer.from(payload), { qos: 1, retain: true })
  }

  it('runs what is published for the fleet, fails where it shall, comes back from faults, and says what it did', async () => {
    const one = application('1', { web: {} }, { soakMs: 200 })
    const two = application('2', { web: { tag: 'broken' } }, { soakMs: 200, healthTimeoutMs: 5_000 })
    const broken = two.release.services[0]!.image.split('@')[1]!
    const args = ['simulate', '--broker', broker.address, '--fleet', FLEET, '--devices', String(DEVICES)]
    const run = spawn(
      BIN,
      [...args, '--processes', '2', '--ramp', '1s', '--profile', 'instant=1', '--failing', `${broken}=50%`, '--json'],
      { env: { ...process.env, HOLDFAST_KEYS: folder }, stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let out = ''
    run.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    try {
      await vi.waitFor(
        () => expect([...presences.values()].filter(({ online }) => online)).toHaveLength(DEVICES),
        PATIENCE,
      )
      await publish(fleetTopics(FLEET).target, signedTarget(1, one, null))
      await publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'))
      await vi.waitFor(() => {
        expect([...reports.values()].map(({ current }) => current?.epoch)).toEqual(Array(DEVICES).fill(1))
      }, PATIENCE)
      await publish(fleetTopics(FLEET).target, signedTarget(2, two, one))
      await publish(fleetTopics(FLEET).rollout, signedRollout(2, 1, 'go'))
      await vi.waitFor(() => {
        const taken = [...reports.values()].filter(({ current }) => current?.epoch === 2)
        const refused = [...reports.values()].filter((report) => report.refused.some(({ epoch }) => epoch === 2))
        expect(taken.length + refused.length).toBe(DEVICES)
        expect(Math.min(taken.length, refused.length)).toBeGreaterThan(0)
      }, PATIENCE)
    } finally {
      run.kill('SIGTERM')
    }
    expect(await once(run, 'exit')).toEqual([0, null])
    const { figures } = JSON.parse(out) as { figures: { name: string; value: number }[] }
    const figure = (name: string) => figures.find((each) => each.name === name)?.value
    const refused = [...reports.values()].filter((report) => report.refused.length > 0).length
    expect(figure('devices')).toBe(DEVICES)
    expect(figure('connected')).toBe(DEVICES)
    expect(figure('updates that converged')).toBe(2 * DEVICES - refused)
    const failures = figures.filter(({ name }) => name.startsWith('refused: '))
    expect(failures.reduce((sum, { value }) => sum + value, 0)).toBe(refused)
    expect(figure('messages from devices')).toBeGreaterThan(4 * DEVICES)
    // Their agents have ended in good order, or the broker has published their wills.
    await vi.waitFor(() => expect([...presences.values()].filter(({ online }) => online)).toEqual([]), PATIENCE)
  })

  it('lets faults come: power cuts and lost links that the broker sees, and all of them over in the end', async () => {
    reports.clear()
    presences.clear()
    let deaths = 0
    client.on('message', (topic, payload) => {
      if (topic.endsWith('/presence') && !decode<Presence>(KINDS.Presence, payload).online) deaths += 1
    })
    const args = ['simulate', '--broker', broker.address, '--fleet', FLEET, '--devices', '4', '--first-device', '100']
    const faults = ['--fault', 'power-cut=1000/h', '--fault', 'lost-link=1000/h', '--faults', 'none']
    const run = spawn(BIN, [...args, ...faults, '--ramp', '1s', '--profile', 'instant=1', '--for', '15s', '--json'], {
      env: { ...process.env, HOLDFAST_KEYS: folder },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let out = ''
    run.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
    })
    expect(await once(run, 'exit')).toEqual([0, null])
    const { figures } = JSON.parse(out) as { figures: { name: string; value: number }[] }
    const begun = figures.filter(({ name }) => name.startsWith('fault: ')).reduce((sum, { value }) => sum + value, 0)
    expect(begun).toBeGreaterThan(0)
    expect(deaths).toBeGreaterThan(0)
    expect(figures.find(({ name }) => name === 'agents that ended by themselves')?.value).toBe(0)
  })
})
