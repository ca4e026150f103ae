/**
 * What is to be thought of the modems that ModemManager knows.
 *
 * Invariant: pure. A modem without a connection is never wrong by itself: another link may carry the device, and whether
 * one does the next layers say.
 */
import type { Modem } from '../network/modem-reading.ts'
import { type Finding, ok, warn } from './finding.ts'

/** By the beginning of its state, or of its registration: the first that fits. */
const ADVICE: readonly (readonly [word: RegExp, advice: string])[] = [
  [/^failed \(sim-/, 'Put a SIM in that works, and start ModemManager again: mmcli --modem any'],
  [/^failed/, 'Look after the modem and its firmware: mmcli --modem any, journalctl -u ModemManager'],
  [/^locked/, 'Give its PIN, as pin-secret of the network configuration: mmcli --modem any'],
  [/ denied$/, 'The operator does not let this SIM in: look after its contract, and whether it may roam'],
  [/^(disabl|enabl|initializ)/, 'Look whether NetworkManager brings it up: nmcli radio wwan, nmcli device'],
  [/^(search|.* (searching|idle)$)/, 'It finds no network: look after the aerial and the place'],
]
const NO_CONNECTION = 'It is in its network and not connected: look after the APN, its user and password: nmcli device'

export function judgeModems(modems: readonly Modem[]): Finding[] {
  return modems.map(({ interfaces, reading }) => {
    const { state, registration, operator, technology, qualityPercent } = reading
    const quality = qualityPercent === 0 ? '' : `${qualityPercent} %`
    const words = [state || 'unknown', operator, technology, registration, quality].filter((word) => word !== '')
    const what = `the modem${interfaces.length === 0 ? '' : ` of ${interfaces.join(', ')}`} is ${words.join(', ')}`
    if (state.startsWith('connect')) return ok('link', what)
    const [, advice] = ADVICE.find(([word]) => word.test(state) || word.test(`${state} ${registration}`)) ?? []
    return warn('link', what, advice ?? NO_CONNECTION)
  })
}
