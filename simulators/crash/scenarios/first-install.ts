/** A fresh device takes its first release. */
import { application } from '../application.ts'
import { deploy, type Scenario } from '../scenario.ts'

const v1 = application('v1', { web: { health: true, behaviour: { healthyAfterMs: 500 }, volumes: ['data'] } })

export const firstInstall: Scenario = {
  name: 'first-install',
  tells: 'a fresh device takes its first release',
  apps: [v1],
  steps: [deploy(1, v1)],
  ends: () => ['v1'],
}
