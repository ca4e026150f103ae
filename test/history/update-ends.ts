/**
 * Updates that end in each way, one after the other on one device.
 *
 * Invariant: intents as the machine makes them, just before an update ends and just after.
 */
import type { Intent } from '../../machines/intent.ts'
import { BAD, Driver, GOOD, into } from '../machines/driver.ts'

interface End {
  before: Intent
  after: Intent
}

const REVERT = {
  type: 'COMMAND',
  command: { id: 'c', action: 'revert', args: {}, budgetMs: 60_000, bootId: 'b', monoMs: 0, note: '' },
}

export function ends(): Record<string, End> {
  const driver = new Driver().done('observe').done('holdSurvey', { kind: 'done' })
  const between = (way: () => Driver, end: (driver: Driver) => Driver): End => {
    const before = way().intent
    return { before, after: end(driver).intent }
  }
  const atRest = () => driver.done('commitTidy').done('holdSurvey', { kind: 'done' })
  const contacting = () => driver.done('gatherProof', GOOD).done('soak').done('lastProof', GOOD)
  const prove = () => driver.done('contact').done('finalProof', GOOD)
  const committed = between(() => into.contacting(driver, 1), prove)
  atRest()
  const refused = between(
    () => into.proving(driver, 2),
    () => driver.done('gatherProof', BAD).done('backSurvey', { kind: 'done' }).done('backTidy'),
  )
  driver.done('holdSurvey', { kind: 'done' })
  into.contacting(driver, 3)
  prove()
  atRest()
  const wentBack = between(() => {
    driver
      .send(REVERT)
      .done('admit', null)
      .done('plan', { fetch: [], changed: ['web'], running: ['web'] })
    driver.done('gate', []).done('fetch').done('stage').done('gate', []).done('forwardSurvey', { kind: 'done' })
    return contacting()
  }, prove)
  return {
    'one was committed': committed,
    'the next was refused': refused,
    'the one after was gone back from': wentBack,
  }
}
