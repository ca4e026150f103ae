/**
 * `holdfast agent`: the program on the device.
 *
 * Invariant: one process is one life of the agent: on anything that it cannot mend it ends with a non-zero
 * status, so that its supervisor starts the next life, which resumes from the disk.
 */
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ClockPort } from '../machines/ports.ts'
import { ERROR_CODES, HoldfastError } from '../protocol/errors.ts'
import { lockHolder } from '../storage/lock-holder.ts'
import { openLevel } from '../storage/open-level.ts'
import { openStore } from '../storage/open-store.ts'
import type { Store } from '../storage/store.ts'
import { deviceSecret } from './adapters/device-secret.ts'
import { dockerEngine } from './adapters/docker.ts'
import { linuxHost } from './adapters/host.ts'
import { mqttBroker } from './adapters/mqtt.ts'
import { Sentinel } from './adapters/sentinel.ts'
import { systemClock } from './adapters/system-clock.ts'
import { startAgent } from './agent.ts'
import type { Agent } from './agent-options.ts'
import type { BundlePlaces } from './bundle-door.ts'
import { type AgentConfig, readConfig } from './config.ts'
import { contentEngine } from './content/content-engine.ts'
import { NeighbourDoor } from './content/neighbour-door.ts'
import { Counters } from './ingress/counters.ts'
import { type KeepaliveBounds, keepaliveOn } from './keepalive-rule.ts'
import { ETHERNET, type LinkFacts } from './link-facts.ts'
import { createLog, LEVELS, type Level, type Log } from './log.ts'
import type { SystemNetwork } from './network/system-parts.ts'
import { encryptionKey } from './secrets/encryption-key.ts'
import { secretFiles } from './secrets/secret-files.ts'
import { AGENT_VERSION, BUILT_MS } from './version.ts'
import { watch, watchdogLimitMs } from './watchdog.ts'
import type { Pulse } from './watchdog-rule.ts'

const HELP = `Usage: holdfast agent --config FILE [--log-level LEVEL]
       holdfast agent apply BUNDLE --config FILE

Runs the agent of this device until it is told to stop (SIGINT, SIGTERM).

  -c, --config FILE      the device's configuration, as "holdfast enroll" writes it
      --log-level LEVEL  ${LEVELS.join(', ')} (default: what the configuration says, or info)
  -h, --help             show this
      --version          show the version

The configuration names one "broker", or several "brokers" in order of preference. Proxies are those of the
configuration, or else of HTTPS_PROXY, ALL_PROXY and NO_PROXY. What stands between a device and its broker is told by
holdfast agent doctor --config FILE
`

/** For an orderly end; the service manager allows more. */
const STOP_MS = 10_000
/** For what is left after it, and for a start that is to be given up. */
const LAST_MS = 1_000

interface Flags {
  config: string
  logLevel: Level | undefined
}

