/** Disks that are full, the engine's and the store's, and a registry that is away; all of which pass. */
import { application } from '../application.ts'
import { deploy, during, type Scenario, weather } from '../scenario.ts'

const v1 = application('v1', { web: { health: true, volumes: ['data'] } })
const v2 = application('v2', { web: { health: true, volumes: ['data'] } })

const updating = { apps: [v1, v2], before: [deploy(1, v1)] }

export const engineDiskFull: Scenario = {
  ...updating,
  name: 'engine-disk-full',
  tells: 'the pull does not fit on the disk, and later it does',
  steps: [
    weather({ registry: 'disk-full' }),
    deploy(2, v2, v1),
    during('fetching.backingOff', weather({ registry: null })),
  ],
  ends: () => ['v2'],
}

export const registryAway: Scenario = {
  ...updating,
  name: 'registry-away',
  tells: 'the registry does not answer, and later it does',
  steps: [
    weather({ registry: 'unreachable' }),
    deploy(2, v2, v1),
    during('fetching.backingOff', weather({ registry: null })),
  ],
  ends: () => ['v2'],
}

/** So many refused writes later there is room again. */
const REFUSED = 6

export const storeDiskFull: Scenario = {
  ...updating,
  name: 'store-disk-full',
  tells: 'the disk of the store is full in the middle of the switch, and later it is not',
  steps: [
    deploy(2, v2, v1),
    during('switching', weather({ storeFull: true })),
    { ...weather({ storeFull: false }), when: ({ refusedWrites }) => refusedWrites >= REFUSED },
  ],
  ends: () => ['v2'],
}
