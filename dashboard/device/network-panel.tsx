/** What has gone over the device's links, by class, over time; and its byte budgets. */
import type { BudgetUse, Detail, Usage } from '../page/wire.ts'
import { bytesWords, dateWords } from '../page/words.ts'
import { SparkLine } from '../parts/spark-line.tsx'
import type { Sample } from './live-device.ts'
import { CLASSES } from './usage.ts'

export function Network({ detail, samples }: { detail: Detail; samples: readonly Sample[] }) {
  const usage = detail.report?.usage ?? null
  if (usage === null) return null
  return (
    <section class="card pad" aria-label="Network">
      <h2>
        Network <span class="tag">{usage.link || 'unknown'}</span> {usage.metered && <span class="tag">metered</span>}
      </h2>
      <div class="sparks">
        {CLASSES.map(({ name, index }) => {
          const values = samples.map(({ usedBytes }) => usedBytes[index - 1] ?? 0)
          return <SparkLine key={name} values={values} label={name} words={`${bytesWords(values.at(-1) ?? 0)} today`} />
        })}
      </div>
      <p class="line soft">{bytesWords(monthBytes(usage))} this month</p>
      {usage.budgets.map((use) => (
        <Budget key={`${use.budget?.class} ${use.budget?.link}`} use={use} />
      ))}
    </section>
  )
}

function monthBytes({ counts }: Usage): number {
  return counts.reduce((sum, count) => sum + count.monthBytes, 0)
}

function Budget({ use }: { use: BudgetUse }) {
  const { budget, wholeAtMs } = use
  if (budget === null) return null
  const name = CLASSES.find(({ index }) => index === budget.class)?.name ?? 'everything'
  const spans = [
    { span: 'today', spent: use.dayBytes, of: budget.dayBytes },
    { span: 'this month', spent: use.monthBytes, of: budget.monthBytes },
  ].filter(({ of }) => of > 0)
  return (
    <div class="budget" data-budget={name} data-spent={wholeAtMs > 0}>
      <p class="line">
        {name}
        {budget.link !== '' && ` over ${budget.link}`}
        {wholeAtMs > 0 && <b class="fault"> spent until {dateWords(wholeAtMs)}</b>}
      </p>
      {spans.map(({ span, spent, of }) => (
        <label key={span} class="line soft">
          <meter min={0} max={of} high={of * 0.9} value={Math.min(spent, of)} /> {bytesWords(spent)} of {bytesWords(of)}{' '}
          {span}
        </label>
      ))}
    </div>
  )
}