/** @returns the exit status: 0 after an orderly stop, 1 after a failure, 2 when the flags or the file are wrong */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    // Loaded by whoever asks for it: an agent that runs never pays for it.
    if (argv[0] === 'doctor')
      return await (await import('./doctor/doctor.ts')).doctor(argv.slice(1), (text) => process.stdout.write(text))
    if (argv[0] === 'apply') {
      const { applyCommand } = await import('./bundle/apply-command.ts')
      return await applyCommand(argv.slice(1))
    }
    const flags = readFlags(argv)
    if (flags === 'help') process.stdout.write(HELP)
    if (flags === 'version') process.stdout.write(`${AGENT_VERSION}\n`)
    if (typeof flags === 'string') return 0
    return await run(await readConfig(flags.config), flags.logLevel)
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n${ERROR_CODES[error.code].help}\n`)
    if (error.code === 'HF_TIMEOUT') return 3
    return ['HF_USAGE', 'HF_CONFIG_INVALID', 'HF_FILE_UNREADABLE'].includes(error.code) ? 2 : 1
  }
}

function readFlags(argv: readonly string[]): Flags | 'help' | 'version' {
  const { values } = parse(argv)
  if (values.help) return 'help'
  if (values.version) return 'version'
  if (values.config === undefined) throw new HoldfastError('HF_USAGE', 'is missing', { place: '--config' })
  const level = values['log-level']
  if (level !== undefined && !LEVELS.some((known) => known === level)) {
    throw new HoldfastError('HF_USAGE', `is one of ${LEVELS.join(', ')}`, { place: '--log-level' })
  }
  return { config: values.config, logLevel: level as Level | undefined }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        config: { type: 'string', short: 'c' },
        'log-level': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean' },
      },
    })
  } catch (cause) {
    throw new HoldfastError('HF_USAGE', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

async function run(config: AgentConfig, level: Level | undefined): Promise<number> {
  const log = createLog({ level: level ?? config.logLevel, format: 'text' })
  // Before anything is said: whoever reads that the agent runs may stop it.
  const stopped = new Promise<NodeJS.Signals>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve)
  })
  const clock = systemClock()
  const limitMs = watchdogLimitMs(process.env)
  const sentinel = new Sentinel({ limitMs, log })
  const ending = new AbortController()
  const life: { agent: Agent | null } = { agent: null }
  try {
    // The start is watched too, and may be stopped: on a disk that fails it may hang.
    const starting: Pulse = { effects: [], workingSinceMs: clock.now().monoMs }
    const pulse = (): Pulse => life.agent?.pulse() ?? starting
    const stuck = watch({ clock, limitMs, pulse, sentinel, signal: ending.signal })
    const begun = begin(config, clock, log).then((agent) => {
      life.agent = agent
      const who = config.claim === null ? { device: config.device, fleet: config.fleet } : { claims: config.claim.url }
      log.info('the agent runs', { ...who, version: AGENT_VERSION })
      sentinel.tell('READY=1')
      return agent
    })
    const end = await Promise.race([stopped, stuck, begun.then(({ failed }) => failed)])
    sentinel.tell('STOPPING=1')
    const failure = end instanceof HoldfastError ? end : null
    if (failure !== null) log.error('the agent cannot go on', { failure })
    // A start under way is cut, as by the power, unless it ends by itself.
    const patienceMs = life.agent === null ? LAST_MS : STOP_MS
    await withinMs(
      patienceMs,
      begun.then((agent) => agent.stop(failure?.code ?? String(end))),
    )
    return failure === null ? 0 : 1
  } finally {
    ending.abort()
    // What is stuck may hold the process; it has had its time.
    setTimeout(() => {
      sentinel.ending()
      process.exit()
    }, LAST_MS).unref()
  }
}

async function begin(config: AgentConfig, clock: ClockPort, log: Log): Promise<Agent> {
  const { trustedKeys, dataDir, engine, deviceType, rebootCommand, shutdownCommand, localApi } = config
  const { operatorSocket, secretsDir } = config
  const store = await openData(dataDir)
  const secret = await deviceSecret(dataDir)
  const network = await networkOf(config, clock, log)
  const targetProxy = () => network.proxy.current()
  const kept = { deviceSecret: secret, files: secretFiles(secretsDir) }
  const { neighbours: sharing } = config.content
  const neighbours = sharing === null ? undefined : new NeighbourDoor({ config: sharing, dataDir, clock, log })
  const parts = {
    trusted: trustedKeys,
    store,
    engine: contentEngine({
      engine: dockerEngine({ socketPath: engine.socket }),
      dataDir,
      config: config.content,
      targetProxy,
      clock,
      log,
      neighbours,
    }),
    neighbours,
    host: linuxHost({ deviceType, rebootCommand, shutdownCommand }),
    clock,
    counters: new Counters(),
    log,
    localApi: { ...localApi, secret },
    operatorSocket,
    metrics: config.metrics,
    bundles: bundlePlaces(config),
    budgets: config.byteBudgets,
    ...linkOf(config),
    network,
  }
  const keepalive = (): KeepaliveBounds => keepaliveOn(config.keepalive, parts.link ?? ETHERNET)
  if (config.claim !== null) {
    // A device that was told who it is never pays for it.
    const { startClaimedAgent } = await import('./provisioning/claimed-agent.ts')
    const { claimingParts } = await import('./provisioning/claiming-parts.ts')
    return startClaimedAgent({
      ...parts,
      kept,
      hearsOwnPresence: true,
      ...claimingParts(config, clock, log, keepalive, targetProxy),
    })
  }
  const { device, fleet, broker } = config
  // It knows of no later moment.
  const timeFloorMs = (): number => BUILT_MS
  const others = config.others.map((one) => ({ ...one, timeFloorMs }))
  return startAgent({
    ...parts,
    secrets: { ...kept, key: await encryptionKey(dataDir, log) },
    identity: { device, fleet },
    hearsOwnPresence: others.length > 0,
    connect: (wires) =>
      mqttBroker({
        ...broker,
        others,
        ...wires,
        clientId: device,
        clock,
        env: process.env,
        targetProxy,
        keepalive,
        timeFloorMs,
      }),
  })
}

/** What reads them is loaded once it is needed. */
function bundlePlaces({ bundles, dataDir }: AgentConfig): BundlePlaces {
  const { directory, listen, mostBytes } = bundles
  const spool = join(dataDir, 'bundles')
  return {
    async load(device) {
      const [{ bundleParts }, { fileMedium }] = await Promise.all([
        import('./bundle/parts.ts'),
        import('./bundle/medium.ts'),
      ])
      return bundleParts(fileMedium({ device, directory, spool }))
    },
    isWatched: directory !== null,
    upload: listen === null ? null : { ...listen, spool, mostBytes },
  }
}

/** How the device is connected, and who changes it. */
async function networkOf(config: AgentConfig, clock: ClockPort, log: Log): Promise<SystemNetwork> {
  const { systemNetwork } = await import('./network/system-parts.ts')
  const { url } = config.claim ?? config.broker
  return systemNetwork({ settings: config.network, brokerUrl: url, dataDir: config.dataDir, clock, log })
}

/** One that the configuration names stays so. */
function linkOf({ link }: AgentConfig): { link?: LinkFacts } {
  return link === undefined ? {} : { link: { current: () => link } }
}

/** @throws HF_STORE_LOCKED with who holds it, HF_STORE_UNWRITABLE, HF_STORE_CORRUPT */
async function openData(dataDir: string): Promise<Store> {
  try {
    return await openStore(await openLevel(dataDir))
  } catch (error) {
    if (!(error instanceof HoldfastError) || error.code !== 'HF_STORE_LOCKED') throw error
    const holder = await lockHolder(dataDir)
    const who = holder === null ? 'another process' : `process ${holder.pid} (${holder.command})`
    throw new HoldfastError('HF_STORE_LOCKED', `${who} runs on it; only one agent may`, {
      place: dataDir,
      cause: error,
    })
  }
}

/** Ends the wait, not the work. */
async function withinMs(ms: number, work: Promise<void>): Promise<void> {
  const over = new AbortController()
  const wait = delay(ms, undefined, { signal: over.signal }).catch(() => {}) // aborted below
  await Promise.race([work, wait])
  over.abort()
}
