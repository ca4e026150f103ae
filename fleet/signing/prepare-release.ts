/**
 * From a compose file on disk to a release with its id.
 *
 * Invariant: the registry is asked only about a file without faults; each image is asked for once.
 */
import { readFileSync } from 'node:fs'
import { basename, dirname, join, normalize, resolve } from 'node:path'
import type { Loose } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import type { NetworkConfig, Policy, Release } from '../../protocol/types.ts'
import type { Args } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { type Composed, composeToRelease } from '../compose/compose-to-release.ts'
import { parseDotenv } from '../compose/dotenv.ts'
import type { Finding } from '../compose/faults.ts'
import type { Lookup } from '../compose/interpolate.ts'
import { readNetwork } from '../network/read-network.ts'
import { RegistryClient } from '../registry/client.ts'
import { dockerConfigPath, loadDockerConfig } from '../registry/credentials.ts'
import { parseReference, type Reference } from '../registry/reference.ts'
import { type ResolvedImage, resolveImage } from '../registry/resolve.ts'
import { readBytes } from './files.ts'

export interface Prepared {
  release: Release
  policy: Loose<Policy> | null
  /** How devices shall be connected; null: as they are. */
  network: NetworkConfig | null
  notes: Composed['notes']
}

/** What an operator's files say, before anybody is asked for the images. */
export type Written = Composed & Pick<Prepared, 'network'>

export const RELEASE_FLAGS: Readonly<Record<string, Flag>> = {
  file: { value: 'FILE', short: 'f', multiple: true, help: 'a compose file that is merged over the first one' },
  'env-file': { value: 'FILE', multiple: true, help: 'variables for the compose file, instead of ".env" beside it' },
  name: { value: 'NAME', help: "the release's name; default the file's or its directory's" },
  'release-version': { value: 'VERSION', help: "the release's version, for people; default that of x-holdfast" },
  profile: { value: 'NAME', multiple: true, help: 'switch a profile of the compose file on; "*" is all' },
  force: { help: 'apply although an application holds a lock; it is signed with the target' },
  now: { help: 'download and apply outside of the windows too; it is signed with the target' },
  network: {
    value: 'FILE',
    help: 'how the devices shall be connected (docs/network-configuration.md); default as they are',
  },
}

/** Flags of {@link RELEASE_FLAGS} that become part of what is signed. */
export const POLICY_FLAGS = ['force', 'now', 'network'] as const

/**
 * Asks the registry for the digest of every image.
 * @throws HF_REGISTRY_…
 */
export async function pinImages(composed: Written, io: Io): Promise<Prepared> {
  const images = await resolveImages(composed, dockerConfigPath(io.env))
  const services = composed.release.services.map((service) => {
    const { image, bytes, parts } = images.get(imageKey(service))!
    return { ...service, image, imageBytes: bytes, imageParts: parts, imageTag: service.image ?? '' }
  })
  const { release, policy, network, notes } = composed
  return { release: withReleaseId({ ...release, services }), policy, network, notes }
}

/**
 * Reads and checks the compose file, and the network's where one is given; asks nobody.
 * @throws HF_FILE_UNREADABLE, HF_COMPOSE_INVALID, HF_COMPOSE_UNSUPPORTED, HF_NETWORK_INVALID
 */
export async function readCompose(path: string, args: Args, io: Io): Promise<Written> {
  const files = [path, ...args.all('file')]
  for (const file of files) await readBytes(resolve(io.cwd, file))
  const directory = dirname(resolve(io.cwd, path))
  const readFile = (name: string) => readIfThere(resolve(io.cwd, name))
  const composed = composeToRelease({
    files,
    name: args.text('name'),
    defaultName:
      basename(directory)
        .toLowerCase()
        .replace(/[^a-z0-9_-]/g, '') || 'app',
    lookup: variables(dirname(path), args, io),
    readFile,
    profiles: args.all('profile'),
  })
  const version = args.text('release-version') ?? composed.release.version
  const network = args.text('network')
  return {
    ...composed,
    release: { ...composed.release, version },
    policy: overridden(composed.policy, args),
    network: network === undefined ? null : await readNetworkFile(network, io),
    notes: [...composed.notes, ...overridesBeside(files, readFile)],
  }
}

/** @throws HF_FILE_UNREADABLE, HF_NETWORK_INVALID */
export async function readNetworkFile(path: string, io: Io): Promise<NetworkConfig> {
  const config = readNetwork((await readBytes(resolve(io.cwd, path))).toString('utf8'), path)
  if (config.proxies.length > 1) io.err(`note: ${path}: of its proxies the first one counts\n`)
  return config
}

function overridden(policy: Loose<Policy> | null, args: Args): Loose<Policy> | null {
  const given = { ...(args.has('force') && { ignoreLocks: true }), ...(args.has('now') && { ignoreWindows: true }) }
  return Object.keys(given).length === 0 ? policy : { ...policy, ...given }
}

const OVERRIDES = [
  'compose.override.yaml',
  'compose.override.yml',
  'docker-compose.override.yaml',
  'docker-compose.override.yml',
]

/** What docker compose would take without being told; a release is what was named. */
function overridesBeside(files: readonly string[], readFile: (path: string) => Uint8Array | null): Finding[] {
  return OVERRIDES.map((name) => join(dirname(files[0]!), name))
    .filter((path) => !files.some((file) => normalize(file) === path) && readFile(path) !== null)
    .map((path) => ({ place: path, message: `is not taken in; give it with --file ${path} where it should be` }))
}

/** The environment, and below it the files of variables: `.env` beside the compose file, unless others are named. */
function variables(directory: string, args: Args, io: Io): Lookup {
  const named = args.all('env-file')
  const known = new Map<string, string>()
  for (const path of named.length > 0 ? named : [join(directory, '.env')]) {
    const bytes = readIfThere(resolve(io.cwd, path))
    if (bytes === null && named.length > 0)
      throw new HoldfastError('HF_FILE_UNREADABLE', 'does not exist', { place: path })
    const lookup = (name: string) => io.env[name] ?? known.get(name)
    const { variables: found, faults } = parseDotenv(bytes?.toString('utf8') ?? '', lookup)
    const fault = faults[0]
    if (fault !== undefined)
      throw new HoldfastError('HF_FILE_INVALID', fault.message, { place: `${path}:${fault.line}` })
    for (const [name, value] of found) known.set(name, value)
  }
  return (name) => io.env[name] ?? known.get(name)
}

function readIfThere(path: string): Buffer | null {
  try {
    return readFileSync(path)
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be read', { place: path, cause })
  }
}

const imageKey = (service: { image?: string | undefined; platform?: string | undefined }) =>
  `${service.image} ${service.platform ?? ''}`

async function resolveImages(composed: Composed, dockerConfig: string): Promise<Map<string, ResolvedImage>> {
  const client = new RegistryClient(await loadDockerConfig(dockerConfig))
  const resolved = new Map<string, ResolvedImage>()
  for (const service of composed.release.services) {
    if (resolved.has(imageKey(service))) continue
    const name = service.name ?? ''
    const place = `${composed.imagePlaces.get(name)}: service ${JSON.stringify(name)}, image ${service.image}`
    const reference = parseReference(service.image ?? '') as Reference
    resolved.set(imageKey(service), await resolveImage(client, reference, service.platform ?? '', place))
  }
  return resolved
}
