/**
 * The registry's HTTP API (OCI distribution specification), as far as it is needed.
 *
 * Invariant: a body that is returned has the digest that is returned with it, and the one that was asked
 * for. Credentials go to the registry itself, or to a token service that it names, over HTTPS or on this machine.
 */
import { createHash } from 'node:crypto'
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import { MOST_PAGES, nextPage } from '../../protocol/next-page.ts'
import { type Challenge, parseChallenge } from '../../protocol/registry-challenge.ts'
import type { Credentials, CredentialsFor } from './credentials.ts'
import { type Answer, idleFetch } from './idle-fetch.ts'
import { INDEX_TYPES, MANIFEST_TYPES } from './manifest.ts'
import { DOCKER_HUB, type Reference } from './reference.ts'

const ACCEPT = [...INDEX_TYPES, ...MANIFEST_TYPES].join(', ')
/** As registries cap manifests themselves. */
const MAX_BYTES = 4 * 1024 * 1024
const HUB_HOST = 'registry-1.docker.io'

type Sent = Omit<RequestInit, 'headers'> & { headers?: Record<string, string> }

interface FetchedManifest {
  body: Uint8Array
  contentType: string
  /** Of the body, computed here. */
  digest: string
}

export class RegistryClient {
  readonly #credentialsFor: CredentialsFor
  readonly #timeoutMs: number
  /** What the registry accepted, for each repository. */
  readonly #authorization = new Map<string, string>()

  /** @param timeoutMs how long a registry may be silent */
  constructor(credentialsFor: CredentialsFor, timeoutMs = 15_000) {
    this.#credentialsFor = credentialsFor
    this.#timeoutMs = timeoutMs
  }

  /**
   * A manifest or index.
   * @param version a tag or a digest
   * @param place for errors
   * @throws HF_REGISTRY_NOT_FOUND, HF_REGISTRY_UNAUTHORIZED, HF_REGISTRY_INVALID, HF_REGISTRY_UNAVAILABLE
   */
  async manifest(reference: Reference, version: string, place: string): Promise<FetchedManifest> {
    const { registry } = reference
    const response = await this.#found(reference, `manifests/${version}`, place)
    const body = await readCapped(response, registry, place)
    const digest = `sha256:${createHash('sha256').update(body).digest('hex')}`
    const said = version.startsWith('sha256:') ? version : response.headers.get('docker-content-digest')
    if (said?.startsWith('sha256:') && said !== digest)
      throw problem('HF_REGISTRY_INVALID', `${registry} sent a manifest with digest ${digest} for ${said}`, place)
    return { body, contentType: (response.headers.get('content-type') ?? '').split(';')[0]!.trim(), digest }
  }

  /** A small document, of which nothing is known, and the pages on which it goes on. @param what below the repository. @throws as `manifest` */
  async *pages(reference: Reference, what: string, place: string): AsyncGenerator<Uint8Array> {
    let next: string | null = what
    for (let pages = 0; next !== null && pages < MOST_PAGES; pages++) {
      const answer: Answer = await this.#found(reference, next, place)
      next = nextPage(answer.headers.get('link'), urlOf(reference, ''), next)
      yield readCapped(answer, reference.registry, place)
    }
  }

  /**
   * The bytes of a blob, which are those of its digest once the last has come.
   * @param size in bytes, as the manifest has it
   * @param place for errors
   * @throws as `manifest`; HF_REGISTRY_INVALID also at the end, when what came is something else
   */
  async *blob(reference: Reference, digest: string, size: number, place: string): AsyncGenerator<Uint8Array> {
    const { registry } = reference
    const response = await this.#found(reference, `blobs/${digest}`, place)
    const wrong = (what: string) => problem('HF_REGISTRY_INVALID', `${registry} sent ${what} for ${digest}`, place)
    const hash = createHash('sha256')
    let had = 0
    for await (const chunk of bodyOf(response, registry, place)) {
      had += chunk.byteLength
      if (had > size) throw wrong(`more than ${size} bytes`)
      hash.update(chunk)
      yield chunk
    }
    if (had < size) throw wrong(`${had} of ${size} bytes`)
    const digestOfIt = `sha256:${hash.digest('hex')}`
    if (digestOfIt !== digest) throw wrong(`a blob with digest ${digestOfIt}`)
  }

