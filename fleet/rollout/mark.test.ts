import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countsOf } from './facts.ts'
import { beginning } from './life.ts'
import { dueMark, readMark, UNMARKED, writeMark } from './mark.ts'
import { DEFAULT_PLAN } from './plan.ts'
import { freshContext } from './record.ts'
import { type RolloutView, viewOf } from './view.ts'

it('a mark is read as it was written', () => {
  expect(readMark(writeMark({ id: 'a', data: 'd', rollout: null, atMs: 7 }))).toEqual({
    id: 'a',
    data: 'd',
    rollout: null,
    atMs: 7,
  })
})

it('what is no mark is nobody’s, whatever it is (property)', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      const mark = readMark(bytes)
      return mark === null || typeof mark.id === 'string'
    }),
  )
  for (const text of ['', 'null', '[]', '{}', '{"id":1}']) expect(readMark(Buffer.from(text))).toBe(null)
  for (const rollout of ['{"waves":1}', '{"waves":[null]}', '{"waves":[{}]}', '{"waves":[],"now":{}}'])
    expect(readMark(Buffer.from(`{"id":"a","rollout":${rollout}}`))).toEqual({
      id: 'a',
      data: '',
      rollout: null,
      atMs: 0,
    })
  expect(readMark(Buffer.alloc(300_000, 32))).toBe(null)
})

it('a view of which anything is missing or of another kind shows nothing (property)', () => {
  const view = aView()
  const whole = JSON.parse(JSON.stringify(view)) as Record<string, unknown>
  expect(readMark(writeMark({ id: 'a', data: 'd', rollout: view, atMs: 1 }))?.rollout).toEqual(whole)
  const paths = placesIn(whole).filter(
    (path) => !/^(endedMs|canRevert|waves.*(devices|finished)|now\.counts\.holding)/.test(path.join('.')),
  )
  fc.assert(
    fc.property(fc.constantFrom(...paths), fc.constantFrom(undefined, {}, [null], true), (path, other) => {
      const bent = structuredClone(whole)
      let at = bent
      for (const key of path.slice(0, -1)) at = at[key] as Record<string, unknown>
      at[path.at(-1)!] = other
      const mark = readMark(Buffer.from(JSON.stringify({ id: 'a', rollout: bent })))
      return mark !== null && mark.rollout === null
    }),
  )
})

it.each([
  [undefined, true],
  [false, true],
  ['no', false],
])('a view may leave out whether there is a way back (%s)', (canRevert, isShown) => {
  const mark = readMark(Buffer.from(JSON.stringify({ id: 'a', rollout: { ...aView(), canRevert } })))
  expect(mark?.rollout !== null).toBe(isShown)
})

/** Ways to every value that is no object. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return value === null ? [] : [[...path]]
  return Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key]))
}

function aView() {
  const facts = {
    fleet: 'f',
    epoch: 3,
    release: 'shop',
    canRevert: true,
    plan: DEFAULT_PLAN,
    share: 500,
    devices: [],
    revision: 1,
  }
  const record = beginning(freshContext(facts, 1))
  const counts = countsOf({ groups: [], named: [], refusers: [] }, record.context, DEFAULT_PLAN)
  return viewOf(record, {
    type: 'TICK',
    nowMs: 2,
    size: 7,
    online: 7,
    counts,
    judged: counts,
    failed: [],
    isOpen: true,
    lots: [],
    names: [],
  })
}

it.each<[string, Partial<RolloutView>, number, boolean]>([
  ['nothing has changed', {}, 60_000, false],
  ['a step was taken', { wave: 2 }, 0, true],
  ['the counts are others, and it has been told just now', { now: { ...aView().now!, finished: 3 } }, 4999, false],
  ['the counts are others, and time has passed', { now: { ...aView().now!, finished: 3 } }, 5000, true],
  ['the estimate alone is another', { now: { ...aView().now!, leftMs: 3 } }, 60_000, false],
])('a mark is told again, or not, when %s', (_, change, laterMs, isTold) => {
  const last = dueMark(aView(), UNMARKED, 100)!
  const next = dueMark({ ...aView(), ...change }, last, 100 + laterMs)
  expect(next !== null).toBe(isTold)
  if (next !== null) expect(next.atMs).toBe(100 + laterMs)
})
