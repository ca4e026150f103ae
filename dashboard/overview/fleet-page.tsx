/** The fleet: how it is as a whole, what it takes, and every device. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { goTo, type Route, withQuery } from '../page/route.ts'
import { DEVICE_STATES } from '../page/wire.ts'
import { countWords } from '../page/words.ts'
import { DeviceGrid, DeviceTable } from './device-lists.tsx'
import { type Filter, filtered, filterIn, tally } from './filter.ts'
import type { FleetPicture, FleetStore } from './fleet-store.ts'
import { Rollouts } from './rollouts.tsx'

/** Follows the fleet while it is shown: a browser has few connections to one server. */
function usePicture(store: FleetStore): FleetPicture {
  const [picture, setPicture] = useState(store.picture)
  useEffect(() => {
    const forget = store.subscribe(() => setPicture(store.picture))
    const close = store.open()
    return () => {
      close()
      forget()
    }
  }, [store])
  return picture
}

export function FleetPage({ route, store }: { route: Route; store: FleetStore }) {
  const picture = usePicture(store)
  const filter = useMemo(() => filterIn(route.query), [route.query])
  const rows = useMemo(() => filtered(picture.rows, filter), [picture.rows, filter])
  const set = (changes: Record<string, string>): void => goTo(withQuery(route, changes))
  const isTable = route.query.get('view') === 'table'
  return (
    <div class="fleet">
      <h1 class="unseen">Fleet</h1>
      <Summary picture={picture} filter={filter} set={set} />
      <div class="fleet-body">
        <aside aria-label="Rollouts and blockers">
          <Rollouts rollouts={picture.rollouts} />
          <Blockers picture={picture} filter={filter} set={set} />
        </aside>
        <section class="card devices" aria-label="Devices">
          <Bar picture={picture} filter={filter} shown={rows.length} isTable={isTable} set={set} />
          {picture.isEmpty && <p class="soft pad">Loading …</p>}
          {!picture.isEmpty && rows.length === 0 && (
            <p class="soft pad">
              {picture.rows.length === 0 ? 'No device has reported yet.' : 'No device is like that.'}
            </p>
          )}
          {rows.length > 0 && (isTable ? <DeviceTable rows={rows} /> : <DeviceGrid rows={rows} />)}
        </section>
      </div>
    </div>
  )
}

interface PartProps {
  picture: FleetPicture
  filter: Filter
  set: (changes: Record<string, string>) => void
}

/** How many devices are in each state: also the filter. */
function Summary({ picture, filter, set }: PartProps) {
  const counts = useMemo(() => new Map(tally(picture.rows.map(({ state }) => state))), [picture.rows])
  const all = Math.max(1, picture.rows.length)
  return (
    <section class="card summary" aria-label="States">
      <div class="bar" aria-hidden="true">
        {DEVICE_STATES.toReversed().map((state) => (
          <span key={state} class={`fill ${state}`} style={{ width: `${(100 * (counts.get(state) ?? 0)) / all}%` }} />
        ))}
      </div>
      <div class="chips">
        {DEVICE_STATES.toReversed().map((state) => {
          const isOn = filter.states.includes(state)
          const next = isOn ? filter.states.filter((each) => each !== state) : [...filter.states, state]
          return (
            <button
              type="button"
              key={state}
              class="chip"
              aria-pressed={isOn}
              data-state={state}
              onClick={() => set({ state: next.join(',') })}
            >
              <span class={`dot ${state}`} /> {state} <b>{(counts.get(state) ?? 0).toLocaleString('en')}</b>
            </button>
          )
        })}
        <span class="spring" />
        <span class={picture.isLive ? 'live' : 'live stale'}>{picture.isLive ? 'live' : 'not connected'}</span>
      </div>
    </section>
  )
}

function Blockers({ picture, filter, set }: PartProps) {
  const kinds = useMemo(() => tally(picture.rows.flatMap(({ blockers }) => blockers)), [picture.rows])
  const most = kinds[0]?.[1] ?? 1
  return (
    <section class="card pad blockers" aria-label="Blockers">
      <h2>What keeps devices</h2>
      {kinds.length === 0 && <p class="soft">Nothing.</p>}
      {kinds.map(([kind, count]) => (
        <button
          type="button"
          key={kind}
          class="blocker"
          aria-pressed={filter.blocker === kind}
          onClick={() => set({ blocker: filter.blocker === kind ? '' : kind })}
        >
          <span class="share" style={{ width: `${(100 * count) / most}%` }} />
          <span class="name">{kind}</span>
          <b>{count.toLocaleString('en')}</b>
        </button>
      ))}
    </section>
  )
}

function Bar({ picture, filter, shown, isTable, set }: PartProps & { shown: number; isTable: boolean }) {
  const releases = useMemo(() => tally(picture.rows.map(({ runs }) => runs).filter(Boolean)), [picture.rows])
  const fleets = useMemo(() => tally(picture.rows.map(({ fleet }) => fleet).filter(Boolean)), [picture.rows])
  return (
    <div class="toolbar">
      <label class="grow">
        <span class="unseen">Search</span>
        <input
          type="search"
          placeholder="Search devices"
          value={filter.text}
          onInput={(event) => set({ q: event.currentTarget.value })}
        />
      </label>
      <Choice
        label="Fleet"
        all="All fleets"
        value={filter.fleet}
        options={fleets}
        onChange={(fleet) => set({ fleet })}
      />
      <Choice
        label="Release"
        all="All releases"
        value={filter.release}
        options={releases}
        onChange={(release) => set({ release })}
      />
      <span class="soft count" role="status">
        {countWords(shown, 'device')}
      </span>
      <fieldset class="pair" aria-label="Show as">
        <button type="button" aria-pressed={!isTable} onClick={() => set({ view: '' })}>
          Grid
        </button>
        <button type="button" aria-pressed={isTable} onClick={() => set({ view: 'table' })}>
          Table
        </button>
      </fieldset>
    </div>
  )
}

interface ChoiceProps {
  label: string
  all: string
  value: string
  options: readonly (readonly [string, number])[]
  onChange: (value: string) => void
}

function Choice({ label, all, value, options, onChange }: ChoiceProps) {
  return (
    <label>
      <span class="unseen">{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value)}>
        <option value="">{all}</option>
        {options.map(([name, count]) => (
          <option key={name} value={name}>
            {name} ({count})
          </option>
        ))}
      </select>
    </label>
  )
}
