/**
 * One look beyond one link, whichever of them traffic leaves by: `curl` bound to its interface, which Node cannot do.
 *
 * Invariant: the question is that of `http-reach.ts`, and few bytes; the program ends with its time, and is started only
 * while something is to be chosen. Who is not there shows nothing: null, never a failure of the link.
 */
import { execFile } from 'node:child_process'
import { devNull } from 'node:os'

export interface LinkLooksPort {
  /** Null: nobody could look. Rejects only when it is aborted. */
  look(name: string, signal: AbortSignal): Promise<boolean | null>
}

export interface CurlLooksOptions {
  /** "http://…" */
  url: string
  /** The status that only who was asked gives. */
  status: number
  /** Told once, when there is no such program. */
  missing(): void
  /** Default "curl". */
  program?: string
}

const LIMIT_S = 10

export function curlLooks({ url, status, missing, program = 'curl' }: CurlLooksOptions): LinkLooksPort {
  let isMissing = false
  return {
    look: (name, signal) =>
      new Promise((resolve, reject) => {
        if (isMissing) return resolve(null)
        const asked = ['--interface', `if!${name}`, '--max-time', String(LIMIT_S), '--output', devNull]
        const args = ['--silent', '--disable', '--noproxy', '*', ...asked, '--write-out', '%{http_code}', url]
        execFile(program, args, { signal, timeout: (LIMIT_S + 2) * 1000, killSignal: 'SIGKILL' }, (error, stdout) => {
          if (error?.name === 'AbortError') return reject(error)
          if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') {
            isMissing = true
            missing()
            return resolve(null)
          }
          resolve(error === null && stdout === String(status))
        })
      }),
  }
}
