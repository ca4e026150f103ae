/**
 * What the outside world knows of a device, and so what a power cut may not take back.
 *
 * Invariant: pure. A device owes only what it has let somebody see: a PUBACK, a report, a result, a birth; and
 * it may hold nothing that nobody sent.
 */
import type { Intent } from '../../machines/intent.ts'
import { documentsOf } from '../../machines/intent-rules.ts'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { documentId } from '../../protocol/spec-hash.ts'
import type { Loaded } from '../../storage/store.ts'

/** One fact of the outside world, in the order of the disk's log. */
export type Mark =
  /** The empty file system stands; the agent has not been started yet. */
  | { kind: 'ready'; trusted: string[] }
  /** From now on a target and its rollout are retained at the broker. */
  | { kind: 'published'; epoch: number; target: Buffer; rollout: Buffer }
  /** From now on the broker has a command for the device. */
  | { kind: 'sent'; id: string; payload: Buffer }
  /** The device has acknowledged the target, the rollout, the command. */
  | { kind: 'target'; epoch: number }
  | { kind: 'rollout'; epoch: number }
  | { kind: 'command'; id: string }
  /** The birth of one more life was seen. */
  | { kind: 'life' }
  /** A report said so. */
  | { kind: 'current'; epoch: number }
  | { kind: 'refused'; epoch: number }
  /** A result was seen. */
  | { kind: 'result'; id: string; outcome: number; code: string }

/** What a store that was opened after a cut holds. */
export interface Held {
  loaded: Loaded
  /** Of the checkpoint; null without one. */
  intent: Intent | null
  /** Content by name; null when it cannot be had. */
  documents: ReadonlyMap<string, Uint8Array | null>
}

/** What is missing or was never there, one sentence each; none when all is well. */
export function broken(marks: readonly Mark[], held: Held): string[] {
  return [...marks.flatMap((mark) => missing(mark, held)), ...missingLives(marks, held), ...invented(marks, held)]
}

function missing(mark: Mark, { loaded, intent }: Held): string[] {
  const command = 'id' in mark ? loaded.commands.find((record) => record.command?.id === mark.id) : undefined
  switch (mark.kind) {
    case 'target': {
      const floor = intent?.floors.fleet.epoch ?? 0
      return floor >= mark.epoch ? [] : [`epoch ${mark.epoch} was acknowledged, the floor is ${floor}`]
    }
    case 'rollout': {
      const rollout = intent?.rollout?.epoch ?? 0
      return rollout >= mark.epoch ? [] : [`the rollout of ${mark.epoch} was acknowledged, that of ${rollout} is known`]
    }
    case 'current': {
      const current = intent?.current?.epoch ?? 0
      return current >= mark.epoch ? [] : [`epoch ${mark.epoch} was reported as current, ${current} is`]
    }
    case 'refused':
      return intent?.refused.some(({ epoch }) => epoch === mark.epoch) === true
        ? []
        : [`the refusal of epoch ${mark.epoch} is forgotten`]
    case 'command':
      return command === undefined ? [`command ${mark.id} was acknowledged and is gone`] : []
    case 'result': {
      if (command?.result === undefined || command.result === null)
        return [`the result of ${mark.id} was seen and is gone`]
      const { outcome, code } = command.result
      return outcome === mark.outcome && code === mark.code ? [] : [`the result of ${mark.id} is another one`]
    }
    default:
      return []
  }
}

function missingLives(marks: readonly Mark[], { loaded }: Held): string[] {
  const seen = marks.filter(({ kind }) => kind === 'life').length
  const counted = loaded.counters.get('life') ?? 0
  return counted >= seen ? [] : [`${seen} lives were seen, ${counted} are counted`]
}

function invented(marks: readonly Mark[], { loaded, intent, documents }: Held): string[] {
  const sent = new Map(marks.flatMap((mark) => (mark.kind === 'sent' ? [[mark.id, mark.payload]] : [])))
  const published = new Set(marks.flatMap((mark) => (mark.kind === 'published' ? [documentId(mark.target)] : [])))
  const commands = loaded.commands.flatMap(({ command }) => {
    const payload = sent.get(command?.id ?? '')
    const isSame =
      command !== null &&
      payload !== undefined &&
      Buffer.compare(encode(KINDS.Command, command), encode(KINDS.Command, decode(KINDS.Command, payload))) === 0
    return isSame ? [] : [`command ${JSON.stringify(command?.id)} is not what was sent`]
  })
  const contents = [...documents].flatMap(([id, bytes]) =>
    bytes !== null && (documentId(bytes) !== id || !published.has(id)) ? [`document ${id} is not what was sent`] : [],
  )
  const needed = intent === null ? [] : documentsOf(intent)
  const absent = needed.filter((id) => (documents.get(id) ?? null) === null)
  return [...commands, ...contents, ...absent.map((id) => `document ${id} is spoken of and is not there`)]
}
