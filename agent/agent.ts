/**
 * The agent, put together: every part and every wire, in one place.
 *
 * Invariant: nothing happens by import; all I/O comes in through the ports, so that the same agent runs on a
 * device, in a test and a thousand times in a simulation.
 */
import { merge } from 'rxjs'
import { deviceMachine } from '../machines/device.ts'
import type { AnswerParams } from '../machines/device-setup.ts'
import { FRESH_INTENT, type Intent } from '../machines/intent.ts'
import { stoppedIn } from '../machines/intent-rules.ts'
import { tidyingOf } from '../machines/update-context.ts'
import { encode, KINDS } from '../protocol/codec.ts'
import { faultOf } from '../protocol/errors.ts'
import { stateOf } from '../protocol/signature.ts'
import { deviceTopics } from '../protocol/topics.ts'
import { documentsIn } from '../protocol/trust-chain.ts'
import type { Write } from '../storage/store.ts'
import type { Agent, AgentOptions } from './agent-options.ts'
import { BOOT, bootMet } from './boot.ts'
import { BUNDLE } from './bundle/saved-bundle.ts'
import { BundleDoor } from './bundle-door.ts'
import { ChartStream } from './chart-stream.ts'
import { checkpointOf, intentFrom, updateContextOf, writtenOf } from './checkpoint.ts'
import { DEFERRALS, Deferrals } from './deferrals.ts'
import { answerLogs } from './effects/answer-logs.ts'
import { commandEffectsOn } from './effects/command-effects.ts'
import { confirmContact } from './effects/confirm-contact.ts'
import { networkEffectsOn } from './effects/network-effects.ts'
import { sayReady } from './effects/ready.ts'
import { Releases } from './effects/releases.ts'
import { updateEffectsOn } from './effects/update-effects.ts'
import type { World } from './effects/world.ts'
import { FRESHNESS, Freshness } from './freshness.ts'
import { Inbox } from './inbox.ts'
import { engineIngress } from './ingress/engine-ingress.ts'
import { type JudgedBy, mqttIngress, read } from './ingress/mqtt-ingress.ts'
import { JudgedInbox } from './judged-inbox.ts'
import { LEASES, Leases } from './leases.ts'
import { LeftMessages } from './left-messages.ts'
import { beginLife } from './life.ts'
import { followBroker, followEngine, subscriptionsOf } from './links.ts'
import type { Caller } from './local-api/keys.ts'
import { localApiIfAny } from './local-api/local-api.ts'
import { FileTerms } from './lock-files.ts'
import { NETWORK, networkIntentFrom } from './network/checkpoint.ts'
import { NO_NETWORK } from './network/network-parts.ts'
import { NetworkSide } from './network/network-side.ts'
import { deskIfAny } from './operator-desk.ts'
import { Outbox } from './outbox.ts'
import { OUTCOMES, Outcomes } from './outcomes.ts'
import { presenceOf } from './presence.ts'
import { READY_WORDS, ReadyWords } from './ready-words.ts'
import { RefusedMessages } from './refused-messages.ts'
import { Reporter } from './reporter.ts'
import { Runtime } from './runtime/runtime.ts'
import type { AnyEvent, Snapshots } from './runtime/step.ts'
import type { Watched } from './runtime/watched.ts'
import { NO_SECRETS, placeAgain, secretsFor } from './secrets/secrets-for.ts'
import { SECRETS, Vault } from './secrets/vault.ts'
import { heedStaleDeaths } from './stale-death.ts'
import { Standing } from './standing.ts'
import { toldOnce } from './told-problems.ts'
import { TRUST, TrustKeeper } from './trust-keeper.ts'
import { trafficOf } from './usage/traffic.ts'
import { AGENT_VERSION } from './version.ts'

