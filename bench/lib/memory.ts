/** What a process takes of the machine's memory, as Linux counts it. */
import { readFileSync } from 'node:fs'

export interface Memory {
  /** All that is in memory, also what it shares with others. In MB, of a million bytes. */
  resident: number
  /** What would be free without it. In MB, of a million bytes. */
  private: number
}

/** @throws Error when the process is gone */
export function memoryOf(pid: number): Memory {
  const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8')
  const megabytes = (field: string): number =>
    (Number(new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(rollup)?.[1]) * 1024) / 1e6
  return { resident: megabytes('Rss'), private: megabytes('Private_Clean') + megabytes('Private_Dirty') }
}
