/** An update by each strategy, with data in a volume and a port of the host. */
import { application, READY_FILE, type Sketch, type STRATEGIES } from '../application.ts'
import { after, deploy, during, file, type Scenario } from '../scenario.ts'

const WEB: Sketch = { health: true, behaviour: { healthyAfterMs: 500 }, volumes: ['data'] }

const HANDS_OVER = { shared: ['web'], handsOver: 'web' }

function updateBy(strategy: keyof typeof STRATEGIES, more: Sketch = {}): Scenario {
  const v1 = application('v1', { web: { ...WEB, ...more } })
  const v2 = application('v2', { web: { ...WEB, ...more, strategy } })
  return {
    name: `update-${strategy}`,
    tells: `from one release to the next, by ${strategy}`,
    apps: [v1, v2],
    before: [deploy(1, v1)],
    steps: [deploy(2, v2, v1)],
    ...(strategy === 'hand-over' ? HANDS_OVER : {}),
    ends: () => ['v2'],
  }
}

export const updateDownloadThenKill = updateBy('download-then-kill', { hostPort: 8080 })
export const updateKillThenDownload = updateBy('kill-then-download')
export const updateDeleteThenDownload = updateBy('delete-then-download')
export const updateHandOver = updateBy('hand-over')

/** Healthy at once, ready much later, and that is said by a file. */
function updateWhenReady(name: string, tells: string, says: boolean): Scenario {
  const v1 = application('v1', { web: WEB })
  const v2 = application('v2', { web: { ...WEB, strategy: 'hand-over', waitUntilReady: true } })
  const ready = file('web', READY_FILE, '', v2)
  return {
    name,
    tells,
    apps: [v1, v2],
    before: [deploy(1, v1)],
    steps: [
      deploy(2, v2, v1),
      ...(says
        ? [
            { ...during('switching.settling', ready), tells: 'the new one has begun to work', act: () => {} },
            after(8_000, ready),
          ]
        : []),
    ],
    ...HANDS_OVER,
    bad: says ? [] : ['v2'],
    ends: () => [says ? 'v2' : 'v1'],
  }
}

export const updateReady = updateWhenReady(
  'update-hand-over-ready',
  'the old one stays until the new one says that it is ready',
  true,
)
export const updateNeverReady = updateWhenReady(
  'update-hand-over-never',
  'the new one is healthy and never ready: the old one stays, and the update is given up',
  false,
)
