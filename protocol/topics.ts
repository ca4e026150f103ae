/**
 * The topics of the wire, under the root `hf/1`.
 *
 * Invariant: a topic is made and taken apart only here, and only of names that `checkName` accepts, so
 * that no wildcard or separator ever comes from outside.
 */
import { HoldfastError } from './errors.ts'

const ROOT = 'hf/1'
const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/
const CLAIM = /^[0-9a-f]{32}$/

/** Whether it may be the name of a fleet or a device. */
export function isName(name: string): boolean {
  return NAME.test(name)
}

/**
 * A fleet's or a device's name, if it may be one.
 * @throws HF_TOPIC_INVALID
 */
export function checkName(what: 'fleet' | 'device', name: string): string {
  if (NAME.test(name)) return name
  throw new HoldfastError('HF_TOPIC_INVALID', `${JSON.stringify(name)} cannot be the name of a ${what}`, {
    place: what,
  })
}

/** The topics of a fleet. */
export function fleetTopics(fleet: string) {
  const base = `${ROOT}/fleet/${checkName('fleet', fleet)}`
  return {
    target: `${base}/target`,
    rollout: `${base}/rollout`,
    trust: `${base}/trust`,
    controller: `${base}/controller`,
  } as const
}

/** The topics of a device. */
export function deviceTopics(device: string) {
  const base = `${ROOT}/device/${checkName('device', device)}`
  return {
    target: `${base}/target`,
    command: `${base}/command`,
    result: `${base}/result`,
    presence: `${base}/presence`,
    report: `${base}/report`,
    chart: `${base}/chart`,
    log: `${base}/log`,
    watch: `${base}/watch`,
    renew: `${base}/renew`,
    certificate: `${base}/certificate`,
    secrets: `${base}/secrets`,
  } as const
}

/**
 * The topics of a claim.
 * @param id 32 hex digits
 * @throws HF_TOPIC_INVALID
 */
export function claimTopics(id: string) {
  if (!CLAIM.test(id))
    throw new HoldfastError('HF_TOPIC_INVALID', `${JSON.stringify(id.slice(0, 64))} is not the id of a claim`, {
      place: 'claim',
    })
  const claim = `${ROOT}/claim/${id}`
  return { claim, answer: `${claim}/answer` } as const
}

/** The filter that catches every claim. */
export const everyClaim = `${ROOT}/claim/+`

/** Which registrar serves: the id of its process, retained. */
export const registrarTopic = `${ROOT}/registrar`

/** Where an aggregator hears itself, to see that the broker shares subscriptions. @param id of nobody else */
export function probeTopic(id: string): string {
  return `${ROOT}/aggregator/${id}`
}

/** The id in a claim's topic, or null when it is not one. */
export function parseClaimTopic(topic: string): string | null {
  return /^hf\/1\/claim\/([0-9a-f]{32})$/.exec(topic)?.[1] ?? null
}

/** What a device's topics are called. */
export type DeviceTopic = keyof ReturnType<typeof deviceTopics>

/** The filter that catches one topic of every device. */
export function everyDevice(topic: DeviceTopic): string {
  return `${ROOT}/device/+/${topic}`
}

/** What every fleet has published under a leaf. */
export function everyFleet(leaf: keyof ReturnType<typeof fleetTopics>): string {
  return `${ROOT}/fleet/+/${leaf}`
}

/** A topic taken apart, or null when it is not one of ours. */
export function parseTopic(topic: string): { scope: 'fleet' | 'device'; name: string; leaf: string } | null {
  const match = /^hf\/1\/(fleet|device)\/([^/]+)\/([a-z]+)$/.exec(topic)
  if (match === null) return null
  const [, scope, name, leaf] = match as unknown as [string, 'fleet' | 'device', string, string]
  return NAME.test(name) ? { scope, name, leaf } : null
}
