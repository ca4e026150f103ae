/** What can be asked of a device, each behind a question. With --read-only nothing of it is there. */
import { useState } from 'preact/hooks'
import { ApiError, api } from '../page/api.ts'
import type { CommandAnswer, Detail } from '../page/wire.ts'
import { Confirm } from '../parts/confirm.tsx'

interface Action {
  action: string
  title: string
  /** What it does, for the question. */
  words: string
  takesReason?: true
  takesForce?: true
  isOffered(detail: Detail): boolean
}

const isChanging = ({ report }: Detail): boolean => report !== null && report.phase !== 'idle'

export const ACTIONS: readonly Action[] = [
  {
    action: 'pause',
    title: 'Pause',
    words: 'It takes no update until it is resumed. What runs goes on.',
    takesReason: true,
    isOffered: ({ report }) => report?.hold === null,
  },
  {
    action: 'resume',
    title: 'Resume',
    words: 'The pause ends: what waits for it goes on.',
    isOffered: ({ report }) => report !== null && report.hold !== null,
  },
  {
    action: 'update-now',
    title: 'Update now',
    words: 'The update that waits goes on, outside of its windows.',
    takesForce: true,
    isOffered: ({ report }) => report?.phase === 'waiting',
  },
  {
    action: 'cancel',
    title: 'Cancel the update',
    words: 'The update that is under way is given up, and its epoch is not tried again.',
    isOffered: isChanging,
  },
  {
    action: 'revert',
    title: 'Revert',
    words: 'It goes back to the release that ran before this one. Services are replaced.',
    isOffered: ({ report }) => report !== null,
  },
  {
    action: 'restart',
    title: 'Restart services',
    words: 'Every service is stopped and started again.',
    takesForce: true,
    isOffered: ({ report }) => (report?.services.length ?? 0) > 0,
  },
  { action: 'identify', title: 'Identify', words: 'It answers who and what it is.', isOffered: () => true },
]

export function Actions({ detail }: { detail: Detail }) {
  const [asked, setAsked] = useState<Action | null>(null)
  return (
    <fieldset class="actions" aria-label="Actions">
      {ACTIONS.filter((action) => action.isOffered(detail)).map((action) => (
        <button type="button" key={action.action} data-action={action.action} onClick={() => setAsked(action)}>
          {action.title}
        </button>
      ))}
      {asked !== null && <Question device={detail.device} action={asked} onClose={() => setAsked(null)} />}
    </fieldset>
  )
}

interface QuestionProps {
  device: string
  action: Action
  /** One service alone. */
  service?: string
  onClose: () => void
}

export function Question({ device, action, service = '', onClose }: QuestionProps) {
  const [isBusy, setBusy] = useState(false)
  const [reason, setReason] = useState('')
  const [force, setForce] = useState(false)
  const [answer, setAnswer] = useState<CommandAnswer | null>(null)
  const send = async (): Promise<void> => {
    setBusy(true)
    try {
      setAnswer(await api.command(device, { action: action.action, service, reason, force }))
    } catch (error) {
      const { code, message } = error instanceof ApiError ? error : { code: '', message: String(error) }
      setAnswer({ outcome: 'failed', code, message, output: '' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <Confirm
      title={`${action.title}: ${service === '' ? device : `${service} on ${device}`}`}
      does={answer === null ? action.title : ''}
      isBusy={isBusy}
      onConfirm={() => void send()}
      onClose={onClose}
    >
      {answer === null ? (
        <>
          <p>{action.words}</p>
          {action.takesReason && (
            <label class="field">
              Reason <input value={reason} maxLength={200} onInput={(event) => setReason(event.currentTarget.value)} />
            </label>
          )}
          {action.takesForce && (
            <label class="field">
              <input type="checkbox" checked={force} onChange={(event) => setForce(event.currentTarget.checked)} />{' '}
              although an application holds a lock
            </label>
          )}
        </>
      ) : (
        <div role="status" class={`answer ${answer.outcome}`} data-outcome={answer.outcome}>
          <p>
            <b>{answer.outcome === 'ok' ? 'Done' : answer.outcome}</b> {answer.code} {answer.message}
          </p>
          {answer.output !== '' && <pre>{answer.output}</pre>}
        </div>
      )}
    </Confirm>
  )
}
