/**
 * A definition as the source of an XState machine, to be read by Stately's editor or by a program.
 *
 * Invariant: pure; guards, actions and effects are names without a body, so the machine draws and simulates, and
 * does nothing. Made into a machine, it has the same definition again.
 */
import type { MachineDefinition, StateDefinition, TransitionDefinition } from '../../protocol/machine-definition.ts'

/** The source: an ES module that exports `machine`. */
export function xstateSource(definition: MachineDefinition): string {
  return [
    `// Made by "holdfast charts --format xstate". Names of guards, actions and effects only: it does nothing.`,
    "import { createMachine } from 'xstate'",
    '',
    `export const machine = createMachine(${JSON.stringify(xstateConfig(definition), null, 2)})`,
    '',
  ].join('\n')
}

/** What `createMachine` takes. */
export function xstateConfig({ id, ...state }: MachineDefinition): object {
  return { id, ...configOf(state) }
}

function configOf({ type, description, initial, entry, exit, invoke, always, on, states }: StateDefinition): object {
  return {
    ...(type === 'parallel' || type === 'final' ? { type } : {}),
    ...(description === undefined ? {} : { description }),
    ...(initial === undefined ? {} : { initial }),
    ...(entry === undefined ? {} : { entry: entry.map(namedIn) }),
    ...(exit === undefined ? {} : { exit: exit.map(namedIn) }),
    ...(invoke === undefined
      ? {}
      : { invoke: invoke.map(({ id, src, onDone, onError }) => ({ id, src, ...lists({ onDone, onError }) })) }),
    ...lists({ always }),
    ...(on === undefined ? {} : { on: lists(on) }),
    ...(states === undefined ? {} : { states: mapped(states, configOf) }),
  }
}

function lists(some: Readonly<Record<string, readonly TransitionDefinition[] | undefined>>): object {
  const present = Object.entries(some).flatMap(([key, list]) => (list === undefined ? [] : [[key, list] as const]))
  return Object.fromEntries(present.map(([key, list]) => [key, list.map(transitionIn)]))
}

function transitionIn({ target, guard, actions, reenter }: TransitionDefinition): object {
  const [first] = target
  return {
    ...(first === undefined ? {} : { target: target.length === 1 ? `#${first}` : target.map((id) => `#${id}`) }),
    ...(guard === undefined ? {} : { guard: namedIn(guard) }),
    ...(actions === undefined ? {} : { actions: actions.map(namedIn) }),
    ...(reenter === undefined ? {} : { reenter }),
  }
}

/** "isNext kind=act" as a name and its parameters. */
function namedIn(label: string): object {
  const [type, ...words] = label.split(' ')
  if (words.length === 0) return { type }
  const params = words.reduce<object>((given, word) => {
    const [path = '', value = ''] = word.split(/=(.*)/s)
    return withField(given, path.split('.'), valueIn(value))
  }, {})
  return { type, params }
}

function withField(given: object, [key = '', ...rest]: readonly string[], value: unknown): object {
  const fields = given as Readonly<Record<string, object>>
  return { ...fields, [key]: rest.length === 0 ? value : withField(fields[key] ?? {}, rest, value) }
}

function valueIn(text: string): unknown {
  if (text.includes('|')) return text.split('|').map(valueIn)
  return /^(true|false|null|-?\d+(\.\d+)?)$/.test(text) ? JSON.parse(text) : text
}

function mapped<A, B>(record: Readonly<Record<string, A>>, map: (value: A) => B): Record<string, B> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]))
}
