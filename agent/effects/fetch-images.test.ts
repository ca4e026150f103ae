import { describe, expect, it } from 'vitest'
import { HoldfastError } from '../../protocol/errors.ts'
import { fetchImages, type Wanted } from './fetch-images.ts'
import type { Progress, World } from './world.ts'

const MB = 1_000_000
const wanted = (...services: string[]): Wanted[] =>
  services.map((service) => ({ service, image: `registry/${service}`, bytes: MB }))

/** An engine whose pulls end when the test says so. */
function heldEngine() {
  const pulls = new Map<string, { end(): void; fail(error: Error): void; tell(done: number, total: number): void }>()
  const shown: (Progress | null)[] = []
  const begun: string[] = []
  const pull: World['engine']['pull'] = (image, onProgress, signal) =>
    new Promise((resolve, reject) => {
      begun.push(image)
      const end = () => {
        pulls.delete(image)
        resolve()
      }
      const fail = (error: Error) => {
        pulls.delete(image)
        reject(error)
      }
      pulls.set(image, {
        end,
        fail,
        tell: (doneBytes, totalBytes) => onProgress({ doneBytes, totalBytes, layersDone: 0, layers: 1 }),
      })
      signal.addEventListener('abort', () => fail(new HoldfastError('HF_CANCELLED', 'given up')))
    })
  const world = {
    engine: { pull } as World['engine'],
    progress: (now: Progress | null) => shown.push(now),
    noteFetch: () => {},
  }
  const settled = () => new Promise((resolve) => setImmediate(resolve))
  return { world, pulls, shown, begun, settled }
}

const never = new AbortController().signal

describe('several images', () => {
  it('are fetched two at a time, each once', async () => {
    const { world, pulls, begun, settled } = heldEngine()
    const done = fetchImages(world, wanted('web', 'worker', 'store'), never)
    expect([...pulls.keys()]).toEqual(['registry/web', 'registry/worker'])
    pulls.get('registry/worker')!.end()
    await settled()
    expect([...pulls.keys()]).toEqual(['registry/web', 'registry/store'])
    for (const pull of pulls.values()) pull.end()
    await done
    expect(begun).toEqual(['registry/web', 'registry/worker', 'registry/store'])
  })

  it('show one progress over all of them, that of those to come included', async () => {
    const { world, pulls, shown } = heldEngine()
    void fetchImages(world, wanted('web', 'worker', 'store'), never)
    pulls.get('registry/web')!.tell(500_000, 2 * MB)
    expect(shown.at(-1)).toEqual({ step: 'fetching web, worker', doneBytes: 500_000, totalBytes: 4 * MB })
  })

  it('are nothing to wait for when there are none', async () => {
    await fetchImages(heldEngine().world, [], never)
  })
})

describe('a failure', () => {
  it('is the one that came first, told when the other has given up; nothing more is begun', async () => {
    const { world, pulls, begun } = heldEngine()
    const done = fetchImages(world, wanted('web', 'worker', 'store'), never)
    pulls.get('registry/web')!.fail(new HoldfastError('HF_REGISTRY_NOT_FOUND', 'no such image'))
    await expect(done).rejects.toMatchObject({ code: 'HF_REGISTRY_NOT_FOUND' })
    expect(pulls.size).toBe(0)
    expect(begun).toHaveLength(2)
  })

  it('is being cancelled, too', async () => {
    const { world, pulls } = heldEngine()
    const stop = new AbortController()
    const done = fetchImages(world, wanted('web', 'worker', 'store'), stop.signal)
    stop.abort()
    await expect(done).rejects.toMatchObject({ code: 'HF_CANCELLED' })
    expect(pulls.size).toBe(0)
  })
})

describe('an image that is at hand', () => {
  const image = 'registry/web'
  /** An engine and a shelf that do as told, and what was asked of them. */
  function at({ found, load, pull }: { found?: HoldfastError | null; load?: HoldfastError; pull?: HoldfastError }) {
    const asked: string[] = []
    const doing = (what: string, error: HoldfastError | undefined) => async () => {
      asked.push(what)
      if (error !== undefined) throw error
    }
    const engine = { pull: doing('pull', pull), loadImage: doing('load', load) } as unknown as World['engine']
    const shelf = {
      holds: () => true,
      source: async () => {
        if (found instanceof HoldfastError) throw found
        return found === null ? null : { manifests: [], config: new Uint8Array(), layers: [] }
      },
      failed: (_: string, { code }: { code: string }) => asked.push(code),
    }
    const done = fetchImages(
      { engine, progress: () => {}, noteFetch: () => {}, shelf },
      [{ service: 'web', image, bytes: 0 }],
      never,
    )
    return done.then(
      () => asked,
      (error: HoldfastError) => [...asked, `failed: ${error.code}`],
    )
  }
  const error = (code: HoldfastError['code']) => new HoldfastError(code, 'x')

  it.each([
    ['is loaded', {}, ['load']],
    ['and is not there is pulled', { found: null }, ['pull']],
    [
      'and is another one is pulled, and told',
      { load: error('HF_IMAGE_INVALID') },
      ['load', 'HF_IMAGE_INVALID', 'pull'],
    ],
    ['and cannot be read is pulled', { found: error('HF_BUNDLE_UNREADABLE') }, ['HF_BUNDLE_UNREADABLE', 'pull']],
    [
      'and cannot be read, and not be pulled, waits for its medium',
      { load: error('HF_BUNDLE_UNREADABLE'), pull: error('HF_REGISTRY_NOT_FOUND') },
      ['load', 'HF_BUNDLE_UNREADABLE', 'pull', 'failed: HF_BUNDLE_UNREADABLE'],
    ],
    [
      'and is damaged, and not to be pulled, fails as the pull',
      { load: error('HF_IMAGE_INVALID'), pull: error('HF_REGISTRY_UNAVAILABLE') },
      ['load', 'HF_IMAGE_INVALID', 'pull', 'failed: HF_REGISTRY_UNAVAILABLE'],
    ],
    [
      'and that the engine has no room for is not pulled',
      { load: error('HF_SPACE_LOW') },
      ['load', 'failed: HF_SPACE_LOW'],
    ],
  ])('%s', async (_, world, expected) => {
    expect(await at(world)).toEqual(expected)
  })
})
