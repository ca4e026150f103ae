/**
 * `secrets` and `configs`: files that a release brings into its containers (Compose Specification, "Secrets"
 * and "Configs").
 *
 * Invariant: what a service is given is in the release, byte for byte; all of it together is no larger than
 * {@link MAX_BYTES}, and no file is where its container would not see it.
 */
import type { Loose } from '../../protocol/codec.ts'
import { MountType } from '../../protocol/enums.ts'
import type { File, Service } from '../../protocol/types.ts'
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

export type FileKind = 'secret' | 'config'

interface Definition {
  file: Node
  environment: Node
  content: string
  external: boolean
}

const DEVICE_HAS_NONE = 'a device keeps none of its own'

export const DEFINITION_LEVEL: Level<Definition> = {
  title: 'A secret or a config at the top level',
  keys: {
    file: { doc: 'a file here, relative to the compose file', read: (node) => ({ file: node }) },
    environment: { doc: 'a variable that is set here', read: (node) => ({ environment: node }) },
    content: { doc: 'the content itself', read: (node) => ({ content: text(node) }) },
    external: { doc: `only false: ${DEVICE_HAS_NONE}`, read: notExternal },
    name: { ignored: 'a device names what it makes itself' },
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
  const content = contentOf(kind, scope[`${kind}s`].get(name)!, scope)
  scope.filed.bytes += content.length
  if (scope.filed.bytes > MAX_BYTES)
    throw new ValueFault(
      item.place,
      `brings the release's secrets and configs to ${scope.filed.bytes} bytes of at most ${MAX_BYTES}; put it into an image, or mount it from the host`,
    )
  return { path: placeInContainer(kind, target ?? name, item), content, ...details }
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

function contentOf(kind: FileKind, { key, keyPlace, value }: Entry, scope: Scope): Uint8Array {
  const { file, environment, content } = readLevel(DEFINITION_LEVEL, value, scope)
  if ([file, environment, content].filter((way) => way !== undefined).length !== 1)
    throw new ValueFault(
      keyPlace,
      `the ${kind} ${JSON.stringify(key)} needs one of "file", "environment" and "content"`,
    )
  if (content !== undefined) return new TextEncoder().encode(content)
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

function notExternal(node: Node): Partial<Definition> {
  if (flag(node))
    throw new ValueFault(node.place, `cannot be external: ${DEVICE_HAS_NONE}; give a "file"`, 'HF_COMPOSE_UNSUPPORTED')
  return {}
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
  for (const { path = '' } of service.files ?? []) {
    if (taken.has(path)) throw new ValueFault(place, `puts two things at ${JSON.stringify(path)}`)
    taken.add(path)
    const mounts = service.mounts?.filter(({ target = '' }) => path.startsWith(`${target.replace(/\/+$/, '')}/`)) ?? []
    const [mount] = mounts.toSorted((a, b) => b.target!.length - a.target!.length)
    if (mount?.type === MountType.MOUNT_TYPE_TMPFS)
      throw new ValueFault(place, `${path} would be hidden by the tmpfs at ${mount.target}; give it another "target"`)
    if (mount === undefined && service.readOnly === true && path.lastIndexOf('/') === 0)
      throw new ValueFault(place, `${path} is in a root directory that is read-only; give it a "target" in another one`)
  }
}
