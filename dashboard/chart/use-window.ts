/** How large the chart's window is, and what the pointer does in it. */
import { useEffect, useLayoutEffect } from 'preact/hooks'
import { panned, type Size, type View, zoomed } from './viewport.ts'

export function useSize(box: { current: HTMLElement | null }, set: (size: Size) => void): void {
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const read = (): void => set({ width: element.clientWidth, height: element.clientHeight })
    const observer = new ResizeObserver(read)
    observer.observe(element)
    read()
    return () => observer.disconnect()
  }, [box, set])
}

/** The wheel zooms, dragging moves. */
export function usePointer(
  box: { current: HTMLElement | null },
  move: (change: (view: View) => View) => void,
  chart: Size,
  size: Size,
): void {
  useEffect(() => {
    const element = box.current
    if (element === null) return
    const gone = new AbortController()
    const { signal } = gone
    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault()
        const at = element.getBoundingClientRect()
        const point = { x: event.clientX - at.left, y: event.clientY - at.top }
        move((view) => zoomed(view, Math.exp(-event.deltaY / 500), point))
      },
      { passive: false, signal },
    )
    element.addEventListener(
      'pointermove',
      (event) => {
        if ((event.buttons & 1) === 0) return
        move((view) => panned(view, { x: event.movementX, y: event.movementY }, chart, size))
      },
      { signal },
    )
    return () => gone.abort()
  })
}
