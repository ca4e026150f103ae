/**
 * A chart as a drawing that stands by itself.
 *
 * Invariant: no text of a definition becomes markup; nothing is loaded from anywhere; it follows the reader's
 * choice of dark or light.
 */
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import { type Arrow, type Box, LINE, layoutOf } from './layout.ts'

const MARGIN = 12
const STYLE = `
    svg { color-scheme: light dark; background: light-dark(#fff, #16181d); font: 11px ui-monospace, monospace }
    text { fill: light-dark(#1c2330, #e6e9ef) }
    .state { fill: light-dark(#f4f6fa, #20242c); stroke: light-dark(#8a94a8, #6b7690) }
    .compound { fill-opacity: 0.45 }
    .region { stroke-dasharray: 5 4 }
    .final { stroke-width: 3 }
    .name { font-weight: 700 }
    .effect { fill: light-dark(#5a6474, #aab3c5) }
    .arrow { fill: none; stroke: light-dark(#3b6ea8, #7fb0ea) }
    .label { fill: light-dark(#2f567f, #a9c8ee); font-size: 10px }
    .initial, .head { fill: light-dark(#3b6ea8, #7fb0ea) }`

/** The drawing. */
export async function svgOf(definition: MachineDefinition): Promise<string> {
  const { width, height, boxes, arrows } = await layoutOf(definition)
  const [w, h] = [Math.ceil(width + 2 * MARGIN), Math.ceil(height + 2 * MARGIN)]
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${w} ${h}" width="${w}" height="${h}">`,
    `  <title>${escaped(definition.id)}</title>`,
    `  <style>${STYLE}\n  </style>`,
    '  <defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    `  <g transform="translate(${MARGIN} ${MARGIN})">`,
    ...boxes.map((box) => boxMarkup(box, boxes)),
    ...arrows.map(arrowMarkup),
    '  </g>',
    '</svg>',
    '',
  ].join('\n')
}

function boxMarkup({ place, lines, x, y, width, height }: Box, boxes: readonly Box[]): string {
  const { state, key, parent } = place
  const around = boxes.find((box) => box.place.id === parent)?.place.state
  const classes = [
    'state',
    ...(state.states === undefined ? [] : ['compound']),
    ...(around?.type === 'parallel' ? ['region'] : []),
    ...(state.type === 'final' ? ['final'] : []),
  ]
  const rows = [
    `<text class="name" x="${n(x + 10)}" y="${n(y + LINE + 2)}">${escaped(key)}</text>`,
    ...lines.map(
      (line, row) => `<text class="effect" x="${n(x + 10)}" y="${n(y + LINE * (row + 2) + 2)}">${escaped(line)}</text>`,
    ),
  ]
  const begins = around?.initial === key ? `<circle class="initial" cx="${n(x)}" cy="${n(y)}" r="4"/>` : ''
  const title = `<title>${escaped(state.description === undefined ? place.id : `${place.id}: ${state.description}`)}</title>`
  const shape = `<rect class="${classes.join(' ')}" x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="6"/>`
  return `    <g id="${escaped(place.id)}">${title}${shape}${rows.join('')}${begins}</g>`
}

function arrowMarkup({ from, to, points, label }: Arrow): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${n(x)} ${n(y)}`).join('')
  const lines = label.lines.map(
    (line, row) =>
      `<text class="label" x="${n(label.x + 4)}" y="${n(label.y + LINE * (row + 1) - 4)}">${escaped(line)}</text>`,
  )
  const title = `<title>${escaped(`${from} → ${to}`)}</title>`
  return `    <g>${title}<path class="arrow" marker-end="url(#head)" d="${path}"/>${lines.join('')}</g>`
}

function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (char) => ENTITIES[char]!)
}
