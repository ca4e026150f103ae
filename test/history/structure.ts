/**
 * The structure of a chart as text: everything that a checkpoint's meaning hangs on.
 *
 * Invariant: pure; the same chart gives the same lines; another state, transition, guard, action or effect
 * gives others. What guards and actions do inside is not in it: that is for their own tests.
 */
import type { AnyStateMachine, AnyStateNode } from 'xstate'
import type { Form } from '../../agent/intent-form.ts'

/** One line for each state, effect and transition, indented by depth. */
export function structureOf(machine: AnyStateMachine): string[] {
  return linesOf(machine.root, '')
}

function linesOf(node: AnyStateNode, indent: string): string[] {
  const initial =
    node.type === 'compound' ? `, begins at ${node.initial.target.map(({ key }) => key).join(' and ')}` : ''
  const inner = `${indent}  `
  const lines = [`${indent}${node.key} (${node.type}${initial})`]
  if (node.entry.length > 0) lines.push(`${inner}entering: ${namesOf(node.entry)}`)
  if (node.exit.length > 0) lines.push(`${inner}leaving: ${namesOf(node.exit)}`)
  for (const { id, src } of node.invoke)
    lines.push(`${inner}effect ${id}: ${typeof src === 'string' ? src : 'unnamed'}`)
  const transitions = [...node.transitions.values()].flat()
  for (const transition of [...(node.always ?? []), ...transitions]) {
    const { eventType, guard, target, actions, reenter } = transition
    const to = target === undefined ? 'stays' : `to ${target.map(({ id }) => id).join(' and ')}`
    const when = guard === undefined ? '' : ` if ${nameOf(guard)}`
    const does = actions.length === 0 ? '' : `, ${namesOf(actions)}`
    lines.push(`${inner}on ${eventType || 'always'}${when}: ${to}${reenter ? ' anew' : ''}${does}`)
  }
  return [...lines, ...Object.values(node.states).flatMap((state) => linesOf(state, inner))]
}

function namesOf(actions: readonly unknown[]): string {
  return actions.map(nameOf).join(', ')
}

/** With its parameters where they are plain data; the words of a message are of no account. */
function nameOf(named: unknown): string {
  if (typeof named === 'string') return named
  if (typeof named === 'function') return 'a function'
  const { type, params } = named as { type: string; params?: unknown }
  return params === undefined || typeof params === 'function'
    ? type
    : `${type} ${JSON.stringify(params, (key, value: unknown) => (key === 'message' ? undefined : value))}`
}

/** One line for each value that a form has: its place and what it is. */
export function formLines(form: Form, place: string): string[] {
  if (typeof form === 'string') return [`${place}: ${form}`]
  if ('oneOf' in form) return [`${place}: ${form.oneOf.join(' | ')}`]
  if ('orNull' in form) return formLines(form.orNull, `${place}?`)
  if ('list' in form) return formLines(form.list, `${place}[]`)
  return Object.entries(form.fields).flatMap(([name, inner]) => formLines(inner, `${place}.${name}`))
}
