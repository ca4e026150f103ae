/**
 * The contract of `EnginePort`: what the real adapter and every simulated engine have to do alike.
 *
 * Invariant: it speaks of the port's promises alone; each test has a device of its own, so that none
 * depends on what another left behind.
 */
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { awayContract } from './away-contract.ts'
import { containersContract } from './containers-contract.ts'
import type { EngineHarness } from './engine-harness.ts'
import { eventsContract } from './events-contract.ts'
import { filesContract } from './files-contract.ts'
import { imagesContract } from './images-contract.ts'
import { loadsContract } from './loads-contract.ts'
import { logsContract } from './logs-contract.ts'
import { programsContract } from './programs-contract.ts'
import { restartContract } from './restart-contract.ts'
import { volumesAndNetworksContract } from './volumes-networks-contract.ts'

/** What a part of the contract works on. */
export interface Subject {
  /** The engine and the test's hands on it. */
  readonly at: EngineHarness
  /** The device of the running test. */
  readonly device: string
}

/**
 * Holds an engine to the contract.
 * @param open starts the engine; called once. `large` must not be held yet.
 */
export function engineContract(name: string, open: () => Promise<EngineHarness>): void {
  describe(name, () => {
    let at: EngineHarness | null = null
    let count = 0
    const started = `${process.pid}-${Date.now().toString(36)}`
    const subject: Subject = {
      get at() {
        if (at === null) throw new Error('the engine has not been started')
        return at
      },
      get device() {
        return `contract-${started}-${count}`
      },
    }

    beforeAll(async () => {
      at = await open()
      for (const image of ['steady', 'stubborn', 'checked', 'completes', 'crashes'] as const)
        await at.engine.pull(at.images[image], () => {}, new AbortController().signal)
    })
    beforeEach(() => {
      count += 1
    })
    afterEach(async () => {
      for (const device of [subject.device, `${subject.device}-other`]) await clear(subject.at, device)
    })
    afterAll(async () => {
      await at?.close()
    })

    containersContract(subject)
    restartContract(subject)
    imagesContract(subject)
    loadsContract(subject)
    volumesAndNetworksContract(subject)
    eventsContract(subject)
    logsContract(subject)
    filesContract(subject)
    programsContract(subject)
    awayContract(subject)
  })
}

async function clear({ engine }: EngineHarness, device: string): Promise<void> {
  for (const { id } of await engine.listContainers(device)) await engine.removeContainer(id)
  for (const { id } of await engine.listRuns(device)) await engine.removeContainer(id)
  for (const { name } of await engine.listVolumes(device)) await engine.removeVolume(name)
  for (const name of await engine.listNetworks(device)) await engine.removeNetwork(name)
}
