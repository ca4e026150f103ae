/**
 * What this life of the agent knows beside its machines, and the report that it makes of all together.
 *
 * Invariant: nothing here is kept on the disk; whoever shows the report is told of each change.
 */
import type { Observable } from 'rxjs'
import { type BlockerFact, lackingBlockers } from '../machines/gates.ts'
import type { HostPort } from '../machines/host-port.ts'
import { FRESH_INTENT } from '../machines/intent.ts'
import type { ClockPort, EngineInfo } from '../machines/ports.ts'
import type { UpdateContext } from '../machines/update-context.ts'
import type { Loose } from '../protocol/codec.ts'
import type { Fault } from '../protocol/errors.ts'
import type { ImageFetch, Report, UpdateOutcome, Usage } from '../protocol/types.ts'
import type { BundleWord } from './bundle/bundle-end.ts'
import type { Releases } from './effects/releases.ts'
import type { Progress } from './effects/world.ts'
import type { Counters } from './ingress/counters.ts'
import type { EngineFacts } from './ingress/engine-ingress.ts'
import type { Identity } from './ingress/mqtt-ingress.ts'
import type { NetworkSide } from './network/network-side.ts'
import { reportOf } from './report.ts'
import { Told } from './told.ts'
import { AGENT_VERSION } from './version.ts'

/** What was seen last. */
interface Seen {
  engine: EngineFacts | null
  info: EngineInfo | null
  /** Why nothing can be written; null when all is well. */
  unwritable: Fault | null
  progress: Progress | null
  fetches: readonly ImageFetch[]
}

interface StandingOptions {
  identity: Identity
  clock: ClockPort
  host: HostPort
  releases: Releases
  counters: Counters
  /** What recovery found at the start. */
  recovered: readonly string[]
  /** Targets and rollouts that could not be taken. */
  refusedMessages: () => readonly Fault[]
  /** Null before the machines have begun. */
  update: () => Pick<UpdateContext, 'intent' | 'blockers' | 'rejected'> | null
  /** What stands against the identity. */
  provisioning: () => readonly BlockerFact[]
  usage: () => Loose<Usage>
  network: Pick<NetworkSide, 'report' | 'change' | 'blockers'>
  outcomes: () => readonly UpdateOutcome[]
  /** Why what is known of the rollout may be old. */
  staleness: () => BlockerFact | null
  trustVersion: () => number
  /** What secrets are to be sealed to, and what is held of them. */
  secrets: () => { encryptionKey: Uint8Array; revision: number }
  /** What has become of the last bundle. */
  bundle: () => BundleWord | null
}

export class Standing {
  readonly #options: StandingOptions
  readonly #changes = new Told<boolean>()
  #seen: Seen = { engine: null, info: null, unwritable: null, progress: null, fetches: [] }

  constructor(options: StandingOptions) {
    this.#options = options
  }

  get seen(): Readonly<Seen> {
    return this.#seen
  }

  /** True: somebody waits for it. */
  get changes(): Observable<boolean> {
    return this.#changes
  }

  note(change: Partial<Seen>): void {
    this.#seen = { ...this.#seen, ...change }
    this.changed()
  }

  /** Something that the report shows has changed. */
  changed(isAwaited = false): void {
    this.#changes.next(isAwaited)
  }

  /** As of now, without its number. */
  async report(): Promise<Loose<Report>> {
    const {
      identity,
      clock,
      host,
      releases,
      counters,
      recovered,
      refusedMessages,
      provisioning,
      usage,
      network,
      staleness,
      trustVersion,
      secrets,
    } = this.#options
    const update = this.#options.update() ?? { intent: FRESH_INTENT, blockers: [], rejected: null }
    const { wallMs, bootId } = clock.now()
    const shown = update.intent.task?.switched ? update.intent.task.to : update.intent.current
    // A document that cannot be read is told by the machine; the report goes out all the same.
    const loaded = shown === null ? null : await releases.load(shown).catch(() => null)
    return reportOf({
      ...identity,
      ...this.#seen,
      agentVersion: AGENT_VERSION,
      deviceType: host.deviceType(),
      bootId,
      wallMs,
      update,
      refusedMessages: refusedMessages(),
      provisioning: provisioning(),
      usage: usage(),
      network: { report: await network.report(), change: network.change(), blockers: network.blockers() },
      outcomes: this.#options.outcomes(),
      staleness: staleness(),
      trustVersion: trustVersion(),
      secrets: secrets(),
      bundle: this.#options.bundle(),
      lacking: loaded === null ? [] : lackingBlockers(loaded.desired, 'apply'),
      services: loaded?.desired.services.map((service) => service.name) ?? [],
      counters: counters.all(),
      recovered,
    })
  }
}
