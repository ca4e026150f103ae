/**
 * What of an answer by multicast DNS counts.
 *
 * Invariant: pure; an address counts only when it is on a network that this device is on itself.
 */
import { BlockList, isIPv4 } from 'node:net'

export interface Records {
  answers?: readonly Answered[]
  additionals?: readonly Answered[]
}

export interface Answered {
  name?: unknown
  type?: unknown
  data?: unknown
}

/** Where the service is; null: the answer is of something else. */
export function portIn({ answers = [], additionals = [] }: Records, service: string): number | null {
  const all = [...answers, ...additionals]
  const name = all.find((one) => one.name === service && one.type === 'PTR')?.data
  const srv = all.find((one) => one.type === 'SRV' && typeof one.name === 'string' && one.name === name)?.data
  const port = typeof srv === 'object' && srv !== null && 'port' in srv ? srv.port : null
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 ? port : null
}

/** @param own as the system tells them: "192.168.7.2/24" */
export function isLocal(address: string, own: readonly ({ cidr: string | null } | undefined)[]): boolean {
  if (!isIPv4(address)) return false
  return own.some((one) => {
    const [network = '', bits = ''] = one?.cidr?.split('/') ?? []
    if (!isIPv4(network)) return false
    const block = new BlockList()
    block.addSubnet(network, Number(bits))
    return block.check(address)
  })
}
