/**
 * The agent, put together: every part and every wire, in one place.
 *
 * Invariant: nothing happens by import; all I/O comes in through the ports, so that the same agent runs on a
 * device, in a test and a thousand times in a simulation.
 */
import type { Observable } from 'rxjs'
import { deviceMachine } from '../machines/device.ts'
import type { AnswerParams } from '../machines/device-setup.ts'
import type { BlockerFact } from '../machines/gates.ts'
import type { HostPort } from '../machines/host-port.ts'
import { FRESH_INTENT } from '../machines/intent.ts'
import { stoppedIn } from '../machines/intent-rules.ts'
import type { ClockPort, EnginePort } from '../machines/ports.ts'
import { tidyingOf } from '../machines/update-context.ts'
import { faultOf, type HoldfastError } from '../protocol/errors.ts'
import type { PublicKey } from '../protocol/keys.ts'
import { deviceTopics, fleetTopics } from '../protocol/topics.ts'
import type { Store } from '../storage/store.ts'
import type { BrokerPort, Fleeting } from './broker-port.ts'
import { ChartStream } from './chart-stream.ts'
import { checkpointOf, intentFrom, updateContextOf } from './checkpoint.ts'
import { answerLogs } from './effects/answer-logs.ts'
import { commandEffectsOn } from './effects/command-effects.ts'
import { Releases } from './effects/releases.ts'
import { updateEffectsOn } from './effects/update-effects.ts'
import type { World } from './effects/world.ts'
import { flightEntries } from './flight-entry.ts'
import { Inbox } from './inbox.ts'
import type { Counters } from './ingress/counters.ts'
import { engineIngress } from './ingress/engine-ingress.ts'
import { type Identity, mqttIngress } from './ingress/mqtt-ingress.ts'
import { LEASES, Leases } from './leases.ts'
import { type LocalApiPlaces, localApiIfAny } from './local-api/local-api.ts'
import { FileTerms } from './lock-files.ts'
import type { Log } from './log.ts'
import { Outbox } from './outbox.ts'
import { presenceOf } from './presence.ts'
import { RefusedMessages } from './refused-messages.ts'
import { Reporter } from './reporter.ts'
import { Runtime } from './runtime/runtime.ts'
import type { Watched } from './runtime/watched.ts'
import { Standing } from './standing.ts'
import { keepProblems, toldOnce, untoldProblems } from './told-problems.ts'
import { AGENT_VERSION } from './version.ts'
import type { Pulse } from './watchdog-rule.ts'

export interface AgentOptions {
  identity: Identity
  trusted: readonly PublicKey[]
  store: Store
  engine: EnginePort
  host: HostPort
  clock: ClockPort
  counters: Counters
  log: Log
  /** Where applications on the device reach the agent, and the secret that their keys are made from; null: nowhere. */
  localApi: LocalApiPlaces | null
  /** Of a device whose identity is claimed: what stands against it, for the report, and who may say what time it is. */
  provisioning?: {
    blockers(): readonly BlockerFact[]
    changes: Observable<unknown>
    /** A target was signed then: Unix milliseconds, or zero. */
    issued(ms: number): void
  }
  /** Makes the broker port, which begins to connect. */
  connect(wires: BrokerWires): BrokerPort
}

/** What a broker port needs of the agent. */
interface BrokerWires {
  subscriptions: string[]
  fleeting: Fleeting
  /** The message that the broker publishes when this connection breaks. */
  will(connection: number): { topic: string; payload: Uint8Array; retain: boolean }
  /** Numbers the connections, above those of all lives before. */
  nextConnection(): Promise<number>
}

export interface Agent {
  /** Transitions of all machines, once they are on the disk. */
  transitions: Observable<Watched>
  /** Resolves when the agent can go on no more: the process must end, and its next life resumes. */
  failed: Promise<HoldfastError>
  /** What is under way at this moment, for the watchdog. */
  pulse(): Pulse
  /** @param reason for the flight record: a signal's name or an error's code */
  stop(reason?: string): Promise<void>
}

/** Numbers of one life of the agent: connections and reports count on from there. */
const NUMBERS_PER_LIFE = 2 ** 24

