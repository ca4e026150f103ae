/**
 * All effects of the machines, on the parts of this agent.
 *
 * Invariant: what the machines know is asked when it is needed, never kept: they go on while an effect runs.
 */
import { FRESH_INTENT } from '../machines/intent.ts'
import { documentsOf, stoppedIn } from '../machines/intent-rules.ts'
import { tidyingOf, type UpdateContext } from '../machines/update-context.ts'
import type { AgentOptions } from './agent-options.ts'
import type { BrokerSide } from './broker-side.ts'
import type { PlanningEngine } from './content/stored-engine.ts'
import { answerLogs } from './effects/answer-logs.ts'
import { commandEffectsOn } from './effects/command-effects.ts'
import { confirmContact } from './effects/confirm-contact.ts'
import { networkEffectsOn } from './effects/network-effects.ts'
import type { Releases } from './effects/releases.ts'
import { updateEffectsOn } from './effects/update-effects.ts'
import type { World } from './effects/world.ts'
import { withFetch } from './image-fetches.ts'
import type { KeptParts } from './kept-parts.ts'
import type { LocalApi } from './local-api/local-api.ts'
import { FileTerms } from './lock-files.ts'
import type { NetworkSide } from './network/network-side.ts'
import type { Effect } from './runtime/runtime.ts'
import { NO_SECRETS, secretsFor } from './secrets/secrets-for.ts'
import type { Standing } from './standing.ts'
import type { Traffic } from './usage/traffic.ts'
import { AGENT_VERSION } from './version.ts'

interface EffectsOptions extends Pick<AgentOptions, 'identity' | 'clock' | 'host' | 'store' | 'secrets'> {
  kept: KeptParts
  releases: Releases
  documents: Set<string>
  networkSide: NetworkSide
  traffic: Pick<Traffic, 'engine' | 'targetBudgets'>
  standing: Standing
  api: LocalApi | null
  brokerSide: Pick<BrokerSide, 'broker' | 'reporter'>
  /** What the update machine knows; null before it has begun. */
  update(): UpdateContext | null
  /** Something moves on under the update machine. */
  progressed(): void
  /** See `CommandWorld.note`. */
  note(id: string, note: string): Promise<void>
  purging: World['purging']
}

interface AgentEffects {
  world: World
  /** Made when one of them is to begin: an idle device keeps none. */
  effects(): Readonly<Record<string, Effect>>
}

export function effectsOf(options: EffectsOptions): AgentEffects {
  const { clock, networkSide, standing, identity, update } = options
  const { broker, reporter } = options.brokerSide
  const { engine } = options.traffic
  const { device } = identity
  const world = worldOf(options)
  const effects = () => ({
    ...updateEffectsOn(world),
    ...networkEffectsOn({
      changer: networkSide.changer,
      confirmContact: (budgetMs, packetBytes, signal) =>
        confirmContact({ clock, broker, reporter }, budgetMs, packetBytes, signal),
    }),
    ...commandEffectsOn({
      ...world,
      boot: options.kept.boot,
      isUpdating: () => (update()?.intent.task ?? null) !== null,
      tidying: () => tidyingOf(update() ?? { intent: FRESH_INTENT }),
      note: options.note,
      identify: () =>
        JSON.stringify({
          ...identity,
          agentVersion: AGENT_VERSION,
          bootId: clock.now().bootId,
          engine: standing.seen.info,
        }),
      streamLogs: (command, signal) =>
        answerLogs({ engine, broker, clock, device, failedLogs: world.failedLogs }, command, signal),
    }),
  })
  return { world, effects }
}

function worldOf(options: EffectsOptions): World {
  const { identity, clock, host, store, secrets, kept, releases, documents, api, update } = options
  const { leases, freshness, vault, deferrals, readyWords, door, failedLogs } = kept
  return {
    device: identity.device,
    engine: options.traffic.engine,
    clock,
    host,
    store,
    releases,
    documents,
    startedHere: new Set(),
    waitedFor: new Map(),
    leases: () => leases.all(),
    endLease: ({ service, spec = '', owner }) => leases.release({ service, spec }, owner),
    current: () => update()?.intent.current ?? null,
    stopped: () => stoppedIn(update()?.intent ?? FRESH_INTENT),
    purging: options.purging,
    deferrals,
    fileTerms: new FileTerms(),
    readyWords,
    failedLogs,
    extrasFor: (service, specHash) => (service.localApi ? api?.extrasFor(service.name, specHash) : undefined),
    staleness: (gate) => freshness.blocker(gate),
    secrets: vault === null || secrets === undefined ? NO_SECRETS : secretsFor(vault, secrets.files),
    progress: (progress) => {
      options.progressed()
      options.standing.note({ progress })
    },
    noteFetch: (image, progress) => {
      const { fetches } = options.standing.seen
      const noted = withFetch(fetches, image, progress)
      if (noted !== fetches) options.standing.note({ fetches: noted })
    },
    plannedBytes: plannedBytesBy(options.traffic.engine),
    shelf: door,
    reachBroker: async (signal) => {
      if (!door.isExcused(update()?.intent.task?.to.document ?? '')) await options.brokerSide.reporter.reach(signal)
    },
    contentLeft: () => options.traffic.targetBudgets.contentLeft(),
    heldDocuments: () => [...options.networkSide.documents(), ...documentsOf(update()?.intent ?? FRESH_INTENT)],
  }
}

/** A gate is not to stand still for a registry that does not answer. */
const PLAN_MS = 120_000

function plannedBytesBy(engine: PlanningEngine): World['plannedBytes'] {
  if (engine.plannedBytes === undefined) return undefined
  return async (image, signal) => {
    const either = AbortSignal.any([signal, AbortSignal.timeout(PLAN_MS)])
    return (await engine.plannedBytes?.(image, () => {}, either)) ?? null
  }
}
