/** A long list of which only what is seen is drawn. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { spanOf } from './virtual.ts'

interface Props {
  count: number
  lineHeight: number
  /** How wide one cell is at least; without it a line has one cell. */
  cellWidth?: number
  label: string
  class?: string
  header?: ComponentChildren
  /** The cell that is to be seen. */
  at?: number
  cell(index: number): ComponentChildren
}

export function VirtualLines({ count, lineHeight, cellWidth, label, header, at, cell, ...rest }: Props) {
  const box = useRef<HTMLDivElement>(null)
  const [view, setView] = useState({ top: 0, height: 800, width: 1000 })
  useLayoutEffect(() => {
    const element = box.current
    if (element === null) return
    const read = (): void =>
      setView({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth })
    const observer = new ResizeObserver(read)
    observer.observe(element)
    element.addEventListener('scroll', read, { passive: true })
    read()
    return () => {
      observer.disconnect()
      element.removeEventListener('scroll', read)
    }
  }, [])
  const columns = cellWidth === undefined ? 1 : Math.max(1, Math.floor(view.width / cellWidth))
  const lines = Math.ceil(count / columns)
  const { first, end } = spanOf(lines, lineHeight, view.top, view.height)
  useLayoutEffect(() => {
    const element = box.current
    if (element === null || at === undefined) return
    const top = Math.floor(at / columns) * lineHeight
    if (top < element.scrollTop || top + lineHeight > element.scrollTop + element.clientHeight)
      element.scrollTop = top - element.clientHeight / 2
  }, [at, columns, lineHeight])
  const cells = []
  for (let index = first * columns; index < Math.min(count, end * columns); index++) cells.push(cell(index))
  return (
    <div ref={box} class={`virtual ${rest.class ?? ''}`}>
      {header}
      <div class="virtual-all" style={{ height: `${lines * lineHeight}px` }}>
        <ul
          class="virtual-seen"
          aria-label={label}
          style={{
            transform: `translateY(${first * lineHeight}px)`,
            gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))`,
            gridAutoRows: `${lineHeight}px`,
          }}
        >
          {cells}
        </ul>
      </div>
    </div>
  )
}
