/** A small plot over time. */
interface Props {
  values: readonly number[]
  label: string
  words: string
}

const WIDTH = 160
const HEIGHT = 32

export function SparkLine({ values, label, words }: Props) {
  const most = Math.max(...values, 1)
  const least = Math.min(...values, most)
  const span = most - least || most
  const step = WIDTH / Math.max(1, values.length - 1)
  const points = values.map((value, index) => {
    const y = HEIGHT - 3 - ((value - (most === least ? 0 : least)) / span) * (HEIGHT - 6)
    return `${(index * step).toFixed(1)},${y.toFixed(1)}`
  })
  return (
    <figure class="spark">
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
        <polyline points={points.join(' ')} />
      </svg>
      <figcaption>
        {label} <b>{words}</b>
      </figcaption>
    </figure>
  )
}
