/**
 * The flight record of a data directory that nobody runs on: after a cut, on a bench, from a disk image.
 *
 * Invariant: nothing in the directory is changed, not even repaired; damaged entries are left out and
 * counted.
 */
import { join } from 'node:path'
import { decode, KINDS } from '../protocol/codec.ts'
import { HoldfastError } from '../protocol/errors.ts'
import type { FlightEntry } from '../protocol/types.ts'
import { listDirectory } from './files.ts'
import { kindOf } from './keys.ts'
import { lockHolder } from './lock-holder.ts'
import { unseal } from './record.ts'
import { salvage } from './salvage.ts'

export interface FlightFound {
  /** Oldest first. */
  entries: FlightEntry[]
  damaged: number
}

/**
 * @throws HF_STORE_LOCKED with who holds it, when an agent runs on it
 * @throws HF_FILE_UNREADABLE when there is no database
 */
export async function readFlight(directory: string): Promise<FlightFound> {
  const place = join(directory, 'db')
  if ((await listDirectory(place)).length === 0)
    throw new HoldfastError('HF_FILE_UNREADABLE', 'there is no database', { place })
  const holder = await lockHolder(directory)
  if (holder !== null) {
    const who = holder.pid <= 0 ? 'a process in another container' : `process ${holder.pid} (${holder.command})`
    throw new HoldfastError('HF_STORE_LOCKED', `${who} runs on it; ask it by the device's name`, { place })
  }
  const found: FlightFound = { entries: [], damaged: 0 }
  for (const { key, value } of await salvage(place)) {
    if (!key.startsWith('flight/') || value === null) continue
    const sealed = unseal(kindOf(key), value)
    if ('damage' in sealed) found.damaged += 1
    else found.entries.push(decode<FlightEntry>(KINDS.FlightEntry, sealed.body))
  }
  return found
}
