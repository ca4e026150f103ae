import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { behaviourOfLabels } from './behaviour.ts'
import { readImage, readImageFile } from './image-file.ts'
import { referenceOf } from './images.ts'

function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'holdfast-images-')), 'images.json')
  writeFileSync(path, text)
  return path
}

describe('a file of images', () => {
  it('needs no more than a repository', () => {
    const [image] = readImageFile(file('{"images": [{"repository": "registry.test/app"}]}'))
    expect(image).toMatchObject({ repository: 'registry.test/app', tag: 'latest', health: null })
    expect(image?.layers.length).toBeGreaterThan(0)
  })

  it('says how they behave', () => {
    const image = readImage(
      {
        repository: 'registry.test/app',
        tag: 'v3',
        health: { intervalMs: 500 },
        behaviour: { healthyAfterMs: null, lines: ['starting', { afterMs: 100, text: 'oh', stderr: true }] },
      },
      'image',
    )
    expect(image.health).toMatchObject({ intervalMs: 500, retries: 3 })
    expect(image.behaviour).toMatchObject({
      healthyAfterMs: null,
      exitsAfterMs: null,
      lines: [
        { afterMs: 0, text: 'starting', stderr: false },
        { afterMs: 100, text: 'oh', stderr: true },
      ],
    })
  })

  it('may say the digest under which a real registry has them', () => {
    const digest = `sha256:${'a'.repeat(64)}`
    expect(referenceOf(readImage({ repository: 'a/b', digest }, 'image'))).toBe(`a/b@${digest}`)
  })

  it.each([
    [
      'a digest that is none',
      '{"images": [{"repository": "a", "digest": "v1"}]}',
      'HF_FILE_INVALID',
      '.images[0].digest',
    ],
    ['no JSON', '{', 'HF_FILE_INVALID', ''],
    ['no images', '{}', 'HF_FILE_INVALID', '.images'],
    ['no repository', '{"images": [{"tag": "v1"}]}', 'HF_FILE_INVALID', '.images[0].repository'],
    ['a misspelt key', '{"images": [{"repository": "a/b", "layer": []}]}', 'HF_FILE_INVALID', '.images[0].layer'],
    [
      'a text for a number',
      '{"images": [{"repository": "a/b", "behaviour": {"exitCode": "3"}}]}',
      'HF_FILE_INVALID',
      '.images[0].behaviour.exitCode',
    ],
  ])('with %s is refused with the place', (_, text, code, place) => {
    const path = file(text)
    expect(() => readImageFile(path)).toThrow(expect.objectContaining({ code, place: `${path}${place}` }))
  })

  it('that is not there is said so', () => {
    expect(() => readImageFile('/nonexistent/images.json')).toThrow(
      expect.objectContaining({ code: 'HF_FILE_UNREADABLE' }),
    )
  })
})

describe('images', () => {
  it('have one reference for one content, another for another', () => {
    const reference = (tag: string, exitCode: number) =>
      referenceOf(readImage({ repository: 'a/b', tag, behaviour: { exitCode } }, 'image'))
    expect(reference('v1', 1)).toBe(reference('v1', 1))
    expect(reference('v1', 1)).not.toBe(reference('v1', 2))
    expect(reference('v1', 1)).toMatch(/^a\/b@sha256:[0-9a-f]{64}$/)
  })

  it('take a behaviour from a label only if it is one', () => {
    expect(behaviourOfLabels({})).toBeNull()
    expect(behaviourOfLabels({ 'io.holdfast.simulate': '{"exitCode": 4}' })).toMatchObject({ exitCode: 4 })
    expect(() => behaviourOfLabels({ 'io.holdfast.simulate': '{"exit": 4}' })).toThrow(
      expect.objectContaining({ code: 'HF_FILE_INVALID', place: 'io.holdfast.simulate.exit' }),
    )
  })
})
