/** Lines of a chart as SVG paths. Pure. */

interface Point {
  x: number
  y: number
}

const RADIUS = 7

/** Through all points, its corners rounded. */
export function roundedPath(points: readonly Point[]): string {
  const [first, ...rest] = points
  if (first === undefined) return ''
  let path = `M${at(first)}`
  for (const [index, corner] of rest.entries()) {
    const before = points[index]!
    const next = rest[index + 1]
    if (next === undefined) {
      path += `L${at(corner)}`
      continue
    }
    const reach = Math.min(RADIUS, distance(before, corner) / 2, distance(corner, next) / 2)
    path += `L${at(towards(corner, before, reach))}Q${at(corner)} ${at(towards(corner, next, reach))}`
  }
  return path
}

function towards(from: Point, to: Point, reach: number): Point {
  const length = distance(from, to) || 1
  return { x: from.x + ((to.x - from.x) * reach) / length, y: from.y + ((to.y - from.y) * reach) / length }
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

function at({ x, y }: Point): string {
  return `${Math.round(x * 10) / 10} ${Math.round(y * 10) / 10}`
}
