/** The contract for pulling, asking for and removing images. See `engine-contract.ts`. */
import { describe, expect, it } from 'vitest'
import type { PullProgress } from '../../machines/ports.ts'
import type { Subject } from './engine-contract.ts'
import { spec } from './engine-harness.ts'

const NEVER = new AbortController().signal

export function imagesContract(s: Subject): void {
  const pullWith = async (image: string) => {
    const seen: PullProgress[] = []
    await s.at.engine.pull(image, (progress) => seen.push({ ...progress }), NEVER)
    return seen
  }

  describe('pulling an image', () => {
    it('gives up at the signal, and has nothing', async () => {
      const abort = new AbortController()
      const pull = s.at.engine.pull(s.at.images.large, () => abort.abort(), abort.signal)
      await expect(pull).rejects.toMatchObject({ code: 'HF_CANCELLED' })
      expect(await s.at.engine.hasImage(s.at.images.large)).toBe(false)
    })

    it('does not begin when it was given up before', async () => {
      const pull = s.at.engine.pull(s.at.images.large, () => {}, AbortSignal.abort())
      await expect(pull).rejects.toMatchObject({ code: 'HF_CANCELLED' })
      expect(await s.at.engine.hasImage(s.at.images.large)).toBe(false)
    })

    it('tells of every layer and byte, never less than before, and ends with all of them', async () => {
      expect(await s.at.engine.hasImage(s.at.images.large)).toBe(false)
      const seen = await pullWith(s.at.images.large)
      expect(await s.at.engine.hasImage(s.at.images.large)).toBe(true)
      const last = seen.at(-1)
      expect(seen.length).toBeGreaterThan(3)
      // The small layers may be shared with images that are there, or too small to tell of.
      expect(last?.layers).toBeGreaterThanOrEqual(2)
      expect(last?.layersDone).toBe(last?.layers)
      expect(last?.totalBytes).toBeGreaterThanOrEqual(60_000_000)
      expect(last?.doneBytes).toBe(last?.totalBytes)
      for (const [index, progress] of seen.entries()) {
        expect(progress.doneBytes).toBeGreaterThanOrEqual(seen[index - 1]?.doneBytes ?? 0)
        expect(progress.layersDone).toBeGreaterThanOrEqual(seen[index - 1]?.layersDone ?? 0)
        expect(progress.doneBytes).toBeLessThanOrEqual(progress.totalBytes)
      }
    })

    it('is done at once when it is there', async () => {
      await pullWith(s.at.images.steady)
      await pullWith(s.at.images.steady)
      expect(await s.at.engine.hasImage(s.at.images.steady)).toBe(true)
    })

    it.each([
      ['absent', 'HF_REGISTRY_NOT_FOUND'],
      ['denied', 'HF_REGISTRY_UNAUTHORIZED'],
      ['garbage', 'HF_REGISTRY_INVALID'],
      ['unreachable', 'HF_REGISTRY_UNAVAILABLE'],
    ] as const)('fails for an image that is %s with %s', async (which, code) => {
      await expect(pullWith(s.at.bad[which])).rejects.toMatchObject({ code })
      expect(await s.at.engine.hasImage(s.at.bad[which])).toBe(false)
    })
  })

  describe('removing an image', () => {
    it('is content while a container uses it, and keeps it; removes it after that; and is content again', async () => {
      const image = s.at.images.large
      await pullWith(image)
      const id = await s.at.engine.createContainer(spec(s.device, { image }))
      await s.at.engine.removeImage(image)
      expect(await s.at.engine.hasImage(image)).toBe(true)
      await s.at.engine.removeContainer(id)
      await s.at.engine.removeImage(image)
      expect(await s.at.engine.hasImage(image)).toBe(false)
      await s.at.engine.removeImage(image)
    })
  })

  it('the engine says what it is and what room it has', async () => {
    const info = await s.at.engine.info()
    expect(info.id).not.toBe('')
    expect(info.version).toMatch(/^\d+\.\d+/)
    expect(info.architecture).toMatch(/^(amd64|arm64|arm\/v[567]|386|riscv64|ppc64le|s390x)$/)
    expect(info.os).toBe('linux')
    expect(info.memoryBytes).toBeGreaterThan(0)
    expect(info.diskFreeBytes).toBeLessThanOrEqual(info.diskTotalBytes)
    expect((await s.at.engine.info()).id).toBe(info.id)
  })
}
