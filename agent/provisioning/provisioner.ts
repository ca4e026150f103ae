/**
 * Provisioning, put together: the provision machine in a runtime of its own, on the agent's store.
 *
 * Invariant: whoever connects is told of an identity only when its key was found and it is on the disk; while the
 * device is being made nobody it has none.
 */
import { BehaviorSubject, distinctUntilChanged, filter, firstValueFrom, map, type Observable } from 'rxjs'
import type { BlockerFact } from '../../machines/gates.ts'
import { provisionMachine } from '../../machines/provision.ts'
import { fingerprintOf, type IdentityFact } from '../../machines/provision-intent.ts'
import { faultOf, HoldfastError } from '../../protocol/errors.ts'
import type { Loaded, Store } from '../../storage/store.ts'
import { writtenOf } from '../checkpoint.ts'
import type { Counters } from '../ingress/counters.ts'
import type { NetworkParts } from '../network/network-parts.ts'
import { Runtime } from '../runtime/runtime.ts'
import { describe } from '../runtime/step.ts'
import type { Watched } from '../runtime/watched.ts'
import type { SecretFiles } from '../secrets/secret-files.ts'
import { forgetSecrets } from '../secrets/vault.ts'
import type { Pulse } from '../watchdog-rule.ts'
import { isCall, unaskedWord } from './answer.ts'
import { PROVISION, provisionCheckpointOf, provisionContextOf, provisionIntentFrom } from './checkpoint.ts'
import { provisionEffectsOn } from './effects.ts'
import { OwnLink } from './own-link.ts'
import { obeyed, type Word } from './revocation.ts'
import type { ProvisionWorld } from './world.ts'

export interface ProvisionerOptions extends Omit<ProvisionWorld, 'link' | 'identity' | 'takenBack' | 'forgetSecrets'> {
  /** What secrets are kept and placed with, but for the key; absent: the device keeps none. */
  kept?: { deviceSecret: Uint8Array; files: SecretFiles } | undefined
  /** Whose proxy has a password among them. */
  network?: NetworkParts
  store: Store
  loaded: Pick<Loaded, 'checkpoints'>
  counters: Counters
  /** Told what people compare, each time that it changes. */
  showFingerprint(fingerprint: string): void
}

/** What the provision machine says to the agent. */
export interface Standing {
  /** Null: nobody, or nobody yet. */
  identity: IdentityFact | null
  blockers: readonly BlockerFact[]
}

/** How long the broker may refuse the agent before its certificate is taken for refused. */
const REFUSED_MS = 60_000
const NOBODY: Standing = { identity: null, blockers: [] }

export class Provisioner {
  readonly link: OwnLink
  readonly #runtime: Runtime
  readonly #standing = new BehaviorSubject<Standing>(NOBODY)
  readonly #options: ProvisionerOptions
  readonly #ending = new AbortController()
  #fingerprint = ''
  #told = ''

