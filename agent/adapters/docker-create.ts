/**
 * Making a container on a real engine.
 *
 * Invariant: a name is one container, and it is the one that was asked for; what the engine does not take at
 * creation it has before its id is given back.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerSpec } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { LABELS } from '../labels.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { putFiles } from './docker-files.ts'
import { inspect } from './docker-inspect.ts'
import { knows } from './docker-load.ts'
import type { Inspected } from './docker-observe.ts'
import { type CreateRequest, createRequestOf } from './docker-spec.ts'
import { loadedName } from './loaded-name.ts'

export async function createContainer(connection: Connection, spec: ContainerSpec): Promise<string> {
  const { image } = spec.service
  try {
    return await createFrom(connection, spec, image)
  } catch (error) {
    if (!(error instanceof HoldfastError && error.code === 'HF_IMAGE_NOT_FOUND')) throw error
    const { reference } = loadedName(image)
    if (!(await knows(connection, reference))) throw error
    return createFrom(connection, spec, reference)
  }
}

/** @param image as the engine knows it */
async function createFrom(connection: Connection, spec: ContainerSpec, image: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { created, networks } = await create(connection, spec, image)
    const id = created ?? (await oursByName(connection, spec))?.Id
    if (id !== undefined) {
      await complete(connection, id, spec, networks)
      return id
    }
    // Its name is taken, and it is not there: it is being made, or removed, at this moment.
    if (attempt === 50) throw conflict(spec, 'something that is being removed')
    await sleep(100)
  }
}

/** The new container's id, null when the name is taken; and the networks that it does not have yet. */
async function create(
  connection: Connection,
  spec: ContainerSpec,
  image: string,
): Promise<{ created: string | null; networks: CreateRequest['attach'] }> {
  const what = `create the container ${spec.name}`
  let networks: CreateRequest['attach'] = []
  const created = await connection.act<string | null>(
    what,
    async ({ docker, api }, signal) => {
      const { query, body, attach } = createRequestOf(spec, api)
      networks = attach
      return (await docker.createContainer(withSignal(signal, { _query: query, _body: { ...body, Image: image } }))).id
    },
    {
      404: (words) => {
        const code = /no such image|image .*not found/i.test(words) ? 'HF_IMAGE_NOT_FOUND' : 'HF_ENGINE_FAILED'
        throw new HoldfastError(code, `the engine did not ${what}: ${words}`)
      },
      409: () => null,
    },
  )
  return { created, networks }
}

/** The container of that name, if it is the very one that was asked for; null when there is none. */
async function oursByName(connection: Connection, spec: ContainerSpec): Promise<Inspected | null> {
  const inspected = await inspect(connection, spec.name)
  if (inspected === null) return null
  const labels = inspected.Config.Labels ?? {}
  const isOurs = labels[LABELS.device] === spec.device
  const isSame = labels[LABELS.spec] === spec.specHash && labels[LABELS.run] === spec.run?.operation
  if (isOurs && isSame) return inspected
  throw conflict(spec, isOurs ? 'another version of a service' : 'something that is not ours')
}

function conflict(spec: ContainerSpec, owner: string): HoldfastError {
  return new HoldfastError('HF_ENGINE_CONFLICT', `the name belongs to ${owner}`, { place: `container ${spec.name}` })
}

/** What an engine does not take at creation is done here, also when we were cut before. */
async function complete(
  connection: Connection,
  id: string,
  spec: ContainerSpec,
  networks: CreateRequest['attach'],
): Promise<void> {
  await attach(connection, id, networks)
  if (spec.service.files.length === 0) return
  const made = await inspect(connection, id)
  // One that has run may have changed them.
  if (made?.State.Status === 'created') await putFiles(connection, id, spec.service, made)
}

/** An engine that takes only one network at creation gets the others here, also when we were cut before. */
async function attach(connection: Connection, id: string, networks: CreateRequest['attach']): Promise<void> {
  if (networks.length === 0) return
  const attached = (await inspect(connection, id))?.NetworkSettings?.Networks ?? {}
  for (const { network, endpoint } of networks) {
    if (network in attached) continue
    const what = `attach the network ${network}`
    await connection.act<unknown>(
      what,
      ({ docker }, signal) =>
        docker.getNetwork(network).connect(withSignal(signal, { Container: id, EndpointConfig: endpoint })),
      {
        403: (words) => {
          if (!words.includes('already exists')) throw new HoldfastError('HF_ENGINE_FAILED', `${what}: ${words}`)
        },
      },
    )
  }
}
