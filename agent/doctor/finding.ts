/**
 * What the doctor has found, layer by layer.
 *
 * Invariant: pure. Each finding says what is, and, where something is wrong, what to do; the layers stand in the order
 * in which they rest on one another, so that the first that is wrong is the one to be put right first. No secret is in it.
 */

export const LAYERS = [
  'clock',
  'link',
  'address',
  'route',
  'internet',
  'dns',
  'tcp',
  'proxy',
  'tls',
  'identity',
  'broker',
  'engine',
  'disk',
  'data',
  'registry',
] as const

export type Layer = (typeof LAYERS)[number]

export interface Finding {
  layer: Layer
  /** "warn": it works, and somebody should know; "skipped": it could not be looked at, and why. */
  state: 'ok' | 'warn' | 'wrong' | 'skipped'
  /** Which of several: a broker, a registry; or empty. */
  of: string
  what: string
  /** What to do; empty when nothing is. */
  advice: string
}

export const EXIT = { WELL: 0, WRONG: 1, NOT_UNDERSTOOD: 2 } as const

export function ok(layer: Layer, what: string, of = ''): Finding {
  return { layer, state: 'ok', of, what, advice: '' }
}

export function skipped(layer: Layer, what: string, of = ''): Finding {
  return { layer, state: 'skipped', of, what, advice: '' }
}

export function warn(layer: Layer, what: string, advice: string, of = ''): Finding {
  return { layer, state: 'warn', of, what, advice }
}

export function wrong(layer: Layer, what: string, advice: string, of = ''): Finding {
  return { layer, state: 'wrong', of, what, advice }
}

export function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted((one, other) => LAYERS.indexOf(one.layer) - LAYERS.indexOf(other.layer))
}

/** One broker, or one registry, is enough where there are several: then the others' faults are warnings. */
export function softened(findings: readonly Finding[]): Finding[] {
  const isWhole = new Map<string, boolean>()
  for (const { of, state } of findings) isWhole.set(of, (isWhole.get(of) ?? true) && state !== 'wrong')
  if (![...isWhole.values()].includes(true)) return [...findings]
  return findings.map((finding) => (finding.state === 'wrong' ? { ...finding, state: 'warn' } : finding))
}

/** The one to be put right first; null: nothing is wrong. */
export function firstWrong(findings: readonly Finding[]): Finding | null {
  return inOrder(findings).find(({ state }) => state === 'wrong') ?? null
}

const MARKS: Record<Finding['state'], string> = { ok: 'ok     ', warn: 'look   ', wrong: 'WRONG  ', skipped: '-      ' }

/** For people. */
export function text(findings: readonly Finding[]): string {
  const rows = inOrder(findings).flatMap(({ layer, state, of, what, advice }) => [
    `${MARKS[state]} ${layer.padEnd(9)} ${of === '' ? '' : `${of}: `}${what}`,
    ...(advice === '' ? [] : [`                  → ${advice}`]),
  ])
  const first = firstWrong(findings)
  const end = first === null ? 'Nothing is wrong.' : `To be put right first: ${first.layer}.`
  return `${[...rows, '', end].join('\n')}\n`
}
