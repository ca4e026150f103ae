/**
 * Containers of a device on a real engine.
 *
 * Invariant: the engine never starts by itself what we have not started or have stopped, wherever a power cut
 * falls; one that is stopped has restart policy "no".
 */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Container, ContainerSpec, RunFact } from '../../machines/ports.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Restart } from '../../protocol/types.ts'
import { LABELS, ofDevice } from '../labels.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { hasItsFiles, putFiles, type Storage } from './docker-files.ts'
import { containerOf, type Inspected, isRun, RESTART_NAMES, runOf } from './docker-observe.ts'
import { type CreateRequest, createRequestOf } from './docker-spec.ts'

export async function listContainers(connection: Connection, device: string): Promise<Container[]> {
  return (await inspectAll(connection, device, (labels) => !isRun(labels))).map(containerOf)
}

export async function listRuns(connection: Connection, device: string): Promise<RunFact[]> {
  return (await inspectAll(connection, device, isRun)).map(runOf)
}

async function inspectAll(
  connection: Connection,
  device: string,
  isWanted: (labels: Record<string, string>) => boolean,
): Promise<Inspected[]> {
  const listed = await connection.ask('list the containers', ({ docker }, signal) =>
    docker.listContainers(withSignal(signal, { all: true, filters: ofDevice(device) })),
  )
  const wanted = listed.filter(({ Labels }) => isWanted(Labels))
  const inspected = await Promise.all(wanted.map(({ Id }) => inspect(connection, Id)))
  return inspected.filter((container) => container !== null)
}

export async function createContainer(connection: Connection, spec: ContainerSpec): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const { created, networks } = await create(connection, spec)
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
): Promise<{ created: string | null; networks: CreateRequest['attach'] }> {
  const what = `create the container ${spec.name}`
  let networks: CreateRequest['attach'] = []
  const created = await connection.act<string | null>(
    what,
    async ({ docker, api }, signal) => {
      const { query, body, attach } = createRequestOf(spec, api)
      networks = attach
      return (await docker.createContainer(withSignal(signal, { _query: query, _body: body }))).id
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

export async function startContainer(
  connection: Connection,
  id: string,
  restart: Restart,
  maxRetries: number,
): Promise<void> {
  const name = RESTART_NAMES[restart]
  const before = await inspect(connection, id)
  // One that has never run the engine starts only when told to, whatever its policy; and of one that does
  // not run it takes a policy several times quicker.
  if (before?.State.Status === 'created') {
    if (!(await hasItsFiles(connection, id, before.Config.Labels ?? {}))) {
      const message = `the container ${id} was cut off before it had its files; it is to be made anew`
      throw new HoldfastError('HF_ENGINE_CONFLICT', message)
    }
    await setRestart(connection, id, name, name === 'on-failure' ? maxRetries : 0)
    return start(connection, id)
  }
  await start(connection, id)
  await setRestart(connection, id, name, name === 'on-failure' ? maxRetries : 0)
  // One that ended before it had its policy would stay down: the engine looks only when one ends.
  const after = name === 'no' ? null : await inspect(connection, id)
  const ended = after?.State.Status === 'exited' && (name !== 'on-failure' || after.State.ExitCode !== 0)
  if (ended) await start(connection, id)
}

/** An engine that was killed in the middle of a start can forget a run that its runtime still has. */
const LOST_RUN = /task \w+: already exists|id already in use|with given id already exists/i

async function start(connection: Connection, id: string): Promise<void> {
  try {
    await connection.act(
      `start the container ${id}`,
      ({ docker }, signal) => docker.getContainer(id).start(withSignal(signal)),
      { 304: () => undefined },
    )
  } catch (cause) {
    if (!LOST_RUN.test((cause as Error).message)) throw cause
    throw new HoldfastError(
      'HF_ENGINE_CONFLICT',
      `the engine lost a run of the container ${id}; it is to be made anew`,
      {
        cause,
      },
    )
  }
}

/** What the engine says when it has not heard yet that the container has ended: a moment later it takes it. */
const ENDING = /stopped container|not running|no such (?:task|process)|already finished/i

async function setRestart(connection: Connection, id: string, name: string, maxRetries: number): Promise<void> {
  const policy = { RestartPolicy: { Name: name, MaximumRetryCount: maxRetries } }
  for (let attempt = 1; ; attempt++) {
    const held = (await inspect(connection, id))?.HostConfig.RestartPolicy
    if (held?.Name === name && (held.MaximumRetryCount ?? 0) === maxRetries) return
    try {
      return await connection.act<void>(`set the restart policy of ${id}`, async ({ docker }, signal) => {
        await docker.getContainer(id).update(withSignal(signal, policy))
      })
    } catch (error) {
      if (attempt === 20 || !ENDING.test((error as Error).message)) throw error
      await sleep(100)
    }
  }
}

export async function stopContainer(connection: Connection, id: string, graceMs: number): Promise<void> {
  const before = await inspect(connection, id)
  if (before === null) return
  // A container that is being removed, or half is, takes no update.
  if (isGoing(before)) return
  // The engine itself keeps such a one down from the moment that it is told to stop it, also over a power cut;
  // and of one that does not run it takes a policy several times quicker.
  const { State: state, HostConfig: host } = before
  const staysDown = state.Status === 'running' && host.RestartPolicy?.Name === 'unless-stopped'
  if (!staysDown && !(await setNoRestart(connection, id))) return
  const nothing = () => undefined
  await connection.act(
    `stop the container ${id}`,
    ({ docker }, signal) =>
      docker.getContainer(id).stop(withSignal(signal, { t: Math.ceil(graceMs / 1000) }) as object),
    { 304: nothing, 404: nothing },
    graceMs,
  )
  if (staysDown) await setNoRestart(connection, id)
}

/** Whether it is still there to be stopped. */
async function setNoRestart(connection: Connection, id: string): Promise<boolean> {
  try {
    await setRestart(connection, id, 'no', 0)
    return true
  } catch (error) {
    const now = await inspect(connection, id)
    if (now !== null && !isGoing(now)) throw error
    return false
  }
}

function isGoing({ State: { Status } }: Inspected): boolean {
  return Status === 'removing' || Status === 'dead'
}

export async function removeContainer(connection: Connection, id: string): Promise<void> {
  const underWay = await connection.act<boolean>(
    `remove the container ${id}`,
    async ({ docker }, signal) => {
      await docker.getContainer(id).remove(withSignal(signal, { force: true, v: true }) as object)
      return false
    },
    { 404: () => false, 409: () => true },
  )
  if (!underWay) return
  // Somebody else is at it: it is done when the container is gone.
  await connection.act(
    `remove the container ${id}`,
    ({ docker }, signal) => docker.getContainer(id).wait(withSignal(signal, { condition: 'removed' }) as object),
    { 404: () => undefined },
  )
}

type Looked = Inspected & Storage & { NetworkSettings?: { Networks?: Record<string, unknown> } }

/** Null when it is gone. */
async function inspect(connection: Connection, id: string): Promise<Looked | null> {
  return connection.ask<Looked | null>(
    `look at the container ${id}`,
    ({ docker }, signal) => docker.getContainer(id).inspect(withSignal(signal)) as Promise<Looked>,
    { 404: () => null },
  )
}
