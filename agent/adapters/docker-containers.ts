/**
 * Starting, stopping and removing containers on a real engine.
 *
 * Invariant: the engine never starts by itself what we have not started or have stopped, wherever a power cut
 * falls; one that is stopped has restart policy "no".
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { HoldfastError } from '../../protocol/errors.ts'
import type { Restart } from '../../protocol/types.ts'
import { type Connection, withSignal } from './docker-connection.ts'
import { hasItsFiles } from './docker-files.ts'
import { inspect } from './docker-inspect.ts'
import { type Inspected, RESTART_NAMES } from './docker-observe.ts'

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
const LOST_RUN =
  /task \w+: already exists|id already in use|with given id already exists|start shim: mkdir \S+: file exists/i

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
