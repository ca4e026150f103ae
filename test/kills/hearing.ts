/**
 * All that a device has told the broker, in its order, and what is wrong with it.
 *
 * Invariant: it only listens; nothing that was heard is forgotten, and each message is judged once.
 */
import { NUMBERS_PER_LIFE } from '../../agent/life.ts'
import { connectBroker } from '../../fleet/broker/connection.ts'
import { decode, KINDS } from '../../protocol/codec.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Presence, Report, Result } from '../../protocol/types.ts'

export class Hearing {
  readonly reports: Report[] = []
  readonly births: Presence[] = []
  readonly results: Result[] = []
  readonly #judged = { reports: 0, births: 0 }
  #close: () => Promise<void> = async () => {}

  static async of(device: string, broker: string): Promise<Hearing> {
    const hearing = new Hearing()
    const topics = deviceTopics(device)
    const connection = await connectBroker(
      { url: broker, version: '5', connectTimeoutMs: 10_000 },
      (topic, payload) => {
        if (topic === topics.report) hearing.reports.push(decode(KINDS.Report, payload))
        else if (topic === topics.result) hearing.results.push(decode(KINDS.Result, payload))
        else hearing.#takePresence(decode(KINDS.Presence, payload))
      },
    )
    hearing.#close = () => connection.close()
    await connection.subscribe([topics.report, topics.result, topics.presence])
    return hearing
  }

  get lastReport(): Report | undefined {
    return this.reports.at(-1)
  }

  /** Number of the last life of the agent that has said that it is there. */
  get lastLife(): number {
    return Math.floor((this.births.at(-1)?.connection ?? 0) / NUMBERS_PER_LIFE)
  }

  /** The answer to a command, if there is one yet. */
  answerTo(id: string): Result | undefined {
    return this.results.find((result) => result.id === id)
  }

  /**
   * What is wrong with what has come since the last call, and with the answers.
   * @param sent ids of all commands
   */
  faults(sent: ReadonlySet<string>): string[] {
    const { reports, births } = this.#judged
    this.#judged.reports = this.reports.length
    this.#judged.births = this.births.length
    return [
      ...faultsOfReports(this.reports.slice(Math.max(0, reports - 1))),
      ...faultsOfBirths(this.births.slice(Math.max(0, births - 1))),
      ...faultsOfAnswers(this.results, sent),
    ]
  }

  close(): Promise<void> {
    return this.#close()
  }

  #takePresence(presence: Presence): void {
    if (presence.online) this.births.push(presence)
  }
}

/** The sequence rises; one that is sent again is the same; and the epoch that runs never falls. Pure. */
export function faultsOfReports(reports: readonly Report[]): string[] {
  return pairs(reports).flatMap(([before, after]) => {
    const faults: string[] = []
    const isAgain = before.sequence === after.sequence && JSON.stringify(before) === JSON.stringify(after)
    if (after.sequence <= before.sequence && !isAgain)
      faults.push(`a report has the number ${after.sequence} after one with ${before.sequence}`)
    const [was, is] = [before.current?.epoch ?? 0, after.current?.epoch ?? 0]
    if (is < was) faults.push(`report ${after.sequence} says epoch ${is}; the one before said ${was}`)
    return faults
  })
}

/** Each connection has a higher number than those before. Pure. */
export function faultsOfBirths(births: readonly Presence[]): string[] {
  return pairs(births)
    .filter(([before, after]) => after.connection < before.connection)
    .map(([before, after]) => `connection ${after.connection} came after ${before.connection}`)
}

/** An answer may come twice, and then says the same; nobody is answered who did not ask. Pure. */
export function faultsOfAnswers(results: readonly Result[], sent: ReadonlySet<string>): string[] {
  const first = new Map<string, string>()
  const faults = new Set<string>()
  for (const result of results) {
    const content = JSON.stringify(result)
    if (!sent.has(result.id)) faults.add(`an answer to ${result.id}, which nobody sent`)
    if ((first.get(result.id) ?? content) !== content) faults.add(`two different answers to ${result.id}`)
    first.set(result.id, content)
  }
  return [...faults]
}

function pairs<T>(list: readonly T[]): [T, T][] {
  return list.slice(1).map((after, index) => [list[index]!, after])
}
