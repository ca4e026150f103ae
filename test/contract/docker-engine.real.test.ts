/** A real Docker engine, through the adapter that devices use, under the contract of the engine port. */
import { describeReal } from '../rig/use-rig.ts'
import { dockerHarness } from './docker-harness.ts'
import { engineContract } from './engine-contract.ts'

describeReal('the Docker engine', (rig) => {
  engineContract('under the contract', () => dockerHarness(rig))
})
