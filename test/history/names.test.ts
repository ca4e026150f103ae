/** No kind of checkpoint and no machine comes without a record of it. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type AnyStateMachine, initialTransition, StateMachine } from 'xstate'
import { KINDS_OF_CHECKPOINT } from './kinds.ts'
import { MACHINES } from './machines.ts'
import { recordPath } from './record.ts'

/** Recorded in a form of their own, each with its own test beside this one: the files by the checkpoints' names. */
const OF_THEIR_OWN: Readonly<Record<string, string>> = {
  leases: 'leases',
  deferrals: 'deferrals',
  ready: 'ready-words',
}

const ROOT = new URL('../../', import.meta.url)
const sourcesIn = (room: string) =>
  readdirSync(new URL(room, ROOT), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${room}/${name}`)
const textOf = (path: string) => readFileSync(new URL(path, ROOT), 'utf8')

const agent = sourcesIn('agent').map((path) => ({ path, text: textOf(path) }))
const recorded = readdirSync(recordPath(''))

/** The names under which the agent writes checkpoints; `machine` is a machine's own. */
function namesWritten(): Map<string, string> {
  const names = new Map<string, string>()
  for (const { path, text } of agent) {
    for (const [, rest = ''] of text.matchAll(/op: 'checkpoint'(?: as const)?,\s*([^,]+),/g)) {
      names.set(nameIn(rest, path), path)
    }
  }
  return names
}

function nameIn(property: string, path: string): string {
  if (property === 'machine') return property
  const value = /^machine: (?:'([^']+)'|([A-Z_]+))$/.exec(property)
  if (value === null) throw new Error(`${path}: the name of the checkpoint cannot be told from "${property}"`)
  const [, literal, constant] = value
  if (literal !== undefined) return literal
  const found = agent.map(({ text }) => new RegExp(`const ${constant} = '([^']+)'`).exec(text)?.[1])
  const [name, ...others] = [...new Set(found.filter((one) => one !== undefined))]
  if (name === undefined || others.length > 0) throw new Error(`${path}: ${constant} is not one name`)
  return name
}

it('each kind of checkpoint that the agent writes is recorded', () => {
  const names = [...namesWritten().keys()].filter((name) => name !== 'machine')
  const known = [...Object.keys(KINDS_OF_CHECKPOINT), ...Object.keys(MACHINES), ...Object.keys(OF_THEIR_OWN)]
  expect(known).toEqual(expect.arrayContaining(names))
  expect(names).toEqual(expect.arrayContaining([...Object.keys(KINDS_OF_CHECKPOINT), ...Object.keys(OF_THEIR_OWN)]))
  for (const name of Object.values(OF_THEIR_OWN))
    expect(
      recorded.some((file) => file.startsWith(`${name}.v`)),
      name,
    ).toBe(true)
})

it('only where the steps of machines are written is a checkpoint named by a variable', () => {
  expect(namesWritten().get('machine')).toBe('agent/runtime/runtime.ts')
})

it('each machine has its chart recorded, and each with an intent all that it can write', async () => {
  const modules = await Promise.all(sourcesIn('machines').map((path) => import(new URL(path, ROOT).href)))
  const all = modules.flatMap((module: object) => Object.values(module))
  const machines = all.filter((one): one is AnyStateMachine => one instanceof StateMachine)
  expect(machines.map(({ id }) => id)).toEqual(expect.arrayContaining(['device', 'update', 'network', 'provision']))
  for (const machine of machines) {
    expect(
      recorded.some((file) => file.startsWith(`${machine.id}-chart.v`)),
      machine.id,
    ).toBe(true)
    const [{ context }] = initialTransition(machine, undefined)
    if ('intent' in (context as object)) expect(Object.keys(MACHINES)).toContain(machine.id)
  }
})
