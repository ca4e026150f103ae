/** What a tidying asks for, of which there is much: each thing once. */
import { describe, expect, it } from 'vitest'
import type { ReleaseRef } from '../../machines/intent.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Releases } from './releases.ts'
import { tidy } from './tidy.ts'
import type { World } from './world.ts'

type Images = Awaited<ReturnType<Releases['images']>>

const NAMED: Record<string, Images> = {
  new: { release: ['web:3', 'db:1'], fallback: ['web:2', 'db:1'] },
  old: { release: ['web:2', 'db:1'], fallback: ['web:1', 'db:1'] },
  first: { release: ['web:1', 'db:1', 'mail:1'], fallback: null },
}

/** A world with these documents, and what a tidying has removed and read there. */
function world(documents: readonly string[]) {
  const removed: string[] = []
  const read: string[] = []
  const around = {
    documents: new Set(documents),
    heldDocuments: () => documents,
    leases: () => [],
    secrets: { keepOnly: async () => {} },
    engine: {
      listContainers: async () => [],
      listNetworks: async () => [],
      removeImage: async (image: string) => removed.push(image),
    },
    releases: {
      images: async (document: string) => {
        read.push(document)
        const named = NAMED[document]
        if (named === undefined) throw new HoldfastError('HF_STORE_CORRUPT', 'is not there')
        return named
      },
    },
  } as unknown as World
  const keeping = (...keepImages: Pick<ReleaseRef, 'document' | 'arm'>[]) =>
    tidy(around, {
      current: null,
      undo: null,
      keepImages: keepImages as ReleaseRef[],
      keepDocuments: documents,
      keepContainers: [],
    } as unknown as Parameters<typeof tidy>[1])
  return { removed, read, keeping }
}

describe('a tidying', () => {
  it('removes once what several releases name and none needs, and reads each document once', async () => {
    const { removed, read, keeping } = world(['new', 'old', 'first'])
    await keeping({ document: 'new', arm: 'release' }, { document: 'new', arm: 'fallback' })
    expect(removed.toSorted()).toEqual(['mail:1', 'web:1'])
    expect(read.toSorted()).toEqual(['first', 'new', 'old'])
  })

  it('removes no image where one of the releases to keep cannot be read, or is not in its document', async () => {
    for (const lost of [
      { document: 'gone', arm: 'release' },
      { document: 'first', arm: 'fallback' },
    ] as const) {
      const { removed, keeping } = world(['new', 'old', 'first'])
      await keeping({ document: 'new', arm: 'release' }, lost)
      expect(removed).toEqual([])
    }
  })

  it('takes what a document that cannot be read would name for nothing', async () => {
    const { removed, keeping } = world(['new', 'gone', 'first'])
    await keeping({ document: 'new', arm: 'release' })
    expect(removed.toSorted()).toEqual(['mail:1', 'web:1', 'web:2'])
  })
})
