/** JSON that can be opened and closed, what has changed marked. */
import { useMemo } from 'preact/hooks'
import { changedPaths, isTree, pathTo, readJson } from './json-diff.ts'

/** @param before what it was; without it nothing is marked */
export function JsonTree({ text, before, open = 1 }: { text: string; before?: string | undefined; open?: number }) {
  const value = useMemo(() => readJson(text), [text])
  const changed = useMemo(
    () => (before === undefined ? new Set<string>() : changedPaths(readJson(before), value)),
    [before, value],
  )
  return (
    <div class="json">
      <Value name="" value={value} path="" changed={changed} open={open} />
    </div>
  )
}

interface ValueProps {
  name: string
  value: unknown
  path: string
  changed: ReadonlySet<string>
  open: number
}

function Value({ name, value, path, changed, open }: ValueProps) {
  const mark = changed.has(path) && path !== '' ? 'changed' : ''
  const label = name === '' ? null : <span class="key">{name}: </span>
  const entries = isTree(value) ? Object.entries(value) : []
  if (entries.length === 0)
    return (
      <div class={`leaf ${mark}`}>
        {label}
        <span class={typeof value}>{JSON.stringify(value)}</span>
      </div>
    )
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`
  return (
    <details open={open > 0 || mark !== ''} class={mark}>
      <summary>
        {label}
        <span class="soft">{size}</span>
      </summary>
      {entries.map(([key, child]) => (
        <Value key={key} name={key} value={child} path={pathTo(path, key)} changed={changed} open={open - 1} />
      ))}
    </details>
  )
}
