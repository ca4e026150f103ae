/**
 * What files of the content store are called.
 *
 * Invariant: pure; a blob, its part and the list of an image never share a name, and a name says its digest.
 */

const FILE = /^sha256-([0-9a-f]{64})(|\.part|\.image)$/

export interface Named {
  digest: string
  kind: 'blob' | 'part' | 'image'
}

/** Of a whole blob. */
export function nameOf(digest: string): string {
  return digest.replace(':', '-')
}

export function partName(digest: string): string {
  return `${nameOf(digest)}.part`
}

/** Of the list of blobs that the image with this digest needs. */
export function listName(digest: string): string {
  return `${nameOf(digest)}.image`
}

/** Of the old layers that a delta for this image is applied to. No list names it: what a cut leaves of it is garbage. */
export function baseName(digest: string): string {
  return `${nameOf(digest)}.base`
}

/** Null: it is none of ours. */
export function readName(name: string): Named | null {
  const [, hex, suffix] = FILE.exec(name) ?? []
  if (hex === undefined) return null
  return { digest: `sha256:${hex}`, kind: suffix === '' ? 'blob' : suffix === '.part' ? 'part' : 'image' }
}
