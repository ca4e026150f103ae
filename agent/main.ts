/**
 * `holdfast agent`: the program on the device.
 *
 * Invariant: one process is one life of the agent: on anything that it cannot mend it ends with a non-zero
 * status, so that its supervisor starts the next life, which resumes from the disk.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { ClockPort } from '../machines/ports.ts'
import { ERROR_CODES, HoldfastError } from '../protocol/errors.ts'
import { isDiskFault } from '../storage/level-errors.ts'
import type { Store } from '../storage/store.ts'
import { Sentinel } from './adapters/sentinel.ts'
import { systemClock } from './adapters/system-clock.ts'
import type { Agent } from './agent-options.ts'
import { begin, openData } from './begin.ts'
import { type AgentConfig, readConfig } from './config.ts'
import { createLog, LEVELS, type Level, type Log } from './log.ts'
import { AGENT_VERSION } from './version.ts'
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

/** What runs, and is to be stopped in good order. */
type Life = Pick<Agent, 'pulse' | 'stop'>

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
  const life: { now: Life | null } = { now: null }
  try {
    // The start is watched too, and may be stopped: on a disk that fails it may hang.
    let starting: Pulse = { effects: [], workingSinceMs: clock.now().monoMs }
    const pulse = (): Pulse => life.now?.pulse() ?? starting
    const stuck = watch({ clock, limitMs, pulse, sentinel, signal: ending.signal })
    const store = storeOf(config, clock, log, (outlasting) => {
      life.now = outlasting
      starting = { effects: [], workingSinceMs: clock.now().monoMs }
      if (outlasting !== null) sentinel.tell('READY=1')
    })
    const begun = store
      .then((opened) => begin(config, clock, log, opened))
      .then((agent) => {
        life.now = agent
        const who =
          config.claim === null ? { device: config.device, fleet: config.fleet } : { claims: config.claim.url }
        log.info('the agent runs', { ...who, version: AGENT_VERSION })
        sentinel.tell('READY=1')
        return agent
      })
    const end = await Promise.race([stopped, stuck, begun.then(({ failed }) => failed)])
    sentinel.tell('STOPPING=1')
    const failure = end instanceof HoldfastError ? end : null
    if (failure !== null) log.error('the agent cannot go on', { failure })
    const reason = failure?.code ?? String(end)
    // A start under way is cut, as by the power, unless it ends by itself.
    await (life.now === null
      ? withinMs(
          LAST_MS,
          begun.then((agent) => agent.stop(reason)),
        )
      : withinMs(STOP_MS, life.now.stop(reason)))
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

/**
 * The store, once the disk takes writes.
 * @param outlasts told of what runs until then, and, with null, of its end
 */
async function storeOf(
  config: AgentConfig,
  clock: ClockPort,
  log: Log,
  outlasts: (life: Life | null) => void,
): Promise<Store> {
  const open = (): Promise<Store> => openData(config.dataDir)
  try {
    return await open()
  } catch (fault) {
    if (!isDiskFault(fault)) throw fault
    const { outlast } = await import('./unwritable/outlast.ts')
    const outlasting = outlast({ config, fault, open, clock, log })
    outlasts(outlasting)
    const store = await outlasting.store
    outlasts(null)
    return store
  }
}

/** Ends the wait, not the work. */
async function withinMs(ms: number, work: Promise<void>): Promise<void> {
  const over = new AbortController()
  const wait = delay(ms, undefined, { signal: over.signal }).catch(() => {}) // aborted below
  await Promise.race([work, wait])
  over.abort()
}
