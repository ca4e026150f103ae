/** The time of a record, to be scrubbed: a tick for each entry, a mark for each cut. */

import { durationWords } from '../page/words.ts'
import type { Moment } from './record.ts'

interface Props {
  moments: readonly Moment[]
  at: number
  onMove: (index: number) => void
}

export function TimeAxis({ moments, at, onMove }: Props) {
  const end = Math.max(1, moments.at(-1)?.axisMs ?? 1)
  const of = ({ axisMs }: Moment): number => (1000 * axisMs) / end
  const now = moments[at]
  const jump = (event: MouseEvent): void => {
    const box = (event.currentTarget as Element).getBoundingClientRect()
    const wanted = ((event.clientX - box.left) / box.width) * end
    let nearest = 0
    for (const [index, { axisMs }] of moments.entries())
      if (Math.abs(axisMs - wanted) < Math.abs((moments[nearest]?.axisMs ?? 0) - wanted)) nearest = index
    onMove(nearest)
  }
  return (
    <div class="axis">
      <svg
        viewBox="0 0 1000 46"
        preserveAspectRatio="none"
        aria-hidden="true"
        onClick={jump}
        onPointerMove={(event) => {
          if ((event.buttons & 1) === 1) jump(event)
        }}
      >
        <rect class="ground" x="0" y="20" width="1000" height="8" />
        {moments.map((moment) => (
          <line
            key={`${moment.entry.bootId} ${moment.entry.sequence}`}
            class={`tick ${moment.entry.machine === 'update' ? 'main' : ''}`}
            x1={of(moment)}
            x2={of(moment)}
            y1="14"
            y2="34"
          />
        ))}
        {moments
          .filter(({ cut }) => cut !== null)
          .map((moment) => (
            <rect
              key={moment.entry.sequence}
              class={`cut ${moment.cut}`}
              data-cut={moment.cut}
              x={of(moment) - 2.5}
              y="2"
              width="5"
              height="42"
            />
          ))}
        {now !== undefined && <line class="now" x1={of(now)} x2={of(now)} y1="0" y2="46" />}
      </svg>
      <label>
        <span class="unseen">Moment</span>
        <input
          type="range"
          min="0"
          max={Math.max(0, moments.length - 1)}
          value={at}
          aria-valuetext={now === undefined ? '' : `${now.entry.machine} ${now.entry.to}`}
          onInput={(event) => onMove(Number(event.currentTarget.value))}
        />
      </label>
      <p class="soft legend">
        {moments.length} entries over {durationWords(end)} of running
        <span class="key power" /> power cut <span class="key killed" /> agent killed
      </p>
    </div>
  )
}
