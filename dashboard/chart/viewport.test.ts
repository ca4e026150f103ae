import { expect, it } from 'vitest'
import { fitted, focused, panned, zoomed } from './viewport.ts'

const CHART = { width: 2_000, height: 1_000 }
const WINDOW = { width: 500, height: 500 }
const pixel = (view: { x: number; y: number; scale: number }, at: { x: number; y: number }) => ({
  x: (at.x - view.x) * view.scale,
  y: (at.y - view.y) * view.scale,
})

it('shows the whole chart, in the middle', () => {
  const view = fitted(CHART, WINDOW)
  expect(pixel(view, { x: 1_000, y: 500 })).toEqual({ x: 250, y: 250 })
  expect(pixel(view, { x: 0, y: 0 }).x).toBeGreaterThanOrEqual(0)
  expect(pixel(view, { x: 2_000, y: 0 }).x).toBeLessThanOrEqual(500)
})

it('does not blow a small chart up', () => {
  expect(fitted({ width: 50, height: 50 }, WINDOW).scale).toBeLessThan(1.2)
})

it('keeps what is under the pointer where it is when one zooms', () => {
  const view = { x: 100, y: 50, scale: 0.5 }
  const at = { x: 120, y: 330 }
  const under = { x: view.x + at.x / view.scale, y: view.y + at.y / view.scale }
  const there = pixel(zoomed(view, 1.7, at), under)
  expect(there.x).toBeCloseTo(at.x)
  expect(there.y).toBeCloseTo(at.y)
})

it('never loses the chart', () => {
  let view = fitted(CHART, WINDOW)
  for (let times = 0; times < 100; times++) view = panned(view, { x: 300, y: -300 }, CHART, WINDOW)
  const corner = pixel(view, { x: 0, y: CHART.height })
  expect(corner.x).toBeLessThan(WINDOW.width)
  expect(corner.y).toBeGreaterThan(0)
  for (let times = 0; times < 100; times++) view = zoomed(view, 0.5, { x: 0, y: 0 })
  expect(view.scale).toBeGreaterThan(0.05)
})

it('looks at a part so that it can be read, and not beyond the chart', () => {
  const view = focused({ x: 10, y: 10, width: 80, height: 40 }, CHART, WINDOW)
  expect(view.scale).toBeGreaterThan(0.8)
  expect(pixel(view, { x: 0, y: 0 }).x).toBeLessThan(20)
})
