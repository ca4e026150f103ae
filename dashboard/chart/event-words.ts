/** Events and transitions as people read them. Pure. */
import type { Transition } from './definition.ts'

/** "xstate.done.actor.soak" is "✓ soak", "xstate.error.actor.soak" "✗ soak", "" is "". */
export function eventWords(event: string): string {
  const actor = /^xstate\.(done|error)\.actor\.(?:\d+\.)?(.+)$/.exec(event)
  if (actor !== null) return `${actor[1] === 'done' ? '✓' : '✗'} ${actor[2]}`
  const state = /^xstate\.done\.state\.(.+)$/.exec(event)
  if (state !== null) return `✓ ${state[1]!.split('.').at(-1)}`
  const after = /^xstate\.after\.(\d+)\b/.exec(event)
  if (after !== null) return `after ${Number(after[1]) / 1000} s`
  return event === 'xstate.init' ? 'start' : event
}

/** "✓ plan [hasWork]" */
export function transitionWords({ event, guard }: Transition): string {
  const words = [eventWords(event), guard === '' ? '' : `[${guard}]`].filter((word) => word !== '')
  return words.length === 0 ? 'at once' : words.join(' ')
}

/** Several ways from one state to another in as few lines as they need: "✓ soak" and "✗ soak" are one. */
export function mergedWords(transitions: readonly Transition[]): string[] {
  const lines = transitions.map(transitionWords)
  const merged: string[] = []
  for (const line of lines) {
    const twin = line.startsWith('✗ ') ? merged.indexOf(`✓ ${line.slice(2)}`) : -1
    if (twin >= 0) merged[twin] = `✓✗ ${line.slice(2)}`
    else if (!merged.includes(line)) merged.push(line)
  }
  return merged
}
