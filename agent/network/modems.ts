/**
 * What ModemManager knows of the device's modems, by its program `mmcli`.
 *
 * Invariant: it only asks; a question ends within `LIMIT_MS`, whatever hangs. Where there is no such program, nobody whom it
 * could ask, or no modem, there is nothing: never an error.
 */
import { execFile } from 'node:child_process'
import { type Modem, modemIn, modemPathsIn } from './modem-reading.ts'

export interface ModemsPort {
  /** Never rejects. */
  read(): Promise<Modem[]>
}

/** For all of them together: a report waits for it. */
const LIMIT_MS = 5_000

/** @param program by which ModemManager is asked */
export function mmcliModems(program = 'mmcli'): ModemsPort {
  return {
    async read() {
      const signal = AbortSignal.timeout(LIMIT_MS)
      const asked = (...args: string[]): Promise<string> =>
        new Promise((resolve) => {
          // Names come in the letters of this language, and a question mark for each that it has not.
          const options = { env: { ...process.env, LC_ALL: 'C.UTF-8' }, signal, killSignal: 'SIGKILL' as const }
          // Whoever is not there, or says what cannot be read, has said nothing.
          execFile(program, ['--output-json', ...args], options, (error, stdout) =>
            resolve(error === null ? stdout : ''),
          )
        })
      const paths = modemPathsIn(await asked('--list-modems'))
      const found = await Promise.all(paths.map(async (path) => modemIn(await asked('--modem', path))))
      return found.filter((modem) => modem !== null)
    },
  }
}
