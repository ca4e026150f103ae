/**
 * The images that a simulated engine has.
 *
 * Invariant: an image is there as long as a reference names it; layers are shared, so what an image takes
 * of the disk is what no other image has.
 */
import { type ImageRecord, Refusal, type World } from './engine-types.ts'

/** By reference, id, or prefix of the id. */
export function findImage(world: World, key: string): ImageRecord | null {
  for (const image of world.state.images.values())
    if (image.id === key || image.references.includes(key) || image.references.includes(`${key}:latest`)) return image
  if (/^(sha256:)?[0-9a-f]{12,}$/.test(key))
    for (const image of world.state.images.values())
      if (image.id.startsWith(key) || image.id.startsWith(`sha256:${key}`)) return image
  return null
}

/** Adds it, or its references to the one that has its id. */
export function holdImage(world: World, image: ImageRecord): void {
  const held = world.state.images.get(image.id)
  const references = [...new Set([...(held?.references ?? []), ...image.references])]
  world.state.images.set(image.id, { ...image, references })
  for (const name of image.references) world.tell('image', 'pull', name, { name: name.split('@')[0] ?? name })
}

/** What the engine says that it removed. @throws 404, 409 while a container is made from it */
export function dropImage(world: World, key: string, force: boolean): ({ Untagged: string } | { Deleted: string })[] {
  const image = findImage(world, key)
  if (image === null) throw new Refusal(404, `No such image: ${key}`)
  const byId = !image.references.includes(key)
  const left = byId ? [] : image.references.filter((reference) => reference !== key)
  const gone = image.references.filter((reference) => !left.includes(reference))
  const user = [...world.state.containers.values()].find(({ imageId }) => imageId === image.id)
  if (left.length === 0 && user !== undefined && (!force || user.run !== null))
    throw new Refusal(
      409,
      `conflict: unable to remove repository reference "${key}" (must force) - container ${user.id.slice(0, 12)} is using its referenced image ${image.id.slice(7, 19)}`,
    )
  if (left.length === 0) world.state.images.delete(image.id)
  else world.state.images.set(image.id, { ...image, references: left })
  for (const name of gone) world.tell('image', 'untag', image.id, { name })
  if (left.length > 0) return gone.map((name) => ({ Untagged: name }))
  world.tell('image', 'delete', image.id, { name: image.id })
  return [...gone.map((name) => ({ Untagged: name })), { Deleted: image.id }]
}

/** Digests of the layers that are there. */
export function heldLayers(world: World): Set<string> {
  return new Set([...world.state.images.values()].flatMap((image) => image.layers.map((layer) => layer.digest)))
}

/** Bytes that all layers take together. */
export function imageBytes(world: World): number {
  const bytes = new Map<string, number>()
  for (const image of world.state.images.values())
    for (const layer of image.layers) bytes.set(layer.digest, layer.bytes)
  return [...bytes.values()].reduce((sum, each) => sum + each, 0)
}
