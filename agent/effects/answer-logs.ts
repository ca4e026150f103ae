/** A `logs` command, from the machine's form to the stream that answers it. */
import type { Answer, CommandFact } from '../../machines/commands.ts'
import type { ClockPort, EnginePort } from '../../machines/ports.ts'
import { isActive } from '../../machines/situation.ts'
import { NO_ACTION } from '../../protocol/check-command.ts'
import { Outcome } from '../../protocol/enums.ts'
import type { BrokerPort } from '../broker-port.ts'
import { streamLogs } from '../log-stream.ts'

interface LogsWorld {
  engine: EnginePort
  broker: BrokerPort
  clock: ClockPort
  device: string
}

/** Streams what runs; of a service of which nothing runs, what ran last. */
export async function answerLogs(world: LogsWorld, command: CommandFact, signal: AbortSignal): Promise<Answer> {
  const { engine, broker, clock, device } = world
  const { service = '', follow = false, tail = 0, sinceMs = 0 } = command.args
  const all = (await engine.listContainers(device)).filter((container) => container.state !== 'created')
  const running = new Set(all.filter(isActive).map((container) => container.service))
  const containers = all.filter((container) => isActive(container) || !running.has(container.service))
  const result = await streamLogs({
    engine,
    publish: (topic, payload, options) => broker.publish(topic, payload, options),
    device,
    command: {
      ...NO_ACTION,
      id: command.id,
      budgetMs: command.budgetMs,
      logs: { service: String(service), follow: Boolean(follow), tail: Number(tail), sinceMs: Number(sinceMs) },
    },
    containers,
    clock,
    signal,
  })
  const outcome =
    result.outcome === Outcome.OUTCOME_OK ? 'ok' : result.outcome === Outcome.OUTCOME_EXPIRED ? 'expired' : 'failed'
  return { outcome, code: result.code, message: result.message, output: '' }
}
