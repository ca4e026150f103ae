import { expect, it } from 'vitest'
import type { Release } from '../../protocol/types.ts'
import { DEFAULT_PLAN } from './plan.ts'
import { freshContext, type RolloutPhase, type RolloutRecord } from './record.ts'
import { fateOf, isOpen, startable } from './taking-up.ts'

function record(phase: RolloutPhase, { epoch = 2, freshForMs = 0 } = {}): RolloutRecord {
  const facts = { fleet: 'shop', epoch, release: 'new 1', canRevert: true, plan: DEFAULT_PLAN }
  return { phase, context: freshContext({ ...facts, share: 0, devices: [], revision: 1, freshForMs }, 0) }
}

const release = {} as Release

it.each<[string, RolloutRecord | undefined, number | null, ReturnType<typeof fateOf>]>([
  ['there is no record', undefined, 2, 'nothing'],
  ['nothing is published', record('widening'), null, 'nothing'],
  ['it is under way', record('widening'), 2, 'goes on'],
  ['it is paused', record('paused'), 2, 'goes on'],
  ['it is over', record('finished'), 2, 'nothing'],
  ['it is over, and has promised news', record('finished', { freshForMs: 1 }), 2, 'goes on'],
  ['another epoch has followed it', record('widening'), 3, 'superseded'],
  ['another epoch has followed one that is over', record('finished', { freshForMs: 1 }), 3, 'nothing'],
  ['the broker shows an older epoch', record('widening'), 1, 'nothing'],
])('the fate of a rollout when %s', (_, of, epoch, fate) => {
  expect(fateOf(of, epoch === null ? null : { epoch })).toBe(fate)
})

it.each<[RolloutPhase, number, boolean]>([
  ['scheduled', 0, true],
  ['reverting', 0, true],
  ['reverted', 0, false],
  ['aborted', 1, true],
])('a record that is %s and promises news for %i ms: something is left to do, %s', (phase, freshForMs, open) => {
  expect(isOpen(record(phase, { freshForMs }))).toBe(open)
})

it.each<[string, { epoch: number; release: Release | null } | null, RolloutRecord | undefined, boolean, string | null]>(
  [
    ['nothing is published', null, undefined, false, 'nothing is published for it'],
    ['nothing is to run', { epoch: 2, release: null }, undefined, false, 'nothing is published for it'],
    ['there was none before', { epoch: 2, release }, undefined, false, null],
    ['it is under way here', { epoch: 2, release }, record('widening'), true, 'a rollout of epoch 2 is under way'],
    ['another controller has taken it over', { epoch: 2, release }, record('widening'), false, null],
    ['it is over', { epoch: 2, release }, record('aborted'), true, null],
    ['an older one is under way', { epoch: 3, release }, record('widening'), true, null],
  ],
)('a rollout is begun, or refused, when %s', (_, target, before, isSteered, why) => {
  const start = () => startable('shop', target, { record: before, isSteered })
  if (why === null) expect(start()).toBe(target)
  else expect(start).toThrow(why)
})
