/**
 * The list of boards that a factory made.
 *
 * Invariant: all lines are good, or none is taken; a code never stands in an error.
 *
 * One board a line: SERIAL,CODE[,FLEET[,DEVICE]]; empty lines and those that begin with # are passed over.
 */
import { HoldfastError } from '../../protocol/errors.ts'
import { isName } from '../../protocol/topics.ts'
import type { SerialRecord } from './records.ts'

const SERIAL = /^[\x21-\x2b\x2d-\x7e]{1,64}$/
/** Ten guesses an hour are taken: eight characters of which any may be one of 32 last. */
const CODE = /^[\x21-\x2b\x2d-\x7e]{8,128}$/

export function isSerial(text: string): boolean {
  return SERIAL.test(text)
}

export function isCode(text: string): boolean {
  return CODE.test(text)
}

/** The name of a fleet or a device; empty: none is said. */
export function isNameOrNone(text: string): boolean {
  return text === '' || isName(text)
}

/** @throws HF_FILE_INVALID with file and line */
export function parseSerials(text: string, file: string): SerialRecord[] {
  const serials = new Set<string>()
  const devices = new Set<string>()
  return text.split(/\r?\n/).flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const fail = (why: string): HoldfastError =>
      new HoldfastError('HF_FILE_INVALID', why, { place: `${file}:${index + 1}` })
    const [serial = '', code = '', fleet = '', device = '', ...more] = line.split(',').map((cell) => cell.trim())
    if (more.length > 0) throw fail('has more than SERIAL,CODE,FLEET,DEVICE')
    if (!isSerial(serial)) throw fail('the serial has 1 to 64 printable characters, no blanks')
    if (!isCode(code)) throw fail('the code has 8 to 128 printable characters, no blanks')
    if (serials.has(serial)) throw fail(`the serial ${serial} stands there twice`)
    serials.add(serial)
    if (!isNameOrNone(fleet)) throw fail(`${JSON.stringify(fleet)} cannot be the name of a fleet`)
    if (!isNameOrNone(device)) throw fail(`${JSON.stringify(device)} cannot be the name of a device`)
    if (devices.has(device)) throw fail(`the device ${device} stands there twice`)
    if (device !== '') devices.add(device)
    return [{ serial, code, fleet, device, claim: '' }]
  })
}
