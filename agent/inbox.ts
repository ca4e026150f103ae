/**
 * What comes from the broker, on its way into the machines and onto the disk.
 *
 * Invariant: an accepted message and all that it changes are one synced batch; a command's id is taken once,
 * and a command that comes again is answered with the answer that it has, or not at all while it is worked on.
 * A command for whose answer there may be no room is not taken; what gives way says `outbox-rule.ts`.
 */
import type { Answer } from '../machines/commands.ts'
import type { AnswerParams } from '../machines/device-setup.ts'
import type { ClockPort } from '../machines/ports.ts'
import { actionOf, DEFAULT_BUDGET_MS, NO_ACTION } from '../protocol/check-command.ts'
import { type Fault, HoldfastError } from '../protocol/errors.ts'
import type { Command, CommandRecord } from '../protocol/types.ts'
import { SparseMap } from '../storage/sparse-map.ts'
import type { Store, Write } from '../storage/store.ts'
import { forgetting, outgoingKey, outgoingOf, resultOf } from './command-answer.ts'
import { actionIn, answerDetail, commandDetail, flightEntries } from './flight-entry.ts'
import { factOf } from './inbound-facts.ts'
import type { Identity, Inbound, Rejection } from './ingress/mqtt-ingress.ts'
import type { JudgedInbox } from './judged-inbox.ts'
import type { Outbox } from './outbox.ts'
import { type Answered, forgotten, isOwnId, ownId, roomFor } from './outbox-rule.ts'
import type { AnyEvent } from './runtime/step.ts'

interface InboxOptions {
  identity: Identity
  store: Store
  clock: ClockPort
  /** As the store holds them. */
  commands: readonly CommandRecord[]
  judged: Pick<JudgedInbox, 'accept'>
  dispatch(event: AnyEvent, writes: readonly Write[]): Promise<void>
  outbox: Outbox
}

export class Inbox {
  readonly #options: InboxOptions
  readonly #audited: ReturnType<typeof flightEntries>
  readonly #commands: SparseMap<string, CommandRecord>
  /** Who waits on the device for the answer to a command of its own. */
  readonly #waiting = new SparseMap<string, (answer: Answer) => void>()
  /** The machines have the commands of the lives before. */
  readonly #resumed: Promise<void>
  #setResumed = () => {}
  #arrivals: number
  /** Forgotten by the batch of an answer that is being written. */
  #leaving: readonly string[] = []

