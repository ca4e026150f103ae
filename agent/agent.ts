/**
 * The agent, put together: every part and every wire, in one place. What belongs together is put together in files
 * of its own: what the store has kept, the side of the broker, the effects, and what is heard.
 *
 * Invariant: nothing happens by import; all I/O comes in through the ports, so that the same agent runs on a
 * device, in a test and a thousand times in a simulation.
 */
import { deviceMachine } from '../machines/device.ts'
import type { AnswerParams } from '../machines/device-setup.ts'
import { faultOf } from '../protocol/errors.ts'
import { documentsIn } from '../protocol/trust-chain.ts'
import type { Write } from '../storage/store.ts'
import { effectsOf } from './agent-effects.ts'
import type { Agent, AgentOptions } from './agent-options.ts'
import { brokerSideOf, presentOn } from './broker-side.ts'
import { ChartStream } from './chart-stream.ts'
import { checkpointOf, intentIn, updateContextOf, writtenOf } from './checkpoint.ts'
import { namedImages } from './effects/named-images.ts'
import { sayReady } from './effects/ready.ts'
import { Releases } from './effects/releases.ts'
import { endAgent } from './ending.ts'
import { hearMessages } from './hearing.ts'
import { Inbox } from './inbox.ts'
import { engineIngress } from './ingress/engine-ingress.ts'
import { type JudgedBy, read } from './ingress/mqtt-ingress.ts'
import { JudgedInbox } from './judged-inbox.ts'
import { keptPartsOf } from './kept-parts.ts'
import { beginLife } from './life.ts'
import { LOCAL } from './link-facts.ts'
import { followBroker, followEngine } from './links.ts'
import type { Caller } from './local-api/keys.ts'
import { localApiIfAny } from './local-api/local-api.ts'
import { deviceMetricsIfAny } from './metrics/serve-metrics.ts'
import { NO_NETWORK } from './network/network-parts.ts'
import { NetworkSide } from './network/network-side.ts'
import { RefusedMessages } from './refused-messages.ts'
import { Runtime } from './runtime/runtime.ts'
import type { AnyEvent } from './runtime/step.ts'
import { isOutcome } from './runtime/watched.ts'
import { placeAgain } from './secrets/secrets-for.ts'
import { Standing } from './standing.ts'
import { mayShare, trafficOf } from './usage/traffic.ts'

const MACHINES = { root: { name: 'device', logic: deviceMachine }, journalActions: new Set(['answer']) }

/**
 * Starts an agent on its ports. Resolves when its machines run; whether the broker or the engine answers is
 * another matter, and shows in the report.
 * @throws HF_STORE_… when the store cannot be used
 */
export async function startAgent(options: AgentOptions): Promise<Agent> {
  const { identity, store, host, clock, counters, log } = options

  const loaded = await store.load()
  const kept = keptPartsOf(options, loaded, () => standing.changed())
  const { intent, leases, vault, readyWords, trust, freshness, outcomes, door } = kept
  options.secretValues?.open(vault)
  const update = () => updateContextOf(runtime.snapshots)
  const releases = new Releases(store, () => trust.versions, identity.device, options.opening, vault ?? undefined)
  const networkSide = new NetworkSide({
    parts: options.network ?? NO_NETWORK,
    clock,
    log,
    link: options.link,
    vault,
    committed: () => update()?.intent.current ?? null,
    configIn: async (document) => (await releases.load({ document, arm: 'release' })).network,
    changed: () => standing.changed(),
  })
  const traffic = trafficOf({
    ...options,
    link: networkSide.link,
    loaded,
    releases,
    intent: () => update()?.intent ?? intent,
  })
  const { usage, engine, targetBudgets } = traffic
  const life = await beginLife({
    store,
    clock,
    log,
    loaded,
    first: kept.boot.writes,
    met: [...kept.met, usage.problem],
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
    update,
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
  const metrics = await deviceMetricsIfAny(options.metrics ?? null, { report: () => standing.report(), log })

  // Before anything is fetched, and before there is a broker: from there on nothing is waited for.
  await options.neighbours?.open({
    images: namedImages(releases, documents),
    isOpen: () => mayShare(networkSide.link, usage),
    served: (bytes) => usage.count('content', bytes, LOCAL),
  })
  const { presence, desk } = await presentOn({ ...options, life, standing, door })
  // From here on the broker may ask for anything: until the machines are started, nothing is waited for.
  const brokerSide = brokerSideOf({
    ...options,
    life,
    unsent: loaded.outgoing,
    standing,
    traffic,
    networkSide,
    presence,
    desk,
  })
  const { broker, outbox, reporter } = brokerSide
  const heardOf = standing.changes.subscribe((isAwaited) => {
    reporter.changed(isAwaited)
    desk?.changed()
  })

  const { world, effects } = effectsOf({
    ...options,
    kept,
    releases,
    documents,
    networkSide,
    traffic,
    standing,
    api,
    brokerSide,
    update,
    progressed: () => runtime.progressed('update'),
    note: (id, note) => inbox.note(id, note),
    purging: (volume) => inbox.purging(volume),
  })
  const runtime = new Runtime({
    machines: MACHINES,
    effects,
    store,
    clock,
    steps: options.steps,
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
    intent: () => update()?.intent ?? intent,
    dispatch,
    moved: (version) => {
      log.info('the trust has moved', { version })
      standing.changed()
    },
  })
  const inbox = new Inbox({ identity, store, clock, commands: loaded.commands, judged, dispatch, outbox })

  const servicesChanged = (): void => {
    // To the machine that it is for: the device's own would only hand it on, and it is what comes most.
    // A failed dispatch has told `failed` already.
    runtime.dispatch('update', { type: 'SERVICES_CHANGED' }).catch(() => {})
  }
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
  const started = runtime.start(
    { updateIntent: intent, networkIntent: kept.networkIntent },
    writtenOf(loaded.checkpoints),
  )
  const by: JudgedBy = {
    identity,
    trusted: () => [trust.newest, ...trust.versions.slice(1)],
    holds: (inbound) => judged.holds(inbound),
    opening: options.opening,
  }
  const ingress = hearMessages({
    ...options,
    broker,
    by,
    kept,
    inbox,
    charts,
    releases,
    networkSide,
    standing,
    refusedMessages,
    started,
    servicesChanged,
  })
  ingress.add(() => charts.close())
  ingress.add(options.provisioning?.changes.subscribe(() => standing.changed()))
  for (const { changes } of [leases, readyWords]) ingress.add(changes.subscribe(servicesChanged))
  ingress.add(followBroker(broker, presence, log))
  let isConnected = false
  if (door.isThere)
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
    runtime.steps.subscribe((transitions) => {
      outcomes.written()
      door.stepped().catch((error: unknown) => log.warn('not written', { ...faultOf(error) }))
      void targetBudgets.refresh()
      for (const transition of transitions) {
        log.debug('transition', { ...transition })
        standing.note({ unwritable: null })
        if (isOutcome(transition)) standing.changed(true)
      }
    }),
  )
  ingress.add(usage.changes.subscribe(() => standing.changed()))
  await judged.dropUntrusted()
  await inbox.resume()
  await door.open({
    device: identity.device,
    clock,
    store,
    engine,
    log,
    isConnected: () => isConnected,
    intent: () => update()?.intent ?? intent,
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
    stop: async (reason = 'stop') => {
      await metrics?.close()
      await options.neighbours?.close()
      const parts = { store, log, ingress, kept, api, brokerSide, runtime, usage, life, refusedMessages, heardOf }
      await endAgent(parts, reason)
    },
  }
}
