/**
 * Checkpoints of the network machine in every phase, made by the machine itself.
 *
 * Invariant: each is what a device has on its disk in that phase, byte for byte; beside it stands the state in which
 * the next life goes on.
 */
import { networkCheckpointOf, networkIntentFrom } from '../../agent/network/checkpoint.ts'
import type { Snapshots } from '../../agent/runtime/step.ts'
import { NETWORK_VERSION } from '../../machines/network.ts'
import { Driver, holding, into } from '../machines/driver.ts'
import type { OldCheckpoint, Written } from './old-checkpoint.ts'

const wish = (hash: string) => ({
  type: 'NETWORK_WANTED',
  wish: { changeId: `change-${hash}`, hash, document: `sha256:${hash}`, budgetMs: 60_000, maxAttempts: 3 },
})

const applying = (driver = holding(1), hash = 'a') => driver.tellNetwork(wish(hash))
const confirming = (driver?: Driver, hash?: string) => applying(driver, hash).done('applyNetwork')
const confirmed = (driver?: Driver, hash?: string) => confirming(driver, hash).done('confirmContact')
const kept = () => confirmed().done('keepNetwork')
const cutOff = (driver: Driver) =>
  driver.powerCut().done('revertNetwork').done('observe').done('holdSurvey', { kind: 'done' })

const STORIES: Readonly<Record<string, () => Driver>> = {
  'nothing was ever wanted': () => holding(1),
  'wanted, and an update switches': () => applying(into.switching(holding(1), 2)),
  'the first is applied': () => applying(),
  'the first is to be confirmed': () => confirming(),
  'the first is confirmed': () => confirmed(),
  'the first was kept': kept,
  'another is applied over it': () => applying(kept(), 'b'),
  'another is to be confirmed over it': () => confirming(kept(), 'b'),
  'another is confirmed': () => confirmed(kept(), 'b'),
  'goes back by its own fault': () => confirming(kept(), 'b').fail('confirmContact', 'HF_NETWORK_UNCONFIRMED'),
  'goes back without blame': () => applying(kept(), 'b').fail('applyNetwork', 'HF_NETWORK_UNAVAILABLE'),
  'refused, and back on the first': () =>
    applying(kept(), 'b').fail('applyNetwork', 'HF_NETWORK_FAILED').done('revertNetwork'),
  'cut off twice, and tried again': () => cutOff(cutOff(confirming(kept(), 'b'))),
  // The attempts are remembered while an update has its turn first.
  'cut off, and waits for its turn': () =>
    confirming(into.staging(holding(1), 2).done('stage'))
      .powerCut()
      .done('revertNetwork'),
  'wanted no more, and goes back': () => confirming(kept(), 'b').tellNetwork({ type: 'NETWORK_WANTED', wish: null }),
}

export function networkCheckpointsNow(): OldCheckpoint[] {
  return Object.entries(STORIES).map(([name, story]) => {
    const { network } = story()
    const written = networkCheckpointOf(new Map([['network', { context: network }]]) as unknown as Snapshots)
    if (written === null) throw new Error('the network machine has no checkpoint')
    const body = Buffer.from(written.body)
    return {
      name,
      version: NETWORK_VERSION,
      body: body.toString('base64'),
      phase: network.intent.phase,
      resumesAt: networkResumed({ ...written, body }),
    }
  })
}

/** Where the next life goes on from it, once who configures the network has been asked. */
export function networkResumed(checkpoint: Written): string {
  return new Driver(undefined, networkIntentFrom(checkpoint).intent).region('change')
}
