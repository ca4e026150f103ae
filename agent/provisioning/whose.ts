/**
 * Whose memory it is: what the agent kept as one device is nothing to another.
 *
 * Invariant: one batch: a device in another fleet, or by another name, begins with nothing of before, and one that is
 * who it was keeps everything, the epochs that it has accepted above all.
 */
import { FRESH_INTENT, type Intent } from '../../machines/intent.ts'
import { UPDATE_VERSION } from '../../machines/update.ts'
import type { Checkpoint, Loaded, Write } from '../../storage/store.ts'
import { BUNDLE, SAVED_VERSION, writtenBundle } from '../bundle/saved-bundle.ts'
import { forgetSecrets } from '../secrets/vault.ts'

/** The name of its checkpoint. */
export const WHOSE = 'whose'
const VERSION = 1

export interface Who {
  device: string
  fleet: string
}

/** Null when it is not known: nobody has claimed on this disk, or it cannot be read. */
export function whoseIs(checkpoint: Pick<Checkpoint, 'version' | 'body'> | undefined): Who | null {
  if (checkpoint?.version !== VERSION) return null
  try {
    const { device, fleet } = JSON.parse(new TextDecoder().decode(checkpoint.body)) as Partial<Who>
    return typeof device === 'string' && typeof fleet === 'string' ? { device, fleet } : null
  } catch {
    return null // damaged, so not known
  }
}

/** From now on it is theirs. */
export function becomes(who: Who): Write {
  return { op: 'checkpoint', machine: WHOSE, version: VERSION, body: jsonBytes(who) }
}

const BEGUN_ANEW: Intent = { ...FRESH_INTENT, begunAnew: true }

/** Forgets what was kept for somebody else. */
export function forget({
  commands,
  outgoing,
  documents,
}: Pick<Loaded, 'commands' | 'outgoing' | 'documents'>): Write[] {
  return [
    { op: 'checkpoint', machine: 'update', version: UPDATE_VERSION, body: jsonBytes(BEGUN_ANEW) },
    forgetSecrets(),
    { op: 'checkpoint', machine: BUNDLE, version: SAVED_VERSION, body: writtenBundle(null) },
    ...commands.flatMap(({ command }) => (command === null ? [] : [{ op: 'drop-command' as const, id: command.id }])),
    ...outgoing.map(({ key }) => ({ op: 'drop-outgoing' as const, key })),
    ...documents.map((id) => ({ op: 'drop-document' as const, id })),
  ]
}

function jsonBytes(value: object): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value))
}
