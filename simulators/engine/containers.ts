/**
 * The lifecycle of simulated containers, as the engine's API works on it.
 *
 * Invariant: a container has a run exactly while it is `running`; every begin and end of a run is told in
 * the step in which it happens; refusals carry the status and the words of Docker 20.10.
 */
import { LABELS } from '../../agent/labels.ts'
import { behaviourOfLabels } from './behaviour.ts'
import { type ContainerConfig, type ContainerRecord, type ImageRecord, Refusal, type World } from './engine-types.ts'
import { effectiveCheck } from './health-rule.ts'
import { findImage } from './held-images.ts'
import { behaviourOfRun } from './programs.ts'
import { attributesOf, begin, end, refuseStart } from './runs.ts'
import { makeAnonymousVolume, makeVolume } from './volumes.ts'

const VALID_NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/

/** By id, a prefix of it, or name. @throws 404 */
export function findContainer(world: World, key: string): ContainerRecord {
  const byId = world.state.containers.get(key)
  if (byId !== undefined) return byId
  for (const record of world.state.containers.values()) if (record.config.name === key) return record
  if (/^[0-9a-f]{6,}$/.test(key))
    for (const record of world.state.containers.values()) if (record.id.startsWith(key)) return record
  throw new Refusal(404, `No such container: ${key}`)
}

/** @throws 400 bad name, 404 no image, 409 name in use */
export function createContainer(world: World, config: ContainerConfig): ContainerRecord {
  const image = findImage(world, config.image)
  if (image === null) throw new Refusal(404, `No such image: ${config.image}`)
  if (!VALID_NAME.test(config.name))
    throw new Refusal(400, `Invalid container name (${config.name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
  for (const { id, config: other } of world.state.containers.values())
    if (other.name === config.name)
      throw new Refusal(
        409,
        `Conflict. The container name "/${config.name}" is already in use by container "${id}". You have to remove (or rename) that container to be able to reuse that name.`,
      )
  const behaviour = behaviourOfLabels(config.labels) ?? image.behaviour
  const isRun = LABELS.run in config.labels
  const record: ContainerRecord = {
    id: world.newId(),
    config,
    imageId: image.id,
    behaviour: isRun ? behaviourOfRun(behaviour, config.command) : behaviour,
    check: effectiveCheck(config.health, image.health),
    createdWallMs: world.now().wallMs,
    state: 'created',
    exitCode: 0,
    error: '',
    run: null,
    restarts: 0,
    restartAtMs: null,
    lastDelayMs: 0,
    stoppedByHand: false,
    startedWallMs: null,
    finishedWallMs: null,
    lastHealth: null,
    anonymousVolumes: mountVolumes(world, config, image),
    output: [],
    files: {},
  }
  world.state.containers.set(record.id, record)
  tell(world, record, 'create')
  return record
}

/** @returns false when it runs already. @throws 404, 409 or 500 with what keeps it from starting */
export function startContainer(world: World, key: string): boolean {
  const record = findContainer(world, key)
  if (record.state === 'running' || record.state === 'restarting') return false
  const refusal = refuseStart(world, record)
  if (refusal !== null) throw refusal
  record.restarts = 0
  record.lastDelayMs = 0
  record.stoppedByHand = false
  begin(world, record)
  return true
}

/**
 * Sends the stop signal; what comes of it shows in the state later, at the latest after the grace.
 * @returns false when it does not run
 */
export function stopContainer(world: World, key: string, graceMs: number): boolean {
  const record = findContainer(world, key)
  if (record.state !== 'running' && record.state !== 'restarting') return false
  record.stoppedByHand = true
  if (record.run === null) {
    giveUpRestart(record)
    tell(world, record, 'stop')
    return true
  }
  const { stopsAfterMs, stopCode } = record.behaviour
  tell(world, record, 'kill', { signal: '15' })
  record.run.stopping = true
  if (stopsAfterMs !== null && stopsAfterMs <= graceMs) endBy(world, record, stopsAfterMs, stopCode)
  else endBy(world, record, graceMs, KILLED)
  return true
}

/** What `docker kill` does. @throws 404, 409 when it does not run */
export function killContainer(world: World, key: string): void {
  const record = findContainer(world, key)
  if (record.state !== 'running' && record.state !== 'restarting')
    throw new Refusal(409, `Cannot kill container: ${key}: Container ${record.id} is not running`)
  record.stoppedByHand = true
  if (record.run === null) {
    giveUpRestart(record)
    return
  }
  tell(world, record, 'kill', { signal: '9' })
  end(world, record, KILLED)
}

/** Its process ends, and nobody asked the engine for it. Nothing if it does not run. */
export function processDies(world: World, key: string, exitCode: number): void {
  const record = findContainer(world, key)
  if (record.run !== null) end(world, record, exitCode)
}

/** @throws 404, 409 when it runs and is not forced */
export function removeContainer(
  world: World,
  key: string,
  { force, volumes }: { force: boolean; volumes: boolean },
): void {
  const record = findContainer(world, key)
  if (record.state === 'running' || record.state === 'restarting') {
    if (!force)
      throw new Refusal(
        409,
        `You cannot remove a ${record.state} container ${record.id}. Stop the container before attempting removal or force remove`,
      )
    killContainer(world, record.id)
  }
  world.state.containers.delete(record.id)
  if (volumes) for (const name of record.anonymousVolumes) world.state.volumes.delete(name)
  tell(world, record, 'destroy')
}

/** As `docker update --restart`: for the next time that it ends. @throws 404 */
export function updateRestart(world: World, key: string, restart: ContainerConfig['restart']): void {
  const record = findContainer(world, key)
  record.config = { ...record.config, restart }
}

const KILLED = 137

/** It ends after so many milliseconds, unless it ends before. */
function endBy(world: World, record: ContainerRecord, afterMs: number, code: number): void {
  const run = record.run
  if (run === null) return
  const at = world.now().monoMs + afterMs
  if (run.endsAtMs !== null && run.endsAtMs <= at) return
  run.endsAtMs = at
  run.endCode = code
}

function giveUpRestart(record: ContainerRecord): void {
  record.state = 'exited'
  record.restartAtMs = null
}

function tell(world: World, record: ContainerRecord, action: string, more: Record<string, string> = {}): void {
  world.tell('container', action, record.id, attributesOf(record, more))
}

/** Makes the volumes that are missing. @returns the anonymous ones */
function mountVolumes(world: World, config: ContainerConfig, image: ImageRecord): string[] {
  const anonymous: string[] = []
  for (const mount of config.mounts) {
    if (mount.type !== 'volume') continue
    if (mount.source === '') anonymous.push(makeAnonymousVolume(world))
    else makeVolume(world, { name: mount.source, labels: {}, driver: 'local', options: {} })
  }
  const covered = new Set(config.mounts.map((mount) => mount.target))
  for (const path of image.volumes) if (!covered.has(path)) anonymous.push(makeAnonymousVolume(world))
  return anonymous
}
