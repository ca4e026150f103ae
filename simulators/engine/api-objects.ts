/** `/volumes` and `/networks` of the served engine. Invariant: each handler is one call of the engine. */
import { filtersOf, hasLabels, isAmong, type Route, route } from './api.ts'
import { networkShape, volumeShape } from './api-shapes.ts'
import { Refusal } from './engine-types.ts'
import { dropNetwork, findNetwork, joinNetwork, makeNetwork } from './networks.ts'
import { dropVolume, findVolume, makeVolume } from './volumes.ts'

interface VolumeBody {
  Name?: string
  Driver?: string
  DriverOpts?: Record<string, string>
  Labels?: Record<string, string>
}

interface NetworkBody {
  Name?: string
  Driver?: string
  Internal?: boolean
  EnableIPv6?: boolean
  Attachable?: boolean
  Options?: Record<string, string>
  Labels?: Record<string, string>
  IPAM?: { Config?: { Subnet?: string; Gateway?: string; IPRange?: string }[] | null }
}

export const objectRoutes: Route[] = [
  route('POST /volumes/create', async ({ engine, body }) =>
    engine.call('ensureVolume', (model) => {
      const { Name, Driver, DriverOpts, Labels } = (body ?? {}) as VolumeBody
      const name = Name ?? model.world.newId()
      const made = { name, driver: Driver || 'local', options: DriverOpts ?? {}, labels: Labels ?? {} }
      return { status: 201, body: volumeShape(makeVolume(model.world, made)) }
    }),
  ),
  route('GET /volumes', async ({ engine, query }) => {
    const { label, name } = filtersOf(query, ['label', 'name', 'driver', 'dangling'])
    return engine.call('listVolumes', (model) => {
      const volumes = [...model.look().volumes.values()].filter(
        (volume) => hasLabels(volume.labels, label) && isAmong(volume.name, name),
      )
      return { status: 200, body: { Volumes: volumes.map(volumeShape), Warnings: null } }
    })
  }),
  route('GET /volumes/{name}', async ({ engine, params: [name = ''] }) =>
    engine.call('listVolumes', (model) => ({ status: 200, body: volumeShape(findVolume(model.world, name)) })),
  ),
  route('DELETE /volumes/{name}', async ({ engine, params: [name = ''] }) =>
    engine.call('removeVolume', (model) => {
      dropVolume(model.world, name)
      return { status: 204 }
    }),
  ),

  route('POST /networks/create', async ({ engine, body }) =>
    engine.call('ensureNetwork', (model) => {
      const given = (body ?? {}) as NetworkBody
      const made = makeNetwork(model.world, {
        name: given.Name ?? '',
        driver: given.Driver || 'bridge',
        labels: given.Labels ?? {},
        options: given.Options ?? {},
        internal: given.Internal ?? false,
        ipv6: given.EnableIPv6 ?? false,
        attachable: given.Attachable ?? false,
        subnets: (given.IPAM?.Config ?? []).map(({ Subnet = '', Gateway = '', IPRange = '' }) => ({
          subnet: Subnet,
          gateway: Gateway,
          ipRange: IPRange,
        })),
      })
      return { status: 201, body: { Id: made.id, Warning: '' } }
    }),
  ),
  route('GET /networks', async ({ engine, query }) => {
    const { label, name, id } = filtersOf(query, ['label', 'name', 'id', 'driver', 'type', 'scope', 'dangling'])
    return engine.call('listNetworks', (model) => ({
      status: 200,
      body: [...model.look().networks.values()]
        .filter((network) => hasLabels(network.labels, label) && isAmong(network.id, id))
        .filter((network) => name === undefined || name.some((part) => network.name.includes(part)))
        .map(networkShape),
    }))
  }),
  route('POST /networks/{name}/connect', async ({ engine, body, params: [name = ''] }) =>
    engine.call('connectNetwork', (model) => {
      const { Container = '', EndpointConfig } = (body ?? {}) as {
        Container?: string
        EndpointConfig?: { Aliases?: string[] | null }
      }
      const record = model.container(Container)
      // The real engine takes a network that is not there as well, and fails at the start.
      joinNetwork(record, findNetwork(model.world, name)?.name ?? name, EndpointConfig?.Aliases ?? [])
      return { status: 200 }
    }),
  ),
  route('GET /networks/{name}', async ({ engine, params: [name = ''] }) =>
    engine.call('listNetworks', (model) => {
      const network = findNetwork(model.world, name)
      if (network === null) throw new Refusal(404, `network ${name} not found`)
      return { status: 200, body: networkShape(network) }
    }),
  ),
  route('DELETE /networks/{name}', async ({ engine, params: [name = ''] }) =>
    engine.call('removeNetwork', (model) => {
      dropNetwork(model.world, name)
      return { status: 204 }
    }),
  ),
]
