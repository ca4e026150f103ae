/** How images have come, for the report. */
import { expect, it } from 'vitest'
import type { FetchCourse } from '../protocol/fetch-plan.ts'
import { withFetch } from './image-fetches.ts'

const plan = {
  way: 'delta',
  deltaBytes: 7,
  missingBytes: 90,
  wholeBytes: 100,
  diskPeakBytes: 5,
  memoryBytes: 6,
  why: '',
}
const course = { way: 'delta', plan, fallbacks: [], excessBytes: 0 } as FetchCourse
const said = (fetchedBytes: number, more: Partial<FetchCourse> = {}) => ({
  doneBytes: 0,
  totalBytes: 0,
  layersDone: 0,
  layers: 0,
  fetchedBytes,
  course: { ...course, ...more },
})

it('is of each image the last word', () => {
  const once = withFetch(withFetch([], 'a', said(1)), 'b', said(2))
  const twice = withFetch(once, 'a', said(9, { way: 'pull', plan: null, excessBytes: 3 }))
  expect(twice).toMatchObject([
    { image: 'b', way: 'delta', deltaBytes: 7, missingBytes: 90, wholeBytes: 100, fetchedBytes: 2 },
    { image: 'a', way: 'pull', deltaBytes: 0, wholeBytes: 0, fetchedBytes: 9, excessBytes: 3 },
  ])
})

it('tells what neighbours gave apart', () => {
  expect(withFetch([], 'a', { ...said(1), neighbourBytes: 5 })).toMatchObject([{ fetchedBytes: 1, neighbourBytes: 5 }])
})

it('says nothing of what comes nobody knows how', () => {
  expect(withFetch([], 'a', { doneBytes: 1, totalBytes: 2, layersDone: 0, layers: 1 })).toEqual([])
})

it('does not grow for ever, in images or words', () => {
  const fallbacks = [{ way: 'delta', code: 'HF_DELTA_INVALID', message: 'x'.repeat(10_000) }]
  let all = withFetch([], 'first', said(1, { fallbacks }))
  expect(all[0]?.fallbacks[0]?.message).toHaveLength(500)
  for (let at = 0; at < 40; at++) all = withFetch(all, `image ${at}`, said(at))
  expect(all).toHaveLength(32)
  expect(all.at(-1)?.image).toBe('image 39')
})
