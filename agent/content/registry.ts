/**
 * Asking a registry, or a mirror, for a manifest or a blob (OCI distribution specification).
 *
 * Invariant: credentials and tokens go to the place that they are for, or to the token service that it names over HTTPS or on
 * this machine, and a password to no service that was named without either; never along with a redirection to another host, nor
 * to whom that one names. A place with TLS does not lead to one without.
 */
import { readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { type ErrorCode, HoldfastError } from '../../protocol/errors.ts'
import { type Challenge, parseChallenge } from '../../protocol/registry-challenge.ts'
import type { ProxySources } from '../reach/proxy-rule.ts'
import { isLoopback } from './image-name.ts'
import type { Place } from './places.ts'
import { codeOf } from './range-answer.ts'
import { basicIn, secretNameOf } from './registry-secret.ts'
import type { Asking, Transport } from './transport.ts'

export interface Wish {
  place: Place
  repository: string
  /** "manifests/sha256:…", "blobs/sha256:…" */
  path: string
  headers: Record<string, string>
  signal: AbortSignal
  /** The image, for errors. */
  image: string
  /** As `Asking.least`. */
  least?: number
}

/** As much of an answer as counts, beside its bytes. */
export type Answer = Pick<IncomingMessage, 'statusCode' | 'headers' | 'complete'> & { destroy(): unknown }

export interface Given {
  answer: Answer
  pieces: AsyncGenerator<Uint8Array>
}

const MOST_REDIRECTIONS = 5
const LONGEST_TOKEN_BYTES = 256 * 1024

export class Registry {
  readonly #transport: Transport
  readonly #targetProxy: ProxySources['targetProxy']
  readonly #secret: (name: string) => string | null
  /** What a place has accepted, by place and repository. */
  readonly #accepted = new Map<string, string>()

  /** @param secret of the device, by its name; null: it has none */
  constructor(
    transport: Transport,
    targetProxy?: ProxySources['targetProxy'],
    secret: (name: string) => string | null = () => null,
  ) {
    this.#transport = transport
    this.#targetProxy = targetProxy
    this.#secret = secret
  }

  /** The answer, of whatever status but those that are dealt with here. @throws HF_REGISTRY_…, HF_CANCELLED, HF_FILE_UNREADABLE */
  async get(wish: Wish): Promise<Given> {
    const { place, repository, path } = wish
    const key = `${place.origin.origin}/${repository}`
    const url = new URL(`/v2/${repository}/${path}`, place.origin)
    const first = await this.#following(wish, url, this.#accepted.get(key))
    // Some say so of a token that has grown old.
    if (first.answer.statusCode === 403 && first.isAtHome) this.#accepted.delete(key)
    // What another host wants to be told is between it and whoever led there.
    if (first.answer.statusCode !== 401 || !first.isAtHome) return first
    first.answer.destroy()
    this.#accepted.delete(key)
    const challenge = parseChallenge(first.answer.headers['www-authenticate'] ?? null)
    if (challenge === null) throw fault(wish, 'HF_REGISTRY_UNAUTHORIZED', 'does not say what it wants')
    const basic = this.#secretOf(wish) ?? (await basicOf(place))
    const authorization = await this.#answerTo(challenge, basic, wish)
    const second = await this.#following(wish, url, authorization)
    if (second.answer.statusCode === 401 && second.isAtHome) {
      second.answer.destroy()
      throw fault(wish, 'HF_REGISTRY_UNAUTHORIZED', refusal(place, basic))
    }
    this.#accepted.set(key, authorization)
    return second
  }

  async #following(wish: Wish, start: URL, authorization: string | undefined): Promise<Given & { isAtHome: boolean }> {
    let url = start
    for (let times = 0; times <= MOST_REDIRECTIONS; times++) {
      const isAtHome = url.origin === start.origin
      const given = await this.#ask(wish, url, {
        ...wish.headers,
        ...(isAtHome && authorization !== undefined ? { authorization } : {}),
      })
      const { statusCode = 0, headers } = given.answer
      if (![301, 302, 303, 307, 308].includes(statusCode)) return { ...given, isAtHome }
      given.answer.destroy()
      const next = URL.canParse(headers.location ?? '', url.href) ? new URL(headers.location ?? '', url.href) : null
      if (next === null || !/^https?:$/.test(next.protocol))
        throw fault(wish, 'HF_REGISTRY_INVALID', 'leads to nowhere')
      if (url.protocol === 'https:' && next.protocol === 'http:')
        throw fault(wish, 'HF_REGISTRY_INVALID', `leads to ${next.host}, without TLS`)
      url = next
    }
    throw fault(wish, 'HF_REGISTRY_INVALID', 'leads from one place to the next')
  }

  async #ask({ place, signal, image, least }: Wish, url: URL, headers: Record<string, string>): Promise<Given> {
    const ca = place.caFile === undefined ? undefined : await readFileOf(place.caFile)
    // The owner's word goes before the device's own.
    const proxy = isLoopback(url.host) ? null : (this.#targetProxy?.() ?? place.proxy)
    const asking: Asking = { url, headers, ca, proxy, signal, place: image, least }
    const answer = await this.#transport.get(asking)
    return { answer, pieces: this.#transport.pieces(answer, asking) }
  }

  /** What the owner signed goes before the device's own. */
  #secretOf(wish: Wish): string | null {
    const name = secretNameOf(wish.place.host)
    const secret = name === null ? null : this.#secret(name)
    if (secret === null) return null
    const basic = basicIn(secret)
    if (basic !== null) return basic
    throw fault(wish, 'HF_REGISTRY_UNAUTHORIZED', `wants credentials, and the secret "${name}" is not "user:password"`)
  }

  async #answerTo(challenge: Challenge, basic: string | null, wish: Wish): Promise<string> {
    if (challenge.scheme === 'basic') {
      if (basic === null) throw fault(wish, 'HF_REGISTRY_UNAUTHORIZED', refusal(wish.place, basic))
      if (!isPrivate(wish.place.origin)) throw fault(wish, 'HF_REGISTRY_UNAUTHORIZED', 'wants a password, without TLS')
      return basic
    }
    const { realm, parameters } = challenge
    if (!isPrivate(realm))
      throw fault(wish, 'HF_REGISTRY_UNAUTHORIZED', `wants a token from ${realm.origin}, without TLS`)
    // Whoever stands between could name a service of his own.
    if (basic !== null && !isPrivate(wish.place.origin))
      throw fault(wish, 'HF_REGISTRY_UNAUTHORIZED', `wants a password told to ${realm.origin}, and says so without TLS`)
    const url = new URL(realm)
    if (parameters.service !== undefined) url.searchParams.set('service', parameters.service)
    url.searchParams.set('scope', parameters.scope ?? `repository:${wish.repository}:pull`)
    const { answer, pieces } = await this.#ask(wish, url, basic === null ? {} : { authorization: basic })
    const { statusCode = 0 } = answer
    if (statusCode !== 200) {
      answer.destroy()
      const code = codeOf(statusCode)
      throw fault(
        wish,
        code === 'HF_REGISTRY_UNAVAILABLE' ? code : 'HF_REGISTRY_UNAUTHORIZED',
        refusal(wish.place, basic),
      )
    }
    const token = tokenIn(await readCapped(pieces, LONGEST_TOKEN_BYTES))
    if (token === null)
      throw fault(wish, 'HF_REGISTRY_INVALID', `has a token service, ${realm.host}, that sent no token`)
    return `Bearer ${token}`
  }
}

