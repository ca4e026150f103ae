/**
 * Two brokers with a bridge between them, as Mosquitto makes it, and a device that goes from one to the other.
 *
 * Invariant: every command that a broker has kept is run, and run once, whichever of the two it was given to; and nobody
 * goes back to an older target, although a bridge brings one that was kept.
 */
import { expect } from 'vitest'
import { decode, encode, KINDS } from '../../protocol/codec.ts'
import { Outcome } from '../../protocol/enums.ts'
import { deviceTopics, fleetTopics } from '../../protocol/topics.ts'
import { application, FLEET, signedRollout, signedTarget } from '../../simulators/crash/application.ts'
import { ADDRESSES, APP, DEVICE, type FarDevice } from './far-device.ts'
import { BACKOFF_MS, began, on, type Story, within } from './story.ts'

/** Of the second one, which keeps for the first what that misses. */
const BRIDGE = [
  'connection both',
  `address ${ADDRESSES[0]}:1883`,
  'topic hf/1/# both 1',
  'cleansession false',
  'notifications false',
  'try_private true',
  'restart_timeout 1 2',
]
const NEXT = application('v2', { web: {} })

async function overTheBridge(far: FarDevice): Promise<void> {
  const [one, two] = [far.brokers[0]!, far.brokers[1]!]
  let starts = 0
  const unfollow = far.engine.followEvents({
    hear: ({ action }) => {
      if (action === 'start') starts += 1
    },
    cut: () => undefined,
  })
  const answered = (id: string, at: FarDevice['brokers'][0]): boolean =>
    at.said.some(({ topic, payload }) => {
      if (topic !== deviceTopics(DEVICE).result) return false
      const result = decode(KINDS.Result, payload)
      return result.id === id && result.outcome === Outcome.OUTCOME_OK
    })
  const restart = (id: string, at: FarDevice['brokers'][0]) =>
    at.publish(deviceTopics(DEVICE).command, encode(KINDS.Command, { id, restart: { service: 'web' } }))
  const runs = (epoch: number, at: FarDevice['brokers'][0]) => (): boolean => {
    const last = at.reports.at(-1)
    return last?.current?.epoch === epoch && last.phase === 'idle'
  }

  await one.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), true)
  await one.publish(fleetTopics(FLEET).target, signedTarget(1, APP, null), true)
  await began(far)
  await within(far, BACKOFF_MS, 'the first release', runs(1, one))
  await restart('by-one', one)
  await within(far, BACKOFF_MS, 'its answer', () => answered('by-one', one))

  await one.kill()
  const first = one.presence.at(-1)!.connection
  const isThere = (): boolean => two.presence.some(({ online, connection }) => online && connection > first)
  // What was given to the second one before it has a session of the device would be nobody's.
  await within(far, BACKOFF_MS, 'the second one has it', isThere)
  await restart('by-two', two)
  await within(far, BACKOFF_MS, 'its answer', () => answered('by-two', two))
  await two.publish(fleetTopics(FLEET).rollout, signedRollout(2, 1, 'go'), true)
  await two.publish(fleetTopics(FLEET).target, signedTarget(2, NEXT, null), true)
  await within(far, BACKOFF_MS, 'the second release', runs(2, two))

  // From now on the first one keeps the old target, gets the commands that it has missed, and keeps them for the device.
  await one.start()
  // By what is kept: the bridge may be sooner than who looks on, and what is not kept was said by then.
  const isBridged = (): boolean => one.presence.some(({ online, connection }) => online && connection > first)
  await within(far, BACKOFF_MS, 'the bridge is there again', isBridged)
  await restart('by-one-again', one)
  await within(far, BACKOFF_MS, 'it comes over the bridge', () => answered('by-one-again', two))
  const second = two.presence.at(-1)!.connection

  await two.kill()
  const isBack = (): boolean => one.presence.some(({ online, connection }) => online && connection > second)
  await within(far, BACKOFF_MS, 'the first one has it', isBack)
  await restart('by-one-at-last', one)
  await within(far, BACKOFF_MS, 'its answer', () => answered('by-one-at-last', one))
  // What was kept for it there came before that.
  expect(starts, 'two releases, four commands').toBe(6)
  await within(far, BACKOFF_MS, 'the second release, still', runs(2, one))
  unfollow()
}

export const BRIDGES: Record<string, Story> = {
  'two brokers with a bridge: no command is lost, none is run twice': (dist) =>
    on(dist, { brokers: 2, settings: [[], BRIDGE], images: NEXT.images }, overTheBridge),
}
