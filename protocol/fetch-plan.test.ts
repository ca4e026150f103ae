/** How an image comes is decided by what each way costs, and by what the device has room for. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { DELTA_MEMORY_BYTES, type DeltaProspect, type Prospect, planFetch } from './fetch-plan.ts'

const MB = 1024 * 1024
const DELTA: DeltaProspect = { bytes: 2 * MB, here: 0, baseBytes: 300 * MB, freshBytes: 310 * MB }
const USUAL: Prospect = {
  wholeBytes: 120 * MB,
  missingBytes: 100 * MB,
  missingHere: 0,
  delta: DELTA,
  storeFree: 4000 * MB,
  engineFree: 4000 * MB,
  memoryFree: 500 * MB,
  isOneDisk: true,
}

it.each<[string, Partial<Prospect>, string, RegExp]>([
  ['a small delta', {}, 'delta', /^$/],
  ['no delta', { delta: null }, 'missing', /there is none/],
  ['nothing held, no delta', { delta: null, missingBytes: 120 * MB }, 'whole', /there is none/],
  ['a delta that is hardly less', { delta: { ...DELTA, bytes: 81 * MB } }, 'missing', /too little/],
  ['one that is here for the most part', { delta: { ...DELTA, bytes: 81 * MB, here: 10 * MB } }, 'delta', /^$/],
  ['layers that are here for the most part', { missingHere: 98 * MB }, 'missing', /too little/],
  ['too little memory', { memoryFree: 30 * MB }, 'missing', /memory/],
  ['memory that nobody can tell', { memoryFree: null }, 'delta', /^$/],
  ['a full data directory', { storeFree: 0, isOneDisk: false }, 'missing', /data directory/],
  ["a full disk of the engine's", { engineFree: 0, isOneDisk: false }, 'missing', /engine's disk/],
  ['a small data directory', { storeFree: 200 * MB, isOneDisk: false }, 'missing', /data directory/],
  ['a small disk of the engine', { engineFree: 400 * MB, isOneDisk: false }, 'missing', /engine's disk/],
  [
    'no room for layers that both have',
    { wholeBytes: 1100 * MB, engineFree: 2000 * MB, isOneDisk: false },
    'missing',
    /disk/,
  ],
  ['one disk that has room for either', { storeFree: 800 * MB, engineFree: 800 * MB }, 'missing', /data directory/],
  ['disks that nobody can tell', { storeFree: null, engineFree: null }, 'delta', /^$/],
])('%s', (_, change, way, why) => {
  const plan = planFetch({ ...USUAL, ...change })
  expect(plan.way).toBe(way)
  expect(plan.why).toMatch(why)
})

it('counts the copy that the engine makes of all of the old image, also of layers that stay', () => {
  const delta = { ...DELTA, baseBytes: 5 * MB, freshBytes: 5 * MB }
  const peak = planFetch({ ...USUAL, delta, wholeBytes: 120 * MB, missingBytes: 20 * MB }).diskPeakBytes
  expect(peak).toBe(2 * MB + 5 * MB + 5 * MB + 3 * 100 * MB)
})

it('never costs more on the network than the other ways, and stays in what is free', () => {
  const bytes = fc.nat(1000 * MB)
  const delta = fc.option(fc.record({ bytes, here: bytes, baseBytes: bytes, freshBytes: bytes }))
  const prospect = fc.record({
    wholeBytes: bytes,
    missingBytes: bytes,
    missingHere: bytes,
    delta,
    storeFree: bytes,
    engineFree: bytes,
    memoryFree: bytes,
    isOneDisk: fc.boolean(),
  })
  fc.assert(
    fc.property(prospect, (given) => {
      const plan = planFetch(given)
      expect(plan.why === '').toBe(plan.way === 'delta')
      if (plan.way !== 'delta') return
      expect(plan.deltaBytes).toBeLessThanOrEqual(plan.missingBytes)
      expect(DELTA_MEMORY_BYTES).toBeLessThanOrEqual(given.memoryFree)
      if (given.isOneDisk) expect(plan.diskPeakBytes).toBeLessThan(given.storeFree)
    }),
    { numRuns: 1000 },
  )
})
