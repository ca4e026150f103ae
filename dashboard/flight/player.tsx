/** One moment of a record after another: the charts as they were, and what led there. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { ChartView } from '../chart/chart-view.tsx'
import { eventWords } from '../chart/event-words.ts'
import type { ChartDefinition } from '../page/wire.ts'
import { clockWords, dateWords, durationWords } from '../page/words.ts'
import { JsonTree } from '../parts/json-tree.tsx'
import { VirtualLines } from '../parts/virtual-lines.tsx'
import { lastMoveOf, type Moment } from './record.ts'
import { TimeAxis } from './time-axis.tsx'

interface Props {
  moments: readonly Moment[]
  at: number
  onMove: (index: number) => void
  /** Of whichever device: what it was when it was last seen. */
  definitions: readonly ChartDefinition[]
  /** A machine; empty follows the one that moves. */
  chosen: string
  onChoose: (machine: string) => void
}

const BEAT_MS = 700

export function Player({ moments, at, onMove, definitions, chosen, onChoose }: Props) {
  const [plays, setPlays] = useState(false)
  const moment = moments[at]
  const move = useRef(onMove)
  move.current = onMove
  useEffect(() => {
    if (!plays) return
    if (at >= moments.length - 1) {
      setPlays(false)
      return
    }
    const timer = setTimeout(() => move.current(at + 1), BEAT_MS)
    return () => clearTimeout(timer)
  }, [plays, at, moments])
  const names = useMemo(() => namesIn(moments, definitions), [moments, definitions])
  if (moment === undefined) return null
  const machine = names.includes(chosen) ? chosen : names[0]!
  const step = (by: number): void => onMove(Math.min(moments.length - 1, Math.max(0, at + by)))
  const toCut = (by: number): void => {
    let index = at + by
    while (index >= 0 && index < moments.length && moments[index]?.cut === null) index += by
    if (moments[index] !== undefined) onMove(index)
  }
  const hasCut = moments.some(({ cut }) => cut !== null)
  return (
    <div class="player" data-at={moment.entry.sequence}>
      <section class="card pad" aria-label="Time">
        <fieldset class="controls" aria-label="Player">
          <button type="button" disabled={at === 0} onClick={() => onMove(0)}>
            First
          </button>
          <button type="button" disabled={at === 0} onClick={() => step(-1)}>
            Back
          </button>
          <button type="button" class="main" aria-pressed={plays} onClick={() => setPlays(!plays)}>
            {plays ? 'Pause' : 'Play'}
          </button>
          <button type="button" disabled={at >= moments.length - 1} onClick={() => step(1)}>
            Forward
          </button>
          <button type="button" disabled={at >= moments.length - 1} onClick={() => onMove(moments.length - 1)}>
            Last
          </button>
          {hasCut && (
            <>
              <button type="button" onClick={() => toCut(-1)}>
                Cut before
              </button>
              <button type="button" onClick={() => toCut(1)}>
                Next cut
              </button>
            </>
          )}
        </fieldset>
        <TimeAxis moments={moments} at={at} onMove={onMove} />
        <Now moment={moment} />
      </section>
      <div class="device-body">
        <div class="wide">
          <section class="card machines" aria-label="Chart">
            <fieldset class="tabs" aria-label="Machine">
              {names.map((name) => (
                <button type="button" key={name} aria-pressed={name === machine} onClick={() => onChoose(name)}>
                  {name} <span class="soft">{moment.states.get(name) ?? 'not yet'}</span>
                </button>
              ))}
            </fieldset>
            <Chart moments={moments} at={at} machine={machine} definitions={definitions} />
          </section>
        </div>
        <aside aria-label="Entries">
          <section class="card entries" aria-label="Entries">
            <VirtualLines
              count={moments.length}
              lineHeight={44}
              label="Entries of the record"
              at={at}
              cell={(index) => (
                <Entry key={index} moment={moments[index]!} isNow={index === at} onClick={() => onMove(index)} />
              )}
            />
          </section>
        </aside>
      </div>
    </div>
  )
}

/** Machines that have a chart; where no chart is known, all that are in the record. */
function namesIn(moments: readonly Moment[], definitions: readonly ChartDefinition[]): string[] {
  const all = new Set(moments.map(({ entry }) => entry.machine))
  const drawn = new Set([...all].filter((name) => definitions.some(({ machine }) => machine === name)))
  const names = drawn.size > 0 ? drawn : all
  return [...names].sort((a, b) => Number(b === 'update') - Number(a === 'update') || (a < b ? -1 : 1))
}

function Now({ moment }: { moment: Moment }) {
  const { entry, cut } = moment
  const { machine, from, to, event, detail, wallMs, monoMs, bootId } = entry
  return (
    <div class="now" role="status">
      {cut !== null && (
        <p class="cut-words">
          {cut === 'power' ? '✂ Before this the power went.' : '✂ Before this the agent was killed.'}
        </p>
      )}
      <p>
        <b>{machine}</b> <code>{from || '·'}</code> → <code>{to}</code> because of <code>{eventWords(event)}</code>
      </p>
      <p class="soft">
        {durationWords(monoMs)} after boot <code>{bootId.slice(0, 12)}</code> · {dateWords(wallMs)} by the device's
        clock
      </p>
      {detail !== '' && <JsonTree text={detail} />}
    </div>
  )
}

interface ChartProps {
  moments: readonly Moment[]
  at: number
  machine: string
  definitions: readonly ChartDefinition[]
}

function Chart({ moments, at, machine, definitions }: ChartProps) {
  const definition = definitions.findLast((each) => each.machine === machine)
  const state = moments[at]?.states.get(machine) ?? ''
  const last = lastMoveOf(moments, at, machine)
  if (definition === undefined)
    return (
      <p class="soft pad" data-machine={machine} data-machine-state={state}>
        <code class="state-now">{state || 'not yet'}</code>
        <br />
        No device has told of its chart since the dashboard was started: open one that has this machine.
      </p>
    )
  return (
    <div class="machine" data-machine={machine} data-machine-state={state}>
      <ChartView
        key={definition.hash}
        hash={definition.hash}
        json={definition.json}
        state={state}
        last={last}
        beat={String(last?.sequence ?? '')}
      />
    </div>
  )
}

function Entry({ moment, isNow, onClick }: { moment: Moment; isNow: boolean; onClick: () => void }) {
  const { entry, cut } = moment
  return (
    <li class={cut === null ? '' : `after-cut ${cut}`}>
      <button type="button" class="entry" aria-current={isNow ? 'step' : undefined} onClick={onClick}>
        <span class="soft">{clockWords(entry.wallMs)}</span> <b>{entry.machine}</b>{' '}
        <span class="event">{eventWords(entry.event)}</span>
        <br />
        <code>{entry.to}</code>
      </button>
    </li>
  )
}
