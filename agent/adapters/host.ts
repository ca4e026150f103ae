/**
 * The host port on Linux.
 *
 * Invariant: a reboot is ordered from the system, which stops everything in good order; it is an error
 * when nobody takes the order.
 */
import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import type { HostPort } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'

interface HostOptions {
  deviceType: string
  /** Program and arguments, instead of the system's own ways. */
  rebootCommand?: readonly string[] | undefined
}

/** In the order in which they are tried: systemd, then what every other init has. */
const REBOOT_COMMANDS = [['systemctl', 'reboot'], ['/sbin/reboot']] as const
const ORDER_TIMEOUT_MS = 30_000

export function linuxHost(options: HostOptions): HostPort {
  const commands = options.rebootCommand === undefined ? REBOOT_COMMANDS : [options.rebootCommand]
  return {
    deviceType: () => options.deviceType,
    async exists(path) {
      try {
        await access(path)
        return true
      } catch {
        return false
      }
    },
    /** @throws HF_COMMAND_FAILED with what each way said */
    async reboot() {
      const refusals: string[] = []
      for (const [program = '', ...parameters] of commands) {
        const refusal = await order(program, parameters)
        if (refusal === null) return
        refusals.push(refusal)
      }
      throw new HoldfastError(
        'HF_COMMAND_FAILED',
        `the system did not take the order to reboot: ${refusals.join('; ')}`,
      )
    },
  }
}

/** Null when the program ended well, otherwise what it said. */
function order(program: string, parameters: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: ORDER_TIMEOUT_MS }, (error, _output, complaint) => {
      resolve(error === null ? null : complaint.trim() || error.message)
    })
  })
}
