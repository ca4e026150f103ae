/** What waits for a broker that is away, and bytes that are counted: neither is lost to a cut, beyond what is said. */
import { ByteClass, Outcome } from '../../../protocol/enums.ts'
import { application, type Sketch } from '../application.ts'
import { after, atRest, command, deploy, during, type Scenario, weather } from '../scenario.ts'

const web = (tag: string, more: Sketch = {}): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'], ...more },
})
const v1 = application('v1', web('one'))
const OK = Outcome.OUTCOME_OK

export const answersWait: Scenario = {
  name: 'answers-wait',
  tells: 'the broker goes away while commands are worked on: their answers wait, and each comes when it is back',
  apps: [v1],
  before: [deploy(1, v1)],
  // A restart takes longer than the broker stays.
  latencyMs: 40,
  steps: [
    command('a1', { identify: {} }),
    command('a2', { restart: { service: 'web' } }),
    command('a3', { flight: { limit: 5 } }),
    command('a4', { purge: { volume: 'data' } }),
    after(100, weather({ brokerAway: true })),
    after(30_000, weather({ brokerAway: false })),
  ],
  answered: { a1: OK, a2: OK, a3: OK, a4: OK },
  purged: () => ({ data: 1 }),
  ends: () => ['v1'],
}

/** More than what a cut may cost of a count: see agent/usage/usage.ts. */
const MB = 1_000_000
const heavy = application('v1', web('one', { bytes: 8 * MB }))
const budget = (dayBytes: number) => ({
  byteBudgets: [{ class: ByteClass.BYTE_CLASS_CONTENT, link: 'ethernet', dayBytes }],
})
/** What is left of it when the first was fetched is less than the second takes, whatever a cut has made of the count. */
const tight = application('v2', web('two', { bytes: 4 * MB }), budget(10 * MB))
const roomy = application('v3', web('two', { bytes: 4 * MB }), budget(500 * MB))

export const byteBudget: Scenario = {
  name: 'byte-budget',
  tells: 'what was fetched today counts over cuts: an update that takes more than is left waits, until more is allowed',
  apps: [heavy, tight, roomy],
  steps: [
    deploy(1, heavy),
    atRest(deploy(2, tight, heavy)),
    during('waiting.blocked', after(10_000, deploy(3, roomy, heavy))),
  ],
  mayPass: (gate, { stepsDone }) => gate === 'apply' || stepsDone !== 2,
  ends: () => ['v3'],
}
