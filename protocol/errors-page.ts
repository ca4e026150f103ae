/** `docs/errors.md`, made from the table of codes: `node protocol/errors-page.ts` writes it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ERROR_CODES } from './errors.ts'

export const ERRORS_PAGE = join(import.meta.dirname, '..', 'docs', 'errors.md')

export function errorsPage(): string {
  const rows = Object.entries(ERROR_CODES)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { transient, help }]) => `| \`${code}\` | ${help} | ${transient ? 'yes' : 'no'} |`)
  return [
    '# Error codes',
    '',
    'Made from `protocol/errors.ts` by `npm run docs`; do not edit.',
    '',
    'Every fault that Holdfast tells of is a `HoldfastError` with one of these codes, a sentence, the place of the',
    'fault where there is one (a field, `file:line:column`, a topic, a URL) and its cause. A code keeps its meaning for',
    'ever. "Mends itself" says whether waiting alone may help: such a fault is tried again and never counts against a',
    'release.',
    '',
    '| code | what it means and what to do | mends itself |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n')
}

if (import.meta.main) writeFileSync(ERRORS_PAGE, errorsPage())
