/**
 * `secrets` and `configs`: files that a release brings into its containers (Compose Specification, "Secrets"
 * and "Configs").
 *
 * Invariant: what a service is given is in the release, byte for byte, or is named there as a secret that the device
 * holds; all content together is no larger than {@link MAX_BYTES}, and no file is where its container would not see it.
 */
import type { Loose } from '../../protocol/codec.ts'
import { MountType } from '../../protocol/enums.ts'
import { MAX_SECRETS, SECRET_NAME } from '../../protocol/sealed-secrets.ts'
import type { File, Service } from '../../protocol/types.ts'
import { EXTERNAL_LEVEL } from './external.ts'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { mode } from './mode.ts'
import { flag, list, text, whole, word } from './read.ts'
import { known, type Scope } from './scope.ts'
import { pathFrom } from './sources.ts'
import { type Entry, type Node, under } from './yaml-tree.ts'

/** A target is published in one message, and every device keeps some of them. */
const MAX_BYTES = 128 * 1024
const MAX_ID = 2 ** 32 - 2
const WRITABLE = 0o222
/** Made anew at each start of a container. */
const ALWAYS_MEMORY = ['/dev', '/proc', '/sys']

export type FileKind = 'secret' | 'config'

interface Definition {
  file: Node
  environment: Node
  content: Node
  external: Outside
  name: Node
}

/** Where it says that it is external, and the name if it says that there. */
interface Outside {
  is: boolean
  node: Node
  name?: Node
}

export const DEFINITION_LEVEL: Level<Definition> = {
  title: 'A secret or a config at the top level',
  keys: {
    file: { doc: 'a file here, relative to the compose file', read: (node) => ({ file: node }) },
    environment: { doc: 'a variable that is set here', read: (node) => ({ environment: node }) },
    content: { doc: 'the content itself', read: (node) => ({ content: node }) },
    external: {
      doc: 'of a secret: the device holds its value, sealed to it; also as `{name: NAME}`. No config',
      read: (node, scope) => ({ external: readOutside(node, scope) }),
    },
    name: { doc: "with `external`, the secret's name on the device; else no effect", read: (node) => ({ name: node }) },
    labels: { ignored: 'a file has none' },
    driver: { refused: 'it is for a swarm' },
    driver_opts: { refused: 'it is for a swarm' },
    template_driver: { refused: 'it is for a swarm' },
  },
}

interface Use {
  source: Node
  target: string
  uid: number
  gid: number
  mode: number
}

export const FILE_USE_LEVEL: Level<Use> = {
  title: 'An item of `secrets` or `configs` of a service, long form',
  keys: {
    source: { doc: 'the name at the top level', read: (node) => ({ source: node }) },
    target: {
      doc: 'where it stands in the container; default /run/secrets/NAME for a secret, /NAME for a config',
      read: (node) => ({ target: word(node) }),
    },
    uid: { doc: "the owner's number; default 0", read: (node) => ({ uid: whole(node, 0, MAX_ID) }) },
    gid: { doc: "the group's number; default 0", read: (node) => ({ gid: whole(node, 0, MAX_ID) }) },
    mode: {
      doc: 'permissions, in octal; default 0444. Nobody may write, whatever it says',
      read: (node) => ({ mode: readable(node) }),
    },
  },
}

/** `secrets` or `configs` of a service. */
export function readFileUses(kind: FileKind, node: Node, scope: Scope): { files: Loose<File>[] } {
  const files = list(node).items.flatMap((item) => scope.faults.attempt(() => readUse(kind, item, scope)) ?? [])
  return { files }
}

function readUse(kind: FileKind, item: Node, scope: Scope): Loose<File> {
  const { source, target, ...details } = item.kind === 'map' ? readLevel(FILE_USE_LEVEL, item, scope) : { source: item }
  if (source === undefined) throw new ValueFault(item.place, 'needs a "source", a name at the top level')
  const name = known(scope, kind, word(source), source.place)
  const given = givenBy(kind, scope[`${kind}s`].get(name)!, scope)
  const path = placeInContainer(kind, target ?? name, item)
  if ('secret' in given) return { path, ...fromDevice(given.secret, item, scope), ...details }
  scope.filed.bytes += given.content.length
  if (scope.filed.bytes > MAX_BYTES)
    throw new ValueFault(
      item.place,
      `brings the release's secrets and configs to ${scope.filed.bytes} bytes of at most ${MAX_BYTES}; put it into an image, or mount it from the host`,
    )
  return { path, content: given.content, ...details }
}

function fromDevice(secret: string, item: Node, { filed }: Scope): { secret: string } {
  filed.external.add(secret)
  if (filed.external.size > MAX_SECRETS)
    throw new ValueFault(item.place, `is one secret more than the ${MAX_SECRETS} that a device can hold`)
  return { secret }
}

