/** The contract for loading an image from what somebody holds. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import { digestOf } from '../../agent/adapters/image-parts.ts'
import type { ImageSource } from '../../machines/image-source.ts'
import type { PullProgress } from '../../machines/ports.ts'
import { Restart } from '../../protocol/enums.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Subject } from './engine-contract.ts'
import { containerNow, eventually, spec } from './engine-harness.ts'

const NEVER = new AbortController().signal

export function loadsContract(s: Subject): void {
  const load = (image: string, source: ImageSource, signal = NEVER) =>
    s.at.engine.loadImage(image, source, () => {}, signal)
  const has = (image: string) => s.at.engine.hasImage(image)
  /** The same, with something else in place of a layer's bytes. */
  const withLayer = (source: ImageSource, at: number, open: ImageSource['layers'][number]['open']) => ({
    ...source,
    layers: source.layers.map((layer, index) => (index === at ? { ...layer, open } : layer)),
  })
  const topOf = (source: ImageSource) => source.layers.length - 1

  describe('loading an image', () => {
    it('has it by its digest, and a container of it runs', async () => {
      const { image, source } = s.at.held('whole')
      const seen: PullProgress[] = []
      expect(await has(image)).toBe(false)
      await s.at.engine.loadImage(image, source, (progress) => seen.push(progress), NEVER)
      expect(await has(image)).toBe(true)
      const total = source.layers.reduce((sum, { bytes }) => sum + bytes, 0)
      expect(seen.at(-1)).toEqual({
        doneBytes: total,
        totalBytes: total,
        layersDone: source.layers.length,
        layers: source.layers.length,
      })
      const id = await s.at.engine.createContainer(spec(s.device, { image }))
      await s.at.engine.startContainer(id, Restart.RESTART_NO, 0)
      await eventually(
        s.at,
        'it runs',
        () => containerNow(s.at.engine, s.device, id),
        (container) => container?.state === 'running',
      )
      expect((await containerNow(s.at.engine, s.device, id))?.image).toBe(image)
    })

    it('reads nothing of one that is there', async () => {
      const { image, source } = s.at.held('twice')
      await load(image, source)
      const unreadable = () => {
        throw new Error('it was read')
      }
      await load(image, { ...source, layers: source.layers.map((layer) => ({ ...layer, open: unreadable })) })
      expect(await has(image)).toBe(true)
    })

    it('tells of its layers, the lowest first', async () => {
      const { image, source } = s.at.held('told')
      const { rootfs } = JSON.parse(Buffer.from(source.config).toString()) as { rootfs: { diff_ids: string[] } }
      expect(await s.at.engine.listLayers()).not.toContainEqual(rootfs.diff_ids)
      await load(image, source)
      expect(await s.at.engine.listLayers()).toContainEqual(rootfs.diff_ids)
    })

    it('does without layers that the engine has', async () => {
      const first = s.at.held('first')
      const second = s.at.held('second')
      await load(first.image, first.source)
      await load(second.image, withLayer(second.source, 0, null))
      expect(await has(second.image)).toBe(true)
    })

    it('waits for layers that come into the engine while it is given the others', async () => {
      const below = s.at.held('below')
      const above = s.at.held('above')
      let wasThere = true
      const whenHeld = async (): Promise<void> => {
        wasThere = await has(below.image)
        await load(below.image, below.source)
      }
      await load(above.image, { ...withLayer(above.source, 0, null), whenHeld })
      expect(wasThere).toBe(false)
      expect(await has(above.image)).toBe(true)
    })

    it('can be built upon as soon as all its layers are told as done', async () => {
      const below = s.at.held('unnamed')
      const above = s.at.held('upon it')
      const done = Promise.withResolvers<void>()
      const told = ({ layersDone, layers }: PullProgress) => {
        if (layersDone === layers) done.resolve()
      }
      const loading = s.at.engine.loadImage(below.image, below.source, told, NEVER)
      await load(above.image, { ...withLayer(above.source, 0, null), whenHeld: () => done.promise })
      await loading
      expect(await has(above.image)).toBe(true)
      expect(await has(below.image)).toBe(true)
    })

    it('has nothing when those layers do not come', async () => {
      const { image, source } = s.at.held('left alone')
      const whenHeld = async (): Promise<void> => {
        throw new HoldfastError('HF_SPACE_LOW', 'they do not fit')
      }
      await expect(load(image, { ...source, whenHeld })).rejects.toMatchObject({ code: 'HF_SPACE_LOW' })
      expect(await has(image)).toBe(false)
    })

    it('gives up at the signal while it waits for them', async () => {
      const { image, source } = s.at.held('waited for')
      const abort = new AbortController()
      const whenHeld = (): Promise<void> => {
        abort.abort()
        return new Promise(() => {})
      }
      await expect(load(image, { ...source, whenHeld }, abort.signal)).rejects.toMatchObject({ code: 'HF_CANCELLED' })
      expect(await has(image)).toBe(false)
    })

    it('is content to load an image that was half loaded before', async () => {
      const { image, source } = s.at.held('again')
      const breaks = withLayer(source, topOf(source), async function* () {
        yield new Uint8Array(10)
        throw new Error('the stick was pulled out')
      })
      await expect(load(image, breaks)).rejects.toThrow('the stick was pulled out')
      expect(await has(image)).toBe(false)
      await load(image, source)
      expect(await has(image)).toBe(true)
    })

    it('refuses a layer with other bytes, and has nothing', async () => {
      const { image, source } = s.at.held('swapped')
      const other = s.at.held('other').source
      const bytes = await bytesOf(other, topOf(other))
      const swapped = {
        ...source,
        layers: source.layers.map((layer, index) =>
          index === topOf(source)
            ? {
                ...layer,
                bytes: bytes.length,
                async *open() {
                  yield bytes
                },
              }
            : layer,
        ),
      }
      await expect(load(image, swapped)).rejects.toMatchObject({ code: 'HF_IMAGE_INVALID' })
      expect(await has(image)).toBe(false)
    })

    it.each(['too short', 'too long'])('refuses a layer that is %s', async (which) => {
      const { image, source } = s.at.held(which)
      const whole = await bytesOf(source, topOf(source))
      const bytes = which === 'too short' ? whole.subarray(1) : Buffer.concat([whole, Buffer.alloc(1)])
      const wrong = withLayer(source, topOf(source), async function* () {
        yield bytes
      })
      await expect(load(image, wrong)).rejects.toMatchObject({ code: 'HF_IMAGE_INVALID' })
      expect(await has(image)).toBe(false)
    })

    it.each([
      ['another image', (own: ImageSource, other: ImageSource) => ({ ...other, layers: own.layers })],
      ["another image's configuration", (own: ImageSource, other: ImageSource) => ({ ...own, config: other.config })],
      ['a layer of another image', (own: ImageSource, other: ImageSource) => ({ ...own, layers: other.layers })],
      ['no manifest', (own: ImageSource) => ({ ...own, manifests: [] })],
      ['a layer too few', (own: ImageSource) => ({ ...own, layers: own.layers.slice(1) })],
    ])('refuses %s before it reads a layer', async (_, forge) => {
      const own = s.at.held('own')
      const forged = forge(own.source, s.at.held('forged').source)
      const unread = {
        ...forged,
        layers: forged.layers.map((layer) => ({
          ...layer,
          open: () => {
            throw new Error('it was read')
          },
        })),
      }
      await expect(load(own.image, unread)).rejects.toMatchObject({ code: 'HF_IMAGE_INVALID' })
      expect(await has(own.image)).toBe(false)
    })

    it('gives up at the signal, and has nothing', async () => {
      const { image, source } = s.at.held('given-up')
      const abort = new AbortController()
      const whole = await bytesOf(source, topOf(source))
      const slow = withLayer(source, topOf(source), async function* () {
        yield whole.subarray(0, 1)
        abort.abort()
        await new Promise(() => {})
      })
      await expect(load(image, slow, abort.signal)).rejects.toMatchObject({ code: 'HF_CANCELLED' })
      expect(await has(image)).toBe(false)
    })

    it('does not remove by its ids one that has a name', async () => {
      const { image, source } = s.at.held('named')
      await load(image, source)
      for (const id of [image.split('@')[1] ?? '', digestOf(source.config)]) await s.at.engine.removeImage(id)
      expect(await has(image)).toBe(true)
    })

    it('removes it as it removes one that was pulled', async () => {
      const { image, source } = s.at.held('removed')
      await load(image, source)
      const id = await s.at.engine.createContainer(spec(s.device, { image }))
      await s.at.engine.removeImage(image)
      expect(await has(image)).toBe(true)
      await s.at.engine.removeContainer(id)
      await s.at.engine.removeImage(image)
      expect(await has(image)).toBe(false)
    })
  })
}

async function bytesOf(source: ImageSource, index: number): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of source.layers[index]?.open?.(NEVER) ?? []) pieces.push(piece)
  return Buffer.concat(pieces)
}
