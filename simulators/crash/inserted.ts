/**
 * The bundle that an operator puts into a device.
 *
 * Invariant: it holds what the broker would retain for that release, and all of its images.
 */
import { bundleOf } from '../device/memory-medium.ts'
import { signedRollout, signedTarget } from './application.ts'
import { TOPICS } from './operator.ts'
import type { Scenario, Weather } from './scenario.ts'

/** Null: the scenario has no such release. */
export function bundleIn(
  { apps }: Pick<Scenario, 'apps'>,
  { version, epoch }: NonNullable<Weather['medium']>,
): Promise<Uint8Array> | null {
  const app = apps.find((one) => one.version === version)
  if (app === undefined) return null
  const messages = [
    { topic: TOPICS.rollout, payload: signedRollout(epoch, 1, 'go') },
    { topic: TOPICS.target, payload: signedTarget(epoch, app, null) },
  ]
  return bundleOf(messages, app.images)
}
