/**
 * The engine of a scenario's device, and the registry that it pulls from.
 *
 * Invariant: the registry has every image that the scenario speaks of; each change of the engine is announced
 * before it is made.
 */
import { deserialize } from 'node:v8'
import type { EngineState } from '../engine/engine-types.ts'
import { SimulatedRegistry } from '../engine/images.ts'
import { SimulatedEngine } from '../engine/simulated-engine.ts'
import type { VirtualClock } from '../virtual-clock.ts'
import { interceptWithBoundaries, type Reach } from './boundaries.ts'
import type { Scenario } from './scenario.ts'

export interface EngineOptions {
  clock: VirtualClock
  seed: string
  reach: Reach
  /** See `Weather.refused`. */
  refused(): string | null
  /** An `EngineState` that was captured, as bytes; null: nothing is on it yet. */
  captured: Uint8Array | null
}

export function engineOfScenario(
  { apps, latencyMs = 0 }: Scenario,
  { clock, seed, reach, refused, captured }: EngineOptions,
) {
  const registry = new SimulatedRegistry()
  for (const { images } of apps) for (const image of images) registry.push(image)
  const engine = new SimulatedEngine({
    clock,
    registry,
    seed,
    latencyMs: { least: latencyMs, most: latencyMs },
    state: captured === null ? undefined : (deserialize(captured) as EngineState),
    intercept: (operation) => interceptWithBoundaries(operation, reach, refused()),
  })
  return { registry, engine }
}
