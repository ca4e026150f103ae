/**
 * What happens by itself on a device of the explorer: its applications write files, its engine dies.
 *
 * Invariant: what is done shows in the engine's state alone, so that a power cut keeps what a disk would keep.
 */
import { LABELS } from '../../agent/labels.ts'
import type { EngineModel } from '../engine/engine-model.ts'
import type { ContainerRecord } from '../engine/engine-types.ts'
import { isLeftOver } from '../engine/files.ts'
import type { SimulatedEngine } from '../engine/simulated-engine.ts'
import type { Application } from './application.ts'
import { oursIn } from './held.ts'
import type { Memory } from './memory.ts'
import type { Hands, View } from './scenario.ts'

const MODE = 0o644

export function handsOn(engine: SimulatedEngine, isOn: () => boolean): Pick<Hands, 'file' | 'engine'> {
  return {
    file: (service, path, content, app) => {
      const written = content === null ? null : { content: Buffer.from(content), mode: MODE, uid: 0, gid: 0 }
      for (const { id } of runningOf(engine.model, service, app))
        engine.act((model) => model.putFile(id, path, written))
    },
    engine: (what) => {
      // With the power everything has come back already, or will.
      if (!isOn()) return
      if (what === 'dies') engine.goAway('killed')
      else if (engine.isAway) engine.comeBack()
    },
  }
}

/** What an operator has heard, and what a look at the engine shows. */
export function seenIn(
  { intent, results, refusedWrites, commandsSent }: Memory,
  model: EngineModel,
): Pick<View, 'intent' | 'results' | 'refusedWrites' | 'sent' | 'runs' | 'hasFile'> {
  return {
    intent,
    results,
    refusedWrites,
    sent: commandsSent.map(({ id }) => id),
    runs: (service, app) => runningOf(model, service, app).length > 0,
    hasFile: (path) =>
      oursIn(model).some(
        (record) => record.run !== null && path in record.files && !isLeftOver(record, path, model.world.now().wallMs),
      ),
  }
}

/** Containers of this service that run, of this release or of any. */
function runningOf(model: EngineModel, service: string, app?: Application): ContainerRecord[] {
  return oursIn(model).filter(
    ({ run, config: { labels } }) =>
      run !== null &&
      labels[LABELS.service] === service &&
      (app === undefined || labels[LABELS.release] === app.release.id),
  )
}
