/**
 * One trial of a network configuration by the published agent on a real NetworkManager, with something killed in it.
 *
 * Invariant: what is decided by chance follows from the seed; when it happens is up to the machine. It is judged by what
 * `simulators/network/crash-network.ts` holds the simulated device to.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { KINDS } from '../../protocol/codec.ts'
import { SHORTEST_TRIAL_MS } from '../../protocol/network-faults.ts'
import { seal } from '../../protocol/signature.ts'
import { fleetTopics } from '../../protocol/topics.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import { FLEET, KEYS, signedRollout } from '../../simulators/crash/application.ts'
import { faultsOf } from '../../simulators/network/crash-network.ts'
import { type Round, triedIn } from '../../simulators/network/rounds.ts'
import type { Mistake, Right } from '../../simulators/network/wrong-configurations.ts'
import { seededRandom } from '../../simulators/seeded-random.ts'
import { until } from '../e2e/until.ts'
import { APP, type FarDevice, farDevice } from './far-device.ts'
import { type Around, inWorld, optionsIn } from './real-worlds.ts'

/** As short as may be for what is wrong, and long enough on a busy machine for what is right. */
const WRONG_MS = SHORTEST_TRIAL_MS
const RIGHT_MS = 60_000
/** After it a right one has been kept, and one that is refused at once is over: what dies then is another matter. */
const RIGHT_WITHIN_MS = 2_000
const WITHIN_MS: Partial<Record<Mistake, number>> = {
  'an interface that is not there': 300,
  'an APN that nobody knows': 1_500,
  'a VLAN of another id': 1_500,
}
const MANAGER_RESTART_MS = 3_000
const AGENT_RESTART_MS = 1_000
/** For a busy machine, before it is given up. */
const PATIENCE_MS = 240_000

export interface RealTrial extends Round {
  /** When it died after the beginning of the trial: milliseconds. */
  killedAfterMs: number | null
  /** The trial was not over by then. */
  wasCut: boolean
  /** From that beginning until the broker was told how it ended; null: never. */
  backMs: number | null
  /** What the device said of it. */
  said: string
  faults: string[]
  /** The end of the agent's log, where there are faults. */
  story: string[]
}

export function trialMsOf({ mistake }: Pick<Round, 'mistake'>): number {
  return mistake === null ? RIGHT_MS : WRONG_MS
}

/** What is right, and can be had: a kernel without radios and VLANs confirms none. */
export const REAL_RIGHTS: readonly Right[] = [
  'nothing wrong',
  'the right APN',
  'an MTU that the path takes',
  'an MTU that is just what the path takes',
  'IPv6 as it is there',
]

export async function realTrial(round: Round, dist: string): Promise<RealTrial> {
  const { config, world } = triedIn(round)
  const far = await farDevice({ dist, ...optionsIn(world) })
  try {
    const shortened = { ...config, trialMs: trialMsOf(round) }
    return await inWorld(far, world, config, (around) => played(far, round, shortened, around))
  } finally {
    await far.close()
  }
}

async function played(
  far: FarDevice,
  round: Round,
  config: NetworkConfig,
  { powerCut, whyUnreal }: Around,
): Promise<RealTrial> {
  const { seed, mistake, victim } = round
  const { trialMs } = config
  await far.manager.nmcli('--wait', '20', 'connection', 'up', 'base')
  const policy = { healthTimeoutMs: 20_000, soakMs: 1, contactTimeoutMs: 120_000 }
  const target = { fleet: FLEET, epoch: 1, release: APP.release, policy, network: config }
  const [broker] = far.brokers
  await broker!.publish(fleetTopics(FLEET).rollout, signedRollout(1, 1, 'go'), true)
  await broker!.publish(fleetTopics(FLEET).target, seal(KINDS.Target, target, KEYS), true)
  far.start()
  const story = (): string => far.log.slice(-80).join('\n')
  await until('a trial', () => far.log.some(beginsTrial), story, PATIENCE_MS)
  const began = performance.now()
  const withinMs = mistake === null ? RIGHT_WITHIN_MS : (WITHIN_MS[mistake] ?? WRONG_MS)
  const killedAfterMs = victim === 'nobody' ? null : Math.floor(seededRandom(`real/${seed}`)() * withinMs)
  /** It has to come back under a higher number, once it was gone. */
  let above = 0
  let wasCut = false
  if (killedAfterMs !== null) {
    await sleep(killedAfterMs)
    wasCut = !far.log.some(endsTrial)
    if (victim !== 'manager') above = broker!.presence.at(-1)?.connection ?? 0
    await strike(far, victim, powerCut)
  }
  const isHere = (): boolean => {
    const last = broker!.presence.at(-1)
    return last?.online === true && last.connection > above
  }
  const change = () => broker!.reports.at(-1)?.networkChange ?? null
  const isOver = async (): Promise<boolean> =>
    isHere() && ['refused', 'confirmed'].includes(change()?.state ?? '') && !(await hasTrial(far))
  const judged = async (backMs: number | null): Promise<string[]> => {
    const [address, files, report] = [await far.address(), await far.files(), broker!.reports.at(-1) ?? null]
    const kept = await far.proxy()
    const proxies = { kept, inUse: kept }
    return faultsOf(round, { address, files, proxies, connected: isHere(), report, backMs, trials: 1 }, trialMs)
  }
  // The last report may be of the life before, and what it says may be under way: the end is when all is so, however
  // late. What costs a process is asked last: many devices share the machine.
  const backMs = await until(
    'the end of the trial',
    async () => (await isOver()) && (await judged(0)).length === 0,
    story,
    PATIENCE_MS,
  ).then(
    () => performance.now() - began,
    () => null,
  )
  const faults = await judged(backMs)
  const said = `${change()?.state ?? 'nothing'} ${change()?.message ?? ''}`.trim()
  // A device that never came as far as what is wrong would have gone back as well.
  const unreal = mistake === null ? null : await whyUnreal(said)
  if (unreal !== null) faults.push(unreal)
  const told = faults.length === 0 ? [] : far.log.slice(-80)
  return { ...round, killedAfterMs, wasCut, backMs, said, faults, story: told }
}

/** Its files may be gone again before anybody has looked. */
export function beginsTrial(line: string): boolean {
  return / machine=network .* to="[^"]*change\.trialling\.applying/.test(line)
}

/** It is kept, or gone back from. */
export function endsTrial(line: string): boolean {
  return / machine=network from="[^"]*change\.(confirmed|reverting)[^"]*" to="[^"]*change\.settled/.test(line)
}

async function hasTrial(far: FarDevice): Promise<boolean> {
  return (await far.files()).some((name) => name.startsWith('trial'))
}

/** SIGKILL, and whoever supervises it starts it again. */
async function strike(far: FarDevice, victim: Round['victim'], powerCut: () => Promise<void>): Promise<void> {
  const isAgent = victim !== 'manager'
  const isManager = victim !== 'agent'
  await Promise.all([isAgent ? far.kill('SIGKILL') : null, isManager && victim !== 'power' ? far.manager.kill() : null])
  if (victim === 'power') await powerCut()
  if (isAgent) await sleep(AGENT_RESTART_MS)
  if (isAgent && victim !== 'power') far.start()
  if (!isManager) return
  await sleep(MANAGER_RESTART_MS)
  await far.manager.start()
  if (victim === 'power') far.start()
}
