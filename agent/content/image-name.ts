/**
 * Where an image that a release pins is asked for.
 *
 * Invariant: pure; the grammar is that of github.com/distribution/reference, of what has been checked before.
 */

export interface ImageName {
  /** "docker.io", "registry.example:5000" */
  registry: string
  repository: string
  /** "sha256:…" */
  digest: string
}

const HUB = 'docker.io'

/** @param image "repository@sha256:…", with or without registry and tag */
export function imageName(image: string): ImageName {
  const [named = '', digest = ''] = image.split('@')
  const name = named.replace(/:[^:/]*$/, '')
  const [first = '', ...rest] = name.split('/')
  const hasHost = rest.length > 0 && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
  const registry = hasHost ? (first === 'index.docker.io' ? HUB : first) : HUB
  const path = hasHost ? rest.join('/') : name
  return { registry, repository: registry === HUB && !path.includes('/') ? `library/${path}` : path, digest }
}

/** The host that answers for a registry: Docker's own has another one. */
export function hostOf(registry: string): string {
  return registry === HUB ? 'registry-1.docker.io' : registry
}

/** Whether a host, with or without port, is this machine: there Docker speaks plain HTTP too. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/.test(host)
}