/**
 * Starts an agent on its ports. Resolves when its machines run; whether the broker or the engine answers is
 * another matter, and shows in the report.
 * @throws HF_STORE_… when the store cannot be used
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { identity, trusted, store, host, clock, counters, log } = options
  const topics = deviceTopics(identity.device)

  const loaded = await store.load()
  const { intent, problem } = intentFrom(loaded.checkpoints.get('update'))
  const network = networkIntentFrom(loaded.checkpoints.get(NETWORK))
  const leases = new Leases({ store, clock, log, saved: loaded.checkpoints.get(LEASES) })
  const vault =
    options.secrets === undefined
      ? null
      : new Vault({ ...options.secrets, device: identity.device, store, saved: loaded.checkpoints.get(SECRETS) })
  const readyWords = new ReadyWords({ store, saved: loaded.checkpoints.get(READY_WORDS) })
  const deferrals = new Deferrals({ store, clock, saved: loaded.checkpoints.get(DEFERRALS) })
  const trust = new TrustKeeper({
    store,
    configured: stateOf(trusted),
    fleet: identity.fleet,
    saved: loaded.checkpoints.get(TRUST),
  })
  const freshness = new Freshness({
    clock,
    saved: loaded.checkpoints.get(FRESHNESS),
    changed: () => standing.changed(),
  })
  const releases = new Releases(store, () => trust.versions, identity.device, options.openTarget, vault ?? undefined)
  const networkSide = new NetworkSide({
    parts: options.network ?? NO_NETWORK,
    clock,
    log,
    link: options.link,
    vault,
    committed: () => intentIn(runtime.snapshots)?.current ?? null,
    configIn: async (document) => (await releases.load({ document, arm: 'release' })).network,
    changed: () => standing.changed(),
  })
  const traffic = trafficOf({
    ...options,
    link: networkSide.link,
    loaded,
    releases,
    intent: () => intentIn(runtime.snapshots) ?? intent,
  })
  const { usage, engine, targetBudgets } = traffic
  const outcomes = new Outcomes(loaded.checkpoints.get(OUTCOMES))
  const boot = bootMet(loaded.checkpoints.get(BOOT), clock)
  const door = new BundleDoor(options.bundles ?? null, loaded.checkpoints.get(BUNDLE))
  const parts = [leases, readyWords, usage, outcomes, deferrals, trust, freshness, boot, door]
  const life = await beginLife({
    store,
    clock,
    log,
    loaded,
    first: boot.writes,
    met: [problem, network.problem, vault?.problem ?? null, ...parts.map((part) => part.problem)],
  })
  const documents = new Set(loaded.documents)
  const refusedMessages = new RefusedMessages(clock, () => standing.changed())
  const standing = new Standing({
    identity,
    clock,
    host,
    releases,
    counters,
    recovered: life.recovered,
    refusedMessages: () => refusedMessages.faults(),
    update: () => updateContextOf(runtime.snapshots),
    provisioning: () => options.provisioning?.blockers() ?? [],
    usage: () => usage.message(),
    network: networkSide,
    outcomes: () => outcomes.all(),
    staleness: () => freshness.blocker('apply'),
    trustVersion: () => trust.newest.version,
    secrets: () => ({ encryptionKey: vault?.publicKey ?? new Uint8Array(), revision: vault?.revision ?? 0 }),
    bundle: () => door.word,
  })
  const ready = (caller: Caller) => sayReady({ engine, device: identity.device }, readyWords, caller)
  options.applications?.({ leases, ready })
  // Before anything can ask for it: the containers that are made from now on are told where it is.
  const api = await localApiIfAny(options.localApi, {
    device: identity.device,
    leases,
    clock,
    log,
    report: () => standing.report(),
    changes: standing.changes,
    ready,
    command: ({ action, args, service }) => inbox.give({ [action]: args }, service),
  })

  const presence = presenceOf(identity, clock, life.firstNumber)
  const desk = await deskIfAny(options.operatorSocket ?? null, {
    device: identity.device,
    accepts: new Set([...subscriptionsOf(identity), topics.watch]),
    log,
    clock,
    apply: (path) => door.apply(path),
    standing: async () => [
      { topic: topics.presence, payload: presence.present() },
      {
        topic: topics.report,
        payload: encode(KINDS.Report, { ...(await standing.report()), sequence: life.firstNumber }),
      },
    ],
  })
  const wires: Parameters<AgentOptions['connect']>[0] = {
    subscriptions: subscriptionsOf(identity),
    fleeting: {
      filters: [topics.watch, ...(options.hasSeveralBrokers === true ? [topics.presence] : [])],
      refused: (error) => log.warn('nobody can watch the machines', { ...faultOf(error) }),
    },
    will: (connection) => presence.will(connection),
    nextConnection: () => presence.nextConnection(),
  }
  const port = networkSide.timed(traffic.counted(options.connect(wires)))
  const heeding = { topic: topics.presence, device: identity.device, presence, log }
  const counted = options.hasSeveralBrokers === true ? heedStaleDeaths(port, heeding) : port
  const broker = desk?.beside(counted) ?? counted

  const outbox = new Outbox({
    broker,
    store,
    clock,
    log,
    counters,
    unsent: loaded.outgoing,
    added: (message) => desk?.tell(message.topic, message.payload, false),
  })
  const reporter = new Reporter({
    broker,
    clock,
    log,
    topic: topics.report,
    firstSequence: life.firstNumber,
    acknowledged: toldOnce(life.recovered, store, log),
    make: () => standing.report(),
    paceMs: () => traffic.reportPaceMs(),
  })
  const heardOf = standing.changes.subscribe((isAwaited) => {
    reporter.changed(isAwaited)
    desk?.changed()
  })

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
    endLease: ({ service, spec = '', owner }) => leases.release({ service, spec }, owner),
    current: () => updateContextOf(runtime.snapshots)?.intent.current ?? null,
    deferrals,
    fileTerms: new FileTerms(),
    readyWords,
    extrasFor: (service, specHash) => (service.localApi ? api?.extrasFor(service.name, specHash) : undefined),
    staleness: (gate) => freshness.blocker(gate),
    secrets: vault === null || options.secrets === undefined ? NO_SECRETS : secretsFor(vault, options.secrets.files),
    progress: (progress) => {
      runtime.progressed('update')
      standing.note({ progress })
    },
    shelf: door,
    reachBroker: async (signal) => {
      if (!door.isExcused(updateContextOf(runtime.snapshots)?.intent.task?.to.document ?? ''))
        await reporter.reach(signal)
    },
    contentLeft: () => targetBudgets.contentLeft(),
    heldDocuments: () => networkSide.documents(),
  }
  const effects = {
    ...updateEffectsOn(world),
    ...networkEffectsOn({
      changer: networkSide.changer,
      confirmContact: (budgetMs, signal) => confirmContact({ clock, broker, reporter }, budgetMs, signal),
    }),
    ...commandEffectsOn({
      ...world,
      boot,
      stopped: () => stoppedIn(updateContextOf(runtime.snapshots)?.intent ?? FRESH_INTENT),
      isUpdating: () => (updateContextOf(runtime.snapshots)?.intent.task ?? null) !== null,
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
    follows: (before, after) => outcomes.writes(intentIn(before), intentIn(after), clock.now()),
    onUnwritable: (error) => {
      const unwritable = faultOf(error)
      log.error('nothing can be written; everything waits', { ...unwritable })
      standing.note({ unwritable })
    },
  })
  networkSide.runsOn(runtime)
  const dispatch = (event: AnyEvent, writes: readonly Write[]) => runtime.dispatch('device', event, writes)
  const judged = new JudgedInbox({
    device: identity.device,
    store,
    documents,
    trust,
    freshness,
    intent: () => updateContextOf(runtime.snapshots)?.intent ?? intent,
    dispatch,
    moved: (version) => {
      log.info('the trust has moved', { version })
      standing.changed()
    },
  })
  const inbox = new Inbox({ identity, store, clock, commands: loaded.commands, judged, dispatch, outbox })

  const servicesChanged = (): void => {
    // A failed dispatch has told `failed` already.
    runtime.dispatch('device', { type: 'SERVICES_CHANGED' }).catch(() => {})
  }
  const leftMessages = new LeftMessages({ broker, clock })
  const charts = new ChartStream({ device: identity.device, broker, clock, log, runtime })
  // Also of an update that was under way: its containers, too, are started by the engine itself.
  for (const ref of [intent.current, intent.task?.to ?? null].filter((one) => one !== null)) {
    // Not waited for: the broker may deliver already, and what nobody hears yet would be lost. What cannot be put there
    // now is said when its container is to start.
    releases
      .load(ref)
      .then(({ desired }) => placeAgain(world.secrets, desired))
      .catch((error: unknown) => log.warn('secrets could not be put there again', { ...faultOf(error) }))
  }
  // Messages may come from now on: the machines must hear none before they have begun.
  const started = runtime.start({ updateIntent: intent, networkIntent: network.intent }, writtenOf(loaded.checkpoints))
  const by: JudgedBy = {
    identity,
    trusted: () => [trust.newest, ...trust.versions.slice(1)],
    holds: (inbound) => judged.holds(inbound),
    openTarget: options.openTarget,
  }
  const ingress = mqttIngress({
    ...by,
    deliveries: merge(broker.deliveries, door.deliveries),
    checkSecrets: vault === null ? undefined : (secrets, bytes) => vault.check(secrets, bytes),
    accept: async (inbound, topic) => {
      await started
      if (inbound.kind === 'secrets') {
        if (await vault?.accept(inbound.secrets, inbound.bytes)) {
          log.info('the device has other secrets', { revision: vault?.revision })
          releases.forget()
          networkSide.secretsChanged()
          standing.changed()
          servicesChanged()
        }
        refusedMessages.accept(topic, inbound.kind)
        return null
      }
      const fault = await inbox.accept(inbound)
      if (fault !== null) return fault
      if (inbound.kind === 'target') options.provisioning?.issued(inbound.target.issuedAtMs)
      refusedMessages.accept(topic, inbound.kind)
      // One that the machine refuses moves nothing else.
      if (inbound.kind === 'target') standing.changed()
      return null
    },
    watch: (watch) => charts.watch(watch),
    reject: async (rejection) => {
      await started
      log.warn('a message was refused', { topic: rejection.topic, size: rejection.size, ...rejection.fault })
      await inbox.reject(rejection)
      refusedMessages.refuse(rejection)
    },
    failed: (error) => {
      log.error('a message could not be kept and stays with the broker', { ...faultOf(error) })
      leftMessages.left()
    },
    counters,
  })
  ingress.add(leftMessages)
  ingress.add(() => charts.close())
  ingress.add(options.provisioning?.changes.subscribe(() => standing.changed()))
  for (const { changes } of [leases, readyWords]) ingress.add(changes.subscribe(servicesChanged))
  ingress.add(followBroker(broker, presence, log))
  let isConnected = false
  ingress.add(
    broker.connection.subscribe(({ connected }) => {
      isConnected = connected
      if (connected) door.connected().catch((error: unknown) => log.warn('not written', { ...faultOf(error) }))
    }),
  )
  await started
  ingress.add(networkSide.begin(broker, runtime))
  void targetBudgets.refresh()
  ingress.add(
    runtime.steps.subscribe(() => {
      outcomes.written()
      door.stepped().catch((error: unknown) => log.warn('not written', { ...faultOf(error) }))
      void targetBudgets.refresh()
    }),
  )
  ingress.add(usage.changes.subscribe(() => standing.changed()))
  ingress.add(
    runtime.transitions.subscribe((transition) => {
      log.debug('transition', { ...transition })
      standing.note({ unwritable: null })
      if (isOutcome(transition)) standing.changed(true)
    }),
  )
  await judged.dropUntrusted()
  await inbox.resume()
  await door.open({
    device: identity.device,
    clock,
    store,
    engine,
    log,
    isConnected: () => isConnected,
    intent: () => updateContextOf(runtime.snapshots)?.intent ?? intent,
    examine: (topic, payload) => read(topic, payload, by),
    nameFor: (target) => judged.nameFor(target),
    knowsTrust: (payload) => trust.knows(documentsIn(payload)),
    woken: () => {
      // A failed dispatch has told `failed` already.
      runtime.dispatch('device', { type: 'BUNDLE_CAME' }).catch(() => {})
    },
    changed: () => standing.changed(),
  })
  const facts = engineIngress({ engine, device: identity.device, clock, counters, relistMs: options.relistMs })
  ingress.add(followEngine({ facts, engine, world, standing, log, servicesChanged }))

  return {
    transitions: runtime.transitions,
    failed: runtime.failed,
    pulse: () => runtime.pulse,
    async stop(reason = 'stop') {
      ingress.unsubscribe()
      await door.close()
      await api?.close()
      await desk?.close()
      leases.close()
      await runtime.stop()
      await reporter.close()
      await outbox.close()
      await presence
        .death(broker)
        .catch((error: unknown) => log.info('the death could not be published', { ...faultOf(error) }))
      await broker.close()
      await usage.close()
      await life.end(reason)
      await store.close()
      refusedMessages.close()
      freshness.close()
      heardOf.unsubscribe()
    },
  }
}

function intentIn(snapshots: Snapshots): Intent | null {
  return updateContextOf(snapshots)?.intent ?? null
}

/** What whoever deploys waits for: an update is committed, has failed, or is over. */
function isOutcome({ machine, from, to }: Watched): boolean {
  const [phase = ''] = to.split('.')
  return machine === 'update' && !from.startsWith(phase) && ['committing', 'reverting', 'idle'].includes(phase)
}
