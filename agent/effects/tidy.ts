/**
 * Removing what is not needed any more.
 *
 * Invariant: only what carries this device's label, or an image that one of our own documents names; never a
 * volume; never what the releases to keep still need.
 */
import type { Desired, DesiredService } from '../../machines/desired.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import { isHolder } from '../../machines/locks.ts'
import type { Container } from '../../machines/ports.ts'
import { currentOf, isActive } from '../../machines/situation.ts'
import type { Tidying } from '../../machines/update-effects.ts'
import { faultOf } from '../../protocol/errors.ts'
import { madeBy } from './bring-about.ts'
import type { World } from './world.ts'

export async function tidy(world: World, tidying: Tidying): Promise<void> {
  const { current, undo, keepImages, keepDocuments, keepContainers } = tidying
  // Taken before the first await: a document that arrives from now on is not ours to judge.
  const kept = [...keepDocuments, ...world.heldDocuments()]
  const spare = [...world.documents].filter((document) => !kept.includes(document))
  const keep = current === null ? null : (await world.releases.load(current)).desired
  const undone = undo === null ? null : ((await ifThere(world.releases.load(undo)))?.desired ?? null)

  // Before the list: who takes one from now on is not on it.
  const held = world.leases()
  const stay = await removeContainers(world, keep, undone, keepContainers)
  for (const lease of held)
    if (lease.spec !== undefined && !stay.some((container) => isHolder(lease, container))) await world.endLease(lease)
  // Nobody knows which of them the containers that stay are on.
  if (keepContainers.length === 0) await removeNetworks(world, keep, undone)
  // Of all documents, also of those that are kept: one may be the target still, and refused.
  await removeImages(world, keepImages, [...(undo === null ? [] : [undo.document]), ...world.documents])
  if (spare.length > 0) {
    await world.store.commit(spare.map((id) => ({ op: 'drop-document', id })))
    for (const document of spare) world.documents.delete(document)
  }
}

/** @returns those that stay */
async function removeContainers(
  world: World,
  keep: Desired | null,
  undone: Desired | null,
  staying: readonly string[],
): Promise<Container[]> {
  const containers = await world.engine.listContainers(world.device)
  const gone =
    keep === null
      ? undone === null
        ? []
        : madeBy(undone, containers)
      : containers.filter((container) => !keep.services.some((service) => isKept(service, container)))
  const going = gone.filter(({ id }) => !staying.includes(id))
  for (const { id } of going) await world.engine.removeContainer(id)
  const stay = containers.filter((one) => !going.includes(one))
  await world.secrets.keepOnly(stay.map(({ specHash }) => specHash))
  return stay
}

/** Of a service that lacks a secret nothing that runs could be made anew. */
function isKept(service: DesiredService, container: Container): boolean {
  if (currentOf(service, [container]) !== undefined) return true
  return service.lacks.length > 0 && container.service === service.name && isActive(container)
}

async function removeNetworks(world: World, keep: Desired | null, undone: Desired | null): Promise<void> {
  const kept = new Set(keep?.networks.map((spec) => spec.name))
  const candidates = keep === null ? new Set(undone?.networks.map((spec) => spec.name)) : null
  for (const name of await world.engine.listNetworks(world.device)) {
    if (!kept.has(name) && (candidates === null || candidates.has(name))) await removeUnlessUsed(world, name)
  }
}

/** Somebody else's container may be on it: it stays until the next tidying, and nothing else because of it. */
async function removeUnlessUsed(world: World, network: string): Promise<void> {
  try {
    await world.engine.removeNetwork(network)
  } catch (error) {
    if (faultOf(error).code !== 'HF_ENGINE_CONFLICT') throw error
  }
}

async function removeImages(world: World, keep: readonly ReleaseRef[], documents: readonly string[]): Promise<void> {
  const named = new Map<string, Awaited<ReturnType<World['releases']['images']>> | null>()
  for (const document of new Set([...keep.map((ref) => ref.document), ...documents]))
    named.set(document, await ifThere(world.releases.images(document)))
  const kept = keep.map(({ document, arm }) => named.get(document)?.[arm] ?? null)
  // What is needed of one cannot be told any more: then nothing is to spare.
  if (kept.includes(null)) return
  const needed = new Set(kept.flat())
  const images = documents.flatMap((document) => Object.values(named.get(document) ?? {}).flat())
  for (const image of new Set(images)) if (image !== null && !needed.has(image)) await world.engine.removeImage(image)
}

/** A document that cannot be read names nothing that could be removed. */
async function ifThere<T>(read: Promise<T>): Promise<T | null> {
  try {
    return await read
  } catch (error) {
    const { code } = faultOf(error)
    if (code === 'HF_STORE_CORRUPT' || code === 'HF_TARGET_INVALID' || code === 'HF_SIGNATURE_INVALID') return null
    throw error
  }
}
