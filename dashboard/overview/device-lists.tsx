/** Devices as tiles, and as a table: of ten thousand only those are drawn that are seen. */

import { deviceLink } from '../page/route.ts'
import type { DeviceRow } from '../page/wire.ts'
import { VirtualLines } from '../parts/virtual-lines.tsx'

export function DeviceGrid({ rows }: { rows: readonly DeviceRow[] }) {
  return (
    <VirtualLines
      class="grid"
      count={rows.length}
      lineHeight={82}
      cellWidth={200}
      label="Devices as a grid"
      cell={(index) => <Tile key={rows[index]!.device} row={rows[index]!} index={index} count={rows.length} />}
    />
  )
}

interface CellProps {
  row: DeviceRow
  index: number
  count: number
}

function Tile({ row, index, count }: CellProps) {
  return (
    <li aria-setsize={count} aria-posinset={index + 1}>
      <a class={`tile ${row.state}`} href={deviceLink(row.device)} data-device={row.device} data-state={row.state}>
        <span class="name">{row.device}</span>
        <span class="soft line">{row.runs || 'nothing runs'}</span>
        <span class="line state">
          <span class={`dot ${row.state}`} /> {shownState(row)}
        </span>
        {row.state === 'updating' && <span class="progress" style={{ width: `${row.percent}%` }} />}
      </a>
    </li>
  )
}

export function DeviceTable({ rows }: { rows: readonly DeviceRow[] }) {
  return (
    <VirtualLines
      class="table"
      count={rows.length}
      lineHeight={38}
      label="Devices as a table"
      header={
        <div class="row columns" aria-hidden="true">
          <span>Device</span>
          <span>State</span>
          <span>Runs</span>
          <span>Wants</span>
          <span>Services</span>
          <span>Why</span>
        </div>
      }
      cell={(index) => <Line key={rows[index]!.device} row={rows[index]!} index={index} count={rows.length} />}
    />
  )
}

function Line({ row, index, count }: CellProps) {
  const isWell = row.well === row.services
  return (
    <li aria-setsize={count} aria-posinset={index + 1}>
      <a class="row" href={deviceLink(row.device)} data-device={row.device} data-state={row.state}>
        <span class="name">{row.device}</span>
        <span>
          <span class={`dot ${row.state}`} /> {shownState(row)}
        </span>
        <span>{row.runs || '–'}</span>
        <span>{row.wants || '–'}</span>
        <span class={isWell ? '' : 'bad'}>{row.services === 0 ? '–' : `${row.well}/${row.services}`}</span>
        <span class="soft" title={row.why}>
          {row.why}
        </span>
      </a>
    </li>
  )
}

/** "updating: fetching 40%", "blocked: window" */
function shownState({ state, phase, percent, blockers }: DeviceRow): string {
  if (state === 'updating') return `${phase}${percent > 0 ? ` ${percent}%` : ''}`
  if (state === 'blocked' && blockers.length > 0) return `blocked: ${blockers.join(', ')}`
  return state
}