function placeInContainer(kind: FileKind, target: string, item: Node): string {
  const path = target.startsWith('/') ? target : `${kind === 'secret' ? '/run/secrets' : ''}/${target}`
  if (
    path
      .split('/')
      .slice(1)
      .every((part) => part !== '' && part !== '.' && part !== '..')
  )
    return path
  throw new ValueFault(item.place, `${JSON.stringify(target)} is not the path of a file in the container`)
}

function givenBy(kind: FileKind, entry: Entry, scope: Scope): { content: Uint8Array } | { secret: string } {
  const { key, keyPlace, value } = entry
  const { external, name, ...ways } = readLevel(DEFINITION_LEVEL, value, scope)
  const said = Object.values(ways)
  if (external?.is === true) return { secret: externalName(kind, entry, external, name, said) }
  if (said.length !== 1) {
    const orExternal = kind === 'secret' ? ', or "external: true"' : ''
    throw new ValueFault(
      keyPlace,
      `the ${kind} ${JSON.stringify(key)} needs one of "file", "environment" and "content"${orExternal}`,
    )
  }
  if (name !== undefined) scope.faults.note(name.place, '"name" has no effect: a device names what it makes itself')
  return { content: contentOf(ways, scope) }
}

function contentOf({ file, environment, content }: Partial<Definition>, scope: Scope): Uint8Array {
  if (content !== undefined) return new TextEncoder().encode(text(content))
  if (environment !== undefined) {
    const found = environment.from.lookup(word(environment))
    if (found === undefined) throw new ValueFault(environment.place, `the variable ${word(environment)} is not set`)
    return new TextEncoder().encode(found)
  }
  const path = pathFrom(file!.from, word(file!))
  const bytes = scope.readFile(path)
  if (bytes === null) throw new ValueFault(file!.place, `there is no file ${JSON.stringify(path)}`)
  return bytes
}

/** True or false, or as older files have it a map with the name. */
function readOutside(node: Node, scope: Scope): Outside {
  if (node.kind !== 'map') return { is: flag(node), node }
  readLevel(EXTERNAL_LEVEL, node, scope)
  const name = under(node, 'name')
  return { is: true, node, ...(name === undefined ? {} : { name }) }
}

/** What the device calls it. @throws ValueFault */
function externalName(kind: FileKind, entry: Entry, external: Outside, name: Node | undefined, said: Node[]): string {
  if (kind === 'config')
    throw new ValueFault(
      external.node.place,
      'cannot be external: a device keeps secrets of its own, and no configs; make it a secret, or give a "file"',
      'HF_COMPOSE_UNSUPPORTED',
    )
  const [other] = said
  if (other !== undefined)
    throw new ValueFault(
      other.place,
      `has a value here, but is external at ${external.node.place}; leave out one of them`,
    )
  if (name !== undefined && external.name !== undefined && word(name) !== word(external.name))
    throw new ValueFault(name.place, `is another name than the one at ${external.name.place}`)
  const node = name ?? external.name
  const secret = node === undefined ? entry.key : word(node)
  if (SECRET_NAME.test(secret)) return secret
  const rule = 'letters, digits, ".", "_" and "-", 64 at most, a letter or digit first'
  throw new ValueFault(node?.place ?? entry.keyPlace, `${JSON.stringify(secret)} is not the name of a secret: ${rule}`)
}

function readable(node: Node): number {
  const given = mode(node) & ~WRITABLE
  if (given === 0) throw new ValueFault(node.place, 'would let nobody read it')
  return given
}

/** @throws ValueFault for files in one place, and for one that its container would not see */
export function checkFiles(service: Loose<Service>, value: Node): void {
  const place = (under(value, 'secrets') ?? under(value, 'configs') ?? value).place
  const taken = new Set(service.mounts?.map(({ target }) => target))
  for (const { path = '', secret = '' } of service.files ?? []) {
    if (taken.has(path)) throw new ValueFault(place, `puts two things at ${JSON.stringify(path)}`)
    taken.add(path)
    if (secret !== '') continue // mounted, after what is above it, and not put in
    const mounts = service.mounts?.filter(({ target = '' }) => path.startsWith(`${target.replace(/\/+$/, '')}/`)) ?? []
    const [mount] = mounts.toSorted((a, b) => b.target!.length - a.target!.length)
    const memory = ALWAYS_MEMORY.find((each) => path.startsWith(`${each}/`))
    if (mount === undefined && memory !== undefined)
      throw new ValueFault(place, `${path} would be hidden by the container's own ${memory}; give it another "target"`)
    if (mount?.type === MountType.MOUNT_TYPE_TMPFS)
      throw new ValueFault(place, `${path} would be hidden by the tmpfs at ${mount.target}; give it another "target"`)
    if (mount?.readOnly === true)
      throw new ValueFault(
        place,
        `${path} cannot be put into the read-only mount at ${mount.target}; give it another "target"`,
      )
    if (mount === undefined && service.readOnly === true && path.lastIndexOf('/') === 0)
      throw new ValueFault(place, `${path} is in a root directory that is read-only; give it a "target" in another one`)
  }
}
