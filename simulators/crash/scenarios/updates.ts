/** An update by each strategy, with data in a volume and a port of the host. */
import { application, type Sketch, type STRATEGIES } from '../application.ts'
import { deploy, type Scenario } from '../scenario.ts'

const WEB: Sketch = { health: true, behaviour: { healthyAfterMs: 500 }, volumes: ['data'] }

function updateBy(strategy: keyof typeof STRATEGIES, more: Sketch = {}): Scenario {
  const v1 = application('v1', { web: { ...WEB, ...more } })
  const v2 = application('v2', { web: { ...WEB, ...more, strategy } })
  return {
    name: `update-${strategy}`,
    tells: `from one release to the next, by ${strategy}`,
    apps: [v1, v2],
    before: [deploy(1, v1)],
    steps: [deploy(2, v2, v1)],
    shared: strategy === 'hand-over' ? ['web'] : [],
    ends: () => ['v2'],
  }
}

export const updateDownloadThenKill = updateBy('download-then-kill', { hostPort: 8080 })
export const updateKillThenDownload = updateBy('kill-then-download')
export const updateDeleteThenDownload = updateBy('delete-then-download')
export const updateHandOver = updateBy('hand-over')
