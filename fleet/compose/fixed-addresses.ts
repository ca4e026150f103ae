/**
 * Addresses that services have for themselves on networks of the file.
 *
 * Invariant: each is in a subnet that its network declares; engines give no other, and an external network's
 * are known on the device alone.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Network } from '../../protocol/types.ts'
import { isInside, parseSubnet } from './ip-subnet.ts'
import type { Scope } from './scope.ts'

export function checkFixedAddresses(networks: readonly Loose<Network>[], { fixedAddresses, faults }: Scope): void {
  for (const { network, address, place } of fixedAddresses) {
    const { subnets = [], externalName } = networks.find(({ name }) => name === network) ?? {}
    if (externalName !== undefined) continue
    const declared = subnets.flatMap(({ subnet = '' }) => parseSubnet(subnet) ?? [])
    if (declared.some((subnet) => isInside(address, subnet))) continue
    const shown = subnets.map(({ subnet }) => subnet).join(', ')
    const has = shown === '' ? 'declares none; give it one under "ipam"' : `has ${shown}`
    const message = `${address} is in no subnet of the network ${JSON.stringify(network)}, which ${has}`
    faults.add('HF_COMPOSE_INVALID', place, message)
  }
}
