/** The player of a flight record: of a device, or from a file. */
import { useEffect, useMemo, useState } from 'preact/hooks'
import { prepareLayout } from '../chart/layout.ts'
import { api } from '../page/api.ts'
import { deviceLink, goTo, type Route, withQuery } from '../page/route.ts'
import type { ChartDefinition, FlightEntry } from '../page/wire.ts'
import { Player } from './player.tsx'
import { momentAt, momentsOf, readRecord, writeRecord } from './record.ts'

const MOST_ENTRIES = 2_000

interface Loaded {
  entries: readonly FlightEntry[]
  note: string
}

export function FlightPage({ route }: { route: Route }) {
  const { device } = route
  const [loaded, setLoaded] = useState<Loaded | null>(null)
  const [fault, setFault] = useState('')
  const [definitions, setDefinitions] = useState<readonly ChartDefinition[]>([])
  useEffect(() => {
    prepareLayout()
    api.definitions().then(setDefinitions, (error: Error) => setFault(error.message))
    if (device !== '') load(device).then(setLoaded, (error: Error) => setFault(error.message))
  }, [device])
  const moments = useMemo(() => momentsOf(loaded?.entries ?? []), [loaded])
  const said = route.query.get('at')
  const at = momentAt(moments, said === null ? null : Number(said))
  const moveTo = (index: number): void => {
    const sequence = moments[index]?.entry.sequence
    if (sequence !== undefined) goTo(withQuery(route, { at: String(sequence) }))
  }
  const open = (text: string): void => {
    try {
      setLoaded({ entries: readRecord(text), note: '' })
      setFault('')
    } catch (error) {
      setFault((error as Error).message)
    }
  }
  return (
    <div class="flight">
      <div class="head">
        {device !== '' && (
          <a href={deviceLink(device)} aria-label={`Back to ${device}`}>
            ←
          </a>
        )}
        <h1>{device === '' ? 'A flight record from a file' : `Flight record of ${device}`}</h1>
        <span class="spring" />
        {loaded !== null && (
          <button type="button" onClick={() => save(`${device || 'record'}.flight.jsonl`, loaded.entries)}>
            Export
          </button>
        )}
        <Import onText={open} />
      </div>
      {fault !== '' && (
        <p class="fault pad" role="alert">
          {fault}
        </p>
      )}
      {loaded === null && fault === '' && (
        <p class="soft pad">
          {device === ''
            ? 'Open a file with one entry as JSON in each line, as Export and “holdfast flight --json” write them.'
            : 'Asking the device for its record …'}
        </p>
      )}
      {loaded !== null && loaded.note !== '' && <p class="soft pad">{loaded.note}</p>}
      {loaded !== null && moments.length === 0 && <p class="soft pad">The record is empty.</p>}
      {moments.length > 0 && (
        <Player
          moments={moments}
          at={at}
          onMove={moveTo}
          definitions={definitions}
          chosen={route.query.get('machine') ?? ''}
          onChoose={(machine) => goTo(withQuery(route, { machine }))}
        />
      )}
    </div>
  )
}

async function load(device: string): Promise<Loaded> {
  return api.flight(device, MOST_ENTRIES)
}

function Import({ onText }: { onText: (text: string) => void }) {
  return (
    <label class="button">
      Import
      <input
        class="unseen"
        type="file"
        accept=".jsonl,.json,.txt,application/json"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          if (file !== undefined) void file.text().then(onText)
        }}
      />
    </label>
  )
}

function save(name: string, entries: readonly FlightEntry[]): void {
  const url = URL.createObjectURL(new Blob([writeRecord(entries)], { type: 'application/jsonl' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  URL.revokeObjectURL(url)
}
