/** A target for one device alone: it goes over the fleet's for as long as it stands. */
import { application, type Sketch } from '../application.ts'
import { atRest, clearDeviceTarget, deploy, deployToDevice, during, type Scenario } from '../scenario.ts'

const services = (tag: string): Record<string, Sketch> => ({
  web: { tag, health: true, behaviour: { healthyAfterMs: 300 }, volumes: ['data'] },
})
const v1 = application('v1', services('one'))
const v2 = application('v2', services('two'))
const v3 = application('v3', services('three'))

const OWN = deployToDevice(1, v2, v1)

export const deviceTarget: Scenario = {
  name: 'device-target',
  tells: "the device's own target goes over the fleet's, also over a newer one",
  apps: [v1, v2, v3],
  before: [deploy(1, v1)],
  steps: [OWN, during('switching', deploy(2, v3, v1))],
  ends: () => ['v2'],
}

export const deviceTargetCleared: Scenario = {
  name: 'device-target-cleared',
  tells: "the device's own target is taken away: the fleet's counts again",
  apps: [v1, v2, v3],
  before: [deploy(1, v1), atRest(OWN), atRest(deploy(2, v3, v1))],
  steps: [clearDeviceTarget],
  ends: () => ['v3'],
}

export const deviceTargetGivenUp: Scenario = {
  name: 'device-target-given-up',
  tells: "the device's own target is taken away while the device switches to it",
  apps: [v1, v2],
  before: [deploy(1, v1)],
  steps: [OWN, during('switching', clearDeviceTarget)],
  ends: () => ['v1'],
}
