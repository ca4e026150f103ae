/** What each fleet is taking: share, state, and how far it has come. */
import type { RolloutView, WavesView } from '../page/wire.ts'
import { countWords, durationWords } from '../page/words.ts'

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
  const { fleet, epoch, release, fallback, state, share, included, running, devices, waves } = rollout
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
      {waves !== null && <Waves waves={waves} />}
      {fallback !== '' && <p class="line soft">way back: {fallback}</p>}
    </article>
  )
}

const WAVE_WORDS = { done: 'passed', now: 'under way', ahead: 'to come', stopped: 'stopped' } as const

function Waves({ waves }: { waves: WavesView }) {
  const { phase, breach, gate, succeeded, failed, atIt, leftMs, list } = waves
  return (
    <div class="waves" data-phase={phase}>
      <ol aria-label="Waves">
        {list.map((wave, index) => (
          <li key={index} class={wave.state} aria-current={wave.state === 'now' ? 'step' : undefined}>
            <b>{wave.title}</b> <span class="soft">{WAVE_WORDS[wave.state]}</span>
            <span class="soft gate-words">
              {Math.round(wave.success * 100)}% well, at most {Math.round(wave.failure * 100)}% badly
            </span>
          </li>
        ))}
      </ol>
      <p class="line">
        {phase}: {succeeded.toLocaleString('en')} succeeded, {atIt.toLocaleString('en')} at it,{' '}
        {failed.toLocaleString('en')} failed
        {leftMs !== null && leftMs > 0 && `, about ${durationWords(leftMs)} left`}
      </p>
      {breach !== '' ? <p class="line bad">stopped: {breach}</p> : gate !== '' && <p class="line soft">{gate}</p>}
    </div>
  )
}
