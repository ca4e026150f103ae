/**
 * Numbers for Prometheus, in the OpenMetrics text format.
 *
 * Invariant: pure; families whole and one after the other, counters end in `_total`, labels escaped, the end marked.
 * https://prometheus.io/docs/specs/om/open_metrics_spec/
 */
export const METRICS_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/** Whether a request is for the page. What Prometheus is told to add behind a "?" changes nothing. */
export function asksForMetrics({ method, url }: { method?: string | undefined; url?: string | undefined }): boolean {
  return (method === 'GET' || method === 'HEAD') && url?.split('?', 1)[0] === '/metrics'
}

export interface Family {
  /** Without `_total`; with its unit at the end where it has one. */
  name: string
  type: 'gauge' | 'counter' | 'info'
  help: string
  samples: readonly Sample[]
}

export interface Sample {
  labels?: Readonly<Record<string, string>>
  value: number
}

const SUFFIX = { gauge: '', counter: '_total', info: '_info' } as const

export function openMetrics(families: readonly Family[]): string {
  const lines = families.flatMap(({ name, type, help, samples }) => [
    `# TYPE ${name} ${type}`,
    `# HELP ${name} ${help}`,
    ...samples.map(({ labels = {}, value }) => `${name}${SUFFIX[type]}${labelsText(labels)} ${value}`),
  ])
  return [...lines, '# EOF', ''].join('\n')
}

function labelsText(labels: Readonly<Record<string, string>>): string {
  const entries = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`)
  return entries.length === 0 ? '' : `{${entries.join(',')}}`
}

function escaped(value: string): string {
  return value.replace(/[\\"\n]/g, (char) => (char === '\n' ? '\\n' : `\\${char}`))
}
