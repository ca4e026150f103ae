/**
 * Whether somebody keeps the device's clock: systemd's time service by its file, anyone else by the kernel's word, which
 * systemd's timedated passes on over D-Bus.
 *
 * Invariant: looked at once a minute until it is kept, and every quarter of an hour from then on: one file each time; a program
 * is started every quarter of an hour at most, and only where that file is not there.
 */
import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { distinctUntilChanged, Observable } from 'rxjs'
import type { ClockPort } from '../../machines/ports.ts'

/** It is there while systemd's time service has a server's word (systemd-timesyncd(8)). */
const SYNCHRONIZED = 'run/systemd/timesync/synchronized'
const TIMESYNCD = 'run/systemd/timesync'
const PROPERTY = ['org.freedesktop.timedate1', '/org/freedesktop/timedate1', 'org.freedesktop.timedate1']
const UNKEPT_MS = 60_000
const KEPT_MS = 900_000
const PROGRAM_MS = 900_000

/** Null: nobody tells. */
export type Kept = boolean | null

export interface ClockFiles {
  /** Whether systemd's time service says that it has a server's word. */
  isSynchronized(): Promise<boolean>
  /** Whether that service is the one who keeps it. */
  isTimesyncd(): Promise<boolean>
  /** The kernel's word. */
  asked(): Promise<Kept>
}

/** @param root default "/" */
export function systemClockFiles(root = '/', program = 'busctl'): ClockFiles {
  const isThere = (path: string): Promise<boolean> =>
    access(join(root, path)).then(
      () => true,
      () => false,
    )
  return {
    isSynchronized: () => isThere(SYNCHRONIZED),
    isTimesyncd: () => isThere(TIMESYNCD),
    asked: () =>
      new Promise((resolve) => {
        const args = ['get-property', ...PROPERTY, 'NTPSynchronized']
        execFile(program, args, { timeout: 10_000, killSignal: 'SIGKILL' }, (error, stdout) => {
          const said = /^b (true|false)\s*$/.exec(stdout)?.[1]
          // No systemd, or nobody who would say it: then it is not known.
          resolve(error !== null || said === undefined ? null : said === 'true')
        })
      }),
  }
}

/** Once. */
export async function isClockKept(files: ClockFiles): Promise<Kept> {
  if (await files.isSynchronized()) return true
  return (await files.asked()) ?? ((await files.isTimesyncd()) ? false : null)
}

/** Now, then each change. */
export function clockWatch(files: ClockFiles, clock: ClockPort): Observable<Kept> {
  return new Observable<Kept>((told) => {
    const stop = new AbortController()
    let askedMs: number | null = null
    let asked: Kept = null
    const look = async (): Promise<Kept> => {
      if (await files.isSynchronized()) return true
      const { monoMs } = clock.now()
      if (askedMs === null || monoMs - askedMs >= PROGRAM_MS) {
        askedMs = monoMs
        asked = await files.asked()
      }
      return asked ?? ((await files.isTimesyncd()) ? false : null)
    }
    void (async () => {
      while (!stop.signal.aborted) {
        const kept = await look()
        if (stop.signal.aborted) return
        told.next(kept)
        await clock.sleep(kept === true ? KEPT_MS : UNKEPT_MS, stop.signal).catch(() => undefined) // unsubscribed
      }
    })()
    return () => stop.abort()
  }).pipe(distinctUntilChanged())
}
