/**
 * `npm run clusters -- rabbitmq|nats|mosquitto [--devices N] [--aggregators] [--json] [--tree DIR]`: a rollout to
 * simulated devices on a real cluster of three, of which a node dies in the middle; and with it one of two aggregators.
 *
 * Invariant: exits 1 unless every device runs the release in the end, by its own report that came through the cluster.
 * RabbitMQ and NATS come from Debian 13, in a folder; root on Debian, with mmdebstrap. Mosquitto is one, for comparison.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { report } from '../../bench/lib/report.ts'
import { connectBroker } from '../../fleet/broker/connection.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { formatPublicKey } from '../../protocol/keys.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import { argumentsOf, countOf, flagsAndWordsFrom } from '../../simulators/command-line.ts'
import { application, FLEET, KEYS, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { debianTree } from '../rig/debian-tree.ts'
import { startMosquitto } from '../rig/mosquitto.ts'
import { type Aggregators, startAggregators } from './aggregators.ts'
import { balance } from './balancer.ts'
import { type Cluster, startNats, startRabbit } from './brokers.ts'
import { Observer } from './observer.ts'

const BIN = join(import.meta.dirname, '../../bin/holdfast')
const PATIENCE_MS = 600_000

const { flags, kind, count } = argumentsOf(
  'usage: npm run clusters -- rabbitmq|nats|mosquitto [--devices N] [--processes N] [--aggregators] [--tree DIR] [--json]',
  (args) => {
    const { flags, words } = flagsAndWordsFrom(args, {
      devices: { type: 'string', default: '300' },
      processes: { type: 'string', default: '1' },
      aggregators: { type: 'boolean', default: false },
      tree: { type: 'string' },
      json: { type: 'boolean' },
    })
    const [kind = ''] = words
    if (words.length !== 1 || !['rabbitmq', 'nats', 'mosquitto'].includes(kind)) {
      throw new HoldfastError('HF_USAGE', 'one broker is to be named: rabbitmq, nats or mosquitto')
    }
    countOf(flags.processes, '--processes', 1)
    return { flags, kind, count: countOf(flags.devices, '--devices', 1) }
  },
)

const folder = await mkdtemp(join(tmpdir(), 'holdfast-clusters-'))
const tree = flags.tree ?? join(folder, 'tree')
let cluster: Cluster | null = null
try {
  cluster = await startCluster()
  const { address, server } = await balance(cluster.nodes.map(({ address }) => Number(new URL(address).port)))
  const observer = await connected(address)
  const aggregators = flags.aggregators ? await startAggregators(address) : null
  try {
    await rollout(cluster, address, observer, aggregators)
  } finally {
    await aggregators?.stop()
    await observer.close()
    server.close()
  }
} finally {
  await cluster?.stop()
  if (existsSync(join(tree, 'srv'))) await rm(join(tree, 'srv'), { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
}
process.exit()

async function startCluster(): Promise<Cluster> {
  if (kind === 'mosquitto') {
    const broker = await startMosquitto(['max_queued_messages 1000', 'max_inflight_messages 100'])
    const node = {
      name: 'mosquitto',
      address: broker.address,
      start: () => broker.restart(),
      kill: () => broker.kill(),
      cpuMs: () => Number.NaN,
    }
    return { nodes: [node], stop: () => broker.stop() }
  }
  // One that is there already is taken as it is.
  if (!existsSync(join(tree, 'usr/sbin/nats-server'))) debianTree(tree, 'apt', ['rabbitmq-server', 'nats-server'])
  return kind === 'nats' ? startNats(tree) : startRabbit(tree)
}

/** A cluster that listens may still be choosing who leads. */
async function connected(address: string): Promise<Observer> {
  for (const end = performance.now() + 60_000; ; await sleep(1000)) {
    try {
      return await Observer.connect(address)
    } catch (error) {
      if (performance.now() > end) throw error
    }
  }
}

