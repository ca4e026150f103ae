/**
 * Networks of a device on a real engine.
 *
 * Invariant: one network of a name, made once and then taken as it is. An external one is never ours to make.
 */
import type { NetworkSpec } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Network } from '../../protocol/types.ts'
import { LABELS, ofDevice } from '../labels.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { set } from './docker-fields.ts'

export async function listNetworks(connection: Connection, device: string): Promise<string[]> {
  const networks = await connection.ask('list the networks', ({ docker }, signal) =>
    docker.listNetworks(withSignal(signal, { filters: ofDevice(device) })),
  )
  return networks.map((network) => network.Name)
}

export async function ensureNetwork(connection: Connection, spec: NetworkSpec): Promise<void> {
  if (await isThere(connection, spec.name)) return
  if (spec.network.externalName !== '') {
    const place = `network ${spec.name}`
    throw new HoldfastError('HF_ENGINE_FAILED', 'the external network does not exist on this device', { place })
  }
  const body = networkBodyOf(spec)
  await connection.act<unknown>(
    `make the network ${spec.name}`,
    ({ docker }, signal) => docker.createNetwork(withSignal(signal, body)),
    // Somebody made one of that name just now.
    { 409: () => undefined },
  )
}

async function isThere(connection: Connection, name: string): Promise<boolean> {
  // The engine finds whatever contains the name.
  const found = await connection.ask(`look at the network ${name}`, ({ docker }, signal) =>
    docker.listNetworks(withSignal(signal, { filters: { name: [name] } })),
  )
  return found.some((network) => network.Name === name)
}

interface NetworkBody {
  Name: string
  CheckDuplicate: true
  Driver?: string
  Options?: Record<string, string>
  Labels: Record<string, string>
  Internal?: boolean
  Attachable?: boolean
  EnableIPv6?: boolean
  IPAM?: {
    Config?: { Subnet?: string; Gateway?: string; IPRange?: string; AuxiliaryAddresses?: Record<string, string> }[]
    Options?: Record<string, string>
  }
}

function networkBodyOf({ name, device, specHash, network }: NetworkSpec): NetworkBody {
  return {
    Name: name,
    // Engines before 25 make a second one of the name without it.
    CheckDuplicate: true,
    Labels: {
      ...network.labels,
      [LABELS.device]: device,
      [LABELS.network]: network.name,
      [LABELS.spec]: specHash,
    },
    ...set('Driver', network.driver),
    ...set('Options', network.driverOptions),
    ...set('Internal', network.internal),
    ...set('Attachable', network.attachable),
    ...set('EnableIPv6', network.ipv6),
    ...set('IPAM', ipamOf(network)),
  }
}

function ipamOf(network: Network): NonNullable<NetworkBody['IPAM']> {
  const pools = network.subnets.map((subnet) => ({
    ...set('Subnet', subnet.subnet),
    ...set('Gateway', subnet.gateway),
    ...set('IPRange', subnet.ipRange),
    ...set('AuxiliaryAddresses', subnet.auxAddresses),
  }))
  return { ...set('Config', pools), ...set('Options', network.ipamOptions) }
}

export async function removeNetwork(connection: Connection, name: string): Promise<void> {
  const conflict = (words: string): never => {
    throw new HoldfastError('HF_ENGINE_CONFLICT', words, { place: `network ${name}` })
  }
  await connection.act(
    `remove the network ${name}`,
    ({ docker }, signal) => docker.getNetwork(name).remove(withSignal(signal)),
    // 403: it has active endpoints.
    { 404: () => undefined, 403: conflict, 409: conflict },
  )
}
