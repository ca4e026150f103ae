/** What the judge lets pass, and what it does not. */
import { expect, it } from 'vitest'
import { decode, encode, KINDS, type Loose } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import type { Presence, Report, Result } from '../../protocol/types.ts'
import { faultsOfAnswers, faultsOfBirths, faultsOfReports } from './hearing.ts'
import { type Expectation, faultsAfter, type Past, whyNotYet } from './judge.ts'
import { calm, type Plan, type Work } from './plan.ts'

const BEFORE = { epoch: 4, releaseId: 'sha256:4', image: 'place/store@4' }
const DEPLOYED = { epoch: 5, releaseId: 'sha256:5', image: 'place/store@5' }
const PAST: Past = { starts: 3, births: 3, overlaps: 0, mark: 'a' }

const report = (changes: Loose<Report>): Report => decode(KINDS.Report, encode(KINDS.Report, changes))
const result = (id: string, outcome: Outcome, message = ''): Result =>
  decode(KINDS.Result, encode(KINDS.Result, { id, outcome, message }))
const presence = (connection: number): Presence =>
  decode(KINDS.Presence, encode(KINDS.Presence, { online: true, connection }))

const round = (work: Work, commands: string[] = [], kills: Plan['kills'] = []): Expectation => ({
  plan: { ...calm(work), kills },
  before: BEFORE,
  deployed: work === 'purge' || work === 'restart' ? BEFORE : DEPLOYED,
  commands,
})

const runs = ({ epoch, releaseId, image }: typeof BEFORE) => ({
  report: report({
    phase: 'idle',
    sequence: 9,
    current: { epoch, releaseId },
    services: [
      { service: 'helper', state: 'running', containerId: `h${epoch}` },
      { service: 'store', state: 'running', containerId: `s${epoch}` },
    ],
  }),
  facts: {
    containers: [
      { service: 'helper', release: releaseId, state: 'running', id: `h${epoch}` },
      { service: 'store', release: releaseId, state: 'running', id: `s${epoch}` },
    ],
    volumes: ['data'],
    networks: ['default'],
    images: [image],
    mark: 'a',
  },
})

it('an update is survived when the new release runs, alone', () => {
  const there = runs(DEPLOYED)
  expect(whyNotYet(round('update'), [], there.report, there.facts)).toEqual([])
  const old = runs(BEFORE)
  expect(whyNotYet(round('update'), [], old.report, old.facts)).not.toEqual([])
})

it('a container, an image or a network that is left over is not', () => {
  const { report: said, facts } = runs(DEPLOYED)
  const left = { service: 'store', release: BEFORE.releaseId, state: 'exited', id: 's4' }
  expect(whyNotYet(round('update'), [], said, { ...facts, containers: [...facts.containers, left] })).not.toEqual([])
  expect(whyNotYet(round('update'), [], said, { ...facts, images: ['place/store@3'] })).toHaveLength(1)
  expect(whyNotYet(round('update'), [], said, { ...facts, networks: ['default', 'default'] })).toHaveLength(1)
})

it('a bad release is survived when the old one runs and the new one is refused; a good one may not be', () => {
  const { report: said, facts } = runs(BEFORE)
  const refused = report({ ...said, refused: [{ epoch: 5, code: 'HF_HEALTH_FAILED' }] })
  expect(whyNotYet(round('unhealthy'), [], said, facts)).toHaveLength(1)
  expect(whyNotYet(round('unhealthy'), [], refused, facts)).toEqual([])
  expect(whyNotYet(round('update'), [], refused, facts)).not.toEqual([])
})

it('a cancel decides by its answer what shall run', () => {
  const { report: said, facts } = runs(BEFORE)
  const refused = report({ ...said, refused: [{ epoch: 5, code: 'HF_CANCELLED' }] })
  const cancel = round('cancel', ['c'])
  expect(whyNotYet(cancel, [], refused, facts)).toEqual(['1 commands have no answer'])
  expect(whyNotYet(cancel, [result('c', Outcome.OUTCOME_OK)], refused, facts)).toEqual([])
  expect(whyNotYet(cancel, [result('c', Outcome.OUTCOME_REFUSED)], refused, facts)).not.toEqual([])
})

it('a volume is emptied by a purge, once, and by nothing else', () => {
  const done = [result('c', Outcome.OUTCOME_OK)]
  const seen = (births: string[]) => ({ starts: 4, births: ['a', 'a', 'a', ...births], overlaps: [] })
  expect(faultsAfter(round('purge', ['c']), done, PAST, seen(['b']), 'b')).toEqual([])
  expect(faultsAfter(round('purge', ['c']), done, PAST, seen(['a']), 'a')).toHaveLength(1)
  expect(faultsAfter(round('purge', ['c']), done, PAST, seen(['b', 'c']), 'c')).toHaveLength(1)
  expect(faultsAfter(round('update'), [], PAST, seen(['b']), 'b')).toHaveLength(1)
  const failed = [result('c', Outcome.OUTCOME_FAILED)]
  expect(faultsAfter(round('purge', ['c']), failed, PAST, seen(['b']), 'b')).toEqual([])
  expect(faultsAfter(round('purge', ['c']), failed, PAST, seen(['b', 'c']), 'c')).toHaveLength(1)
  const refused = [result('c', Outcome.OUTCOME_REFUSED)]
  expect(faultsAfter(round('purge', ['c']), refused, PAST, seen(['b']), 'b')).toHaveLength(1)
})

it('a restart restarts once; an engine that is killed may add to it', () => {
  const done = [result('c', Outcome.OUTCOME_OK)]
  const seen = (starts: number) => ({ starts, births: ['a', 'a', 'a'], overlaps: [] })
  const kill = (victim: 'agent' | 'engine') => [{ victim, at: 0, darkMs: 0 }]
  const faults = (victim: 'agent' | 'engine', starts: number) =>
    faultsAfter(round('restart', ['c'], kill(victim)), done, PAST, seen(starts), 'a')
  expect(faults('agent', 4)).toEqual([])
  expect(faults('agent', 3)).toHaveLength(1)
  expect(faults('agent', 5)).toHaveLength(1)
  expect(faults('engine', 5)).toEqual([])
})

it('two stores at the same time are a fault, however it ends', () => {
  const seen = { starts: 5, births: ['a', 'a', 'a', 'a'], overlaps: ['epoch 5 could not have the place'] }
  expect(faultsAfter(round('update'), [], PAST, seen, 'a')).toHaveLength(1)
})

it('reports rise, and may come again as they were; the epoch that runs never falls', () => {
  const one = report({ sequence: 1, current: { epoch: 4, releaseId: 'x' } })
  const two = report({ sequence: 2, current: { epoch: 5, releaseId: 'y' } })
  expect(faultsOfReports([one, one, two, two])).toEqual([])
  expect(faultsOfReports([two, one])).toHaveLength(2)
  expect(faultsOfReports([two, { ...two, phase: 'idle' }])).toHaveLength(1)
  expect(faultsOfBirths([presence(1), presence(2)])).toEqual([])
  expect(faultsOfBirths([presence(2), presence(1)])).toHaveLength(1)
})

it('an answer may come again, and says the same', () => {
  const sent = new Set(['c'])
  const yes = result('c', Outcome.OUTCOME_OK)
  expect(faultsOfAnswers([yes, yes], sent)).toEqual([])
  expect(faultsOfAnswers([yes, result('c', Outcome.OUTCOME_FAILED)], sent)).toHaveLength(1)
  expect(faultsOfAnswers([yes], new Set())).toHaveLength(1)
})
