/**
 * A registry that holds one image, for the crash explorer of the content store.
 *
 * Invariant: it answers at once and without end, ranges included; each piece that it gives is told.
 */
import type { Given, Registry, Wish } from '../../agent/content/registry.ts'

/** What a registry holds of one image. */
export interface HeldImage {
  /** Of its manifest. */
  digest: string
  /** Every blob and the manifest, by digest. */
  blobs: ReadonlyMap<string, Buffer>
  /** What refers to it; left out: nothing does. */
  referrers?: Buffer
}

const PIECE = 64 * 1024
const ANSWER = { headers: {}, complete: true, destroy() {} }

/** @param onSent hears what goes over the network of blobs and manifests */
export function registryOf(image: HeldImage, onSent: (bytes: number) => void): Pick<Registry, 'get'> {
  return {
    get: async ({ path, headers }: Wish): Promise<Given> => {
      const bytes = path.startsWith('referrers/') ? image.referrers : image.blobs.get(path.split('/')[1] ?? '')
      if (bytes === undefined) return { answer: { ...ANSWER, statusCode: 404 }, pieces: (async function* () {})() }
      const from = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0)
      const rest = bytes.subarray(from)
      const said = from === 0 ? {} : { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
      return {
        answer: { ...ANSWER, statusCode: from === 0 ? 200 : 206, headers: said },
        pieces: (async function* () {
          for (let at = 0; at < rest.length; at += PIECE) {
            const piece = rest.subarray(at, at + PIECE)
            onSent(piece.length)
            yield piece
          }
        })(),
      }
    },
  }
}
