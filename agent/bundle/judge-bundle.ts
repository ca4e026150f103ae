/**
 * What of a bundle is for this device, and whether it is all there.
 *
 * Invariant: nothing is changed by it; what is returned is what the signed target names, and a blob that was cut or
 * swapped is found here, before anything of the bundle counts.
 */
import type { ImageSource } from '../../machines/image-source.ts'
import type { EnginePort } from '../../machines/ports.ts'
import type { BundleReader } from '../../protocol/bundle-reader.ts'
import type { CheckedTarget } from '../../protocol/check-target.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { parseTopic } from '../../protocol/topics.ts'
import type { Inbound, Looking } from '../ingress/mqtt-ingress.ts'

export type InboundTarget = Extract<Inbound, { kind: 'target' }>
/** What a message would be, judged as one of the broker's. @throws as `read` of the ingress */
export type Examine = (topic: string, payload: Uint8Array) => Inbound | Looking

export function isTrust({ topic }: { topic: string }): boolean {
  return parseTopic(topic)?.leaf === 'trust'
}

/** Its one target. @throws HF_BUNDLE_INVALID; as {@link Examine} */
export function targetIn({ messages }: Pick<BundleReader, 'messages'>, examine: Examine): InboundTarget {
  const targets = messages
    .map(({ topic, payload }) => examine(topic, payload))
    .filter((inbound) => inbound.kind === 'target')
  const [target, ...more] = targets
  if (target === undefined) throw new HoldfastError('HF_BUNDLE_INVALID', 'holds no target')
  if (more.length > 0) throw new HoldfastError('HF_BUNDLE_INVALID', 'holds several targets')
  return target
}

/** "linux/amd64" */
export async function platformOf(engine: Pick<EnginePort, 'info'>): Promise<string> {
  const { os, architecture } = await engine.info()
  return `${os}/${architecture}`
}

/** All that the engine lacks is in it, whole. @throws HF_BUNDLE_INVALID, HF_BUNDLE_UNREADABLE, HF_ENGINE_UNAVAILABLE */
export async function checkImages(
  reader: BundleReader,
  { release }: CheckedTarget,
  { engine, platform, signal }: { engine: Pick<EnginePort, 'hasImage'>; platform: string; signal: AbortSignal },
): Promise<void> {
  for (const image of new Set(release.services.map((service) => service.image))) {
    if (await engine.hasImage(image)) continue
    const found = await reader.image(image, platform)
    if (found === null) throw new HoldfastError('HF_BUNDLE_INVALID', `holds no image for ${platform}`, { place: image })
    const digests = found.layers.map(({ digest }) => digest)
    await reader.verify(digests, signal)
  }
}

/** An image as the engine is given it; null when it is not in the bundle. @throws HF_BUNDLE_UNREADABLE, HF_BUNDLE_INVALID */
export async function imageIn(reader: BundleReader, image: string, platform: string): Promise<ImageSource | null> {
  const found = await reader.image(image, platform)
  if (found === null) return null
  const { manifests, config, layers } = found
  return {
    manifests,
    config,
    layers: layers.map(({ digest, size }) => ({ digest, bytes: size, open: () => reader.blob(digest) })),
  }
}
