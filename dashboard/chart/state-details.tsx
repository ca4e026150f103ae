/** One state of a chart in words: what it is for, what it runs, and each way out of it. */
import { transitionWords } from './event-words.ts'
import type { LaidOut } from './layout.ts'
import { toggled, type Wish } from './open-states.ts'

interface Props {
  chart: LaidOut
  selected: string
  onSelect: (id: string) => void
  wish: Wish
  onWish: (wish: Wish) => void
}

export function StateDetails({ chart, selected, onSelect, wish, onWish }: Props) {
  const { states, root } = chart.definition
  const state = states.get(selected)
  const short = (id: string): string => id.slice(root.id.length + 1) || id
  return (
    <div class="state-details">
      <span class="line">
        <label class="soft" for="chosen-state">
          State
        </label>{' '}
        <select id="chosen-state" value={selected} onChange={(event) => onSelect(event.currentTarget.value)}>
          <option value="">choose one, or click it</option>
          {[...states.keys()].map((id) => (
            <option key={id} value={id}>
              {short(id)}
            </option>
          ))}
        </select>
      </span>{' '}
      {state !== undefined && state.children.length > 0 && state.parent !== null && (
        <button type="button" onClick={() => onWish(toggled(wish, state.id, chart.open.has(state.id)))}>
          {chart.open.has(state.id) ? 'Close it' : 'Show what is inside'}
        </button>
      )}
      {state !== undefined && (
        <>
          {state.description !== '' && <p>{state.description}</p>}
          <dl>
            <Row name="runs" words={state.invokes.map(({ id, source }) => (id === source ? id : `${id}: ${source}`))} />
            <Row name="on entry" words={state.entry} />
            <Row name="on exit" words={state.exit} />
          </dl>
          {state.transitions.length > 0 && (
            <table>
              <thead>
                <tr>
                  <th scope="col">On</th>
                  <th scope="col">Goes to</th>
                  <th scope="col">And does</th>
                </tr>
              </thead>
              <tbody>
                {state.transitions.map((each, index) => (
                  <tr key={`${index} ${each.event}`}>
                    <td>{transitionWords(each)}</td>
                    <td>{each.targets.map(short).join(', ') || 'stays'}</td>
                    <td>{each.actions.join(', ')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </>
      )}
    </div>
  )
}

function Row({ name, words }: { name: string; words: readonly string[] }) {
  if (words.length === 0) return null
  return (
    <>
      <dt>{name}</dt>
      <dd>{words.join(', ')}</dd>
    </>
  )
}
