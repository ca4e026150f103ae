/**
 * `holdfast agent`: the program on the device.
 *
 * Invariant: one process is one life of the agent: on anything that it cannot mend it ends with a non-zero
 * status, so that its supervisor starts the next life, which resumes from the disk.
 */
import { parseArgs } from 'node:util'
import { HoldfastError } from '../protocol/errors.ts'
import { openLevel } from '../storage/open-level.ts'
import { openStore } from '../storage/open-store.ts'
import { dockerEngine } from './adapters/docker.ts'
import { linuxHost } from './adapters/host.ts'
import { mqttBroker } from './adapters/mqtt.ts'
import { systemClock } from './adapters/system-clock.ts'
import { startAgent } from './agent.ts'
import { type AgentConfig, readConfig } from './config.ts'
import { Counters } from './ingress/counters.ts'
import { createLog, LEVELS, type Level } from './log.ts'
import { AGENT_VERSION } from './version.ts'

const HELP = `Usage: holdfast agent --config FILE [--log-level LEVEL]

Runs the agent of this device until it is told to stop (SIGINT, SIGTERM).

  -c, --config FILE      the device's configuration, as "holdfast enroll" writes it
      --log-level LEVEL  ${LEVELS.join(', ')} (default: what the configuration says, or info)
  -h, --help             show this
      --version          show the version
`

interface Flags {
  config: string
  logLevel: Level | undefined
}

/** @returns the exit status: 0 after an orderly stop, 1 after a failure, 2 when the flags or the file are wrong */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    const flags = readFlags(argv)
    if (flags === 'help') process.stdout.write(HELP)
    if (flags === 'version') process.stdout.write(`${AGENT_VERSION}\n`)
    if (typeof flags === 'string') return 0
    return await run(await readConfig(flags.config), flags.logLevel)
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n`)
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
  const { device, fleet, broker, trustedKeys, dataDir, engine, deviceType, rebootCommand } = config
  const log = createLog({ level: level ?? config.logLevel, format: 'text' })
  // Before anything is said: whoever reads that the agent runs may stop it.
  const stopped = new Promise<null>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(null))
  })
  const clock = systemClock()
  const store = await openStore(await openLevel(dataDir))
  const agent = await startAgent({
    identity: { device, fleet },
    trusted: trustedKeys,
    store,
    engine: dockerEngine({ socketPath: engine.socket }),
    host: linuxHost({ deviceType, rebootCommand }),
    clock,
    counters: new Counters(),
    log,
    connect: (wires) => mqttBroker({ ...broker, ...wires, clientId: device, clock }),
  })
  log.info('the agent runs', { device, fleet, version: AGENT_VERSION })
  const failure = await Promise.race([stopped, agent.failed])
  if (failure !== null) log.error('the agent cannot go on', { failure })
  await agent.stop()
  return failure === null ? 0 : 1
}
