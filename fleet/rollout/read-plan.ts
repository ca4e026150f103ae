/**
 * A rollout's plan from its YAML file, with the words that `docs/rollouts.md` has.
 *
 * Invariant: either a plan whose every number is within its bounds, or one error that names each fault and its place.
 */

import { MOST_NAMED, WHOLE_SHARE } from '../../protocol/check-rollout.ts'
import { didYouMean } from '../../protocol/closest.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { isName } from '../../protocol/topics.ts'
import { windowFault } from '../../protocol/window-fault.ts'
import { Faults, ValueFault } from '../compose/faults.ts'
import { describe, duration, list, map, oneOf, text, whole, word } from '../compose/read.ts'
import { type Node, parseYaml } from '../compose/yaml-tree.ts'
import { formatQuery, parseQuery, type Query, QueryFault } from '../query/parse-query.ts'
import {
  DEFAULT_PLAN,
  DEFAULT_WAVE,
  type Gate,
  namedIn,
  PLAN_LIMITS,
  type Plan,
  type Rate,
  shrinking,
  type Wave,
} from './plan.ts'

/** The devices that a query chooses. */
export type FindTagged = (query: Query) => readonly string[]

type Readers<T> = { readonly [word: string]: (node: Node) => Partial<T> }

const MOST = PLAN_LIMITS.number

/**
 * @param file as faults name it
 * @param find devices by their tags
 * @throws HF_PLAN_INVALID
 */
export function readPlan(source: string, file: string, find: FindTagged): Plan {
  const faults = new Faults()
  const root = parseYaml(source, { file, directory: '.', lookup: () => undefined }, faults)
  const plan = root === null ? null : faults.attempt(() => planOf(root, find, faults))
  try {
    faults.throwIfAny()
  } catch (error) {
    const { message, place = file } = error as HoldfastError
    throw new HoldfastError('HF_PLAN_INVALID', message.slice(place.length + 2), { place, cause: error })
  }
  return plan ?? DEFAULT_PLAN
}

function planOf(root: Node, find: FindTagged, faults: Faults): Plan {
  let defaults: Omit<Wave, 'size'> = DEFAULT_WAVE
  // They hold for the waves above them too.
  const given = map(root).entries.find(({ key }) => key === 'defaults')?.value
  if (given !== undefined)
    defaults = { ...defaults, ...faults.attempt(() => readMap(given, waveReaders(defaults, faults), faults)) }
  const waves = (node: Node): Wave[] => {
    const { items } = list(node)
    if (items.length === 0 || items.length > PLAN_LIMITS.waves)
      throw new ValueFault(node.place, `has to have from 1 to ${PLAN_LIMITS.waves} waves`)
    const read = items.map((item) => faults.attempt(() => waveOf(item, defaults, find, faults)))
    for (const index of shrinking(read))
      faults.add('HF_COMPOSE_INVALID', items[index]!.place, 'has to be a larger share than the waves before it')
    if (namedIn(read) > MOST_NAMED)
      faults.add('HF_COMPOSE_INVALID', node.place, `name ${namedIn(read)} devices together, ${MOST_NAMED} are allowed`)
    return read.filter((wave) => wave !== null)
  }
  const readers: Readers<Plan> = {
    waves: (node) => ({ waves: waves(node) }),
    defaults: () => ({}),
    'on-breach': (node) => ({
      onBreach: oneOf({ pause: 'pause', abort: 'abort', revert: 'revert' } as const)(node),
    }),
    'progress-timeout': (node) => ({ progressTimeoutMs: duration(node) }),
    retries: (node) => ({ retries: whole(node, 0, PLAN_LIMITS.retries) }),
    restarts: (node) => ({ restarts: whole(node, 0, PLAN_LIMITS.restarts) }),
    start: (node) => ({ notBeforeMs: instant(node) }),
    windows: (node) => ({ windows: list(node).items.map((item) => windowOf(item, faults)) }),
  }
  const plan = { ...DEFAULT_PLAN, ...readMap(root, readers, faults) }
  return plan.waves === DEFAULT_PLAN.waves
    ? { ...plan, waves: plan.waves.map((wave) => ({ ...wave, ...defaults })) }
    : plan
}

function waveOf(node: Node, defaults: Omit<Wave, 'size'>, find: FindTagged, faults: Faults): Wave | null {
  const sizes: Readers<Wave> = {
    share: (value) => ({ size: { kind: 'share', share: Math.round(share(value) * WHOLE_SHARE) } }),
    devices: (value) => ({ size: { kind: 'count', count: whole(value, 1, MOST) } }),
    names: (value) => ({ size: { kind: 'devices', devices: names(value) } }),
    tags: (value) => ({ size: { kind: 'devices', devices: found(value, withTags(value), find, 'has these tags') } }),
    where: (value) => ({ size: { kind: 'devices', devices: found(value, queryIn(value), find, 'is chosen by') } }),
  }
  const chosen = map(node).entries.filter(({ key }) => Object.hasOwn(sizes, key))
  if (chosen.length !== 1)
    throw new ValueFault(node.place, `a wave has exactly one of ${Object.keys(sizes).join(', ')}`)
  const read = readMap(node, { ...waveReaders(defaults, faults), ...sizes }, faults)
  // A size that could not be read has been told.
  return read.size === undefined ? null : { ...defaults, size: read.size, ...read }
}

