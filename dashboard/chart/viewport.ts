/**
 * What of a chart is seen.
 *
 * Invariant: pure; the point under the pointer stays where it is when one zooms, and one can never lose the chart.
 */
export interface View {
  /** The chart's point at the window's upper left corner. */
  x: number
  y: number
  /** Pixels for one unit of the chart. */
  scale: number
}

export interface Size {
  width: number
  height: number
}

const LEAST = 0.08
const MOST = 3
/** Smaller, and nobody can read it. */
export const READABLE = 0.55
/** What one looks at more closely. */
const CLOSE = 0.85

/** The whole chart in the window, never enlarged. */
export function fitted(chart: Size, window: Size, margin = 12): View {
  const scale = Math.max(
    LEAST,
    Math.min(1.15, (window.width - 2 * margin) / chart.width, (window.height - 2 * margin) / chart.height),
  )
  return {
    scale,
    x: (chart.width - window.width / scale) / 2,
    y: (chart.height - window.height / scale) / 2,
  }
}

/** @param at pixels from the window's upper left corner */
export function zoomed(view: View, factor: number, at: { x: number; y: number }): View {
  const scale = Math.min(MOST, Math.max(LEAST, view.scale * factor))
  return { scale, x: view.x + at.x / view.scale - at.x / scale, y: view.y + at.y / view.scale - at.y / scale }
}

/** @param by pixels */
export function panned(view: View, by: { x: number; y: number }, chart: Size, window: Size): View {
  const [spanX, spanY] = [window.width / view.scale, window.height / view.scale]
  return {
    scale: view.scale,
    x: clamp(view.x - by.x / view.scale, -spanX * 0.8, chart.width - spanX * 0.2),
    y: clamp(view.y - by.y / view.scale, -spanY * 0.8, chart.height - spanY * 0.2),
  }
}

/** Around a part of the chart, large enough to be read. */
export function focused(
  part: Size & { x: number; y: number },
  chart: Size,
  window: Size,
  scale = Math.max(CLOSE, fitted(chart, window).scale),
): View {
  const x = part.x + part.width / 2 - window.width / scale / 2
  const y = part.y + part.height / 2 - window.height / scale / 2
  // Where all of it fits there is nothing to be moved.
  const whole = fitted(chart, window)
  return {
    scale,
    x:
      chart.width * scale <= window.width
        ? (chart.width - window.width / scale) / 2
        : clampTo(x, chart.width, window.width / scale),
    y: chart.height * scale <= window.height ? whole.y : clampTo(y, chart.height, window.height / scale),
  }
}

function clampTo(value: number, all: number, span: number): number {
  return clamp(value, -12, all - span + 12)
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), Math.max(least, most))
}
