/** The device's machines: one chart at a time, what it knows, and what it has under way. */
import { useEffect, useState } from 'preact/hooks'
import { ChartView } from '../chart/chart-view.tsx'
import { eventWords } from '../chart/event-words.ts'
import type { MachineState } from '../page/wire.ts'
import { bytesWords, durationWords } from '../page/words.ts'
import { JsonTree } from '../parts/json-tree.tsx'
import type { LivePicture } from './live-device.ts'

interface Props {
  picture: LivePicture
  /** The one that is shown. */
  chosen: string
  onChoose: (machine: string) => void
}

export function Machines({ picture, chosen, onChoose }: Props) {
  const { machines, definitions, last, detail } = picture
  if (machines === null)
    return (
      <section class="card pad" aria-label="Machines">
        <h2>Machines</h2>
        <p class="soft">
          {detail?.online === false
            ? 'The device is offline: its machines are seen when it is back. What they did stands in its flight record.'
            : 'Waiting for the device to tell of its machines …'}
        </p>
      </section>
    )
  const machine = machines.get(chosen) ?? machines.get('update') ?? [...machines.values()][0]
  if (machine === undefined) return null
  const definition = definitions.get(machine.definition)
  const moved = last.get(machine.machine) ?? null
  return (
    <section class="card machines" aria-label="Machines">
      <Tabs machines={[...machines.values()]} shown={machine.machine} onChoose={onChoose} />
      <div class="machine" data-machine={machine.machine} data-machine-state={machine.state}>
        <p class="now">
          <b>{machine.machine}</b> <code class="state-now">{machine.state}</code>
          {moved !== null && (
            <span class="soft">
              {' '}
              since <code>{eventWords(moved.event)}</code>
            </span>
          )}
        </p>
        {definition === undefined ? (
          <p class="soft pad">Asking the device for the chart …</p>
        ) : (
          <ChartView
            key={definition.hash}
            hash={definition.hash}
            json={definition.json}
            state={machine.state}
            last={moved}
            beat={moved === null ? '' : `${moved.bootId} ${moved.sequence} ${moved.monoMs}`}
          />
        )}
      </div>
    </section>
  )
}

interface TabsProps {
  machines: readonly MachineState[]
  shown: string
  onChoose: (machine: string) => void
}

function Tabs({ machines, shown, onChoose }: TabsProps) {
  return (
    <fieldset class="tabs" aria-label="Machine">
      {machines.map(({ machine, state }) => (
        <button type="button" key={machine} aria-pressed={machine === shown} onClick={() => onChoose(machine)}>
          {machine} <span class="soft">{state}</span>
        </button>
      ))}
    </fieldset>
  )
}

/** What has been asked for and has not ended. */
export function Effects({ picture }: { picture: LivePicture }) {
  const { effects, clock, detail } = picture
  const now = useTicking()
  const progress = detail?.report?.progress ?? null
  return (
    <section class="card pad" aria-label="Effects in flight">
      <h2>In flight</h2>
      {effects.length === 0 && <p class="soft">Nothing is under way.</p>}
      <ul class="plain effects">
        {effects.map(({ machine, id, source, sinceMonoMs }) => (
          <li key={`${machine} ${id}`}>
            <span class="spinner" aria-hidden="true" />
            <span>
              <b>{id}</b> {id === source ? '' : source} <span class="soft">of {machine}</span>
            </span>
            <span class="soft">{durationWords(Math.max(0, clock.monoMs + (now - clock.at) - sinceMonoMs))}</span>
          </li>
        ))}
      </ul>
      {effects.length > 0 && progress !== null && progress.percent < 100 && (
        <p class="line soft effect-progress">
          <progress max={100} value={progress.percent} /> {progress.step}
          {progress.totalBytes > 0 && `: ${bytesWords(progress.doneBytes)} of ${bytesWords(progress.totalBytes)}`}
        </p>
      )}
    </section>
  )
}

/** The time of this browser, four times a second. */
function useTicking(): number {
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 250)
    return () => clearInterval(timer)
  }, [])
  return now
}

export function Context({ picture, chosen }: { picture: LivePicture; chosen: string }) {
  const machine = picture.machines?.get(chosen) ?? picture.machines?.get('update')
  if (machine === undefined || machine.context === '') return null
  return (
    <details class="card pad" open>
      <summary>
        <h2>What {machine.machine} knows</h2>
      </summary>
      <JsonTree text={machine.context} before={picture.contextBefore.get(machine.machine)} />
    </details>
  )
}
