/**
 * The definitions of the machines of this version.
 *
 * Invariant: this room sees the machines only as the data in `docs/charts`, which is made from their code.
 */
import device from '../../docs/charts/device.json' with { type: 'json' }
import network from '../../docs/charts/network.json' with { type: 'json' }
import provision from '../../docs/charts/provision.json' with { type: 'json' }
import update from '../../docs/charts/update.json' with { type: 'json' }
import type { MachineDefinition } from '../../protocol/machine-definition.ts'

/** By name. */
export const DEFINITIONS: ReadonlyMap<string, MachineDefinition> = new Map(
  [device, network, provision, update].map((json) => [json.id, json as unknown as MachineDefinition]),
)
