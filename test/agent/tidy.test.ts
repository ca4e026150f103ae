/** What is not needed any more goes; what is needed, or is not ours, never does. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createService, ensureSurroundings } from '../../agent/effects/bring-about.ts'
import { tidy } from '../../agent/effects/tidy.ts'
import type { ReleaseRef } from '../../machines/intent.ts'
import type { Lock } from '../../machines/locks.ts'
import type { Tidying } from '../../machines/update-effects.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { EffectWorld } from './effect-world.ts'

const NEVER = new AbortController().signal

let box: EffectWorld
let images: Record<string, string>

beforeEach(async () => {
  box = await EffectWorld.open()
  images = Object.fromEntries(['v1', 'v2', 'v3', 'shared', 'theirs'].map((name) => [name, box.image(name)]))
})

afterEach(() => box.close())

/** A release of its own image and the shared one, on its own network, with all of it made. */
async function made(version: string, change: { name?: string } = {}): Promise<ReleaseRef> {
  const ref = await box.release({
    name: 'app',
    version,
    services: [
      { name: change.name ?? 'web', image: images[version]!, networks: [{ network: 'net' }], environment: { version } },
      { name: 'db', image: images.shared! },
    ],
    networks: [{ name: 'net', labels: { version } }],
    volumes: [{ name: 'data' }],
  })
  const desired = await box.desired(ref)
  for (const { name, service } of desired.services) {
    await box.world.engine.pull(service.image, () => {}, NEVER)
    await ensureSurroundings(box.world, desired)
    await createService(box.world, desired, name)
  }
  return ref
}

const tidying = (change: Partial<Tidying>): Tidying => ({
  current: null,
  undo: null,
  keepImages: [],
  keepDocuments: [],
  keepContainers: [],
  ...change,
})
const held = async () => {
  const all = Object.entries(images)
  const isHeld = await Promise.all(all.map(([, image]) => box.world.engine.hasImage(image)))
  return all.filter((_, index) => isHeld[index]).map(([name]) => name)
}
const containers = async () =>
  (await box.world.engine.listContainers('box')).map(({ service, image }) => `${service} ${nameOf(image)}`).sort()
const nameOf = (image: string) => Object.entries(images).find(([, reference]) => reference === image)?.[0]

describe('after a commit', () => {
  it('the old containers and network go; the images of the release before stay, as a way back', async () => {
    const [v1, v2, v3] = [await made('v1'), await made('v2'), await made('v3')]
    const keepDocuments = [v3.document, v2.document]
    await tidy(box.world, tidying({ current: v3, undo: v3, keepImages: [v3, v2], keepDocuments }))
    expect(await containers()).toEqual(['db shared', 'web v3'])
    expect(await held()).toEqual(['v2', 'v3', 'shared'])
    expect(await box.world.engine.listNetworks('box')).toHaveLength(1)
    expect(box.documents).toEqual(new Set(keepDocuments))
    expect(await box.world.store.document(v1.document)).toBeNull()
    expect(await box.world.store.document(v2.document)).not.toBeNull()
  })

  it('locks of containers that are gone are over; those of others stay', async () => {
    const [v1, v2] = [await made('v1'), await made('v2')]
    const lockOf = (service: string, spec?: string): Lock => {
      return {
        service,
        owner: service,
        reason: '',
        remainingMs: 1,
        via: 'api',
        ...(spec === undefined ? {} : { spec }),
      }
    }
    const specIn = async (ref: ReleaseRef) =>
      (await box.desired(ref)).services.find(({ name }) => name === 'web')!.specHash.slice(0, 16)
    const [old, young, nobodys] = [lockOf('web', await specIn(v1)), lockOf('web', await specIn(v2)), lockOf('gone')]
    box.leases = [old, young, nobodys]
    await tidy(box.world, tidying({ current: v2, undo: v2, keepImages: [v2], keepDocuments: [v2.document] }))
    expect(box.leases).toEqual([young, nobodys])
  })

  it('volumes stay, whatever becomes of the releases that had them', async () => {
    const [v1, v2] = [await made('v1'), await made('v2')]
    await tidy(box.world, tidying({ current: v2, undo: v2, keepImages: [v2], keepDocuments: [v2.document] }))
    expect(v1.document).not.toBe(v2.document)
    expect(await box.world.engine.listVolumes('box')).toMatchObject([{ name: 'box_data' }])
  })

  it('what is not ours stays', async () => {
    const v1 = await made('v1')
    await box.world.engine.pull(images.theirs!, () => {}, NEVER)
    await tidy(box.world, tidying({ current: v1, keepImages: [v1], keepDocuments: [v1.document] }))
    expect(await held()).toContain('theirs')
  })

  it('twice is as once', async () => {
    const [, v2] = [await made('v1'), await made('v2')]
    const given = tidying({ current: v2, undo: v2, keepImages: [v2], keepDocuments: [v2.document] })
    await tidy(box.world, given)
    const once = [await containers(), await held()]
    await tidy(box.world, given)
    expect([await containers(), await held()]).toEqual(once)
  })
})

