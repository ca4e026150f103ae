/**
 * One service of a compose file.
 *
 * Invariant: what is returned has an image, joins its networks or another's, and holds no two things in one
 * place.
 */
import type { Loose } from '../../protocol/codec.ts'
import { Restart, Strategy } from '../../protocol/enums.ts'
import type { Attachment, Service } from '../../protocol/types.ts'
import { parseReference } from '../registry/reference.ts'
import { withBalenaLabels } from './balena-labels.ts'
import { ValueFault } from './faults.ts'
import { itemName } from './item-name.ts'
import { readLevel } from './level.ts'
import { limitConflict } from './limit-conflicts.ts'
import { type Pair, pairs } from './read.ts'
import type { Scope } from './scope.ts'
import type { ServiceDraft } from './service-draft.ts'
import { checkFiles } from './service-files.ts'
import { SERVICE_LEVEL } from './service-keys.ts'
import { sharedConflict } from './shared-namespaces.ts'
import { type Entry, type Node, under } from './yaml-tree.ts'

/**
 * @param imagePlaces gets the place of its image
 * @returns null when it is no whole service, which has been told of
 */
export function readService(entry: Entry, outer: Scope, imagePlaces: Map<string, string>): Loose<Service> | null {
  const name = itemName(entry)
  const scope = { ...outer, service: name }
  const { envFile, labelFile, containerName, built, ...draft } = readLevel(SERVICE_LEVEL, entry.value, scope)
  const placeOf = (key: string) => under(entry.value, key)?.place ?? entry.keyPlace
  // What it was to extend has been told of.
  if (draft.image === undefined && under(entry.value, 'extends') !== undefined) return null
  if (draft.image === undefined) {
    const why = built
      ? 'is built, which devices do not do: build and push it, and name what was pushed by "image", here or in a --file'
      : 'needs an "image"'
    throw new ValueFault(built ? placeOf('build') : entry.keyPlace, `the service ${JSON.stringify(name)} ${why}`)
  }
  if (built) scope.faults.note(placeOf('build'), '"build" has no effect: the image is taken from its registry')
  const reference = parseReference(draft.image)
  if (typeof reference === 'string') throw new ValueFault(placeOf('image'), reference)
  imagePlaces.set(name, placeOf('image'))
  if (draft.networkMode !== undefined && draft.networks !== undefined)
    throw new ValueFault(placeOf('network_mode'), 'has both "network_mode" and "networks"')
  if (draft.networkMode !== undefined && draft.networkMode !== 'none' && draft.ports !== undefined)
    throw new ValueFault(placeOf('ports'), `cannot publish ports with the network of ${draft.networkMode}`)
  const counted = withRetries(draft, entry.value)
  const shared = sharedConflict(draft)
  if (shared !== null) throw new ValueFault(placeOf(shared.key), shared.message)
  const conflict = limitConflict(draft.resources ?? {})
  if (conflict !== null)
    throw new ValueFault(placeOf(conflict.key), `${JSON.stringify(conflict.key)} ${conflict.message}`)
  const twice = firstTwice(draft.mounts?.map(({ target }) => target ?? '') ?? [])
  if (twice !== null) throw new ValueFault(placeOf('volumes'), `mounts two things at ${JSON.stringify(twice)}`)
  const networks = draft.networkMode === undefined ? (draft.networks ?? [{ network: 'default' }]) : undefined
  const joins = networks === undefined ? {} : { networks: networks.map((each) => known(each, containerName, name)) }
  if (networks === undefined && containerName !== undefined)
    scope.faults.note(
      placeOf('container_name'),
      '"container_name" has no effect: the service is on no network of its own',
    )
  const labels = { ...labelFile, ...draft.labels }
  const environment = { ...envFile, ...draft.environment }
  const twiceJoined = firstTwice(networks?.map(({ network }) => network ?? '') ?? [])
  if (twiceJoined !== null) throw new ValueFault(placeOf('networks'), `joins ${JSON.stringify(twiceJoined)} twice`)
  const service = {
    name,
    ...draft,
    ...counted,
    environment,
    ...joins,
    ...(Object.keys(labels).length === 0 ? {} : { labels }),
  }
  checkFiles(service, entry.value)
  const granted = withBalenaLabels(service, labelPairs(entry, labelFile ?? {}), scope)
  checkHandOver(granted, placeOf, scope)
  return granted
}

/** Engines count only what has failed: with a number of tries, not set is "on failure". */
function withRetries({ restart, restartMaxRetries = 0 }: ServiceDraft, value: Node): Loose<Pick<Service, 'restart'>> {
  if (restartMaxRetries === 0 || restart === Restart.RESTART_ON_FAILURE) return {}
  if (restart === undefined) return { restart: Restart.RESTART_ON_FAILURE }
  const tries = under(under(under(value, 'deploy'), 'restart_policy'), 'max_attempts')
  throw new ValueFault(
    (tries ?? value).place,
    'counts only with the condition "on-failure": engines refuse it with another one',
  )
}

/** Others on the network find the service by the name that its container would have had. */
function known(attachment: Loose<Attachment>, alias: string | undefined, name: string): Loose<Attachment> {
  const aliases = attachment.aliases ?? []
  if (alias === undefined || alias === name || aliases.includes(alias)) return attachment
  return { ...attachment, aliases: [...aliases, alias] }
}

/** The labels of files have the place that names the files. */
function labelPairs({ value: service }: Entry, labelFile: Record<string, string>): Pair[] {
  const files = under(service, 'label_file') ?? service
  const { place, from } = files
  const ofFiles = Object.entries(labelFile).map(([key, value]) => ({ key, value, place, from }))
  const labels = under(service, 'labels')
  return [...ofFiles, ...(labels === undefined ? [] : pairs(labels))]
}

/** Two containers of one service can share neither a port of the host nor an address. */
function checkHandOver(service: Loose<Service>, placeOf: (key: string) => string, { faults }: Scope): void {
  if (service.strategy !== Strategy.STRATEGY_HAND_OVER) {
    if (service.handOver === undefined) return
    throw new ValueFault(placeOf('x-holdfast'), 'has "hand_over" without the strategy hand-over')
  }
  if (service.networks?.some(({ ipv4Address, ipv6Address }) => ipv4Address !== undefined || ipv6Address !== undefined))
    throw new ValueFault(
      placeOf('networks'),
      'has a fixed address, which the new container of a hand-over cannot have too',
    )
  if (service.ports?.some(({ hostPort }) => hostPort !== 0))
    faults.note(placeOf('ports'), 'the old container is stopped before a hand-over, because both would publish a port')
  if (service.networkMode !== undefined && service.networkMode !== 'none')
    faults.note(placeOf('network_mode'), `${sharedPorts(service.networkMode)}, and cannot listen on the same one`)
}

/** Which ports a container listens on is not in the file, so that nobody can stop the old one for them. */
function sharedPorts(networkMode: string): string {
  const whose = networkMode === 'host' ? 'the host' : networkMode
  return `both containers of a hand-over share the ports of ${whose}`
}

function firstTwice(words: readonly string[]): string | null {
  return words.find((word, index) => words.indexOf(word) !== index) ?? null
}
