/** An engine that dies with its containers while a release proves itself. */
import { application, type Sketch } from '../application.ts'
import { after, deploy, during, engine, type Scenario } from '../scenario.ts'

const services = (tag: string): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'] },
  // An engine that was killed does not start this one again.
  worker: { tag, restart: 'unless-stopped' },
})
const v1 = application('v1', services('one'))
const v2 = application('v2', services('two'))

/** @param times how often, in the end once more than a proof allows or not */
function dying(phase: string, times: number): Scenario {
  const once = [during(phase, engine('dies')), after(3_000, engine('comes back'))]
  return {
    name: `engine-dies-${phase.replace('.', '-')}${times === 1 ? '' : `-${times}`}`,
    tells: `the engine dies with its containers, ${phase}${times === 1 ? '' : `, ${times} times`}`,
    apps: [v1, v2],
    before: [deploy(1, v1)],
    steps: [deploy(2, v2, v1), ...Array.from({ length: times }, () => once).flat()],
    ends: () => ['v2'],
  }
}

export const dyingEngines: readonly Scenario[] = [
  dying('switching', 1),
  dying('proving.gathering', 1),
  dying('proving.soaking', 1),
  dying('proving.soaking', 2),
  dying('proving.contacting', 1),
]
