/** A `logs` command, from the machine's form to the stream that answers it. */
import { type Answer, type CommandFact, refused } from '../../machines/commands.ts'
import type { ClockPort, Container, EnginePort, LogEntry, LogOptions } from '../../machines/ports.ts'
import { isActive } from '../../machines/situation.ts'
import { NO_ACTION } from '../../protocol/check-command.ts'
import { Outcome } from '../../protocol/enums.ts'
import type { BrokerPort } from '../broker-port.ts'
import type { FailedLog, FailedLogs } from '../failed-logs.ts'
import { streamLogs } from '../log-stream.ts'

interface LogsWorld {
  engine: EnginePort
  broker: BrokerPort
  clock: ClockPort
  device: string
  failedLogs: Pick<FailedLogs, 'all'>
}

/** Streams what runs; of a service of which nothing runs, what ran last. What is asked for may be what has failed. */
export async function answerLogs(world: LogsWorld, command: CommandFact, signal: AbortSignal): Promise<Answer> {
  const { broker, clock, device } = world
  const { service = '', follow = false, tail = 0, sinceMs = 0, failed = false } = command.args
  const kept =
    failed === true ? world.failedLogs.all().filter((log) => service === '' || log.service === service) : null
  if (kept?.length === 0)
    return refused('HF_COMMAND_FAILED', 'no logs are kept: no such service has failed in an update')
  const result = await streamLogs({
    engine: kept === null ? world.engine : { logs: (id, options) => linesOf(kept, id, options) },
    publish: (topic, payload, options) => broker.publish(topic, payload, options),
    device,
    command: {
      ...NO_ACTION,
      id: command.id,
      budgetMs: command.budgetMs,
      logs: {
        service: String(service),
        follow: Boolean(follow) && kept === null,
        tail: Number(tail),
        sinceMs: Number(sinceMs),
        failed: Boolean(failed),
      },
    },
    containers: kept?.map(({ container: id, service }) => ({ id, service })) ?? (await standing(world)),
    clock,
    signal,
  })
  const outcome =
    result.outcome === Outcome.OUTCOME_OK ? 'ok' : result.outcome === Outcome.OUTCOME_EXPIRED ? 'expired' : 'failed'
  const whose = outcome === 'ok' && kept !== null ? kept.map(told).join('; ') : result.message
  return { outcome, code: result.code, message: whose, output: '' }
}

async function standing({ engine, device }: LogsWorld): Promise<Container[]> {
  const all = (await engine.listContainers(device)).filter((container) => container.state !== 'created')
  const running = new Set(all.filter(isActive).map((container) => container.service))
  return all.filter((container) => isActive(container) || !running.has(container.service))
}

/** As the engine gives them. */
async function* linesOf(
  kept: readonly FailedLog[],
  id: string,
  { tail, sinceMs }: LogOptions,
): AsyncGenerator<LogEntry> {
  const { entries = [] } = kept.find(({ container }) => container === id) ?? {}
  yield* entries.filter(({ atMs }) => atMs >= sinceMs).slice(-tail)
}

function told({ service, release, atMs }: FailedLog): string {
  return `${service} failed in ${release.slice(0, SHORT_ID)} at ${new Date(atMs).toISOString()}`
}

/** "sha256:" and as much as tells releases from one another. */
const SHORT_ID = 19
