/**
 * The part of `differences.ts` that is seen with the reference tool of Debian 13, compose v2, alone.
 *
 * Invariant: that of `differences.ts`.
 */
import { isDeepStrictEqual } from 'node:util'
import type { Difference } from './differences.ts'

const attached = (field: string): Difference => ({
  field,
  of: ['service'],
  seen: 'always',
  tool: '2.26',
  reference: 'true',
  ours: 'false',
  why: 'who reads what a container writes asks for it by itself; to the container it is the same',
  explains: (reference, ours) => reference === true && ours === false,
})

export const SECOND_DIFFERENCES: readonly Difference[] = [
  attached('Config.AttachStdout'),
  attached('Config.AttachStderr'),
  {
    field: 'NetworkSettings.Networks.….Aliases',
    of: ['service'],
    seen: 'always',
    tool: '2.26',
    reference: "also the container's name, `PROJECT-SERVICE-1`",
    ours: 'the name of the service, and those of the file',
    why: "our containers' names change with what they are made from, so nobody can rely on one",
    explains: (reference, ours) =>
      isDeepStrictEqual(withoutOwnName(reference).toSorted(), (ours as string[]).toSorted()),
  },
  {
    field: 'Config.ExposedPorts',
    of: ['service'],
    seen: 'always',
    tool: '2.26',
    reference: 'as written: `3000`, `4000-4001/udp`',
    ours: 'each port with its protocol',
    why: 'the engine knows single ports; of a range it makes nothing',
    explains: (reference, ours) =>
      isDeepStrictEqual(
        Object.keys(reference ?? {})
          .flatMap(eachPort)
          .toSorted(),
        Object.keys(ours ?? {}).toSorted(),
      ),
  },
  {
    field: 'Config.MacAddress',
    of: ['service'],
    seen: 'always',
    tool: '2.26',
    reference: 'none on engines before 25',
    ours: '`mac_address` of the file',
    why: 'it gives the address to the network alone, which older engines do not read',
    explains: (reference, ours) => (reference ?? '') === '' && ours !== '',
  },
  {
    field: 'HostConfig.NetworkMode',
    of: ['service'],
    seen: 'always',
    tool: '2.26',
    reference: 'the id of an external network',
    ours: 'its name',
    why: 'it is the same network; a name is still right when somebody has made it anew',
    explains: (reference, ours) => /^[0-9a-f]{64}$/.test(String(reference)) && String(ours) !== '',
  },
  {
    field: 'HostConfig.DeviceRequests',
    of: ['service'],
    seen: 'always',
    tool: '2.26',
    reference: 'without the `options` of the file',
    ours: 'with them',
    why: 'the specification has them, and the engine hands them to the driver',
    explains: (reference, ours) => isDeepStrictEqual(reference, withoutOptions(ours)),
  },
  {
    field: 'IPAM',
    of: ['network'],
    seen: 'always',
    tool: '2.26',
    reference: 'without the `options` of the file',
    ours: 'with them',
    why: 'as above',
    explains: (reference, ours) => isDeepStrictEqual(reference, { ...(ours as object), Options: null }),
  },
]

/** "project-service-1" is the container's own name. */
export function withoutOwnName(aliases: unknown): string[] {
  return ((aliases ?? []) as string[]).filter((alias) => !/^.+-.+-1$/.test(alias))
}

function withoutOptions(requests: unknown): object[] {
  return (requests as object[]).map((request) => ({ ...request, Options: null }))
}

/** "4000-4001/udp": "4000/udp" and "4001/udp". */
function eachPort(written: string): string[] {
  const [ports = '', protocol = 'tcp'] = written.split('/')
  const [first = 0, last = first] = ports.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, at) => `${first + at}/${protocol}`)
}
