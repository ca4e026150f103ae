/**
 * Watches an engine over a whole history: who runs beside whom, what is told to end, what volumes hold; and does what
 * applications do when they start.
 *
 * Invariant: of the agent it only sees what shows on the engine, in the very step; what it remembers is in `Memory`.
 */
import { LABELS } from '../../agent/labels.ts'
import type { EngineModel } from '../engine/engine-model.ts'
import type { ContainerRecord } from '../engine/engine-types.ts'
import { READY_FILE } from './application.ts'
import { isKeptDown } from './conduct.ts'
import { oursIn } from './held.ts'
import { saidBy } from './local-calls.ts'
import { countOne, type Memory } from './memory.ts'
import type { Scenario, View } from './scenario.ts'

export interface WatchOptions {
  memory: Memory
  scenario: Scenario
  model: EngineModel
  nowMs(): number
  view(): View
  fault(sentence: string): void
}

export function watchEngine(options: WatchOptions): void {
  const { memory, model } = options
  model.watchRunning(({ running, labels, id }) => {
    if (!running || !(LABELS.device in labels)) return
    const program = labels[LABELS.run]
    if (program !== undefined) return countOne(memory.programs, program)
    started(options, labels[LABELS.service] ?? '')
    writeFiles(options, id)
  })
  model.listen(({ type, action, id }) => {
    if (type === 'container' && action === 'create') memory.created += 1
    if (type === 'container' && action === 'kill') told(options, id)
    if (type === 'volume') volumeChanged(options, id, action)
  })
}

function serviceOf({ config: { labels } }: ContainerRecord): string {
  return labels[LABELS.service] ?? ''
}

function started({ memory, model, scenario, nowMs, fault }: WatchOptions, service: string): void {
  const running = oursIn(model).filter((record) => record.run !== null && serviceOf(record) === service)
  if (running.length > (scenario.shared?.includes(service) === true ? 2 : 1))
    fault(`${running.length} containers of ${service} ran at the same time`)
  if (isKeptDown(memory, service, nowMs())) fault(`${service} was started, and an operator had stopped it`)
  // An application writes into its volumes when it starts, unless its data is there.
  for (const { config } of running)
    for (const { type, source } of config.mounts) {
      const volume = memory.volumes.get(source)
      if (type !== 'volume' || volume === undefined) continue
      const record = model.state.volumes.get(source)
      if (record === undefined) continue
      if (record.content !== volume.content) fault(`the data in ${source} is not what was written there`)
      if (record.content === '') record.content = `data ${volume.destroyed}`
      volume.content = record.content
    }
}

function writeFiles({ memory, model, scenario, view }: WatchOptions, id: string): void {
  const record = model.state.containers.get(id)
  if (!memory.begun || record === undefined) return
  const { wallMs } = model.world.now()
  const paths = [...(scenario.writes?.(serviceOf(record), view()) ?? [])]
  // One that has been ready comes to it again: its word of before was of another run.
  if (READY_FILE in record.files) paths.push(READY_FILE)
  for (const path of paths)
    record.files[path] = { content: Buffer.of(), mode: 0o644, uid: 0, gid: 0, writtenWallMs: wallMs }
}

/** Somebody has the engine end a container; one that ends already hears of it again for nothing. */
function told({ memory, model, scenario, view, fault }: WatchOptions, id: string): void {
  const record = model.state.containers.get(id)
  if (record === undefined || record.run === null || record.run.stopping || LABELS.run in record.config.labels) return
  const service = serviceOf(record)
  if (!memory.begun) return
  countOne(memory.told, service)
  if (scenario.mayEnd?.(service, view()) === false) fault(`${service} was told to end when it must not be disturbed`)
  if (scenario.handsOver !== service || !isHealthy(record)) return
  const isReady = ({ id, run, files, config: { labels } }: ContainerRecord) => {
    const app = scenario.apps.find(({ release }) => release.id === labels[LABELS.release])
    return (
      app?.sketches[service]?.waitUntilReady !== true ||
      READY_FILE in files ||
      memory.saidReady.has(saidBy(id, run?.startedMs))
    )
  }
  const others = oursIn(model).filter((other) => other !== record && serviceOf(other) === service)
  if (!others.some((other) => isHealthy(other) && isReady(other)))
    fault(`the healthy ${service} was told to end before there was another to take over`)
}

function isHealthy({ run }: ContainerRecord): boolean {
  return run !== null && !run.stopping && (run.health === null || run.health.status === 'healthy')
}

function volumeChanged({ memory }: WatchOptions, id: string, action: string): void {
  const known = memory.volumes.get(id) ?? { destroyed: 0, content: '' }
  if (action === 'destroy') known.destroyed += 1
  known.content = ''
  memory.volumes.set(id, known)
}
