/**
 * From a compose file on disk to a release with its id.
 *
 * Invariant: the registry is asked only about a file without faults; each image is asked for once.
 */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { Loose } from '../../protocol/codec.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { withReleaseId } from '../../protocol/release-id.ts'
import type { Policy, Release } from '../../protocol/types.ts'
import type { Args } from '../cli/args.ts'
import type { Flag } from '../cli/command.ts'
import type { Io } from '../cli/io.ts'
import { type Composed, composeToRelease } from '../compose/compose-to-release.ts'
import { parseDotenv } from '../compose/dotenv.ts'
import type { Lookup } from '../compose/interpolate.ts'
import { RegistryClient } from '../registry/client.ts'
import { loadDockerConfig } from '../registry/credentials.ts'
import { parseReference, type Reference } from '../registry/reference.ts'
import { type ResolvedImage, resolveImage } from '../registry/resolve.ts'
import { readBytes } from './files.ts'

export interface Prepared {
  release: Release
  policy: Loose<Policy> | null
  notes: Composed['notes']
}

export const RELEASE_FLAGS: Readonly<Record<string, Flag>> = {
  name: { value: 'NAME', help: "the release's name; default the file's or its directory's" },
  'release-version': { value: 'VERSION', help: "the release's version, for people; default that of x-holdfast" },
  profile: { value: 'NAME', multiple: true, help: 'switch a profile of the compose file on; "*" is all' },
}

/**
 * Asks the registry for the digest of every image.
 * @throws HF_REGISTRY_…
 */
export async function pinImages(composed: Composed, io: Io): Promise<Prepared> {
  const images = await resolveImages(composed, join(io.env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json'))
  const services = composed.release.services.map((service) => {
    const { image, bytes } = images.get(imageKey(service))!
    return { ...service, image, imageBytes: bytes, imageTag: service.image ?? '' }
  })
  const { release, policy, notes } = composed
  return { release: withReleaseId({ ...release, services }), policy, notes }
}

/**
 * Reads and checks the compose file; asks nobody.
 * @throws HF_FILE_UNREADABLE, HF_COMPOSE_INVALID, HF_COMPOSE_UNSUPPORTED
 */
export async function readCompose(path: string, args: Args, io: Io): Promise<Composed> {
  const file = resolve(io.cwd, path)
  const directory = dirname(file)
  const composed = composeToRelease({
    text: (await readBytes(file)).toString('utf8'),
    file: path,
    defaultName:
      basename(directory)
        .toLowerCase()
        .replace(/[^a-z0-9_-]/g, '') || 'app',
    lookup: variables(directory, io),
    readFile: (name) => readIfThere(resolve(directory, name)),
    profiles: args.all('profile'),
  })
  const name = args.text('name') ?? composed.release.name
  const version = args.text('release-version') ?? composed.release.version
  return { ...composed, release: { ...composed.release, name, version } }
}

/** The environment, and below it the file `.env` beside the compose file. */
function variables(directory: string, io: Io): Lookup {
  const path = join(directory, '.env')
  const { variables: known, faults } = parseDotenv(readIfThere(path) ?? '')
  const fault = faults[0]
  if (fault !== undefined) throw new HoldfastError('HF_FILE_INVALID', fault.message, { place: `${path}:${fault.line}` })
  return (name) => io.env[name] ?? known.get(name)
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null
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
