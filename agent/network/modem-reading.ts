/**
 * A modem's state, from what ModemManager's `mmcli --output-json` writes.
 *
 * Invariant: pure; whatever is written, it is either a reading whose words are short and of one line, or none.
 */
import { cutTo } from '../../protocol/text.ts'

/** Empty, or zero: nobody says. */
export interface ModemReading {
  /** "connected", "searching", "locked", "failed (sim-missing)", …: MMModemState, and why it has failed. */
  state: string
  /** "home", "roaming", "searching", "denied", …: MMModem3gppRegistrationState. */
  registration: string
  operator: string
  /** "lte", "5gnr", …; several with a comma between them. */
  technology: string
  /** From 1 to 100. */
  qualityPercent: number
}

export interface Modem {
  /** Of the kernel. */
  interfaces: string[]
  reading: ModemReading
}

const MAX_MODEMS = 4
const MAX_WORD = 64
const NONE = '--'
const PATH = /^\/org\/freedesktop\/ModemManager1\/Modem\/\d+$/
const NET_PORT = / \(net\)$/

/** Of `mmcli --list-modems`: by which each is asked of. */
export function modemPathsIn(text: string): string[] {
  return listIn(fieldsIn(parsed(text))['modem-list'])
    .filter((path) => PATH.test(path))
    .slice(0, MAX_MODEMS)
}

/** Of `mmcli --modem`; null: that is no modem. */
export function modemIn(text: string): Modem | null {
  const { modem } = fieldsIn(parsed(text))
  if (!isFields(modem)) return null
  const generic = fieldsIn(modem.generic)
  const network = fieldsIn(modem['3gpp'])
  const failed = wordIn(generic['state-failed-reason'])
  return {
    interfaces: listIn(generic.ports)
      .filter((port) => NET_PORT.test(port))
      .map((port) => port.replace(NET_PORT, '')),
    reading: {
      state: `${wordIn(generic.state)}${failed === '' ? '' : ` (${failed})`}`,
      registration: wordIn(network['registration-state']),
      operator: wordIn(network['operator-name']) || wordIn(network['operator-code']),
      technology: wordIn(listIn(generic['access-technologies']).join(', ')),
      qualityPercent: qualityIn(fieldsIn(generic['signal-quality'])),
    },
  }
}

/** Of an interface: one that is made by a program over a serial port is the modem's that has none of its own. */
export function modemOf(name: string, modems: readonly Modem[]): ModemReading | null {
  const own = modems.find(({ interfaces }) => interfaces.includes(name))
  if (own !== undefined) return own.reading
  const serial = modems.filter(({ interfaces }) => interfaces.length === 0)
  return serial.length === 1 ? serial[0]!.reading : null
}

type Fields = Record<string, unknown>

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function fieldsIn(value: unknown): Fields {
  return isFields(value) ? value : {}
}

function listIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

function wordIn(value: unknown): string {
  if (typeof value !== 'string' || value === NONE) return ''
  return cutTo(value.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ''), MAX_WORD)
}

/** One that ModemManager calls old says nothing of now. */
function qualityIn({ value, recent }: Fields): number {
  const percent = Number(value)
  return recent === 'yes' && Number.isInteger(percent) && percent >= 0 && percent <= 100 ? percent : 0
}
