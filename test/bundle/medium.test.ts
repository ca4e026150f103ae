/** The word beside a bundle in the watched folder. */
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { fileMedium } from '../../agent/bundle/medium.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'holdfast-medium-'))
})
afterEach(() => rm(directory, { recursive: true }))

it('is whole whenever somebody looks, and the last one stays', async () => {
  const medium = fileMedium({ device: 'd1', directory, spool: '/nowhere' })
  const path = join(directory, 'v2.tar.d1.json')
  const told = Array.from({ length: 200 }, (_, number) =>
    medium.tell(join(directory, 'v2.tar'), { number, filler: 'x'.repeat(50_000) }),
  )
  let isOver = false
  void Promise.all(told).then(() => {
    isOver = true
  })
  let seen = 0
  while (!isOver) {
    const text = await readFile(path, 'utf8').catch(() => null)
    if (text === null) continue
    const { number } = JSON.parse(text) as { number: number }
    expect(number).toBeGreaterThanOrEqual(seen)
    seen = number
  }
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ number: 199 })
  expect(await readdir(directory)).toEqual(['v2.tar.d1.json'])
})

it('is not left where it is not wanted, nor an error where nothing can be written', async () => {
  const medium = fileMedium({ device: 'd1', directory: join(directory, 'away'), spool: '/nowhere' })
  await medium.tell(join(directory, 'v2.tar'), {})
  await medium.tell(join(directory, 'away', 'v2.tar'), {})
  expect(await readdir(directory)).toEqual([])
})
