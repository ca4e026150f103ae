/**
 * Checkpoints of every phase, made by the machines themselves.
 *
 * Invariant: each is what a device has on its disk in that phase, byte for byte; beside it stands the state in
 * which the next life goes on.
 */
import { checkpointOf, intentFrom } from '../../agent/checkpoint.ts'
import type { Snapshots } from '../../agent/runtime/step.ts'
import { UPDATE_VERSION } from '../../machines/update.ts'
import { BAD, Driver, holding, into, rollout, target } from '../machines/driver.ts'
import type { OldCheckpoint, Written } from './old-checkpoint.ts'

const ACT = { kind: 'act', step: { act: 'start', service: 'web', container: 'c' } }
const ADOPTED = [{ container: 'c1', service: 'web', restart: 4 }]
const command = (action: string, args = {}) => ({
  type: 'COMMAND',
  command: { id: 'c', action, args, budgetMs: 60_000, bootId: 'b', monoMs: 0, note: '' },
})

const WINDOWS = {
  windows: [{ schedule: '0 2 * * *', timeZone: 'Europe/Vienna', durationMs: 3_600_000, gate: 2 }],
  ignoreLocks: true,
  ignoreWindows: true,
}

const STORIES: Readonly<Record<string, () => Driver>> = {
  'nothing ever happened': () => new Driver().done('observe').done('holdSurvey', { kind: 'done' }),
  'containers adopted': () => new Driver().done('observe', ADOPTED),
  ...Object.fromEntries(Object.entries(into).map(([phase, way]) => [`update, ${phase}`, () => way(holding(1), 2)])),
  'first install, fetching': () => into.fetching(new Driver().done('observe').done('holdSurvey', { kind: 'done' }), 1),
  'waiting to apply, on hold': () =>
    into
      .staging(holding(1).send(command('hold', { reason: 'inventory' })), 2)
      .done('stage')
      .done('gate', []),
  'everything held, and hurried': () =>
    into
      .waiting(holding(1), 2)
      .send(command('hold', { reason: '', downloads: true }))
      .send(command('updateNow')),
  'hurried over locks, and paused by its rollout': () =>
    into
      .waiting(holding(1), 2)
      .send(command('updateNow', { force: true }))
      .send(rollout(2, { revision: 2, state: 'paused' })),
  'a service stopped for a time': () =>
    holding(1)
      .send(command('stop', { service: 'web', forMs: 60_000 }))
      .done('unlock', null)
      .done('runCommand', { outcome: 'ok', code: '', message: 'stopped web', output: '', services: ['web'] }),
  'cancelled while fetching': () => into.fetching(holding(1), 2).send(command('cancel')),
  'reverted and refused': () =>
    into.proving(holding(1), 2).done('gatherProof', BAD).done('backSurvey', { kind: 'done' }).done('backTidy'),
  'sent to its fallback': () => into.idle(holding(1), 2).send(rollout(2, { revision: 2, state: 'revert' })),
  'sent back by an operator': () => into.idle(holding(1), 2).send(command('revert')),
  'a target of its own': () => holding(1).send(target(7, { scope: 'device' })),
  'within windows, over locks, with no way back': () =>
    holding(1)
      .send(rollout(2))
      .send(target(2, { fallback: null, policy: { ...target(2).target.policy, ...WINDOWS } }))
      .done('admit', null),
  'a repair, switching': () =>
    holding(1)
      .send({ type: 'SERVICES_CHANGED' })
      .done('holdSurvey', ACT)
      .done('plan', { fetch: [], changed: [], running: [] })
      .done('gate', [])
      .done('fetch')
      .done('stage')
      .done('gate', []),
}

export function checkpointsNow(): OldCheckpoint[] {
  return Object.entries(STORIES).map(([name, story]) => {
    const driver = story()
    const snapshots = new Map([['update', { context: driver.context }]]) as unknown as Snapshots
    const written = checkpointOf('update', snapshots)
    if (written === null) throw new Error('the update machine has no checkpoint')
    const body = Buffer.from(written.body)
    return {
      name,
      version: UPDATE_VERSION,
      body: body.toString('base64'),
      phase: driver.intent.phase,
      resumesAt: resumed({ ...written, body }),
    }
  })
}

/** Where the next life goes on from it, once the engine has been looked at. */
export function resumed(checkpoint: Written): string {
  return new Driver(intentFrom(checkpoint).intent).done('observe').state
}
