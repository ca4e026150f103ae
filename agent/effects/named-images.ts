/**
 * Images that the signed targets of this device name.
 *
 * Invariant: only of documents that the device holds and whose signatures count; one that cannot be read names none. They are
 * opened once, until the device holds others.
 */
import { faultOf } from '../../protocol/errors.ts'
import type { Releases } from './releases.ts'

export function namedImages(
  releases: Pick<Releases, 'load'>,
  documents: ReadonlySet<string>,
): () => Promise<ReadonlySet<string>> {
  const opened = new Map<string, Promise<readonly string[]>>()
  return async () => {
    for (const document of opened.keys()) if (!documents.has(document)) opened.delete(document)
    const all = [...documents].map((document) => {
      const known = opened.get(document) ?? imagesIn(releases, document, () => opened.delete(document))
      opened.set(document, known)
      return known
    })
    return new Set((await Promise.all(all)).flat())
  }
}

async function imagesIn(
  releases: Pick<Releases, 'load'>,
  document: string,
  unread: () => void,
): Promise<readonly string[]> {
  const images: string[] = []
  for (const arm of ['release', 'fallback'] as const)
    try {
      const { release } = await releases.load({ document, arm })
      images.push(...release.services.map(({ image }) => image))
    } catch (error) {
      // A target need not name a fallback; whatever else it is may be over when it is asked next.
      if (faultOf(error).code !== 'HF_TARGET_INVALID') unread()
    }
  return images
}
