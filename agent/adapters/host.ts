/**
 * The host port on Linux.
 *
 * Invariant: a reboot, or the end, is ordered from the system, which stops everything in good order; it is an
 * error when nobody takes the order.
 */
import { execFile } from 'node:child_process'
import { access } from 'node:fs/promises'
import type { HostPort } from '../../machines/host-port.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { endProcesses } from './container-processes.ts'

interface HostOptions {
  deviceType: string
  /** Program and arguments, instead of the system's own ways. */
  rebootCommand?: readonly string[] | undefined
  shutdownCommand?: readonly string[] | undefined
}

/** In the order in which they are tried: systemd, then what every other init has. */
const REBOOT_COMMANDS = [['systemctl', 'reboot'], ['/sbin/reboot']] as const
const SHUTDOWN_COMMANDS = [['systemctl', 'poweroff'], ['/sbin/poweroff']] as const
const ORDER_TIMEOUT_MS = 30_000

export function linuxHost({ deviceType, rebootCommand, shutdownCommand }: HostOptions): HostPort {
  return {
    deviceType: () => deviceType,
    async exists(path) {
      try {
        await access(path)
        return true
      } catch {
        return false
      }
    },
    reboot: () => orderAny('reboot', rebootCommand === undefined ? REBOOT_COMMANDS : [rebootCommand]),
    shutdown: () =>
      orderAny('switch itself off', shutdownCommand === undefined ? SHUTDOWN_COMMANDS : [shutdownCommand]),
    endProcesses: (container) => endProcesses(container),
  }
}

/** @throws HF_COMMAND_FAILED with what each way said */
async function orderAny(what: string, commands: readonly (readonly string[])[]): Promise<void> {
  const refusals: string[] = []
  for (const [program = '', ...parameters] of commands) {
    const refusal = await order(program, parameters)
    if (refusal === null) return
    refusals.push(refusal)
  }
  throw new HoldfastError('HF_COMMAND_FAILED', `the system did not take the order to ${what}: ${refusals.join('; ')}`)
}

/** Null when the program ended well, otherwise what it said. */
function order(program: string, parameters: string[]): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(program, parameters, { timeout: ORDER_TIMEOUT_MS }, (error, _output, complaint) => {
      resolve(error === null ? null : complaint.trim() || error.message)
    })
  })
}
