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
  const world = { engine: { pull } as World['engine'], progress: (now: Progress | null) => shown.push(now) }
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
