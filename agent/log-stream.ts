/**
 * Answering a `logs` command: the logs of containers as messages on the device's log topic.
 *
 * Invariant: memory is bounded however fast the containers write and however slow the link is; sequence
 * numbers have no gap, and lines that were lost are counted; the last message says `end`.
 */

import type { ClockPort, Container, EnginePort } from '../machines/ports.ts'
import { Outcome } from '../protocol/enums.ts'
import { type ErrorCode, type Fault, faultOf } from '../protocol/errors.ts'
import type { Command, Logs } from '../protocol/types.ts'
import type { BrokerPort } from './broker-port.ts'
import { deadline } from './deadline.ts'
import { LogBuffer } from './log-buffer.ts'
import { LogSender } from './log-sender.ts'

type Whose = Pick<Container, 'id' | 'service'>

interface LogStreamOptions {
  engine: Pick<EnginePort, 'logs'>
  publish: BrokerPort['publish']
  device: string
  /** Checked: its budget is set. */
  command: Command & { logs: Logs }
  /** Of this device; those of other services than the one asked for are passed over. */
  containers: readonly Whose[]
  clock: ClockPort
  /** Gives up, without an `end`. */
  signal: AbortSignal
}

/** What goes into the command's result. */
interface LogStreamResult {
  outcome: Outcome
  code: ErrorCode | ''
  message: string
}

const DEFAULT_TAIL = 100
const BATCH_BYTES = 32 * 1024
const BATCH_MS = 200
const BUFFER_BYTES = 256 * 1024
const LINE_BYTES = 16 * 1024
/** To whoever would have followed for longer. */
const OVER = 'ended: what was followed has stopped'
/** For the last message, after the budget is spent. */
const END_MS = 5000

/**
 * Streams until the logs end, the budget is spent (the good end, when following) or `signal` aborts.
 * Never rejects: what went wrong is in the result.
 */
export async function streamLogs(options: LogStreamOptions): Promise<LogStreamResult> {
  const { command, publish, device, clock, signal } = options
  const { service, follow } = command.logs
  const containers = options.containers.filter((container) => service === '' || container.service === service)
  if (containers.length === 0) return failed(Outcome.OUTCOME_FAILED, missing(service))

  const buffer = new LogBuffer({ maxBytes: BUFFER_BYTES, maxLineBytes: LINE_BYTES })
  const sender = new LogSender({ publish, device, commandId: command.id, clock })
  const budget = deadline(clock, command.budgetMs, signal)
  const faults: Fault[] = []
  let reading = true
  const readers = Promise.all(
    containers.map((container) =>
      read(options, container, buffer, budget.signal).catch((error: unknown) => {
        if (!budget.signal.aborted) faults.push(faultOf(error, 'HF_ENGINE_FAILED'))
      }),
    ),
  ).then(() => {
    reading = false
  })

  try {
    while (reading && !budget.signal.aborted) {
      await Promise.race([readers, clock.sleep(BATCH_MS, budget.signal).catch(() => undefined)])
      await drain(buffer, sender, budget.signal)
    }
    await drain(buffer, sender, budget.signal)
    const spent = budget.spent()
    await budget.stop()
    await readers
    if (signal.aborted) return failed(Outcome.OUTCOME_FAILED, { code: 'HF_CANCELLED', message: 'given up' })
    await finish(options, buffer, sender)
    if (faults[0] !== undefined) return failed(Outcome.OUTCOME_FAILED, faults[0])
    if (spent && !follow)
      return failed(Outcome.OUTCOME_EXPIRED, { code: 'HF_COMMAND_EXPIRED', message: 'did not end within the budget' })
    // An engine lets go of who follows when the container ends, also when it starts again.
    return { outcome: Outcome.OUTCOME_OK, code: '', message: follow && !spent ? OVER : '' }
  } catch (error) {
    await budget.stop()
    await readers
    return failed(Outcome.OUTCOME_FAILED, faultOf(error))
  }
}

async function drain(buffer: LogBuffer, sender: LogSender, signal: AbortSignal): Promise<void> {
  while (!buffer.empty && !signal.aborted) await sender.send(buffer.take(BATCH_BYTES), signal)
}

/** What is left and the end, if the link lets them through soon. */
async function finish({ clock, signal }: LogStreamOptions, buffer: LogBuffer, sender: LogSender): Promise<void> {
  const grace = deadline(clock, END_MS, signal)
  try {
    await drain(buffer, sender, grace.signal)
    await sender.send({ lines: [], dropped: 0 }, grace.signal, true)
  } finally {
    await grace.stop()
  }
}

async function read(
  { engine, command, clock }: LogStreamOptions,
  container: Whose,
  buffer: LogBuffer,
  signal: AbortSignal,
): Promise<void> {
  const { follow, tail, sinceMs } = command.logs
  for await (const entry of engine.logs(container.id, { follow, tail: tail || DEFAULT_TAIL, sinceMs }, signal)) {
    // What has been written stays with the engine until there is room; only who follows wants the newest.
    while (!follow && buffer.bytes > BUFFER_BYTES / 2 && !signal.aborted) await clock.sleep(BATCH_MS, signal)
    if (signal.aborted) return
    buffer.push({ service: container.service, ...entry })
  }
}

function missing(service: string): Fault {
  const what = service === '' ? 'nothing runs on this device' : `no container of a service ${JSON.stringify(service)}`
  return { code: 'HF_COMMAND_FAILED', message: what }
}

function failed(outcome: Outcome, fault: Fault): LogStreamResult {
  return { outcome, code: fault.code, message: fault.message }
}