async function rollout(
  { nodes }: Cluster,
  address: string,
  observer: Observer,
  aggregators: Aggregators | null,
): Promise<void> {
  for (const key of KEYS) await writeFile(join(folder, `${key.role}.pub`), `${formatPublicKey(key)}\n`)
  // As docs/scale.md has it: what is retained has to be published at each node of RabbitMQ.
  const [first, ...others] = nodes.map((node) => node.address)
  const operator = await connectBroker(
    {
      url: kind === 'rabbitmq' ? first! : address,
      others: kind === 'rabbitmq' ? others : [],
      version: 'auto',
      connectTimeoutMs: 10_000,
    },
    () => {},
  )
  const simulations = [simulate(address, 0, count)]
  try {
    const connectS = await took(
      () => observer.online.size === count,
      () => `${observer.online.size} are connected`,
    )
    const [one, two, three] = ['1', '2', '3'].map((version) => application(version, { web: {} }, { soakMs: 1 }))
    await publish(1, signedTarget(1, one!, null))
    const firstS = await allRun(1)
    const cpuMs = cpuOf()
    await publish(2, signedTarget(2, two!, one!))
    const calmS = await allRun(2)
    const calmCpuMs = cpuOf() - cpuMs
    await publish(3, signedTarget(3, three!, two!))
    await took(() => observer.runs(3) >= count * 0.2, told(3))
    const node = nodes.at(-1)!
    const killedAt = observer.runs(3)
    await Promise.all([node.kill(), aggregators?.killOne()])
    if (nodes.length === 1) await node.start()
    const killS = await allRun(3)
    const newcomers = Math.max(4, Math.ceil(count / 10))
    simulations.push(simulate(address, count, newcomers))
    const newS = await took(() => observer.runs(3) === count + newcomers, told(3))
    await aggregators?.startOne()
    const written = await aggregators?.wait(3, count + newcomers)
    const [figures] = await Promise.all(simulations.map((simulation) => simulation.end()))
    const figure = (name: string): number => figures?.find((each) => each.name === name)?.value ?? Number.NaN
    report(`clusters ${kind}`, [
      { name: 'devices', value: count, unit: 'devices' },
      { name: 'all are connected', value: connectS, unit: 's' },
      { name: 'first installation', value: count / firstS, unit: 'devices a second' },
      { name: 'update', value: count / calmS, unit: 'devices a second' },
      ...(Number.isNaN(calmCpuMs)
        ? []
        : [{ name: 'processor of the nodes', value: calmCpuMs / count, unit: 'ms for an update' }]),
      { name: 'had the release when the node was killed', value: killedAt, unit: 'devices' },
      { name: 'from the kill until all have it', value: killS, unit: 's' },
      {
        name: 'devices that have it in the end',
        value: observer.runs(3),
        unit: 'devices',
        budget: count + newcomers,
        atLeast: true,
      },
      { name: 'newcomers have it after', value: newS, unit: 's' },
      ...(written === undefined
        ? []
        : [
            {
              name: 'aggregators have written down',
              value: written,
              unit: 'devices',
              budget: count + newcomers,
              atLeast: true,
            },
          ]),
      { name: 'messages for an update', value: figure('messages for each update'), unit: 'messages' },
      { name: 'bytes from devices', value: figure('bytes from devices') / count, unit: 'bytes a device' },
      { name: 'reports that came late', value: observer.late, unit: 'reports' },
    ])
  } finally {
    await Promise.all(simulations.map((simulation) => simulation.end()))
    await operator.close()
  }

  async function publish(epoch: number, target: Uint8Array): Promise<void> {
    const topics = fleetTopics(FLEET)
    await operator.publish(topics.target, target, true)
    await operator.publish(topics.rollout, signedRollout(epoch, 1, 'go'), true)
  }

  function allRun(epoch: number): Promise<number> {
    return took(() => observer.runs(epoch) === count, told(epoch))
  }

  function told(epoch: number): () => string {
    return () => `${observer.runs(epoch)} run release ${epoch}, and not ${observer.others(epoch).join(', ')}`
  }

  function cpuOf(): number {
    return nodes.reduce((sum, node) => sum + node.cpuMs(), 0)
  }
}

interface Figure {
  name: string
  value: number
}

/** Devices from this number on. */
function simulate(broker: string, first: number, devices: number): { end(): Promise<Figure[]> } {
  const size = ['--first-device', `${first}`, '--devices', `${devices}`, '--ramp', `${Math.ceil(devices / 50)}s`]
  const words = ['--fleet', FLEET, ...size, '--processes', flags.processes, '--profile', 'instant=1', '--json']
  const simulation = spawn(BIN, ['simulate', '--broker', broker, ...words], {
    env: { ...process.env, HOLDFAST_KEYS: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let out = ''
  simulation.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text
  })
  const ended = new Promise<void>((resolve) => simulation.once('exit', () => resolve()))
  return {
    async end() {
      simulation.kill('SIGTERM')
      await ended
      return out === '' ? [] : (JSON.parse(out) as { figures: Figure[] }).figures
    },
  }
}

/** @returns seconds until it is so @throws Error when it does not come true in time */
async function took(isSo: () => boolean, what: () => string): Promise<number> {
  const began = performance.now()
  while (!isSo()) {
    if (performance.now() - began > PATIENCE_MS) throw new Error(`given up after ${PATIENCE_MS / 1000} s: ${what()}`)
    await sleep(20)
  }
  return (performance.now() - began) / 1000
}
