/**
 * Where a container of ours differs from the one that the reference compose tool makes of the same file.
 *
 * Invariant: this table is the only list of them. test/compose compares both on a real engine, field by field:
 * a difference that is not here fails, and so does a row that nothing shows. `docs/compose.md` has it too.
 */
import { isDeepStrictEqual } from 'node:util'
import { type AskedMounts, plainMounts } from './asked-mounts.ts'
import { SECOND_DIFFERENCES, withoutOwnName } from './second-differences.ts'

/** The versions of the reference tool that are compared with: of Debian 12, and of Debian 13. */
export type ToolVersion = '1.29' | '2.26'

export interface Difference {
  /** As the engine's inspect calls it. */
  field: string
  /** Of what: a container, a network, a volume. */
  of: readonly ('service' | 'network' | 'volume')[]
  /** Whether it is seen before the start, after it, or both. */
  seen: 'created' | 'started' | 'always'
  /** Of which of them it is seen; both unless said otherwise. */
  tool?: ToolVersion
  reference: string
  ours: string
  why: string
  /** Whether two values differ in this, and in nothing else. */
  explains(reference: unknown, ours: unknown): boolean
}

/** Labels of either side, which say whose a thing is. */
const OWN_LABEL = /^(com\.docker\.compose\.|io\.holdfast\.)/

export const DIFFERENCES: readonly Difference[] = [
  {
    field: 'Config.Image',
    of: ['service'],
    seen: 'always',
    reference: 'the tag, as it is written',
    ours: 'the digest that the registry gave for it',
    why: 'every device runs the very same image, whenever it fetches it',
    explains: (reference, ours) => {
      const [name, digest = ''] = String(ours).split('@')
      return String(reference).startsWith(`${name}:`) && /^sha256:[0-9a-f]{64}$/.test(digest)
    },
  },
  {
    field: 'Config.Labels',
    of: ['service'],
    seen: 'always',
    reference: 'labels `com.docker.compose.…`',
    ours: 'labels `io.holdfast.…`',
    why: 'by them each side knows its own; those of the file and of the image are on both',
    explains: sameButOwnLabels,
  },
  {
    field: 'Labels',
    of: ['network', 'volume'],
    seen: 'always',
    reference: 'labels `com.docker.compose.…`',
    ours: 'labels `io.holdfast.…`',
    why: 'as above',
    explains: sameButOwnLabels,
  },
  {
    field: 'HostConfig.RestartPolicy',
    of: ['service'],
    seen: 'created',
    reference: 'the policy of the file from the creation on',
    ours: '`no` until it has been started, and again while it is stopped',
    why: 'after a power cut the engine starts nothing that was not to run',
    explains: (_, ours) => isDeepStrictEqual(ours, { Name: 'no', MaximumRetryCount: 0 }),
  },
  {
    field: 'HostConfig.RestartPolicy',
    of: ['service'],
    seen: 'started',
    reference: 'none when the file says nothing',
    ours: '`on-failure` when the file says nothing',
    why: 'what a fault or a power cut ended comes back, and what ended well is done; `restart: "no"` is `no`',
    explains: (reference, ours) =>
      isDeepStrictEqual(reference, { Name: '', MaximumRetryCount: 0 }) &&
      isDeepStrictEqual(ours, { Name: 'on-failure', MaximumRetryCount: 0 }),
  },
  {
    field: 'HostConfig.Binds, Mounts, Tmpfs',
    of: ['service'],
    seen: 'always',
    reference: 'the short form of `volumes` as a bind, the long one as a mount, `tmpfs` as a third form',
    ours: 'host directories that may be made as binds, all else as mounts',
    why: 'the engine makes a missing host directory only for a bind; what is mounted is the same',
    explains: (reference, ours) =>
      isDeepStrictEqual(plainMounts(reference as AskedMounts), plainMounts(ours as AskedMounts)),
  },
  {
    field: 'Mounts',
    of: ['service'],
    seen: 'always',
    reference: '`Mode` in the words of the short form; no entry for `tmpfs`',
    ours: '`Mode` in the words of the form that was used; an entry for `tmpfs`',
    why: 'it follows from the form above; place, source, writing and propagation are the same',
    explains: (reference, ours) => isDeepStrictEqual(withoutForm(reference), withoutForm(ours)),
  },
  {
    field: 'HostConfig.Binds, Mounts, Tmpfs',
    of: ['service'],
    seen: 'always',
    reference: 'a secret is a file of the host, mounted from beside the compose file',
    ours: 'none: a secret is in the release, and is put into the container',
    why: 'the directory of the compose file does not exist on a device',
    explains: (reference, ours) =>
      isDeepStrictEqual(
        plainMounts(reference as AskedMounts).filter(({ target, type }) => !isSecret(target, type)),
        plainMounts(ours as AskedMounts),
      ),
  },
  {
    field: 'Mounts',
    of: ['service'],
    seen: 'always',
    reference: 'an entry for each secret',
    ours: 'none',
    why: 'as above',
    explains: (reference, ours) =>
      isDeepStrictEqual(
        withoutForm(reference).filter(({ Destination, Type }) => !isSecret(String(Destination), Type)),
        withoutForm(ours),
      ),
  },
  {
    field: 'NetworkSettings.Networks.….Links',
    of: ['service'],
    seen: 'started',
    reference: 'a link to the container, with its names',
    ours: 'none',
    why: "a link names a container, and breaks when that one is replaced; an alias is the new one's too",
    explains: (_, ours) => ours === null,
  },
  ...SECOND_DIFFERENCES,
  {
    field: 'NetworkSettings.Networks.….Aliases',
    of: ['service'],
    seen: 'started',
    reference: 'of a service that another one links to: its own',
    ours: 'also the aliases of the links',
    why: 'as above; everybody on the network sees them',
    explains: (reference, ours) => withoutOwnName(reference).every((alias) => (ours as string[]).includes(alias)),
  },
  {
    field: 'Config.Volumes',
    of: ['service'],
    seen: 'always',
    tool: '1.29',
    reference: "the image's own, and each target of the short form of `volumes`",
    ours: "the image's own",
    why: 'the engine makes a volume for what is listed and not mounted; these are mounted',
    explains: (reference, ours) => Object.keys(ours ?? {}).every((target) => Object.hasOwn(reference ?? {}, target)),
  },
  {
    field: 'Attachable',
    of: ['network'],
    seen: 'always',
    tool: '1.29',
    reference: 'true',
    ours: 'as the file says, else false',
    why: 'it means something for overlay networks alone, where the specification has false',
    explains: (reference, ours) => reference === true && ours === false,
  },
]

function sameButOwnLabels(reference: unknown, ours: unknown): boolean {
  return isDeepStrictEqual(withoutOwnLabels(reference), withoutOwnLabels(ours))
}

function withoutOwnLabels(labels: unknown): object {
  return Object.fromEntries(Object.entries(labels ?? {}).filter(([name]) => !OWN_LABEL.test(name)))
}

/** Where the reference tool mounts secrets. */
function isSecret(target: string, type: string): boolean {
  return type === 'bind' && target.startsWith('/run/secrets/')
}

type MountPoint = { Type: string } & Record<string, unknown>

function withoutForm(mounts: unknown): MountPoint[] {
  const all = mounts as MountPoint[]
  return all.filter(({ Type }) => Type !== 'tmpfs').map(({ Mode: _mode, ...rest }) => rest)
}