function waveReaders(defaults: Omit<Wave, 'size'>, faults: Faults): Readers<Wave> {
  return {
    rate: (node) => ({ rate: rateOf(node, faults) }),
    gate: (node) => ({ gate: { ...defaults.gate, ...gateOf(node, faults) } }),
    bake: (node) => ({ bakeMs: duration(node) }),
    timeout: (node) => ({ stepTimeoutMs: duration(node) }),
  }
}

function gateOf(node: Node, faults: Faults): Partial<Gate> {
  const readers: Readers<Gate> = {
    success: (value) => ({ success: share(value) }),
    failure: (value) => ({ failure: share(value) }),
    minimum: (value) => ({ minimum: whole(value, 0, MOST) }),
    finished: (value) => ({ finished: share(value) }),
  }
  return readMap(node, readers, faults)
}

function rateOf(node: Node, faults: Faults): Rate {
  const readers: Readers<Rate> = {
    'per-minute': (value) => ({ perMinute: positive(value) }),
    factor: (value) => ({ factor: atLeastOne(value) }),
    every: (value) => ({ every: whole(value, 1, MOST) }),
    by: (value) => ({ by: oneOf({ notified: 'notified', succeeded: 'succeeded' } as const)(value) }),
    most: (value) => ({ most: positive(value) }),
  }
  const rate = readMap(node, readers, faults)
  if (!map(node).entries.some(({ key }) => key === 'per-minute'))
    throw new ValueFault(node.place, 'a rate needs "per-minute"')
  return { perMinute: 1, factor: 1, every: 1, by: 'succeeded', most: null, ...rate }
}

function windowOf(node: Node, faults: Faults): Plan['windows'][number] {
  const readers: Readers<{ schedule: string; timeZone: string; durationMs: number }> = {
    schedule: (value) => ({ schedule: word(value) }),
    'time-zone': (value) => ({ timeZone: word(value) }),
    duration: (value) => ({ durationMs: duration(value) }),
  }
  const window = { schedule: '', timeZone: '', durationMs: 0, ...readMap(node, readers, faults) }
  const fault = windowFault(window)
  if (fault !== null) throw new ValueFault(node.place, fault)
  return window
}

function readMap<T>(node: Node, readers: Readers<T>, faults: Faults): Partial<T> {
  let whole: Partial<T> = {}
  for (const { key, keyPlace, value } of map(node).entries) {
    const read = Object.hasOwn(readers, key) ? readers[key] : undefined
    if (read === undefined) {
      const hint = didYouMean(key, Object.keys(readers))
      faults.add('HF_COMPOSE_INVALID', keyPlace, `${JSON.stringify(key)} is not known here${hint}`)
    } else whole = { ...whole, ...faults.attempt(() => read(value)) }
  }
  return whole
}

function share(node: Node): number {
  const match = node.kind === 'scalar' ? /^(\d{1,3}(?:\.\d{1,2})?)\s*%$/.exec(String(node.value)) : null
  const value = match === null ? Number.NaN : Number(match[1]) / 100
  if (!(value <= 1)) throw new ValueFault(node.place, `has to be a share such as 25%, not ${describe(node)}`)
  return value
}

function positive(node: Node): number {
  const value =
    node.kind === 'scalar' && typeof node.value !== 'boolean' ? Number(node.value ?? Number.NaN) : Number.NaN
  if (!(value > 0 && value <= MOST))
    throw new ValueFault(node.place, `has to be a number above 0, not ${describe(node)}`)
  return value
}

function atLeastOne(node: Node): number {
  const value = positive(node)
  if (value < 1 || value > PLAN_LIMITS.factor)
    throw new ValueFault(node.place, `has to be a number from 1 to ${PLAN_LIMITS.factor}`)
  return value
}

function names(node: Node): string[] {
  const { items } = list(node)
  if (items.length === 0 || items.length > MOST_NAMED)
    throw new ValueFault(node.place, `has to name from 1 to ${MOST_NAMED} devices`)
  return items.map((item) => {
    const name = text(item)
    if (isName(name)) return name
    throw new ValueFault(item.place, `${JSON.stringify(name.slice(0, 64))} cannot be the name of a device`)
  })
}

function found(node: Node, query: Query, find: FindTagged, how: 'has these tags' | 'is chosen by'): string[] {
  const devices = find(query)
  const words = how === 'is chosen by' ? ` ${formatQuery(query)}` : `: ${list(node).items.map(word).join(', ')}`
  if (devices.length === 0) throw new ValueFault(node.place, `no device of the fleet ${how}${words}`)
  if (devices.length <= MOST_NAMED) return [...devices].sort()
  throw new ValueFault(
    node.place,
    `${devices.length} devices are chosen, and a rollout names ${MOST_NAMED} at most: use a share`,
  )
}

/** All of the tags, as they stand there. */
function withTags(node: Node): Query {
  return list(node).items.map((item) => {
    const tag = word(item)
    const end = tag.indexOf('=')
    const [key, value] = end === -1 ? [tag, ''] : [tag.slice(0, end), tag.slice(end + 1)]
    return { kind: 'any', key, values: [value] }
  })
}

function queryIn(node: Node): Query {
  try {
    return parseQuery(text(node))
  } catch (error) {
    if (!(error instanceof QueryFault)) throw error
    throw new ValueFault(node.place, `the query is wrong at character ${error.at + 1}: ${error.message}`)
  }
}

function instant(node: Node): number {
  const value = node.kind === 'scalar' ? String(node.source) : ''
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/.test(value) ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms))
    throw new ValueFault(node.place, `has to be an instant such as 2030-01-31T02:00:00Z, not ${describe(node)}`)
  return ms
}
