/**
 * What a device whose disk takes nothing tells its operators: that it is there, what it runs, and why it does nothing.
 *
 * Invariant: no machine runs. The engine is only looked at; the broker keeps every command and target for the start
 * that can take them; what is put anywhere are secrets, in the host's memory, for containers that the engine starts.
 */
import { Subscription } from 'rxjs'
import type { ClockPort, EnginePort } from '../../machines/ports.ts'
import { type Fault, faultOf } from '../../protocol/errors.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Loaded, Store } from '../../storage/store.ts'
import { linuxHost } from '../adapters/host.ts'
import type { AgentConfig } from '../config.ts'
import { Releases } from '../effects/releases.ts'
import { Counters } from '../ingress/counters.ts'
import { engineIngress } from '../ingress/engine-ingress.ts'
import { keptPartsOf } from '../kept-parts.ts'
import { followBroker, followEngine } from '../links.ts'
import type { Log } from '../log.ts'
import { presenceOf } from '../presence.ts'
import { Reporter } from '../reporter.ts'
import { placeAgain, secretsFor } from '../secrets/secrets-for.ts'
import { Standing } from '../standing.ts'
import { untoldProblems } from '../told-problems.ts'
import type { KnownDevice } from './known-device.ts'
import { firstNumberOf, foundAtStart, REPORTS_MS, toldFault } from './rules.ts'

interface Telling {
  device: KnownDevice
  config: Pick<AgentConfig, 'trustedKeys' | 'deviceType'>
  /** Of `readStore`. */
  store: Store
  loaded: Loaded
  engine: Pick<EnginePort, 'events' | 'listContainers' | 'info'>
  /** Why the disk takes nothing. */
  fault: Fault
  clock: ClockPort
  log: Log
}

export interface Told {
  /** @param isGone nobody follows who would tell that the device is there */
  close(isGone: boolean): Promise<void>
}

/** Begins to connect, and to tell. */
export function tell({ device, config, store, loaded, engine, fault, clock, log }: Telling): Told {
  const { identity, secrets, connect } = device
  const counters = new Counters()
  const changed = (): void => standing.changed()
  const kept = keptPartsOf({ identity, trusted: config.trustedKeys, store, clock, log, secrets }, loaded, changed)
  const { intent, vault, trust } = kept
  const releases = new Releases(store, () => trust.versions, identity.device, undefined, vault ?? undefined)
  const recovered = foundAtStart([...untoldProblems(loaded), ...kept.met])
  for (const problem of recovered) log.warn('recovered', { problem })
  const standing = new Standing({
    identity,
    clock,
    host: linuxHost({ deviceType: config.deviceType }),
    releases,
    counters,
    recovered,
    refusedMessages: () => [],
    update: () => ({ intent, blockers: [], rejected: null }),
    provisioning: () => [],
    usage: () => ({}),
    network: { report: async () => null, change: () => null, blockers: () => [] },
    outcomes: () => kept.outcomes.all(),
    staleness: () => kept.freshness.blocker('apply'),
    trustVersion: () => trust.newest.version,
    secrets: () => ({ encryptionKey: vault?.publicKey ?? new Uint8Array(), revision: vault?.revision ?? 0 }),
    bundle: () => kept.door.word,
  })
  standing.note({ unwritable: toldFault(fault) })

  const first = firstNumberOf(loaded.counters.get('life') ?? 0, clock.now().monoMs)
  const presence = presenceOf(identity, clock, first)
  const broker = connect({
    subscriptions: [],
    fleeting: { filters: [], refused: () => {} },
    will: (connection) => presence.will(connection),
    nextConnection: () => presence.nextConnection(),
    isDeaf: true,
  })
  const topic = deviceTopics(identity.device).report
  const reporter = new Reporter({
    broker,
    clock,
    log,
    topic,
    firstSequence: first,
    make: () => standing.report(),
    intervalMs: REPORTS_MS,
  })
  const followed = new Subscription()
  followed.add(followBroker(broker, presence, log))
  followed.add(standing.changes.subscribe((isAwaited) => reporter.changed(isAwaited)))
  const facts = engineIngress({ engine, device: identity.device, clock, counters })
  const world = { startedHere: new Set<string>() }
  followed.add(followEngine({ facts, engine, world, standing, log, servicesChanged: () => {} }))
  if (vault !== null && secrets !== undefined) {
    for (const ref of [intent.current, intent.task?.to ?? null].filter((one) => one !== null))
      releases
        .load(ref)
        .then(({ desired }) => placeAgain(secretsFor(vault, secrets.files), desired))
        .catch((error: unknown) => log.warn('secrets could not be put there again', { ...faultOf(error) }))
  }

  return {
    async close(isGone) {
      followed.unsubscribe()
      await reporter.close()
      if (isGone)
        await presence
          .death(broker)
          .catch((error: unknown) => log.info('the death could not be published', { ...faultOf(error) }))
      await broker.close()
      kept.leases.close()
      kept.freshness.close()
      await store.close()
    },
  }
}