  constructor(options: ProvisionerOptions) {
    this.#options = options
    const { store, clock, log } = options
    this.link = new OwnLink(async (payload) => {
      if (isCall(payload)) this.link.call()
      const word = unaskedWord(payload)
      if (word !== null) await this.#takenBack(word)
    })
    this.#runtime = new Runtime({
      machines: { root: { name: PROVISION, logic: provisionMachine }, journalActions: new Set() },
      effects: provisionEffectsOn({
        ...options,
        link: this.link,
        identity: () => this.#identity,
        takenBack: (word) => this.#takenBack(word),
        forgetSecrets: async () => {
          await store.commit([forgetSecrets()])
          await options.kept?.files.keepOnly([])
          await options.network?.proxy?.forget()
        },
      }),
      store,
      clock,
      checkpoint: (_, snapshots) => provisionCheckpointOf(snapshots),
      journal: () => [],
      journalled: () => {},
      onUnwritable: (error) => log.error('nothing can be written; everything waits', { ...faultOf(error) }),
    })
    this.#runtime.steps.subscribe(() => this.#look())
    this.#runtime.transitions.subscribe((transition) => log.debug('transition', { ...transition }))
    void this.#watchRefusals()
  }

  /** Who the device is, and what stands against it: as it is now, and each change. */
  get standing(): BehaviorSubject<Standing> {
    return this.#standing
  }

  get identities(): Observable<IdentityFact | null> {
    return this.#standing.pipe(
      map(({ identity }) => identity),
      distinctUntilChanged((a, b) => a?.serialNumber === b?.serialNumber && a?.claim === b?.claim),
    )
  }

  get transitions(): Observable<Watched> {
    return this.#runtime.transitions
  }

  get failed(): Promise<HoldfastError> {
    return this.#runtime.failed
  }

  get pulse(): Pulse {
    return this.#runtime.pulse
  }

  /** @throws HF_STORE_… */
  async start(): Promise<void> {
    const { loaded, log } = this.#options
    const checkpoint = loaded.checkpoints.get(PROVISION)
    const { intent, problem } = provisionIntentFrom(checkpoint)
    if (problem !== null) log.warn('recovered', { problem })
    const written = writtenOf(new Map(checkpoint === undefined ? [] : [[PROVISION, checkpoint]]))
    await this.#runtime.start({ intent }, written)
  }

  async stop(): Promise<void> {
    this.#ending.abort()
    await this.#runtime.stop()
    this.#standing.complete()
  }

  /** In force, by what is on the disk. */
  get #identity(): IdentityFact | null {
    return provisionContextOf(this.#runtime.snapshots)?.intent.identity ?? null
  }

  /** One that is not to be obeyed changes nothing, and is counted. */
  async #takenBack(word: Word): Promise<void> {
    const { counters, floor, log } = this.#options
    const identity = this.#identity
    if (identity === null) return
    const pinned = await this.#options.pinned()
    let volumes: boolean
    try {
      volumes = obeyed(word, { identity, pinned, floorMs: floor.ms }).volumes
    } catch (error) {
      if (!(error instanceof HoldfastError)) throw error
      counters.add('revocation.refused')
      log.warn('somebody says that the identity of this device was taken back; that is not believed', {
        ...faultOf(error),
        said: word.code,
      })
      return
    }
    log.warn('the identity of this device was taken back', { volumes })
    await this.#runtime.dispatch(PROVISION, { type: 'DECOMMISSION', volumes })
  }

  #look(): void {
    const snapshot = this.#runtime.snapshots.get(PROVISION)
    const context = provisionContextOf(this.#runtime.snapshots)
    if (snapshot === undefined || context === null) return
    const { intent, blockers } = context
    const isKnown = !describe(snapshot).startsWith('reconciling') && intent.phase !== 'wiping'
    const identity = isKnown ? intent.identity : null
    this.#showFingerprint(intent.claim ?? intent.identity?.claim ?? null)
    const { value } = this.#standing
    if (value.identity === identity && value.blockers === blockers) return
    this.#tell(blockers)
    this.#standing.next({ identity, blockers })
  }

  /** Without an identity there is no report: the log is all that people have. */
  #tell(blockers: readonly BlockerFact[]): void {
    const told = blockers.map(({ message }) => message).join('; ')
    if (told === this.#told || told === '') return
    this.#told = told
    const [first] = blockers
    this.#options.log.warn('the identity is not settled', { kind: first?.kind, code: first?.code, why: told })
  }

  #showFingerprint(claim: string | null): void {
    const fingerprint = claim === null ? '' : fingerprintOf(claim)
    if (fingerprint === this.#fingerprint || fingerprint === '') return
    this.#fingerprint = fingerprint
    this.#options.showFingerprint(fingerprint)
  }

  /** A broker that refuses the agent for a while refuses its certificate. */
  async #watchRefusals(): Promise<void> {
    const { clock, log } = this.#options
    const { signal } = this.#ending
    while (!signal.aborted) {
      try {
        await firstValueFrom(this.link.connection.pipe(filter(() => this.link.isRefused)))
        await clock.sleep(REFUSED_MS, signal)
        if (!this.link.isRefused) continue
        log.warn('the broker does not take this identity; another certificate is asked for')
        await this.#runtime.dispatch(PROVISION, { type: 'IDENTITY_REFUSED' })
      } catch (error) {
        if (!signal.aborted) log.debug('refusals are watched no more', { ...faultOf(error) })
        return
      }
    }
  }
}
