/**
 * `holdfast simulate`: a fleet's life in virtual time, from one seed, or on a real broker.
 *
 * Invariant: in virtual time the same flags give the same trace, and the exit status is 1 exactly when something was found.
 */
import { ERROR_CODES, HoldfastError } from '../../protocol/errors.ts'
import { verifyOnce } from '../crash/verify-once.ts'
import { type Flags, HELP, readFlags } from './flags.ts'
import { machineFacts } from './machine-facts.ts'
import { simulateReal } from './real-main.ts'
import { realTimeOff } from './real-time-off.ts'
import { shortest } from './shortest.ts'
import { liveVirtually, type VirtualResult } from './virtual-fleet.ts'

/** @returns the exit status: 0 nothing was found, 1 something was, 2 the flags are wrong */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    if (!argv.includes('--help') && argv.some((word) => /^--broker(=|$)/.test(word))) return await simulateReal(argv)
    const flags = readFlags(argv)
    if (flags === null) {
      process.stdout.write(HELP)
      return 0
    }
    return await run(flags)
  } catch (error) {
    if (!(error instanceof HoldfastError)) throw error
    process.stderr.write(`${error.code}: ${error.message}\n${ERROR_CODES[error.code].help}\n`)
    return error.code === 'HF_USAGE' ? 2 : 1
  }
}

async function run(flags: Flags): Promise<number> {
  verifyOnce()
  // Faults are part of this life, by the thousand: what they say is looked at, where they came from is not.
  Error.stackTraceLimit = 0
  let status = 0
  for (const seed of flags.seeds) {
    const options = { ...flags, seed, write: flags.trace ? (line: string) => void process.stdout.write(line) : null }
    const cpu = process.cpuUsage()
    const lift = realTimeOff()
    const result = await liveVirtually(options).finally(lift)
    const { user, system } = process.cpuUsage(cpu)
    const cpuMs = (user + system) / 1000
    process.stdout.write(flags.json ? asJson(flags, result, cpuMs) : summary(flags, seed, result, cpuMs))
    const [first] = result.found
    if (first === undefined) continue
    status = 1
    const again = realTimeOff()
    const least = await shortest(options, first).finally(again)
    const size = `--devices ${least.devices} --first-device ${least.first} --days ${flags.days} --acts ${least.acts}`
    const tells = `the shortest prefix that fails: ${least.acts} acts. Again:\n  holdfast simulate --virtual --seed ${seed} ${size}`
    process.stderr.write(`${tells}${flags.faults === 'field' ? '' : ` --faults ${flags.faults}`}\n`)
  }
  return status
}

/** Of virtual life, from the first boot to the last verdict. */
function deviceDays({ devices, days }: Flags): number {
  return devices * (days + 4)
}

function summary(flags: Flags, seed: string, result: VirtualResult, cpuMs: number): string {
  const { found, acts, messages, bytes, updates, lines, sha256 } = result
  const rate = Math.round((deviceDays(flags) * 1000) / cpuMs)
  const shown = found.slice(0, 10).map(({ device, sentence, atMs }) => {
    return `  → after ${(atMs / 86_400_000).toFixed(3)} days, ${device}: ${sentence}\n`
  })
  return `seed ${seed}: ${flags.devices} devices, ${flags.days} days and 4 of calm: ${acts} faults and commands, ${updates} commits, ${messages} messages (${bytes} bytes)
  ${found.length === 0 ? 'nothing was found' : `${found.length} FAULTS`}; ${rate} device-days a second of processor; trace of ${lines} lines, sha256 ${sha256}
${shown.join('')}`
}

function asJson(flags: Flags, result: VirtualResult, cpuMs: number): string {
  const figures = [
    { name: 'trace sha256', value: result.sha256, unit: 'hex' },
    { name: 'faults found', value: result.found.length, unit: 'faults', budget: 0, ok: result.found.length === 0 },
    { name: 'faults and commands', value: result.acts, unit: 'acts' },
    { name: 'commits', value: result.updates, unit: 'updates' },
    { name: 'messages', value: result.messages, unit: 'messages' },
    { name: 'bytes', value: result.bytes, unit: 'bytes' },
    {
      name: 'virtual time',
      value: Math.round((deviceDays(flags) * 1000) / cpuMs),
      unit: 'device-days per second of processor',
    },
  ]
  return `${JSON.stringify({ bench: 'simulate', machine: machineFacts(), figures })}\n`
}