  constructor(options: InboxOptions) {
    this.#options = options
    this.#audited = flightEntries(options.clock, 'command')
    this.#commands = new SparseMap(
      options.commands.flatMap((record) => (record.command ? [[record.command.id, record]] : [])),
    )
    this.#arrivals = options.commands.reduce((last, record) => Math.max(last, record.arrival), 0)
    this.#resumed = new Promise((resolve) => {
      this.#setResumed = resolve
    })
  }

  /** Gives the machines the commands that were not answered before the last cut. Those that come meanwhile wait for it. */
  async resume(): Promise<void> {
    for (const record of this.#options.commands) {
      if (record.result === null) await this.#options.dispatch({ type: 'COMMAND', command: factOf(record) }, [])
    }
    this.#setResumed()
  }

  /**
   * Resolves when it is on the disk.
   * @returns what of a chain of trust is not good
   */
  async accept(inbound: Exclude<Inbound, { kind: 'secrets' }>): Promise<Fault | null> {
    if (inbound.kind !== 'command') return this.#options.judged.accept(inbound)
    await this.#command(inbound.command)
    return null
  }

  /**
   * Takes a command of an application on the device, as durably as one from the broker. Resolves when it is on the disk.
   * @param by the service that asks, for the flight record
   */
  async give(action: Partial<Command>, by: string): Promise<{ id: string; answer: Promise<Answer> }> {
    const id = ownId(this.#arrivals + 1)
    const answer = new Promise<Answer>((resolve) => {
      this.#waiting.set(id, resolve)
    })
    try {
      await this.#command({ ...NO_ACTION, ...action, id, budgetMs: DEFAULT_BUDGET_MS }, by)
    } catch (error) {
      this.#waiting.delete(id)
      throw error
    }
    return { id, answer }
  }

  /** A command that cannot be understood is answered too, if it can be told whose it was. */
  async reject({ commandId, fault }: Pick<Rejection, 'commandId' | 'fault'>): Promise<void> {
    if (commandId === null) return
    const known = this.#commands.get(commandId)
    if (known !== undefined) return this.#answerAgain(known)
    this.#room('')
    await this.#refuse({ ...NO_ACTION, id: commandId }, fault)
  }

  async #refuse(command: Command, fault: Fault): Promise<void> {
    const answered = this.#answered(this.#newRecord(command), { outcome: 'refused', ...fault, output: '' })
    const forgotten = this.#forgotten()
    await this.#options.store.commit([...answered.writes, ...forgetting(forgotten)])
    this.#settled(answered, forgotten)
  }

  /** @throws HF_OUTBOX_FULL when it may not be acknowledged */
  #room(action: string): 'take' | 'refuse' {
    const records = [...this.#commands.values()].filter(({ command }) => !isOwnId(command?.id ?? ''))
    const waiting = records.reduce(
      (sum, { command }) => sum + this.#options.outbox.bytesOf(outgoingKey(command?.id ?? '')),
      0,
    )
    const underWay = records.filter(({ result }) => result === null).map(actionIn)
    const room = roomFor(action, waiting, underWay)
    if (room !== 'leave') return room
    throw new HoldfastError('HF_OUTBOX_FULL', `${waiting} bytes of answers wait for the broker: it keeps the command`)
  }

  /** The writes of a journal entry `answer`. What they say is in force once `answersWritten` is called. */
  answerWrites({ id, answer }: AnswerParams): Write[] {
    const record = this.#commands.get(id)
    if (record === undefined) return []
    this.#leaving = this.#forgotten()
    return [...this.#answered(record, answer).writes, ...forgetting(this.#leaving)]
  }

  /** The batch with an answer is on the disk: it may be sent. */
  answerWritten({ id, answer }: AnswerParams): void {
    const record = this.#commands.get(id)
    if (record !== undefined) this.#settled(this.#answered(record, answer), this.#leaving)
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }

  /** See `CommandWorld.note`. */
  async note(id: string, note: string): Promise<void> {
    const record = this.#commands.get(id)
    if (record === undefined) return
    const noted = { ...record, note }
    await this.#options.store.commit([{ op: 'command', record: noted }])
    this.#commands.set(id, noted)
  }

  /** See `World.purging`. */
  purging(volume: string): string {
    const isIt = ({ command, note, result }: CommandRecord) =>
      command?.purge?.volume === volume && note !== '' && result === null
    return [...this.#commands.values()].find(isIt)?.command?.id ?? ''
  }

  async #command(command: Command, by = ''): Promise<void> {
    // What had begun is overtaken by none.
    await this.#resumed
    const known = this.#commands.get(command.id)
    if (known === undefined) {
      if (by === '' && this.#room(actionOf(command).name) === 'refuse') return this.#refuse(command, FULL)
      const record = this.#newRecord(command)
      this.#commands.set(command.id, record)
      try {
        const command = factOf(record)
        await this.#options.dispatch({ type: 'COMMAND', command }, [
          { op: 'command', record },
          this.#audited('', 'received', command.action, commandDetail(command, by)),
        ])
      } catch (error) {
        this.#commands.delete(command.id)
        throw error
      }
      return
    }
    await this.#answerAgain(known)
  }

  /** With the answer that it has; not at all while it is worked on. */
  async #answerAgain(known: CommandRecord): Promise<void> {
    if (known.result === null) return
    const { key, message } = outgoingOf(known.result, this.#options.identity.device)
    if (this.#options.outbox.has(key)) return
    await this.#options.store.commit([{ op: 'outgoing', key, message }])
    this.#options.outbox.add(key, message)
  }

  #newRecord(command: Command): CommandRecord {
    const { bootId, monoMs } = this.#options.clock.now()
    this.#arrivals += 1
    return { command, arrival: this.#arrivals, bootId, monoMs: Math.ceil(monoMs), result: null, note: '' }
  }

  #answered(record: CommandRecord, answer: Answer): Answering {
    const { device } = this.#options.identity
    const result = resultOf(record, answer, { device, bootId: this.#options.clock.now().bootId })
    const outgoing = outgoingOf(result, device)
    const answered: CommandRecord = { ...record, result }
    const writes: Write[] = [
      { op: 'command', record: answered },
      { op: 'outgoing', ...outgoing },
      this.#audited('received', answer.outcome, actionIn(record), answerDetail(result)),
    ]
    return { record: answered, outgoing, writes }
  }

  #settled({ record, outgoing }: Answering, forgotten: readonly string[]): void {
    for (const id of forgotten) {
      this.#commands.delete(id)
      this.#options.outbox.drop(outgoingKey(id))
    }
    // From here on in the order of answering, in which they are forgotten.
    this.#commands.delete(record.command?.id ?? '')
    this.#commands.set(record.command?.id ?? '', record)
    this.#options.outbox.add(outgoing.key, outgoing.message)
  }

  #forgotten(): string[] {
    const { outbox } = this.#options
    const answered = [...this.#commands.values()].flatMap(({ command, result }): Answered[] => {
      if (result === null) return []
      const id = command?.id ?? ''
      const key = outgoingKey(id)
      return [{ id, bytes: outbox.bytesOf(key), isOwn: isOwnId(id), waits: outbox.has(key) }]
    })
    return forgotten(answered)
  }
}

interface Answering {
  record: CommandRecord
  outgoing: ReturnType<typeof outgoingOf>
  writes: Write[]
}

const FULL: Fault = {
  code: 'HF_OUTBOX_FULL',
  message: 'the answers of earlier commands wait for the broker, and there may be no room for this one',
}
