/**
 * Credentials for registries, as `docker login` leaves them.
 *
 * Invariant: a password never stands in an error or a log.
 */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import { askHelper } from './credential-helper.ts'
import { DOCKER_HUB } from './reference.ts'

/** What goes to a registry, or to the token service that it names. */
export interface Credentials {
  user: string
  password: string
  /** Instead of a password, for the token service. */
  identityToken: string
}

/** From a registry's host to its credentials, or null. */
export type CredentialsFor = (registry: string) => Promise<Credentials | null>

/** As `docker login` names Docker Hub. */
const HUB_KEY = 'index.docker.io'
const HUB_SERVER = 'https://index.docker.io/v1/'

/**
 * Credentials of a Docker configuration (`~/.docker/config.json`); its helpers are asked when needed.
 * @throws HF_FILE_INVALID when it is not one
 */
export function parseDockerConfig(text: string, place: string): CredentialsFor {
  let config: unknown
  try {
    config = JSON.parse(text)
  } catch {
    // The parser's message would quote the file, which holds secrets.
    throw new HoldfastError('HF_FILE_INVALID', 'is not JSON', { place })
  }
  const auths = isRecord(config) && isRecord(config.auths) ? config.auths : {}
  const known = new Map<string, Credentials>()
  for (const [key, entry] of Object.entries(auths)) {
    const credentials = isRecord(entry) ? readEntry(entry) : null
    if (credentials !== null) known.set(hostOf(key), credentials)
  }
  const helpers = isRecord(config) && isRecord(config.credHelpers) ? config.credHelpers : {}
  const store = isRecord(config) ? word(config.credsStore) : ''
  return async (registry) => {
    const hub = registry === DOCKER_HUB
    const found = known.get(hub ? HUB_KEY : registry) ?? known.get(registry)
    if (found !== undefined) return found
    const helper = word(helpers[registry]) || word(hub ? helpers[HUB_SERVER] : '') || store
    return helper === '' ? null : askHelper(helper, hub ? HUB_SERVER : registry)
  }
}

/** Where `docker login` leaves them for whoever has this environment. */
export function dockerConfigPath(env: Readonly<Record<string, string | undefined>>): string {
  return join(env.DOCKER_CONFIG ?? join(homedir(), '.docker'), 'config.json')
}

/**
 * Credentials from a file; a file that is not there holds none.
 * @throws HF_FILE_UNREADABLE, HF_FILE_INVALID
 */
export async function loadDockerConfig(path: string): Promise<CredentialsFor> {
  try {
    return parseDockerConfig(await readFile(path, 'utf8'), path)
  } catch (cause) {
    if (cause instanceof HoldfastError) throw cause
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return () => Promise.resolve(null)
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be read', { place: path, cause })
  }
}

function readEntry(entry: Record<string, unknown>): Credentials | null {
  const decoded = typeof entry.auth === 'string' ? Buffer.from(entry.auth, 'base64').toString('utf8') : ''
  const colon = decoded.indexOf(':')
  const user = word(entry.username) || (colon < 0 ? '' : decoded.slice(0, colon))
  const password = word(entry.password) || (colon < 0 ? '' : decoded.slice(colon + 1))
  const identityToken = word(entry.identitytoken)
  return user === '' && identityToken === '' ? null : { user, password, identityToken }
}

function hostOf(key: string): string {
  return key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
