/** One machine's chart in a window that can be moved and zoomed, by pointer and by keyboard. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { useReachable } from '../parts/reachable.ts'
import { activeStates, deepest } from './active-states.ts'
import { ChartDrawing } from './chart-drawing.tsx'
import { type Definition, parseDefinition } from './definition.ts'
import { firedEdges, type Moved } from './fired.ts'
import { type Box, type LaidOut, layoutOf } from './layout.ts'
import { isLarge, NO_WISH, openStates, type Wish } from './open-states.ts'
import { StateDetails } from './state-details.tsx'
import { usePointer, useSize } from './use-window.ts'
import { fitted, focused, panned, READABLE, type Size, type View, zoomed } from './viewport.ts'

interface Props {
  hash: string
  json: string
  state: string
  /** The transition that led here, if it is known. */
  last: Moved | null
  /** Changes with each transition. */
  beat: string
}

export function ChartView({ hash, json, state, last, beat }: Props) {
  const definition = useMemo(() => readDefinition(json), [json])
  const [selected, setSelected] = useState('')
  const [wish, setWish] = useState<Wish>(NO_WISH)
  const { chart, fault } = useLayout(hash, definition, state, wish)
  if (definition === null || fault !== '')
    return <p class="fault pad">The chart cannot be drawn. {fault || 'Its definition cannot be read.'}</p>
  if (chart === null) return <p class="soft pad chart-wait">Laying out the chart …</p>
  return (
    <div class="chart">
      <Window
        chart={chart}
        state={state}
        last={last}
        beat={beat}
        selected={selected}
        onSelect={setSelected}
        wish={wish}
        onWish={setWish}
      />
      <StateDetails chart={chart} selected={selected} onSelect={setSelected} wish={wish} onWish={setWish} />
    </div>
  )
}

/**
 * The layout of what is to be seen. One is made at a time: of what is asked for meanwhile only the last counts, and
 * what was there before stays until it is made.
 */
function useLayout(hash: string, definition: Definition | null, state: string, wish: Wish) {
  const [chart, setChart] = useState<LaidOut | null>(null)
  const [fault, setFault] = useState('')
  const asked = useRef<(() => Promise<LaidOut>) | null>(null)
  const isBusy = useRef(false)
  const open = definition === null ? '' : openStates(definition, state, wish).join(' ')
  useEffect(() => {
    if (definition === null) return
    const isExact = wish.all || !isLarge(definition)
    asked.current = () => layoutOf(hash, definition, { open: new Set(open.split(' ')), isExact })
    // Busy ends in the very step in which nothing is asked for any more: later, a wish in between would be lost.
    const work = async (): Promise<void> => {
      try {
        for (let next = asked.current; next !== null; next = asked.current) {
          asked.current = null
          setChart(await next())
        }
      } catch (error) {
        setFault((error as Error).message)
      }
      isBusy.current = false
    }
    if (isBusy.current) return
    isBusy.current = true
    void work()
  }, [hash, definition, open, wish.all])
  return { chart, fault }
}

function readDefinition(json: string): Definition | null {
  try {
    return parseDefinition(json)
  } catch {
    return null
  }
}

interface WindowProps extends Pick<Props, 'state' | 'last' | 'beat'> {
  chart: LaidOut
  wish: Wish
  onWish: (wish: Wish) => void
  selected: string
  onSelect: (id: string) => void
}

const STEP = 60
const KEYS: Readonly<Record<string, { x: number; y: number }>> = {
  ArrowLeft: { x: STEP, y: 0 },
  ArrowRight: { x: -STEP, y: 0 },
  ArrowUp: { x: 0, y: STEP },
  ArrowDown: { x: 0, y: -STEP },
}

function Window({ chart, state, last, beat, selected, onSelect, wish, onWish }: WindowProps) {
  const box = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  const [view, setView] = useState<View | null>(null)
  const [follows, setFollows] = useState(true)
  const machine = chart.definition.root.id
  const active = useMemo(() => activeStates(machine, state), [machine, state])
  const fired = useMemo(
    () =>
      last === null
        ? new Set<string>()
        : firedEdges(
            chart.lines.map(({ edge }) => edge),
            machine,
            last,
          ),
    [chart, machine, last],
  )
  const move = (change: (view: View) => View): void => {
    setFollows(false)
    setView((before) => (before === null ? before : change(before)))
  }
  useSize(box, setSize)
  useReachable(box)
  useEffect(() => {
    if (size.width === 0 || (!follows && view !== null)) return
    const whole = fitted(chart, size)
    const inner = innermost(chart, active)
    setView(whole.scale >= READABLE || inner === undefined ? whole : focused(inner, chart, size))
  }, [chart, size, active, follows])
  usePointer(box, move, chart, size)
  const middle = { x: size.width / 2, y: size.height / 2 }
  const onKeyDown = (event: KeyboardEvent): void => {
    const by = KEYS[event.key]
    if (by !== undefined) move((before) => panned(before, by, chart, size))
    else if (event.key === '+' || event.key === '=') move((before) => zoomed(before, 1.25, middle))
    else if (event.key === '-') move((before) => zoomed(before, 0.8, middle))
    else if (event.key === '0') move(() => fitted(chart, size))
    else if (event.key === 'Escape') onSelect('')
    else return
    event.preventDefault()
  }
  const { x, y, scale } = view ?? { x: 0, y: 0, scale: 1 }
  return (
    <div class="chart-window">
      <div class="chart-tools">
        <label>
          <input type="checkbox" checked={follows} onChange={(event) => setFollows(event.currentTarget.checked)} />{' '}
          Follow
        </label>
        {isLarge(chart.definition) && (
          <label>
            <input
              type="checkbox"
              checked={wish.all}
              onChange={(event) => onWish({ ...NO_WISH, all: event.currentTarget.checked })}
            />{' '}
            Everything
          </label>
        )}
        <span class="spring" />
        <button type="button" aria-label="Zoom in" onClick={() => move((before) => zoomed(before, 1.25, middle))}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => move((before) => zoomed(before, 0.8, middle))}>
          −
        </button>
        <button type="button" onClick={() => move(() => fitted(chart, size))}>
          Show all
        </button>
      </div>
      <div
        ref={box}
        class="chart-pane"
        role="application"
        aria-label={`State chart of ${machine}: in ${deepest(active).join(', ')}. Arrows move, plus and minus zoom, 0 shows all.`}
        onKeyDown={onKeyDown}
        onClick={(event) => onSelect(stateAt(event.target))}
      >
        <svg width={size.width} height={size.height} aria-hidden="true">
          <defs>
            <Arrow id="arrow" />
            <Arrow id="arrow-fired" />
          </defs>
          <g transform={`scale(${scale}) translate(${-x} ${-y})`} class={view === null ? 'unseen' : ''}>
            <ChartDrawing chart={chart} active={active} fired={fired} beat={beat} selected={selected} />
          </g>
        </svg>
      </div>
    </div>
  )
}

/** The smallest of what is drawn that is active. */
function innermost({ boxes }: LaidOut, active: ReadonlySet<string>): Box | undefined {
  return boxes.findLast(({ id }) => active.has(id))
}

/** The state that was clicked; empty beside all of them. */
function stateAt(target: EventTarget | null): string {
  const state = target instanceof Element ? target.closest('[data-state-id]') : null
  return state?.getAttribute('data-state-id') ?? ''
}

function Arrow({ id }: { id: string }) {
  return (
    <marker id={id} viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse">
      <path d="M0 1 L10 5 L0 9 z" />
    </marker>
  )
}
