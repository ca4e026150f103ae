/**
 * `docs/machines.md`, made from the definitions. With `--check` it writes nothing and fails when it is stale.
 *
 * Invariant: every state, transition and effect of every machine is in it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { definitionText, type MachineDefinition } from '../../protocol/machine-definition.ts'
import { DEFINITIONS } from './definitions.ts'
import { EFFECTS } from './effects.ts'
import { mermaidOf } from './mermaid.ts'
import { edgesOf, type Place, placesOf } from './walk.ts'

const INTRODUCTION = `# The machines

<!-- Made by fleet/charts/machines-page.ts from docs/charts, which agent/chart-files.ts makes from the machines. Do not edit: npm run docs. -->

Every lifecycle of a device is a state chart (\`machines/\`). An effect begins when the step that asks for it is on the
disk; "fetch done" and "fetch failed" are the two ways in which the effect \`fetch\` ends; "at once" is taken as soon as
its guard (in brackets) holds. Of several transitions the first whose guard holds is taken, and that of an inner state
before that of the state around it.

- **A device's own charts, live**: \`holdfast dashboard\`. They are drawn from the definitions that the device itself
  publishes by hash while somebody watches ([protocol.md](protocol.md), Live charts), so an old agent shows its own.
- **As files**: \`holdfast charts --format mermaid|svg|xstate --out DIR\`. The definitions of this version stand in
  [charts/](charts).
- **What happened**: \`holdfast flight DEVICE\` shows the flight record; \`holdfast replay FILE\` steps these charts along a
  record and says where one would go elsewhere today.
- **In Stately's editor**: \`holdfast charts --format xstate --machine update > update.machine.js\`, then import that code.
  Guards, actions and effects are names there: it draws and simulates, and does nothing.
- **In Stately's inspector**, in development: \`holdfast charts --inspect ws://localhost:8080 --device DEVICE\`. On a device
  no actor runs, because the machines are stepped by the pure transition function so that nothing begins before it is on
  the disk ([decision 1](decisions/0001-pure-transitions.md)); so the operator's program watches the device as the
  dashboard does, and says to the inspector what \`@statelyai/inspect\` would. It costs the device nothing of its own.
`

/** The whole page. */
export function machinesPage(): string {
  return [INTRODUCTION, ...[...DEFINITIONS.values()].map(section)].join('\n')
}

function section(definition: MachineDefinition): string {
  const places = placesOf(definition)
  const { hash } = definitionText(definition)
  return [
    `## ${definition.id}`,
    '',
    ...(definition.description === undefined ? [] : [definition.description, '']),
    `Definition \`${hash.slice(0, 12)}\`, ${places.size - 1} states.`,
    '',
    ...chartsOf(definition, places),
    '| state | what happens there | effects | leads to |',
    '|---|---|---|---|',
    ...[...places.values()].map((place) => stateRow(place, definition.id)),
    '',
    '| effect | what it does | where |',
    '|---|---|---|',
    ...effectRows(definition.id, places),
    '',
  ].join('\n')
}

/** Of a deep machine the outermost states first, the whole folded away. */
function chartsOf(definition: MachineDefinition, places: ReadonlyMap<string, Place>): string[] {
  const whole = mermaid(mermaidOf(definition))
  if (places.size < 25) return whole
  return [
    ...mermaid(mermaidOf(definition, 1)),
    '<details><summary>With the states inside</summary>',
    '',
    ...whole,
    '</details>',
    '',
  ]
}

function mermaid(text: string): string[] {
  return ['```mermaid', text, '```', '']
}

function stateRow(place: Place, machine: string): string {
  const effects = (place.state.invoke ?? []).map(({ id, src }) => (id === src ? `\`${id}\`` : `\`${id}\`: ${src}`))
  const leads = edgesOf(place).flatMap(({ because, transition }) => {
    const guard = transition.guard === undefined ? '' : ` [${transition.guard}]`
    const { target, actions = [] } = transition
    const stays = actions.length === 0 ? 'stays' : `stays: ${actions.join(', ')}`
    const where = target.map((id) => `**${shortOf(id, machine)}**`).join(' and ') || stays
    return `${because}${guard} → ${where}`
  })
  const type =
    place.state.type === 'parallel' ? ' (all at the same time)' : place.state.type === 'final' ? ' (end)' : ''
  const cells = [
    `**${shortOf(place.id, machine)}**${type}`,
    place.state.description ?? '',
    lines(effects),
    lines(leads),
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

/** Without the machine's own name, but for the machine itself. */
function shortOf(id: string, machine: string): string {
  return id === machine ? 'anywhere' : id.slice(machine.length + 1)
}

function lines(items: readonly string[]): string {
  return items.join('<br>')
}

function effectRows(machine: string, places: ReadonlyMap<string, Place>): string[] {
  const where = new Map<string, string[]>()
  for (const { id, state } of places.values())
    for (const { src } of state.invoke ?? []) where.set(src, [...(where.get(src) ?? []), shortOf(id, machine)])
  return [...where].map(([src, ids]) => `| \`${src}\` | ${EFFECTS[machine]?.[src] ?? ''} | ${ids.join(', ')} |`)
}

if (import.meta.main) {
  const path = new URL('../../docs/machines.md', import.meta.url)
  const text = machinesPage()
  if (!process.argv.includes('--check')) writeFileSync(path, text)
  else if (readFileSync(path, 'utf8') !== text) {
    process.stderr.write('docs/machines.md is stale: run node fleet/charts/machines-page.ts\n')
    process.exitCode = 1
  }
}
