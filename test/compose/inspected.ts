/**
 * What the engine says of a container, in a form in which two of them can be compared field by field.
 *
 * Invariant: nothing is left out but what tells of a moment: state, times, process and log files. Names that
 * the two sides give to one thing are brought to the one that the compose file gives to it.
 */
import { isDeepStrictEqual } from 'node:util'

/** A container, volume or network by its fields: "HostConfig.Memory" and what stands there. */
export type Fields = ReadonlyMap<string, unknown>

/** From an engine's name or id to the name that the compose file has. */
export type Renames = ReadonlyMap<string, string>

/** Parts of an inspected container whose every field is compared, each by itself. */
const PARTS = ['Config', 'HostConfig'] as const
/** Fields beside them. */
const BESIDE = ['Path', 'Args', 'Image', 'Platform', 'Driver', 'AppArmorProfile', 'MountLabel', 'ProcessLabel']
/** What the engine itself gives to each endpoint. */
const GIVEN = [
  'EndpointID',
  'MacAddress',
  'NetworkID',
  'Gateway',
  'IPAddress',
  'IPPrefixLen',
  'IPv6Gateway',
  'GlobalIPv6Address',
  'GlobalIPv6PrefixLen',
]

/** The three forms of one thing. */
const ASKED_MOUNTS = 'HostConfig.Binds, Mounts, Tmpfs'

interface Mount extends Record<string, unknown> {
  Type: string
  Name?: string
  Destination: string
}

interface Inspected extends Record<string, unknown> {
  Id: string
  Config: Record<string, unknown>
  HostConfig: Record<string, unknown>
  Mounts: Mount[]
  NetworkSettings: { Networks: Record<string, Record<string, unknown> & { Aliases: string[] | null }> }
}

/** @param inspected as `GET /containers/ID/json` answers */
export function fieldsOf(answer: unknown, renames: Renames): Fields {
  const inspected = renamed(answer, renames) as Inspected
  const fields = new Map<string, unknown>()
  for (const part of PARTS)
    for (const [name, value] of Object.entries(inspected[part])) fields.set(`${part}.${name}`, value)
  const { Binds, Mounts, Tmpfs } = inspected.HostConfig
  fields.set(ASKED_MOUNTS, { Binds: (Binds as string[] | null)?.toSorted(), Mounts, Tmpfs })
  for (const name of ['Binds', 'Mounts', 'Tmpfs']) fields.delete(`HostConfig.${name}`)
  for (const name of BESIDE) fields.set(name, inspected[name])
  fields.set('Config.Env', (inspected.Config.Env as string[]).toSorted())
  // Sets, which the engine keeps in the order in which they came.
  for (const name of ['ExtraHosts', 'Ulimits']) {
    const set = inspected.HostConfig[name] as unknown[] | null
    fields.set(`HostConfig.${name}`, set?.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) ?? null)
  }
  fields.set(
    'Mounts',
    inspected.Mounts.map(withoutName).toSorted((a, b) => (a.Destination < b.Destination ? -1 : 1)),
  )
  for (const [network, endpoint] of Object.entries(inspected.NetworkSettings.Networks)) {
    const all = { ...endpoint, Aliases: endpoint.Aliases?.toSorted() ?? null }
    for (const [name, value] of Object.entries(all))
      if (!GIVEN.includes(name)) fields.set(`NetworkSettings.Networks.${network}.${name}`, value)
  }
  return fields
}

/** What the engine itself gives to a network or a volume, and what tells of who is on it. */
const GIVEN_BESIDE = ['Id', 'Created', 'CreatedAt', 'Containers', 'Mountpoint', 'Name']

/** @param answer as `GET /networks/ID` or `GET /volumes/NAME` answers */
export function fieldsBeside(answer: object): Fields {
  return new Map(Object.entries(answer).filter(([name]) => !GIVEN_BESIDE.includes(name)))
}

/** An anonymous volume has a random name. */
function withoutName(mount: Mount): Mount {
  if (mount.Type !== 'volume' || !/^[0-9a-f]{64}$/.test(mount.Name ?? '')) return mount
  return { ...mount, Name: 'anonymous', Source: 'anonymous' }
}

/** The value with each name and id that is known replaced, in keys as in texts. */
function renamed(value: unknown, renames: Renames): unknown {
  if (typeof value === 'string') return replaced(value, renames)
  if (Array.isArray(value)) return value.map((item) => renamed(item, renames))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [replaced(key, renames), renamed(item, renames)]),
  )
}

function replaced(text: string, renames: Renames): string {
  let result = text
  for (const [from, to] of renames) result = result.replaceAll(from, to)
  return result
}

/** Names of the fields in which two differ, in a fixed order. */
export function differing(one: Fields, other: Fields): string[] {
  const names = new Set([...one.keys(), ...other.keys()])
  return [...names].filter((name) => !isDeepStrictEqual(plain(one.get(name)), plain(other.get(name)))).sort()
}

/** The engine keeps whether nothing was said as null, as an empty list or map, or not at all. */
function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(plain)
  const entries = Object.entries(value).map(([key, item]) => [key, plain(item)] as const)
  return entries.length === 0 ? null : Object.fromEntries(entries)
}
