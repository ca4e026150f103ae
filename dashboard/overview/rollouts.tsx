/** What each fleet is taking: share, state, and how far it has come. */
import type { RolloutView } from '../page/wire.ts'
import { countWords } from '../page/words.ts'

const STATES: Readonly<Record<RolloutView['state'], string>> = {
  go: 'going',
  paused: 'paused',
  revert: 'sent back',
  none: 'not released',
}

export function Rollouts({ rollouts }: { rollouts: readonly RolloutView[] }) {
  return (
    <section class="card pad rollouts" aria-label="Rollouts">
      <h2>Rollouts</h2>
      {rollouts.length === 0 && <p class="soft">Nothing is published.</p>}
      {rollouts.map((rollout) => (
        <Rollout key={rollout.fleet} rollout={rollout} />
      ))}
    </section>
  )
}

function Rollout({ rollout }: { rollout: RolloutView }) {
  const { fleet, epoch, release, fallback, state, share, included, running, devices } = rollout
  const of = (count: number): string => `${devices === 0 ? 0 : (100 * count) / devices}%`
  return (
    <article class="rollout" data-fleet={fleet} data-state={state}>
      <p class="line">
        <b>{fleet}</b> <span class={`tag ${state}`}>{STATES[state]}</span>
      </p>
      <p class="line soft">
        epoch {epoch} · {release}
      </p>
      <div class="track" aria-hidden="true">
        <span class="gate" style={{ width: `${share / 100}%` }} />
        <span class="taken" style={{ width: of(running) }} />
      </div>
      <p class="line">
        {share / 100}% may take it: {countWords(included, 'device')}; {running.toLocaleString('en')} of{' '}
        {devices.toLocaleString('en')} run it
      </p>
      {fallback !== '' && <p class="line soft">way back: {fallback}</p>}
    </article>
  )
}
