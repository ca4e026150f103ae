/**
 * References to images, as Docker writes them.
 *
 * Invariant: `formatReference(parseReference(text))` names the same image as `text`, in full. The grammar
 * is that of github.com/distribution/reference.
 */

export interface Reference {
  /** Host, with its port if it has one. */
  registry: string
  repository: string
  /** Empty when the reference is by digest alone. */
  tag: string
  /** "sha256:…", or empty. */
  digest: string
}

export const DOCKER_HUB = 'docker.io'

const COMPONENT = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*'
const REPOSITORY = new RegExp(`^${COMPONENT}(?:/${COMPONENT})*$`)
const HOST =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[0-9a-fA-F:]+\])(?::\d{1,5})?$/
const TAG = /^\w[\w.-]{0,127}$/
const DIGEST = /^sha256:[0-9a-f]{64}$/

/** The reference, or a sentence that says what is wrong with it. */
export function parseReference(text: string): Reference | string {
  const shown = JSON.stringify(text)
  const at = text.indexOf('@')
  const digest = at < 0 ? '' : text.slice(at + 1)
  if (at >= 0 && !DIGEST.test(digest)) return `${shown} has a digest that is not "sha256:" and 64 hex digits`
  const named = at < 0 ? text : text.slice(0, at)
  const colon = named.lastIndexOf(':')
  const tagged = colon > named.lastIndexOf('/')
  const name = tagged ? named.slice(0, colon) : named
  const tag = tagged ? named.slice(colon + 1) : ''
  if (tagged && !TAG.test(tag)) return `${shown} has a tag that is none`
  const slash = name.indexOf('/')
  const first = slash < 0 ? '' : name.slice(0, slash)
  const hasHost = first !== '' && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
  const registry = hasHost ? (first === 'index.docker.io' ? DOCKER_HUB : first) : DOCKER_HUB
  const path = hasHost ? name.slice(slash + 1) : name
  if (hasHost && !HOST.test(first)) return `${shown} has a registry that is not a host`
  if (path !== path.toLowerCase()) return `${shown} has capitals in its name; a repository is in lower case`
  if (!REPOSITORY.test(path)) return `${shown} is not the name of an image`
  const repository = registry === DOCKER_HUB && !path.includes('/') ? `library/${path}` : path
  if (registry.length + repository.length + 1 > 255) return `${shown} is longer than 255 characters`
  return { registry, repository, tag: tag === '' && digest === '' ? 'latest' : tag, digest }
}

/** In full, with tag and digest as far as there are. */
export function formatReference({ registry, repository, tag, digest }: Reference): string {
  return `${registry}/${repository}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`
}

/** As a release pins it: without the tag. */
export function pinned(reference: Reference, digest: string): string {
  return formatReference({ ...reference, tag: '', digest })
}
