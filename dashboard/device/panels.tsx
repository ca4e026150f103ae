/** What a device says of itself: why it has not converged, its services, its machine. */
import { useState } from 'preact/hooks'
import type { Detail, ServiceStatus } from '../page/wire.ts'
import { bytesWords, countWords } from '../page/words.ts'
import { SparkLine } from '../parts/spark-line.tsx'
import { ACTIONS, Question } from './actions.tsx'
import type { Sample } from './live-device.ts'

export function Why({ detail }: { detail: Detail }) {
  const { reasons, notes, converged } = detail
  return (
    <section class={`card pad why ${converged ? 'converged' : ''}`} aria-label="Why">
      <h2>{converged ? 'Converged' : 'Why it has not converged'}</h2>
      {converged && <p>It runs what it should, and every service is well.</p>}
      <ul class="plain">
        {reasons.map(({ kind, message, remedy, log, gate }) => (
          <li key={`${kind} ${message}`} data-reason={kind}>
            <p>
              <span class="tag">{kind}</span> {gate !== '' && <span class="tag soft">{gate}</span>} {message}
            </p>
            {log.length > 0 && <pre>{log.join('\n')}</pre>}
            {remedy !== '' && <p class="remedy">→ {remedy}</p>}
          </li>
        ))}
      </ul>
      {notes.map((note) => (
        <p key={note} class="soft">
          note: {note}
        </p>
      ))}
    </section>
  )
}

interface ServicesProps {
  detail: Detail
  readOnly: boolean
  onLogs: (service: string) => void
}

export function Services({ detail, readOnly, onLogs }: ServicesProps) {
  const [restarting, setRestarting] = useState('')
  const services = detail.report?.services ?? []
  const restart = ACTIONS.find(({ action }) => action === 'restart')
  return (
    <section class="card pad" aria-label="Services">
      <h2>Services</h2>
      {services.length === 0 && <p class="soft">None.</p>}
      <ul class="plain services">
        {services.map((status) => (
          <li key={status.service} data-service={status.service}>
            <span class={`dot ${toneOf(status)}`} />
            <span class="grow">
              <b>{status.service}</b> <span>{shownStatus(status)}</span>
              <span class="soft image" title={status.image}>
                {shortImage(status.image)}
              </span>
            </span>
            <button type="button" onClick={() => onLogs(status.service)}>
              Logs
            </button>
            {!readOnly && (
              <button
                type="button"
                aria-label={`Restart ${status.service}`}
                onClick={() => setRestarting(status.service)}
              >
                Restart
              </button>
            )}
          </li>
        ))}
      </ul>
      {restarting !== '' && restart !== undefined && (
        <Question
          device={detail.device}
          action={{ ...restart, title: 'Restart', words: 'The service is stopped and started again.' }}
          service={restarting}
          onClose={() => setRestarting('')}
        />
      )}
    </section>
  )
}

function toneOf({ state, health, exitCode }: ServiceStatus): string {
  if (state === 'running') return health === 'unhealthy' ? 'failing' : health === 'starting' ? 'updating' : 'converged'
  return state === 'exited' && exitCode === 0 ? 'offline' : 'failing'
}

function shownStatus({ state, health, restarts, exitCode }: ServiceStatus): string {
  const words = [state === 'running' && health !== 'none' ? health : state]
  if (state === 'exited') words.push(`with ${exitCode}`)
  if (restarts > 0) words.push(`· ${countWords(restarts, 'restart')}`)
  return words.join(' ')
}

/** "web@sha256:0123456789ab" */
function shortImage(image: string): string {
  const [name = '', digest = ''] = image.split('@')
  return `${name.split('/').slice(-1)[0]}${digest === '' ? '' : `@${digest.slice(0, 19)}`}`
}

export function Machine({ detail, samples }: { detail: Detail; samples: readonly Sample[] }) {
  const { report } = detail
  if (report === null) return null
  const { host, agentVersion, bootId, counters } = report
  const odd = Object.entries(counters).filter(([, count]) => count > 0)
  const fetched = samples.map(({ fetchedBytes }) => fetchedBytes)
  return (
    <section class="card pad" aria-label="Machine">
      <h2>Machine</h2>
      <div class="sparks">
        {(fetched.at(-1) ?? 0) > 0 && (
          <SparkLine
            values={fetched}
            label="fetched"
            words={`${bytesWords(fetched.at(-1)!)} of ${bytesWords(report.progress?.totalBytes ?? 0)}`}
          />
        )}
        {host !== null && host.diskFreeBytes > 0 && (
          <SparkLine
            values={samples.map(({ freeBytes }) => freeBytes)}
            label="free"
            words={bytesWords(host.diskFreeBytes)}
          />
        )}
      </div>
      <dl>
        {host !== null && (
          <>
            <dt>Host</dt>
            <dd>
              {[host.deviceType, host.os, host.architecture].filter((word) => word !== '').join(', ')}
              {host.memoryBytes > 0 && `, ${bytesWords(host.memoryBytes)} of memory`}
            </dd>
            <dt>Engine</dt>
            <dd>{host.engineVersion || 'unknown'}</dd>
          </>
        )}
        <dt>Agent</dt>
        <dd>{agentVersion || 'unknown'}</dd>
        <dt>Boot</dt>
        <dd>
          <code>{bootId.slice(0, 18)}</code>
        </dd>
        {odd.length > 0 && (
          <>
            <dt>Counted</dt>
            <dd>{odd.map(([name, count]) => `${name} ${count}`).join(', ')}</dd>
          </>
        )}
      </dl>
    </section>
  )
}
