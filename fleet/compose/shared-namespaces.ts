/**
 * What a container cannot have for itself where it shares what the host, or another container, has.
 *
 * Invariant: the rules are those of engines (moby, "validateNetMode") and of runc ("sysctl"), which refuse to make or to
 * start such a container on every device.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Service } from '../../protocol/types.ts'

interface Conflict {
  /** The key whose place is shown. */
  key: string
  message: string
}

type Draft = Loose<Service>

interface Rule {
  key: string
  /** What it shares, when it does; the message says it. */
  shares: (service: Draft) => string | null
  has: (service: Draft) => boolean
}

const joined = ({ networkMode = '' }: Draft) =>
  networkMode.startsWith('service:') ? `the network of ${networkMode}` : null
const hostNetwork = ({ networkMode }: Draft) => (networkMode === 'host' ? 'the network of the host' : null)
const hostNames = ({ uts }: Draft) => (uts === 'host' ? 'the names of the host' : null)
const hostIpc = ({ ipc }: Draft) => (ipc === 'host' ? 'the ipc of the host' : null)
const setsAny =
  (pattern: RegExp) =>
  ({ sysctls = {} }: Draft) =>
    Object.keys(sysctls).some((name) => pattern.test(name))

const RULES: readonly Rule[] = [
  { key: 'hostname', shares: joined, has: ({ hostname }) => hostname !== undefined },
  { key: 'dns', shares: joined, has: ({ dns = [] }) => dns.length > 0 },
  { key: 'extra_hosts', shares: joined, has: ({ extraHosts = [] }) => extraHosts.length > 0 },
  { key: 'expose', shares: joined, has: ({ expose = [] }) => expose.length > 0 },
  { key: 'mac_address', shares: joined, has: ({ macAddress }) => macAddress !== undefined },
  { key: 'mac_address', shares: hostNetwork, has: ({ macAddress }) => macAddress !== undefined },
  { key: 'hostname', shares: hostNames, has: ({ hostname }) => hostname !== undefined },
  { key: 'domainname', shares: hostNames, has: ({ domainname }) => domainname !== undefined },
  { key: 'sysctls', shares: hostNetwork, has: setsAny(/^net\./) },
  { key: 'sysctls', shares: hostIpc, has: setsAny(/^(fs\.mqueue\.|kernel\.(msg|sem|shm))/) },
  { key: 'sysctls', shares: hostNames, has: setsAny(/^kernel\.domainname$/) },
]

/** The first rule that the service breaks, or null. */
export function sharedConflict(service: Draft): Conflict | null {
  for (const { key, shares, has } of RULES) {
    const shared = shares(service)
    if (shared !== null && has(service))
      return { key, message: `${JSON.stringify(key)} cannot be its own with ${shared}, as engines refuse it` }
  }
  return null
}