/** All of it, or null when there is more than `most`. */
export async function readCapped(pieces: AsyncGenerator<Uint8Array>, most: number): Promise<Buffer | null> {
  const all: Uint8Array[] = []
  let size = 0
  for await (const piece of pieces) {
    size += piece.length
    if (size > most) return null
    all.push(piece)
  }
  return Buffer.concat(all)
}

function tokenIn(body: Buffer | null): string | null {
  try {
    const { token, access_token } = JSON.parse(body?.toString() ?? '') as { token?: unknown; access_token?: unknown }
    const given = token ?? access_token
    return typeof given === 'string' && /^[\x21-\x7e]+$/.test(given) ? given : null
  } catch {
    // The parser's message would quote a token.
    return null
  }
}

async function basicOf({ username, passwordFile }: Place): Promise<string | null> {
  if (username === undefined || passwordFile === undefined) return null
  const password = (await readFileOf(passwordFile)).replace(/\r?\n$/, '')
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

async function readFileOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be read', { place: path, cause })
  }
}

function isPrivate(url: URL): boolean {
  return url.protocol === 'https:' || isLoopback(url.host)
}

/** @param basic what it was told; null: nothing */
function refusal({ host }: Place, basic: string | null): string {
  const [, words = ''] = basic?.split(' ') ?? []
  const user = Buffer.from(words, 'base64').toString().split(':')[0]
  return basic === null
    ? `wants credentials, and neither the secrets nor the configuration of the device hold any for ${host}`
    : `does not accept the credentials for ${JSON.stringify(user)}`
}

function fault({ place, image }: Wish, code: ErrorCode, message: string): HoldfastError {
  return new HoldfastError(code, `${place.origin.host} ${message}`, { place: image })
}
