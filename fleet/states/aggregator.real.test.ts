/** Aggregators on a real Mosquitto and PostgreSQL: they share, and may die. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import mqtt from 'mqtt'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { encode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import { startMosquitto } from '../../test/rig/mosquitto.ts'
import { startPostgres } from '../../test/rig/postgres.ts'
import type { Part } from '../../test/rig/process.ts'
import { describeReal } from '../../test/rig/use-rig.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { type AggregatorCounts, type AggregatorOptions, serveAggregator } from './aggregator.ts'
import { PostgresStates } from './postgres-states.ts'

const BIN = join(import.meta.dirname, '../../bin/holdfast')
const DEVICES = 400
const PATIENCE = { timeout: 120_000, interval: 100 }

describeReal('aggregators', () => {
  let database: Part
  let broker: Part
  let states: PostgresStates
  let devices: mqtt.MqttClient
  let way: BrokerOptions
  beforeAll(async () => {
    database = await startPostgres()
    broker = await startMosquitto()
    way = { url: broker.address, version: 'auto', connectTimeoutMs: 10_000 }
    states = await PostgresStates.open(database.address)
    devices = await mqtt.connectAsync(broker.address)
  })
  afterAll(async () => {
    await devices?.endAsync(true)
    await states?.close()
    await broker?.stop()
    await database?.stop()
  })

  /** Every device says that it runs this. */
  async function all(epoch: number): Promise<void> {
    await Promise.all(
      Array.from({ length: DEVICES }, async (_, at) => {
        const device = `d${at}`
        const { presence, report } = deviceTopics(device)
        const birth = encode(KINDS.Presence, { device, fleet: 'shop', online: true, connection: epoch })
        await devices.publishAsync(presence, Buffer.from(birth), { qos: 1, retain: true })
        const said = { device, fleet: 'shop', sequence: epoch, phase: 'idle', current: { epoch, releaseId: 'r' } }
        await devices.publishAsync(report, Buffer.from(encode(KINDS.Report, said)), { qos: 1, retain: true })
      }),
    )
  }

  async function running(epoch: number): Promise<number> {
    const query = { fleet: 'shop', epoch, fallbackId: '', restarts: 0, timeoutMs: 0, nowMs: 0, named: [] }
    const { groups } = await states.standing({ ...query, retries: false })
    return groups.reduce((sum, { outcome, online, count }) => sum + (outcome === 'succeeded' && online ? count : 0), 0)
  }

  /** One in this process; resolves when it serves. */
  async function here(by: AggregatorOptions['by']): Promise<{ counts(): AggregatorCounts; end(): Promise<void> }> {
    const end = new AbortController()
    let ended: Promise<void> = Promise.resolve()
    const counts = await new Promise<() => AggregatorCounts>((resolve, reject) => {
      ended = serveAggregator({
        broker: way,
        database: database.address,
        by,
        log: () => {},
        signal: end.signal,
        served: async (counts) => {
          resolve(counts)
          return { close() {} }
        },
      })
      ended.catch(reject)
    })
    return {
      counts,
      end: () => {
        end.abort()
        return ended
      },
    }
  }

  it('share the messages, read what was said before they came, and lose nothing when one is killed', async () => {
    await all(1)
    const one = await here({ group: 'g' })
    await expect.poll(() => running(1), PATIENCE).toBe(DEVICES)
    // Until it has read what is retained, it reads everything; and another that comes meanwhile may read it instead.
    await expect.poll(() => one.counts().sweeps, PATIENCE).toBe(1)
    const args = ['aggregator', '--broker', broker.address, '--database', database.address, '--group', 'g', '--json']
    const start = () => spawn(BIN, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    const serves = (child: ReturnType<typeof start>) =>
      new Promise<void>((resolve) => {
        let out = ''
        child.stdout.setEncoding('utf8').on('data', (text: string) => {
          out += text
          if (out.includes('"serving"')) resolve()
        })
      })
    const two = start()
    await serves(two)
    const before = one.counts().messages
    await all(2)
    await expect.poll(() => running(2), PATIENCE).toBe(DEVICES)
    const shared = one.counts().messages - before
    expect(shared).toBeGreaterThan(0)
    expect(shared).toBeLessThan(2 * DEVICES)

    const saying = all(3)
    two.kill('SIGKILL')
    await saying
    const three = start()
    try {
      await expect.poll(() => running(3), PATIENCE).toBe(DEVICES)
    } finally {
      three.kill('SIGTERM')
      await one.end()
    }
  })

  it('where the broker cannot share, each writes down its part', async () => {
    await all(4)
    const parts = await Promise.all([1, 2].map((part) => here({ part, of: 2 })))
    await expect.poll(() => running(4), PATIENCE).toBe(DEVICES)
    const least = (): number => Math.min(...parts.map(({ counts }) => counts().applied))
    await expect.poll(least, PATIENCE).toBeGreaterThan(0)
    await Promise.all(parts.map(({ end }) => end()))
  })
})
