/** The last update as a timeline, and what its machines did, the newest first. */
import { useMemo } from 'preact/hooks'
import { eventWords } from '../chart/event-words.ts'
import { linkTo } from '../page/route.ts'
import type { FlightEntry } from '../page/wire.ts'
import { clockWords, durationWords } from '../page/words.ts'
import { JsonTree } from '../parts/json-tree.tsx'
import { lastUpdate, phaseSpans } from './phases.ts'

export function Timeline({ entries }: { entries: readonly FlightEntry[] }) {
  const spans = useMemo(() => lastUpdate(phaseSpans(entries)), [entries])
  const longest = Math.max(1, ...spans.map(({ fromMs, toMs }) => toMs - fromMs))
  return (
    <section class="card pad" aria-label="Update">
      <h2>Update</h2>
      {spans.length === 0 && <p class="soft">Nothing has happened since this page was opened.</p>}
      <ol class="plain phases">
        {spans.map(({ phase, bootId, fromMs, toMs, isOpen }, index) => (
          <li key={`${bootId} ${fromMs} ${phase}`} class={isOpen ? 'open' : ''}>
            {index > 0 && spans[index - 1]?.bootId !== bootId && <span class="cut">✂ the power went</span>}
            <span class="name">{phase}</span>
            <span class="track" aria-hidden="true">
              <span style={{ width: `${Math.max(1, (100 * (toMs - fromMs)) / longest)}%` }} />
            </span>
            <span class="soft">{isOpen ? 'now' : durationWords(toMs - fromMs)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

interface HappeningsProps {
  device: string
  entries: readonly FlightEntry[]
  dropped: number
}

const MOST_SHOWN = 60

export function Happenings({ device, entries, dropped }: HappeningsProps) {
  const record = linkTo({ place: 'flight', device, query: new URLSearchParams() })
  return (
    <section class="card pad" aria-label="Transitions">
      <h2>
        Transitions <a href={record}>Play the flight record</a>
      </h2>
      {dropped > 0 && <p class="soft">{dropped} were left out, because there were too many.</p>}
      {entries.length === 0 && <p class="soft">None since this page was opened.</p>}
      <ol class="plain transitions">
        {entries
          .slice(-MOST_SHOWN)
          .toReversed()
          .map((entry) => (
            <Happening
              key={`${entry.bootId} ${entry.machine} ${entry.sequence} ${entry.monoMs} ${entry.to}`}
              entry={entry}
            />
          ))}
      </ol>
    </section>
  )
}

function Happening({ entry }: { entry: FlightEntry }) {
  const { machine, from, to, event, detail, wallMs } = entry
  return (
    <li>
      <span class="soft time">{clockWords(wallMs)}</span>
      <span>
        <b>{machine}</b> <code>{from || '·'}</code> → <code>{to}</code> <span class="event">{eventWords(event)}</span>
        {detail !== '' && (
          <details>
            <summary class="soft">what changed</summary>
            <JsonTree text={detail} open={2} />
          </details>
        )}
      </span>
    </li>
  )
}