  /**
   * A request that writes, and its answer if the registry takes it.
   * @param where below the repository, or where the registry has said
   * @throws HF_REGISTRY_UNAUTHORIZED, HF_REGISTRY_INVALID, HF_REGISTRY_UNAVAILABLE
   */
  async write(reference: Reference, where: string | URL, init: Sent, place: string): Promise<Answer> {
    const url = typeof where === 'string' ? urlOf(reference, where) : where
    // Credentials are for the registry itself.
    if (url.origin !== urlOf(reference, '').origin)
      throw problem('HF_REGISTRY_INVALID', `${reference.registry} wants it written to ${url.host}`, place)
    const response = await this.#authorized(url, reference, place, init)
    if (response.ok || (init.method === 'HEAD' && response.status === 404)) return response
    await response.drop()
    throw problem('HF_REGISTRY_INVALID', `${reference.registry} answered ${response.status}`, place)
  }

  async #found(reference: Reference, what: string, place: string): Promise<Answer> {
    const { registry, repository } = reference
    const response = await this.#authorized(urlOf(reference, what), reference, place)
    if (response.ok) return response
    await response.drop()
    if (response.status === 404)
      throw problem('HF_REGISTRY_NOT_FOUND', `${registry} has no ${repository} with ${what.split('/')[1]}`, place)
    throw problem('HF_REGISTRY_INVALID', `${registry} answered ${response.status}`, place)
  }

  async #authorized(url: URL, reference: Reference, place: string, init: Sent = {}): Promise<Answer> {
    const { registry, repository } = reference
    const key = `${registry}/${repository}`
    const first = await this.#request(url, this.#authorization.get(key), place, init)
    // What another host wants to be told is between it and whoever led there.
    if (first.status !== 401 || new URL(first.url).origin !== url.origin)
      return refusePermission(first, registry, place)
    await first.drop()
    const challenge = parseChallenge(first.headers.get('www-authenticate'))
    if (challenge === null) throw problem('HF_REGISTRY_UNAUTHORIZED', `${registry} does not say what it wants`, place)
    const credentials = await this.#credentialsFor(registry)
    const authorization = await this.#answer(challenge, credentials, registry, repository, place)
    const second = await this.#request(url, authorization, place, init)
    if (second.status === 401 && new URL(second.url).origin === url.origin) {
      await second.drop()
      throw problem('HF_REGISTRY_UNAUTHORIZED', unauthorized(registry, credentials), place)
    }
    this.#authorization.set(key, authorization)
    return refusePermission(second, registry, place)
  }

  async #answer(
    challenge: Challenge,
    credentials: Credentials | null,
    registry: string,
    repository: string,
    place: string,
  ): Promise<string> {
    const basic = credentials === null ? undefined : basicOf(credentials)
    if (challenge.scheme === 'basic') {
      if (basic === undefined) throw problem('HF_REGISTRY_UNAUTHORIZED', unauthorized(registry, null), place)
      return basic
    }
    const { realm, parameters } = challenge
    if (realm.protocol !== 'https:' && !isLoopback(realm.host))
      throw problem('HF_REGISTRY_UNAUTHORIZED', `${registry} wants a token from ${realm.origin}, without TLS`, place)
    const url = new URL(realm)
    if (parameters.service !== undefined) url.searchParams.set('service', parameters.service)
    url.searchParams.set('scope', parameters.scope ?? `repository:${repository}:pull`)
    const response =
      credentials !== null && credentials.identityToken !== ''
        ? await this.#exchange(url, credentials.identityToken, place)
        : await this.#request(url, basic, place)
    if (!response.ok) {
      await response.drop()
      throw problem('HF_REGISTRY_UNAUTHORIZED', unauthorized(registry, credentials), place)
    }
    return `Bearer ${tokenOf(await readCapped(response, realm.host, place), realm.host, place)}`
  }

  /** The OAuth2 way, for an identity token (distribution's "oauth" document). */
  #exchange(url: URL, refreshToken: string, place: string): Promise<Answer> {
    const form = new URLSearchParams(url.searchParams)
    form.set('grant_type', 'refresh_token')
    form.set('refresh_token', refreshToken)
    form.set('client_id', 'holdfast')
    return this.#request(new URL(url.pathname, url), undefined, place, { method: 'POST', body: form })
  }

  async #request(url: URL, authorization: string | undefined, place: string, init: Sent = {}): Promise<Answer> {
    const headers = { accept: ACCEPT, ...init.headers, ...(authorization === undefined ? {} : { authorization }) }
    let response: Answer
    try {
      response = await idleFetch(url, { ...init, headers }, this.#timeoutMs)
    } catch (cause) {
      throw problem('HF_REGISTRY_UNAVAILABLE', `${url.host} does not answer: ${reason(cause)}`, place, cause)
    }
    if (response.status < 500 && response.status !== 429) return response
    await response.drop()
    throw problem('HF_REGISTRY_UNAVAILABLE', `${url.host} answered ${response.status}`, place)
  }
}

