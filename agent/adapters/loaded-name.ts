/**
 * What an image is called that was loaded, not pulled.
 *
 * An engine knows by `repository@sha256:…` only what it has pulled itself. So a loaded image gets a tag of ours,
 * and is found by that when the engine does not know its digest.
 *
 * Invariant: pure; two references never share a name, and no registry answers for it.
 */
import { createHash } from 'node:crypto'

/** No registry: nobody can pull or push by it. */
const OURS = 'holdfast.local'

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
/** Of Docker's, the host included. */
const LONGEST_NAME = 255

export interface LoadedName {
  repository: string
  tag: string
  /** "repository:tag" */
  reference: string
}

/** @param image "repository@sha256:…" */
export function loadedName(image: string): LoadedName {
  const [name = '', digest = ''] = image.split('@')
  // A host may have a port, which no other part of a name can have.
  const readable = name.replace(/^([^/]*):(\d+)\//, '$1_$2/')
  const fits = readable.length + OURS.length < LONGEST_NAME && readable.split('/').every((part) => COMPONENT.test(part))
  const path = fits ? readable : createHash('sha256').update(name).digest('hex')
  const repository = `${OURS}/${path}`
  const tag = digest.replace(':', '-')
  return { repository, tag, reference: `${repository}:${tag}` }
}

/**
 * By which an engine may know an image: the digest that it was pulled by, or the name that it got when it was loaded.
 * @param image "repository@sha256:…", or "sha256:…", the engine's own id
 */
export function engineNames(image: string): string[] {
  return image.startsWith('sha256:') ? [image] : [image, loadedName(image).reference]
}

/** What a release calls an image that has a name of ours; any other name as it is, and one that is too long to be told from ours. */
export function pinnedName(name: string): string {
  const [, path, tag] = /^holdfast\.local\/(.+):sha256-([0-9a-f]{64})$/.exec(name) ?? []
  if (path === undefined || /^[0-9a-f]{64}$/.test(path)) return name
  // No host has an underscore.
  return `${path.replace(/^([^/]*)_(\d+)\//, '$1:$2/')}@sha256:${tag}`
}
