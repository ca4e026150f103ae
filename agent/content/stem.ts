/**
 * The lower layers of an image as an image of their own: its stem.
 *
 * Invariant: pure; a stem is bound to its layers by digests as every image is, has nothing of the image but those, and is
 * the same each time that it is made.
 */
import type { ImageSource, LayerSource } from '../../machines/image-source.ts'
import { digestOf } from '../adapters/image-parts.ts'
import { imageName } from './image-name.ts'

/** To be loaded and still to come: below this a load of its own costs more time than it saves. */
export const WORTH_LOADING_BYTES = 4 * 1024 * 1024

export interface Stem {
  /** "repository@sha256:…" */
  image: string
  ids: string[]
  source: ImageSource
}

/**
 * @param held so many layers the engine has
 * @param count so many layers are here, the lowest first
 */
export function isWorthLoading(
  layers: readonly { bytes: number }[],
  held: number,
  count: number,
  worthBytes: number,
): boolean {
  const bytes = (from: number, to: number): number =>
    layers.slice(from, to).reduce((sum, layer) => sum + layer.bytes, 0)
  return bytes(held, count) >= worthBytes && bytes(count, layers.length) >= worthBytes
}

/**
 * @param image what it is the stem of
 * @param source of that image; its documents have been checked
 * @param held so many of its layers the engine has
 * @param count so many it is to have
 */
export function stemOf(image: string, source: ImageSource, held: number, count: number): Stem {
  const whole = JSON.parse(textOf(source.config)) as { rootfs: { diff_ids: string[] } }
  const { architecture, os, variant } = whole as { architecture?: string; os?: string; variant?: string }
  const config = bytesOf({
    architecture,
    os,
    variant,
    // Two images may have the same lower layers, and each is to be rid of its own.
    config: { Labels: { 'io.holdfast.stem-of': imageName(image).digest } },
    rootfs: { type: 'layers', diff_ids: whole.rootfs.diff_ids.slice(0, count) },
  })
  const manifest = JSON.parse(textOf(source.manifests.at(-1) as Uint8Array)) as { config: object; layers: object[] }
  const own = bytesOf({
    ...manifest,
    config: { ...manifest.config, digest: digestOf(config), size: config.length },
    layers: manifest.layers.slice(0, count),
    annotations: undefined,
  })
  const { registry, repository } = imageName(image)
  const stem = { manifests: [own], config, layers: withoutLowest(source.layers, held).slice(0, count) }
  return { image: `${registry}/${repository}@${digestOf(own)}`, ids: idsOf(stem), source: stem }
}

/** By which an engine may know an image that has no name: the digests of its documents. */
export function idsOf({ manifests, config }: Pick<ImageSource, 'manifests' | 'config'>): string[] {
  return [...manifests, config].map(digestOf)
}

/** The engine has so many of them. */
export function withoutLowest(layers: readonly LayerSource[], count: number): LayerSource[] {
  return layers.map((layer, index) => (index < count ? { ...layer, open: null } : layer))
}

function textOf(bytes: Uint8Array): string {
  // As who checks the documents reads them: without a byte order mark.
  return new TextDecoder().decode(bytes)
}

function bytesOf(value: object): Uint8Array {
  return Buffer.from(JSON.stringify(value))
}
