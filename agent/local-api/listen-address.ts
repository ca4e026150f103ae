/**
 * The address of the local API, as the configuration has it.
 *
 * Invariant: it is one address of the device: what listens on all of them would be open to every network.
 */
import { isIP, isIPv6 } from 'node:net'
import { HoldfastError } from '../../protocol/errors.ts'

const FORM = /^(?:\[([^\]]+)\]|([^:[\]]+)):(\d{1,5})$/
const ALL = ['0.0.0.0', '::', '::0']

/**
 * Reads "127.0.0.1:48480" or "[fd00::1]:48480".
 * @throws HF_CONFIG_INVALID
 */
export function parseListenAddress(text: string): { host: string; port: number } {
  const [, inBrackets, plain, digits] = FORM.exec(text) ?? []
  const host = inBrackets ?? plain ?? ''
  const port = Number(digits)
  const isAddress = isIP(host) !== 0 && isIPv6(host) === (inBrackets !== undefined)
  if (!isAddress || !(port >= 1 && port <= 65_535))
    throw new HoldfastError('HF_CONFIG_INVALID', 'is not an address and a port, as "172.17.0.1:48480" is')
  if (ALL.includes(host))
    throw new HoldfastError(
      'HF_CONFIG_INVALID',
      'would be open to every network; name the one address that containers reach',
    )
  return { host, port }
}
