/**
 * Whether an engine holds a release: exactly what is desired, as it is desired.
 *
 * Invariant: pure, and written apart from the agent's own judgement, so that it can contradict it.
 */
import { LABELS } from '../../agent/labels.ts'
import type { Desired, DesiredService } from '../../machines/desired.ts'
import { Restart } from '../../protocol/enums.ts'
import type { EngineModel } from '../engine/engine-model.ts'
import type { ContainerRecord } from '../engine/engine-types.ts'

/**
 * What is missing for every service to run, healthy, for so long; null: nothing.
 *
 * @param down services that must not run
 */
export function isReleaseHeld(
  desired: Desired,
  model: EngineModel,
  forMs: number,
  down: readonly string[],
): string | null {
  const containers = oursIn(model)
  for (const service of desired.services) {
    const mine = containers.find((record) => isFor(record, service))
    if (down.includes(service.name)) {
      if (containers.some(({ run, config }) => run !== null && config.labels[LABELS.service] === service.name))
        return `${service.name} runs, although it was stopped`
      continue
    }
    const why = mine === undefined ? 'is missing' : unheld(service, mine, model.world.now().monoMs, forMs)
    if (why !== null) return `${service.name} ${why}`
  }
  return null
}

/** What is there and should not be; null: nothing. */
export function leftOver(desired: Desired | null, model: EngineModel): string | null {
  const services = desired?.services ?? []
  const run = [...model.state.containers.values()].find(({ config }) => LABELS.run in config.labels)
  if (run !== undefined) return `the one-off container ${run.config.name} (${run.state})`
  const container = oursIn(model).find((record) => !services.some((service) => isFor(record, service)))
  if (container !== undefined) return `the container ${container.config.name} (${container.state})`
  const seen = new Set<string>()
  for (const { config } of oursIn(model)) {
    const service = config.labels[LABELS.service] ?? ''
    if (seen.has(service)) return `a second container of ${service}`
    seen.add(service)
  }
  const wanted = new Set(desired?.networks.map(({ name }) => name))
  const network = [...model.state.networks.values()].find(
    ({ name, labels }) => LABELS.device in labels && !wanted.has(name),
  )
  return network === undefined ? null : `the network ${network.name}`
}

/** Containers of the device's services: there is one device on an engine. */
export function oursIn(model: EngineModel): ContainerRecord[] {
  return [...model.state.containers.values()].filter(
    ({ config: { labels } }) => LABELS.device in labels && !(LABELS.run in labels),
  )
}

function isFor({ config }: ContainerRecord, service: DesiredService): boolean {
  return config.labels[LABELS.service] === service.name && config.labels[LABELS.spec] === service.specHash
}

function unheld({ service }: DesiredService, record: ContainerRecord, nowMs: number, forMs: number): string | null {
  const comesBack = service.restart === Restart.RESTART_ALWAYS || service.restart === Restart.RESTART_UNLESS_STOPPED
  if (record.run === null) {
    if (comesBack) return `does not run (${record.state})`
    return record.state === 'exited' && record.exitCode === 0 ? null : `is ${record.state} with ${record.exitCode}`
  }
  if (record.run.health !== null && record.run.health.status !== 'healthy') return `is ${record.run.health.status}`
  if (nowMs - record.run.startedMs < forMs) return `has run for ${nowMs - record.run.startedMs} ms only`
  return null
}
