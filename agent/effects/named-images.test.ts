/** What signed targets name, and what a device may give others of. */
import { expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { namedImages } from './named-images.ts'
import type { Loaded } from './releases.ts'

const images: Record<string, string[]> = {
  'a release': ['r/a@1', 'r/b@1'],
  'a fallback': ['r/a@0'],
  'b release': ['r/b@2'],
}

it('is of the documents that are held, opened once', async () => {
  const documents = new Set(['a', 'b', 'bad'])
  const opened: string[] = []
  let isReadable = false
  const named = namedImages(
    {
      load: async ({ document, arm }) => {
        opened.push(document)
        if (document === 'bad' && !isReadable) throw new HoldfastError('HF_TRUST_BEHIND', 'nobody has signed it')
        const services = images[`${document} ${arm}`]?.map((image) => ({ image }))
        if (services === undefined) throw new HoldfastError('HF_TARGET_INVALID', 'has no such release')
        return { release: { services } } as Loaded
      },
    },
    documents,
  )
  expect([...(await named())]).toEqual(['r/a@1', 'r/b@1', 'r/a@0', 'r/b@2'])
  opened.length = 0
  await named()
  // What could not be read is tried again.
  expect(new Set(opened)).toEqual(new Set(['bad']))
  isReadable = true
  images['bad release'] = ['r/c@1']
  documents.delete('a')
  expect([...(await named())]).toEqual(['r/b@2', 'r/c@1'])
})
