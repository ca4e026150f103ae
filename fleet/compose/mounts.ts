/**
 * Volumes, binds and tmpfs of a service, in both forms of compose.
 *
 * Invariant: a mount's source is a volume of the file, or an absolute path: the directory of the compose
 * file does not exist on a device.
 */
import { posix } from 'node:path'
import type { Loose } from '../../protocol/codec.ts'
import { MountType } from '../../protocol/enums.ts'
import type { Mount } from '../../protocol/types.ts'
import { parseBytes } from '../text/bytes.ts'
import { ValueFault } from './faults.ts'
import { type Level, readLevel } from './level.ts'
import { mode } from './mode.ts'
import { bytes, flag, oneOf, text, word, wordTable } from './read.ts'
import { known, type Scope } from './scope.ts'
import type { Node } from './yaml-tree.ts'

const PROPAGATIONS = ['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave']
const SELINUX = 'the engine is not told to relabel for SELinux'
const { MOUNT_TYPE_VOLUME, MOUNT_TYPE_BIND, MOUNT_TYPE_TMPFS } = MountType

type Part = Pick<Mount, 'bindPropagation' | 'bindCreateHostPath' | 'volumeNocopy' | 'tmpfsBytes' | 'tmpfsMode'>

const BIND_LEVEL: Level<Part> = {
  title: '`bind` of a mount',
  keys: {
    propagation: {
      doc: PROPAGATIONS.join(', '),
      read: (node) => ({ bindPropagation: oneOf(wordTable(PROPAGATIONS))(node) }),
    },
    create_host_path: {
      doc: 'make the directory on the host when it is missing; default true',
      read: (node) => ({ bindCreateHostPath: flag(node) }),
    },
    selinux: { ignored: SELINUX },
    recursive: { refused: 'engines before 25 do not know it' },
  },
}

const VOLUME_LEVEL: Level<Part> = {
  title: '`volume` of a mount',
  keys: {
    nocopy: {
      doc: "do not fill the volume from the image's directory",
      read: (node) => ({ volumeNocopy: flag(node) }),
    },
    subpath: { refused: 'engines before 26 do not know it' },
    labels: { ignored: 'labels belong to the top-level volume' },
  },
}

const TMPFS_LEVEL: Level<Part> = {
  title: '`tmpfs` of a mount',
  keys: {
    size: { doc: 'at most so many bytes', read: (node) => ({ tmpfsBytes: bytes(node) }) },
    mode: { doc: 'permissions, in octal as 0o1777, 01777 or "1777"', read: (node) => ({ tmpfsMode: mode(node) }) },
  },
}

/** Sub-levels, for the documentation. */
export const MOUNT_PARTS = [BIND_LEVEL, VOLUME_LEVEL, TMPFS_LEVEL]

interface LongMount extends Part {
  type: 'volume' | 'bind' | 'tmpfs'
  source: string
  target: string
  readOnly: boolean
}

export const MOUNT_LEVEL: Level<LongMount> = {
  title: 'A mount of a service, long form',
  keys: {
    type: {
      doc: 'volume, bind or tmpfs',
      read: (node) => ({ type: oneOf({ volume: 'volume', bind: 'bind', tmpfs: 'tmpfs' } as const)(node) }),
    },
    source: { doc: 'a top-level volume, or an absolute path on the host', read: (node) => ({ source: word(node) }) },
    target: { doc: 'an absolute path in the container', read: (node) => ({ target: inside(word(node), node.place) }) },
    read_only: { doc: 'no writing', read: (node) => ({ readOnly: flag(node) }) },
    bind: { doc: 'see below', read: (node, scope) => readLevel(BIND_LEVEL, node, scope) },
    volume: { doc: 'see below', read: (node, scope) => readLevel(VOLUME_LEVEL, node, scope) },
    tmpfs: { doc: 'see below', read: (node, scope) => readLevel(TMPFS_LEVEL, node, scope) },
    consistency: { ignored: 'it is for Docker Desktop' },
  },
}

/** An item of `volumes`. */
export function readMount(node: Node, scope: Scope): Loose<Mount> {
  return node.kind === 'map' ? longMount(node, scope) : shortMount(text(node), node.place, scope)
}

