/** Releases that do not prove themselves: back to the good one, from what is on the device. */
import { application, type Sketch } from '../application.ts'
import { deploy, type Scenario } from '../scenario.ts'

const GOOD: Record<string, Sketch> = {
  web: { health: true, volumes: ['data'] },
  worker: { tag: 'steady', dependsOn: { web: 'started' } },
}
const v1 = application('v1', GOOD)

const HANDS_OVER = { shared: ['web'], handsOver: 'web' }

function failingBy(name: string, tells: string, web: Sketch): Scenario {
  const v2 = application('v2', { ...GOOD, web: { ...GOOD.web, ...web } })
  return {
    name: `rollback-${name}`,
    tells,
    apps: [v1, v2],
    before: [deploy(1, v1)],
    steps: [deploy(2, v2, v1)],
    bad: ['v2'],
    ...(web.strategy === 'hand-over' ? HANDS_OVER : {}),
    ends: () => ['v1'],
  }
}

export const rollbackUnhealthy = failingBy('unhealthy', 'the new release never becomes healthy', {
  behaviour: { healthyAfterMs: null },
})
export const rollbackCrashLoop = failingBy('crash-loop', 'the new release ends again and again', {
  behaviour: { exitsAfterMs: 200, exitCode: 3 },
})
export const rollbackWavering = failingBy('wavering', 'the new release is healthy, and then no more', {
  behaviour: { unhealthyAfterMs: 2_000 },
})
export const rollbackCannotStart = failingBy('cannot-start', 'the engine cannot start the new release', {
  behaviour: { startError: 'exec: "/app": no such file or directory' },
})
export const rollbackDeleted = failingBy('deleted', 'the old image is gone when the new release turns out bad', {
  behaviour: { healthyAfterMs: null },
  strategy: 'delete-then-download',
})
export const rollbackHandOver = failingBy('hand-over', 'the old one stays while the new one turns out bad', {
  behaviour: { healthyAfterMs: null },
  strategy: 'hand-over',
})

const bad = application('v1', { web: { health: true, behaviour: { healthyAfterMs: null }, volumes: ['data'] } })

export const failedFirstInstall: Scenario = {
  name: 'rollback-to-nothing',
  tells: 'the first release of all is bad: nothing of it stays',
  apps: [bad],
  steps: [deploy(1, bad)],
  bad: ['v1'],
  ends: () => [null],
}