/**
 * Starts an agent on its ports. Resolves when its machines run; whether the broker or the engine answers is
 * another matter, and shows in the report.
 * @throws HF_STORE_… when the store cannot be used
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { identity, trusted, store, engine, host, clock, counters, log } = options
  const topics = deviceTopics(identity.device)

  const loaded = await store.load()
  const { intent, problem } = intentFrom(loaded.checkpoints.get('update'))
  const leases = new Leases({ store, clock, log, saved: loaded.checkpoints.get(LEASES) })
  const untold = untoldProblems(loaded)
  const met = [problem, leases.problem].filter((sentence) => sentence !== null)
  const recovered = [...new Set([...untold, ...met])]
  for (const sentence of recovered) log.warn('recovered', { problem: sentence })
  const life = (loaded.counters.get('life') ?? 0) + 1
  const ownLife = flightEntries(clock, 'agent')
  await store.commit([
    { op: 'counter', name: 'life', value: life },
    ownLife('', 'running', 'start', `life ${life}, agent ${AGENT_VERSION}`),
    ...keepProblems(met, untold),
  ])

  const documents = new Set(loaded.documents)
  const releases = new Releases(store, trusted, identity.device)
  const refusedMessages = new RefusedMessages(clock, () => standing.changed())
  const standing = new Standing({
    identity,
    clock,
    host,
    releases,
    counters,
    recovered,
    refusedMessages: () => refusedMessages.faults(),
    update: () => updateContextOf(runtime.snapshots),
    provisioning: () => options.provisioning?.blockers() ?? [],
  })
  // Before anything can ask for it: the containers that are made from now on are told where it is.
  const api = await localApiIfAny(options.localApi, {
    device: identity.device,
    leases,
    clock,
    log,
    report: () => standing.report(),
    changes: standing.changes,
    command: ({ action, args, service }) => inbox.give({ [action]: args }, service),
  })

  const presence = presenceOf(identity, clock, life * NUMBERS_PER_LIFE)
  const broker = options.connect({
    subscriptions: subscriptionsOf(identity),
    fleeting: {
      filters: [topics.watch],
      refused: (error) => log.warn('nobody can watch the machines', { ...faultOf(error) }),
    },
    will: (connection) => presence.will(connection),
    nextConnection: () => presence.nextConnection(),
  })

  const outbox = new Outbox({ broker, store, clock, log, counters, unsent: loaded.outgoing })
  const reporter = new Reporter({
    broker,
    clock,
    log,
    topic: topics.report,
    firstSequence: life * NUMBERS_PER_LIFE,
    acknowledged: toldOnce(recovered, store, log),
    make: () => standing.report(),
  })
  const heardOf = standing.changes.subscribe((isAwaited) => reporter.changed(isAwaited))

  const world: World = {
    device: identity.device,
    engine,
    clock,
    host,
    store,
    releases,
    documents,
    startedHere: new Set(),
    waitedFor: new Map(),
    leases: () => leases.all(),
    fileTerms: new FileTerms(),
    readyAt: (service) => api?.readyAt(service) ?? null,
    extrasFor: (service) => (service.localApi ? api?.extrasFor(service.name) : undefined),
    progress: (progress) => {
      runtime.progressed('update')
      standing.note({ progress })
    },
    reachBroker: (signal) => reporter.reach(signal),
  }
  const effects = {
    ...updateEffectsOn(world),
    ...commandEffectsOn({
      ...world,
      current: () => updateContextOf(runtime.snapshots)?.intent.current ?? null,
      stopped: () => stoppedIn(updateContextOf(runtime.snapshots)?.intent ?? FRESH_INTENT),
      tidying: () => tidyingOf(updateContextOf(runtime.snapshots) ?? { intent: FRESH_INTENT }),
      note: (id, note) => inbox.note(id, note),
      identify: () =>
        JSON.stringify({
          ...identity,
          agentVersion: AGENT_VERSION,
          bootId: clock.now().bootId,
          engine: standing.seen.info,
        }),
      streamLogs: (command, signal) => answerLogs({ engine, broker, clock, device: identity.device }, command, signal),
    }),
  }
  const runtime = new Runtime({
    machines: { root: { name: 'device', logic: deviceMachine }, journalActions: new Set(['answer']) },
    effects,
    store,
    clock,
    checkpoint: checkpointOf,
    journal: (entry) => inbox.answerWrites(entry.params as AnswerParams),
    journalled: (entry) => {
      inbox.answerWritten(entry.params as AnswerParams)
      // A command may change what the report shows, a hold for one, and leave every machine in the state it was in.
      standing.changed()
    },
    onUnwritable: (error) => {
      const unwritable = faultOf(error)
      log.error('nothing can be written; everything waits', { ...unwritable })
      standing.note({ unwritable })
    },
  })
  const inbox = new Inbox({
    identity,
    store,
    clock,
    commands: loaded.commands,
    documents,
    intent: () => updateContextOf(runtime.snapshots)?.intent ?? FRESH_INTENT,
    dispatch: (event, writes) => runtime.dispatch('device', event, writes),
    outbox,
  })

  const charts = new ChartStream({ device: identity.device, broker, clock, log, runtime })
  // Messages may come from now on: the machines must hear none before they have begun.
  const started = runtime.start({ updateIntent: intent }, writtenOf(loaded.checkpoints))
  const ingress = mqttIngress({
    deliveries: broker.deliveries,
    identity,
    trusted,
    accept: async (inbound, topic) => {
      await started
      await inbox.accept(inbound)
      if (inbound.kind === 'target') options.provisioning?.issued(inbound.target.issuedAtMs)
      refusedMessages.accept(topic, inbound.kind)
    },
    watch: (watch) => charts.watch(watch),
    reject: async (rejection) => {
      await started
      log.warn('a message was refused', { topic: rejection.topic, size: rejection.size, ...rejection.fault })
      await inbox.reject(rejection)
      refusedMessages.refuse(rejection)
    },
    failed: (error) => log.error('a message could not be kept and stays with the broker', { ...faultOf(error) }),
    counters,
  })
  ingress.add(() => charts.close())
  ingress.add(options.provisioning?.changes.subscribe(() => standing.changed()))
  ingress.add(leases.changes.subscribe(() => runtime.dispatch('device', { type: 'SERVICES_CHANGED' }).catch(() => {})))
  ingress.add(
    broker.connection.subscribe((state) => {
      if (!state.connected) return log.info('not connected to the broker', { ...state.reason })
      log.info('connected to the broker', { connection: state.connection })
      presence
        .birth(broker, state.connection)
        .catch((error: unknown) => log.warn('the birth could not be published', { ...faultOf(error) }))
    }),
  )
  await started
  ingress.add(
    runtime.transitions.subscribe((transition) => {
      log.debug('transition', { ...transition })
      standing.note({ unwritable: null })
      if (isOutcome(transition)) standing.changed(true)
    }),
  )
  await inbox.resume()
  ingress.add(
    engineIngress({ engine, device: identity.device, clock, counters }).subscribe((next) => {
      const wasAway = standing.seen.engine?.available !== true
      standing.note({ engine: next })
      if (!next.available) {
        // It may go down, and take everything with it: what ends from now on need not have ended by itself.
        world.startedHere.clear()
        return log.warn('the engine does not answer', { ...next.fault })
      }
      if (wasAway)
        engine.info().then(
          (info) => standing.note({ info }),
          (error: unknown) => log.warn('the engine says nothing of itself', { ...faultOf(error) }),
        )
      // A failed dispatch has told `failed` already.
      runtime.dispatch('device', { type: 'SERVICES_CHANGED' }).catch(() => {})
    }),
  )

  return {
    transitions: runtime.transitions,
    failed: runtime.failed,
    pulse: () => runtime.pulse,
    async stop(reason = 'stop') {
      ingress.unsubscribe()
      await api?.close()
      leases.close()
      await runtime.stop()
      await reporter.close()
      await outbox.close()
      await presence
        .death(broker)
        .catch((error: unknown) => log.info('the death could not be published', { ...faultOf(error) }))
      await broker.close()
      await store
        .commit([ownLife('running', 'stopped', reason)])
        .catch((error: unknown) => log.warn('the end of this life could not be noted', { ...faultOf(error) }))
      await store.close()
      refusedMessages.close()
      heardOf.unsubscribe()
    },
  }
}

/** What whoever deploys waits for: an update is committed, has failed, or is over. */
function isOutcome({ machine, from, to }: Watched): boolean {
  const [phase = ''] = to.split('.')
  return machine === 'update' && !from.startsWith(phase) && ['committing', 'reverting', 'idle'].includes(phase)
}

function writtenOf(checkpoints: ReadonlyMap<string, { body: Uint8Array }>): Map<string, Uint8Array> {
  return new Map([...checkpoints].map(([machine, { body }]) => [machine, body]))
}

/** The rollout first, so that a target finds it there. */
function subscriptionsOf({ device, fleet }: Identity): string[] {
  const own = deviceTopics(device)
  const shared = fleetTopics(fleet)
  return [shared.rollout, shared.target, own.target, own.command]
}