function longMount(node: Node, scope: Scope): Loose<Mount> {
  const { type, source = '', target, ...rest } = readLevel(MOUNT_LEVEL, node, scope)
  if (type === undefined) throw new ValueFault(node.place, 'needs a "type": volume, bind or tmpfs')
  if (target === undefined) throw new ValueFault(node.place, 'needs a "target", an absolute path in the container')
  if (type === 'tmpfs') {
    if (source !== '') throw new ValueFault(node.place, 'a tmpfs has no "source"')
    return { type: MOUNT_TYPE_TMPFS, target, ...rest }
  }
  if (type === 'bind') {
    if (source === '') throw new ValueFault(node.place, 'a bind needs a "source", an absolute path on the host')
    const path = onHost(source, node.place)
    return { type: MOUNT_TYPE_BIND, source: path, target, bindCreateHostPath: true, ...rest }
  }
  if (source === '') throw anonymous(node.place)
  return { type: MOUNT_TYPE_VOLUME, source: known(scope, 'volume', source, node.place), target, ...rest }
}

/** `[SOURCE:]TARGET[:OPTIONS]` */
function shortMount(written: string, place: string, scope: Scope): Loose<Mount> {
  const parts = written.split(':')
  const [source, target, options] = parts
  if (target === undefined) throw anonymous(place)
  if (parts.length > 3 || source === undefined || source === '')
    throw new ValueFault(place, `${JSON.stringify(written)} is not SOURCE:TARGET or SOURCE:TARGET:OPTIONS`)
  const given = shortOptions(options, place, scope)
  if (/^[/.~]/.test(source)) {
    const path = onHost(source, place)
    return { type: MOUNT_TYPE_BIND, source: path, target: inside(target, place), bindCreateHostPath: true, ...given }
  }
  const volume = known(scope, 'volume', source, place)
  return { type: MOUNT_TYPE_VOLUME, source: volume, target: inside(target, place), ...given }
}

function shortOptions(options: string | undefined, place: string, scope: Scope): Loose<Mount> {
  const mount: { readOnly?: boolean; volumeNocopy?: boolean; bindPropagation?: string } = {}
  for (const option of options?.split(',') ?? []) {
    if (option === 'ro') mount.readOnly = true
    else if (option === 'nocopy') mount.volumeNocopy = true
    else if (PROPAGATIONS.includes(option)) mount.bindPropagation = option
    else if (option === 'z' || option === 'Z') scope.faults.note(place, `"${option}" has no effect: ${SELINUX}`)
    else if (!['rw', 'cached', 'delegated', 'consistent'].includes(option))
      throw new ValueFault(place, `${JSON.stringify(option)} is not an option of a mount; ro and rw are`)
  }
  return mount
}

/** What holds for every tmpfs of the engine, said or not. */
const TMPFS_DEFAULTS = ['rw', 'noexec', 'nosuid', 'nodev']
const TMPFS_OPTION = /^(exec|suid|dev|[ug]id=\d{1,10}|nr_inodes=\d{1,10}[kmg]?)$/

/** An item of the service's `tmpfs`: "/run" or "/run:size=64m,mode=1777,exec,uid=1000". */
export function readTmpfs(node: Node): Loose<Mount> {
  const written = text(node)
  const colon = written.indexOf(':')
  const target = inside(colon < 0 ? written : written.slice(0, colon), node.place)
  const mount: { readOnly?: boolean; tmpfsBytes?: number; tmpfsMode?: number } = {}
  const tmpfsOptions: string[] = []
  for (const option of colon < 0 ? [] : written.slice(colon + 1).split(',')) {
    const [key, value = ''] = option.split('=')
    const size = key === 'size' ? parseBytes(value) : null
    if (size !== null) mount.tmpfsBytes = size
    else if (key === 'mode' && /^[0-7]{1,5}$/.test(value)) mount.tmpfsMode = Number.parseInt(value, 8)
    else if (option === 'ro') mount.readOnly = true
    else if (TMPFS_OPTION.test(option)) tmpfsOptions.push(option)
    else if (!TMPFS_DEFAULTS.includes(option))
      throw new ValueFault(
        node.place,
        `${JSON.stringify(option)} is not size=, mode=, uid=, gid=, nr_inodes=, ro, rw, exec, suid or dev`,
      )
  }
  return { type: MOUNT_TYPE_TMPFS, target, ...mount, ...(tmpfsOptions.length === 0 ? {} : { tmpfsOptions }) }
}

function inside(path: string, place: string): string {
  if (!path.startsWith('/'))
    throw new ValueFault(place, `${JSON.stringify(path)} has to be an absolute path in the container`)
  if (posix.normalize(`${path}/`) === '/')
    throw new ValueFault(place, 'nothing can be mounted at the root of the container, which engines refuse')
  return path
}

function onHost(path: string, place: string): string {
  if (path.startsWith('/')) return path
  throw new ValueFault(
    place,
    `${JSON.stringify(path)} is relative to this machine, not to a device; use an absolute path, a named volume, or for a file a config`,
  )
}

function anonymous(place: string): ValueFault {
  return new ValueFault(
    place,
    'a volume without a name would be lost at each update; name it under the top-level volumes',
  )
}
