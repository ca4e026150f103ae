/** What services write, as they write it. */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { api, listen } from '../page/api.ts'
import type { LogLine } from '../page/wire.ts'
import { clockWords } from '../page/words.ts'
import { useReachable } from '../parts/reachable.ts'

const MOST_LINES = 2_000

interface Props {
  device: string
  services: readonly string[]
  /** Of this one first. */
  service: string
  onClose: () => void
}

export function Logs({ device, services, service: first, onClose }: Props) {
  const [service, setService] = useState(first)
  const [lines, setLines] = useState<readonly LogLine[]>([])
  const [note, setNote] = useState('')
  const [filter, setFilter] = useState('')
  const [follows, setFollows] = useState(true)
  const box = useRef<HTMLDivElement>(null)
  useReachable(box)
  useEffect(() => setService(first), [first])
  useEffect(() => {
    setLines([])
    setNote('Asking the device …')
    const stop = listen(api.logsPath(device, service), {
      lines: ({ lines: more, dropped }: { lines: LogLine[]; dropped: number }) => {
        setNote(dropped > 0 ? `${dropped} lines were dropped, because the link was too slow` : '')
        setLines((before) => [...before, ...more].slice(-MOST_LINES))
      },
      end: ({ note: why }: { note: string }) => {
        setNote(`${why === '' ? 'That is all' : why}; close and open it again for more.`)
        stop()
      },
      fault: ({ code, message }: { code: string; message: string }) => {
        setNote(`${code} ${message}`)
        stop()
      },
    })
    return stop
  }, [device, service])
  const shown = useMemo(() => {
    const word = filter.toLowerCase()
    return word === '' ? lines : lines.filter(({ text }) => text.toLowerCase().includes(word))
  }, [lines, filter])
  useEffect(() => {
    if (follows) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [shown, follows])
  return (
    <section class="card logs" aria-label="Logs">
      <div class="toolbar">
        <h2>Logs</h2>
        <label>
          <span class="unseen">Service</span>
          <select value={service} onChange={(event) => setService(event.currentTarget.value)}>
            <option value="">all services</option>
            {services.map((name) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </select>
        </label>
        <label class="grow">
          <span class="unseen">Filter lines</span>
          <input
            type="search"
            placeholder="Filter lines"
            value={filter}
            onInput={(event) => setFilter(event.currentTarget.value)}
          />
        </label>
        <label>
          <input type="checkbox" checked={follows} onChange={(event) => setFollows(event.currentTarget.checked)} />{' '}
          Follow
        </label>
        <button type="button" onClick={onClose}>
          Close
        </button>
      </div>
      <div class="log-lines" ref={box} role="log" aria-label="Lines">
        {note !== '' && <p class="soft">{note}</p>}
        {shown.map((line, index) => (
          <div key={`${index} ${line.atMs}`} class={line.stderr ? 'stderr' : ''}>
            <span class="soft">{clockWords(line.atMs)}</span> <b>{line.service}</b> {line.text}
          </div>
        ))}
      </div>
    </section>
  )
}
