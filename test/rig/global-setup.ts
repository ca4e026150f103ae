/**
 * Starts the rig once for the vitest project `real`.
 *
 * Invariant: tests get either the rig or the reason why there is none; with CI=true there is no such reason.
 */
import type { TestProject } from 'vitest/node'
import { whyNoRig } from './install.ts'
import { type Addresses, startRig } from './rig.ts'

/** The rig, or why there is none. */
export type RigState = { rig: Addresses; reason: null } | { rig: null; reason: string }

declare module 'vitest' {
  export interface ProvidedContext {
    rig: RigState
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const reason = await whyNoRig()
  if (reason !== null) {
    if (process.env.CI === 'true') throw new Error(`no rig: ${reason}`)
    console.warn(`\nThe tests against a real engine, registry and broker are skipped: ${reason}.\n`)
    project.provide('rig', { rig: null, reason })
    return async () => {}
  }
  const rig = await startRig()
  const { engine, registry, broker } = rig
  project.provide('rig', { rig: { engine, registry, broker }, reason: null })
  return () => rig.stop()
}
