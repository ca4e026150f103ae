/**
 * A laid out chart, drawn.
 *
 * Invariant: what is lit depends on the active states and the last transition alone; drawing it again for another
 * moment moves nothing.
 */
import { memo } from 'preact/compat'
import type { StateNode } from './definition.ts'
import { insideLines, LINE_HEIGHT, TITLE_HEIGHT } from './graph.ts'
import type { Box, LaidOut, Line } from './layout.ts'
import { roundedPath } from './paths.ts'

interface Props {
  chart: LaidOut
  active: ReadonlySet<string>
  fired: ReadonlySet<string>
  /** Changes with each transition, so that it is animated anew. */
  beat: string
  selected: string
}

export function ChartDrawing({ chart, active, fired, beat, selected }: Props) {
  const { definition, boxes, lines, open } = chart
  const shown = new Set(boxes.map(({ id }) => id))
  return (
    <>
      {boxes.map((box) => {
        const state = definition.states.get(box.id)
        if (state === undefined) return null
        const isActive = active.has(box.id)
        return (
          <State
            key={box.id}
            box={box}
            state={state}
            isActive={isActive}
            isDeepest={isActive && !state.children.some(({ id }) => active.has(id) && shown.has(id))}
            isOpen={open.has(box.id)}
            isInitial={isInitial(state, definition.states)}
            isSelected={selected === box.id}
          />
        )
      })}
      {lines.map((line) => (
        <Edge key={line.edge.id} line={line} isFired={fired.has(line.edge.id)} beat={beat} />
      ))}
    </>
  )
}

function isInitial(state: StateNode, states: ReadonlyMap<string, StateNode>): boolean {
  return state.parent !== null && states.get(state.parent)?.initial === state.id
}

interface StateProps {
  box: Box
  state: StateNode
  isActive: boolean
  isDeepest: boolean
  isOpen: boolean
  isInitial: boolean
  isSelected: boolean
}

const State = memo(function State({ box, state, isActive, isDeepest, isOpen, isInitial, isSelected }: StateProps) {
  const { x, y, width, height } = box
  const kind = `${state.type}${isOpen ? ' open' : ''}${isActive ? ' active' : ''}${isDeepest ? ' deepest' : ''}${isSelected ? ' selected' : ''}`
  const lines = insideLines(state, isOpen)
  return (
    <g class={`state ${kind}`} data-state-id={state.id} data-active={isActive}>
      <title>{state.description || state.id}</title>
      <rect class="box" x={x} y={y} width={width} height={height} rx={isOpen ? 12 : 9} />
      {state.type === 'final' && (
        <rect class="inner" x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx="7" />
      )}
      {isInitial && <circle class="initial" cx={x + 11} cy={y + 13} r="3.500" />}
      <text class="title" x={x + (isInitial ? 20 : 12)} y={y + 18}>
        {state.name}
      </text>
      {state.type === 'parallel' && (
        <text class="kind" x={x + width - 10} y={y + 17} text-anchor="end">
          parallel
        </text>
      )}
      {lines.map((line, index) => (
        <text key={line} class="line" x={x + 12} y={y + TITLE_HEIGHT + 8 + index * LINE_HEIGHT}>
          {line}
        </text>
      ))}
    </g>
  )
})

const Edge = memo(function Edge({ line, isFired, beat }: { line: Line; isFired: boolean; beat: string }) {
  const { edge, points, label } = line
  const path = roundedPath(points)
  return (
    <g class={`edge${isFired ? ' fired' : ''}`} data-edge-id={edge.id} data-fired={isFired}>
      <title>{`${edge.source} → ${edge.target}\n${edge.lines.join('\n')}`}</title>
      <path class="way" d={path} marker-end={isFired ? 'url(#arrow-fired)' : 'url(#arrow)'} />
      {isFired && <path key={beat} class="pulse" d={path} pathLength={1} />}
      {label !== null &&
        edge.lines.map((text, index) => (
          <text
            key={text}
            class="label"
            x={label.x + label.width / 2}
            y={label.y + 12 + index * LINE_HEIGHT}
            text-anchor="middle"
          >
            {text}
          </text>
        ))}
    </g>
  )
})
