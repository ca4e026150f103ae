/**
 * Getting the messages of one log stream to the broker, one after the other.
 *
 * Invariant: numbers have no gap: a message that did not arrive is sent again under its number before any
 * other. It may so arrive twice; the number says that it is the same.
 */
import type { ClockPort } from '../machines/ports.ts'
import { encode, KINDS } from '../protocol/codec.ts'
import { faultOf, isTransient } from '../protocol/errors.ts'
import { deviceTopics } from '../protocol/topics.ts'
import type { BrokerPort } from './broker-port.ts'
import type { Batch } from './log-buffer.ts'

interface LogSenderOptions {
  publish: BrokerPort['publish']
  device: string
  commandId: string
  clock: ClockPort
}

/** Between attempts while the broker is away. */
const RETRY_MS = 1000

export class LogSender {
  readonly #options: LogSenderOptions
  #sequence = 0
  #unsent: Uint8Array[] = []

  constructor(options: LogSenderOptions) {
    this.#options = options
  }

  /**
   * Tries until the broker has it, or `signal` aborts: then it goes before the next one.
   * @throws when the broker does not take such messages, as `BrokerPort.publish` does
   */
  async send(batch: Batch, signal: AbortSignal, end = false): Promise<void> {
    const { device, commandId } = this.#options
    this.#sequence += 1
    this.#unsent.push(encode(KINDS.Log, { ...batch, device, commandId, sequence: this.#sequence, end }))
    for (let next = this.#unsent[0]; next !== undefined && !signal.aborted; next = this.#unsent[0]) {
      if (await this.#attempt(next, signal)) this.#unsent.shift()
      else await this.#options.clock.sleep(RETRY_MS, signal).catch(() => undefined)
    }
  }

  /** Whether the broker has it. */
  async #attempt(bytes: Uint8Array, signal: AbortSignal): Promise<boolean> {
    const { publish, device } = this.#options
    try {
      await publish(deviceTopics(device).log, bytes, { retain: false, qos: 1, signal })
      return true
    } catch (error) {
      const fault = faultOf(error)
      // A spent budget may take a month: whoever asked is told instead.
      if (signal.aborted || (isTransient(fault) && fault.code !== 'HF_BUDGET_SPENT')) return false
      throw error
    }
  }
}
