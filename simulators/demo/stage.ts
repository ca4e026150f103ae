/**
 * Everything that the story needs, put together: registry, engine, broker, keys, and a device with its agent.
 *
 * Invariant: what is set up is taken down again by `close`, last first, also when setting up fails half way.
 */
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { serveRegistry } from '../registry/server.ts'
import { type DemoBroker, startBroker } from './broker.ts'
import { type DemoDashboard, startDashboard } from './dashboard.ts'
import {
  type DemoEngine,
  type FoundEngine,
  findEngine,
  realEngine,
  simulatedEngine,
  socketOf,
  tryEngine,
} from './engine.ts'
import {
  composeFile,
  FLEET,
  type HarbourImage,
  harbourImages,
  probeImage,
  referenceOf,
  simulatedForm,
  VERSIONS,
  type Version,
} from './harbour.ts'
import type { DemoOptions } from './options.ts'
import { agentOf, Operator, type Service } from './programs.ts'

/** Slow enough to be seen, and to be cut. */
const BYTES_PER_SECOND = 2_000_000

export interface Stage {
  device: string
  engine: DemoEngine
  /** Why the engine is not a real one; empty when it is, or was not wanted. */
  why: string
  /** `127.0.0.1:PORT` */
  registry: string
  broker: DemoBroker
  dashboard: DemoDashboard
  operator: Operator
  agent: Service
  keys: string
  /** References by digest. */
  images: ReadonlyMap<string, HarbourImage>
  composeOf(version: Version): string
  close(): Promise<void>
}

type Closer = () => Promise<void> | void

/** @throws HF_ENGINE_UNAVAILABLE, HF_ENGINE_FAILED when a real engine is demanded and cannot be used */
export async function setStage(
  options: DemoOptions,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Stage> {
  const closers: Closer[] = []
  const close = async (): Promise<void> => {
    for (let closer = closers.pop(); closer !== undefined; closer = closers.pop()) await closer()
  }
  try {
    return await build(options, env, closers, close)
  } catch (error) {
    await close()
    throw error
  }
}

async function build(
  options: DemoOptions,
  env: Readonly<Record<string, string | undefined>>,
  closers: Closer[],
  close: () => Promise<void>,
): Promise<Stage> {
  const device = `pier-${randomBytes(2).toString('hex')}`
  const directory = mkdtempSync(join(tmpdir(), 'holdfast-demo-'))
  closers.push(() => rmSync(directory, { recursive: true, force: true }))

  let why = ''
  const turnDown = (error: unknown): null => {
    if (!(error instanceof HoldfastError) || options.engine === 'docker') throw error
    why = error.message
    return null
  }
  let found: FoundEngine | null = null
  if (options.engine !== 'simulated') {
    found = await Promise.resolve()
      .then(() => findEngine(socketOf(env)))
      .catch(turnDown)
  }
  const architecture = found?.architecture ?? 'amd64'
  const built = harbourImages(architecture)
  const probe = probeImage(architecture)
  const registry = await serveRegistry([...built, probe], BYTES_PER_SECOND)
  closers.push(() => registry.close())
  const images = new Map(built.map((image) => [referenceOf(registry.address, image), image]))

  if (found !== null) {
    const { api } = found
    const usable = await tryEngine(api, referenceOf(registry.address, probe), `${device}_probe`)
      .then(() => true)
      .catch(turnDown)
    if (usable === null) found = null
    else closers.push(() => api.removeAll(device, [...images.keys()]))
  }
  const engine =
    found === null
      ? await simulatedEngine(
          directory,
          built.map((image) => simulatedForm(registry.address, image)),
          BYTES_PER_SECOND,
        )
      : realEngine(found)
  closers.push(() => engine.close())

  const broker = await startBroker(device)
  closers.push(() => broker.close())

  // Meanwhile the keys are made.
  const starting = startDashboard(broker.url, join(directory, 'dashboard.log'))
  closers.push(async () => (await starting).close())

  const keys = join(directory, 'keys')
  const operator = new Operator(directory, { HOLDFAST_BROKER: broker.url, HOLDFAST_KEYS: keys })
  closers.push(() => operator.stop())
  await operator.must('keygen', '--out', keys)
  const config = join(directory, 'agent.json')
  const trusted = ['release.pub', 'rollout.pub'].flatMap((name) => ['--key', join(keys, name)])
  const places = ['--data', join(directory, 'data'), '--engine', engine.api.socketPath, '--out', config]
  await operator.must('enroll', '--device', device, '--fleet', FLEET, '--broker', broker.url, ...trusted, ...places)

  disarm(config)

  const composeOf = (version: Version) => join(directory, `v${version}`, 'docker-compose.yml')
  for (const version of VERSIONS) {
    mkdirSync(join(directory, `v${version}`))
    writeFileSync(composeOf(version), composeFile(registry.address, version))
  }

  const agent = agentOf(config, join(directory, 'agent.log'))
  closers.push(() => agent.stop())
  const dashboard = await starting
  return {
    device,
    engine,
    why,
    registry: registry.address,
    broker,
    dashboard,
    operator,
    agent,
    keys,
    images,
    composeOf,
    close,
  }
}

/** A reboot that somebody sends to the device must not restart the machine that the demo runs on. */
function disarm(config: string): void {
  const settings = JSON.parse(readFileSync(config, 'utf8')) as object
  const no = (what: string) => ['sh', '-c', `echo "a demo does not ${what}" >&2; exit 1`]
  const commands = { rebootCommand: no('restart your machine'), shutdownCommand: no('switch off your machine') }
  writeFileSync(config, JSON.stringify({ ...settings, ...commands }, null, 2))
}
