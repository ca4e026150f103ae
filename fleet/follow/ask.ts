/**
 * One command to one device, and its answer.
 *
 * Invariant: the result is subscribed before the command is sent, and only the one with its id is taken; of a
 * command that switches the device off, going offline is the answer.
 */

import { randomBytes } from 'node:crypto'
import { checkCommand } from '../../protocol/check-command.ts'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { withResolvers } from '../../protocol/es2024.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Command, Log, Result } from '../../protocol/types.ts'
import { connectBroker } from '../broker/connection.ts'
import type { BrokerOptions } from '../broker/options.ts'
import { formatDuration } from '../text/duration.ts'

/** For the way there and back, beyond the budget. */
const WAY_MS = 10_000

interface AskOptions {
  broker: BrokerOptions
  device: string
  command: Loose<Command>
  /** Each piece of a log stream, in order, once. */
  onLog?: (log: Log) => void
  signal: AbortSignal
  onWarning: (message: string) => void
}

/**
 * Sends the command and waits for its result; for logs also for their end.
 * @returns null when `signal` was aborted
 * @throws HF_TIMEOUT, HF_COMMAND_INVALID, HF_BROKER_UNAVAILABLE, HF_BROKER_REFUSED
 */
export async function askDevice(options: AskOptions): Promise<Result | null> {
  const { device, signal } = options
  const topics = deviceTopics(device)
  const id = randomBytes(12).toString('base64url')
  const command = checkCommand(decode(KINDS.Command, encode(KINDS.Command, { ...options.command, id })))
  const answer = withResolvers<Result | null>()
  const logsEnd = withResolvers<void>()
  let sequence = 0
  let birth: number | null = null
  const receive = (topic: string, payload: Uint8Array): void => {
    if (topic === topics.result) {
      const result = decode(KINDS.Result, payload)
      if (result.id === id) answer.resolve(result)
    } else if (topic === topics.presence) {
      const { online, connection } = decode(KINDS.Presence, payload)
      if (online) birth = connection
      else if (birth !== null && connection >= birth) answer.resolve(goneOffline(device, id))
    } else if (topic === topics.log) {
      const log = decode(KINDS.Log, payload)
      if (log.commandId !== id) return
      const beginsAnew = log.sequence === 1 && sequence > 1
      if (beginsAnew) options.onWarning('the agent has started anew, and so do its logs')
      // One that was sent twice keeps its number.
      else if (log.sequence <= sequence) return
      sequence = log.sequence
      options.onLog?.(log)
      if (log.end) logsEnd.resolve()
    }
  }
  const onMessage = (topic: string, payload: Uint8Array): void => {
    try {
      receive(topic, payload)
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error
      options.onWarning(`${topic}: ${error.code} ${error.message}`)
    }
  }
  const broker = await connectBroker(options.broker, onMessage)
  const abort = (): void => answer.resolve(null)
  signal.addEventListener('abort', abort)
  try {
    const more = command.logs !== null ? [topics.log] : command.shutdown !== null ? [topics.presence] : []
    await broker.subscribe([topics.result, ...more])
    await broker.publish(topics.command, encode(KINDS.Command, command), false)
    const result = await within(command.budgetMs, answer.promise, device)
    if (result?.outcome === Outcome.OUTCOME_OK && command.logs !== null) await lastLogs(logsEnd.promise)
    return result
  } finally {
    signal.removeEventListener('abort', abort)
    await broker.close()
  }
}

/** It was online when it was asked, and is not any more. */
function goneOffline(device: string, id: string): Result {
  const message = 'it has gone offline'
  return decode(KINDS.Result, encode(KINDS.Result, { id, device, outcome: Outcome.OUTCOME_OK, message }))
}

/** The error when nobody has answered in the budget and the time for the way. */
export function noAnswer(device: string, budgetMs: number): HoldfastError {
  const [all, budget, way] = [budgetMs + WAY_MS, budgetMs, WAY_MS].map(formatDuration)
  const message = `no answer in ${all}: ${budget} that the device may work on it, and ${way} for the way there and back; is it online?`
  return new HoldfastError('HF_TIMEOUT', message, { place: device })
}

async function within<R>(budgetMs: number, work: Promise<R>, device: string): Promise<R> {
  const timeout = withResolvers<never>()
  const timer = setTimeout(() => timeout.reject(noAnswer(device, budgetMs)), budgetMs + WAY_MS)
  try {
    return await Promise.race([work, timeout.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** The result may overtake the last lines. */
async function lastLogs(end: Promise<void>): Promise<void> {
  await Promise.race([end, new Promise((resolve) => setTimeout(resolve, 2000))])
}