function urlOf({ registry, repository }: Reference, what: string): URL {
  const host = registry === DOCKER_HUB ? HUB_HOST : registry
  return new URL(`${isLoopback(host) ? 'http' : 'https'}://${host}/v2/${repository}/${what}`)
}

function refusePermission(response: Answer, registry: string, place: string): Answer {
  if (response.status !== 403 && response.status !== 401) return response
  throw problem('HF_REGISTRY_UNAUTHORIZED', `${registry} does not allow it`, place)
}

/** Whether a host, with or without port, is this machine: there Docker speaks plain HTTP too. */
function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host)
}

async function* bodyOf(response: Answer, host: string, place: string): AsyncGenerator<Uint8Array> {
  const chunks = response.body()
  try {
    for (;;) {
      let next: IteratorResult<Uint8Array>
      try {
        next = await chunks.next()
      } catch (cause) {
        throw problem('HF_REGISTRY_UNAVAILABLE', `${host} broke off: ${reason(cause)}`, place, cause)
      }
      if (next.done === true) return
      yield next.value
    }
  } finally {
    await chunks.return(undefined)
  }
}

async function readCapped(response: Answer, host: string, place: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of bodyOf(response, host, place)) {
    size += chunk.byteLength
    if (size > MAX_BYTES) throw problem('HF_REGISTRY_INVALID', `${host} sent more than 4 MiB`, place)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tokenOf(body: Uint8Array, host: string, place: string): string {
  try {
    const answer = JSON.parse(Buffer.from(body).toString('utf8')) as { token?: unknown; access_token?: unknown }
    const token = answer.token ?? answer.access_token
    if (typeof token === 'string' && /^[\x21-\x7e]+$/.test(token)) return token
  } catch {
    // Falls through: the parser's message would quote a token.
  }
  throw problem('HF_REGISTRY_INVALID', `${host} sent no token`, place)
}

function basicOf({ user, password }: Credentials): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

function unauthorized(registry: string, credentials: Credentials | null): string {
  return credentials === null
    ? `${registry} wants credentials, and ~/.docker/config.json holds none for it; run "docker login ${registry}"`
    : `${registry} does not accept the credentials for ${JSON.stringify(credentials.user)}`
}

function reason(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  const inner = cause.cause
  return inner instanceof Error ? ((inner as NodeJS.ErrnoException).code ?? inner.message) : cause.message
}

function problem(code: ErrorCode, message: string, place: string, cause?: unknown): HoldfastError {
  return new HoldfastError(code, message, { place, cause })
}