describe('after a going back', () => {
  it('what was abandoned goes, with its images, though its document is still the target', async () => {
    const [v1, v2] = [await made('v1'), await made('v2')]
    const keepDocuments = [v1.document, v2.document]
    await tidy(box.world, tidying({ current: v1, undo: v2, keepImages: [v1], keepDocuments }))
    expect(await containers()).toEqual(['db shared', 'web v1'])
    expect(await held()).toEqual(['v1', 'shared'])
    expect(box.documents.size).toBe(2)
  })

  it('to nothing, only what the abandoned release made goes', async () => {
    const [v1, v2] = [await made('v1', { name: 'before' }), await made('v2')]
    await tidy(box.world, tidying({ undo: v2, keepDocuments: [v1.document, v2.document] }))
    expect(await containers()).toContain('before v1')
    expect(await containers()).not.toContain('web v2')
  })

  it('from a release whose document is lost, the rest is tidied all the same', async () => {
    const [v1, v2] = [await made('v1'), await made('v2')]
    await box.world.store.commit([{ op: 'drop-document', id: v2.document }])
    box.nextLife()
    await tidy(box.world, tidying({ current: v1, undo: v2, keepImages: [v1], keepDocuments: [v1.document] }))
    expect(await containers()).toEqual(['db shared', 'web v1'])
    expect([...box.documents]).toEqual([v1.document])
  })
})

describe('what is in doubt stays', () => {
  it('no image goes while nobody can tell what the way back needs', async () => {
    const [v1, v2, v3] = [await made('v1'), await made('v2'), await made('v3')]
    await box.world.store.commit([{ op: 'drop-document', id: v2.document }])
    box.nextLife()
    await tidy(box.world, tidying({ current: v3, keepImages: [v3, v2], keepDocuments: [v3.document, v2.document] }))
    expect(v1.document).not.toBe(v3.document)
    expect(await held()).toEqual(['v1', 'v2', 'v3', 'shared'])
    expect(await containers()).toEqual(['db shared', 'web v3'])
  })

  it('nothing at all goes while the committed release cannot be read', async () => {
    const [v1] = [await made('v1'), await made('v2')]
    await box.world.store.commit([{ op: 'drop-document', id: v1.document }])
    box.nextLife()
    await expect(tidy(box.world, tidying({ current: v1 }))).rejects.toMatchObject({ code: 'HF_STORE_CORRUPT' })
    expect(await containers()).toEqual(['db shared', 'web v1', 'web v2'])
  })

  it('a network that somebody else uses stays, and holds nothing else up', async () => {
    const [v1, v2] = [await made('v1'), await made('v2')]
    box.world.engine.removeNetwork = () => Promise.reject(new HoldfastError('HF_ENGINE_CONFLICT', 'in use'))
    await tidy(box.world, tidying({ current: v2, undo: v2, keepImages: [v2], keepDocuments: [v2.document] }))
    expect(await held()).toEqual(['v2', 'shared'])
    expect([...box.documents]).not.toContain(v1.document)
  })
})
