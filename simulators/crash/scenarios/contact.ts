/** A broker that is away while a release proves itself. */
import { application, type Sketch } from '../application.ts'
import { after, deploy, during, type Scenario, weather } from '../scenario.ts'

const web: Sketch = { health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'] }
const v1 = application('v1', { web: { ...web, tag: 'one' } })
const v2 = application('v2', { web: { ...web, tag: 'two' } })

const updating = { apps: [v1, v2], before: [deploy(1, v1)] }
const AWAY = [deploy(2, v2, v1), during('proving', weather({ brokerAway: true }))]

export const brokerAwayForAWhile: Scenario = {
  ...updating,
  name: 'broker-away',
  tells: 'the broker goes away before the contact is proved, and comes back in time',
  steps: [...AWAY, during('proving.contacting', after(20_000, weather({ brokerAway: false })))],
  ends: () => ['v2'],
}

export const brokerAwayTooLong: Scenario = {
  ...updating,
  name: 'broker-away-too-long',
  tells: 'with the new release the device does not reach its broker: it goes back, alone',
  steps: [...AWAY, { ...weather({ brokerAway: false }), when: ({ intent }) => (intent?.refused.length ?? 0) > 0 }],
  // As far as the device can tell.
  bad: ['v2'],
  ends: () => ['v1'],
}
