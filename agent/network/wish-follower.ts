/**
 * Tells the network machine what its owner wants, whenever that has become something else.
 *
 * Invariant: level-triggered: what is told follows from what the device holds, so a cut between the commit of a release and
 * the telling is made up for by the next look. A configuration that asks for secrets which the device does not have waits.
 */
import { isDeepStrictEqual } from 'node:util'
import type { ReleaseRef } from '../../machines/intent.ts'
import type { NetworkWish } from '../../machines/network-intent.ts'
import { faultOf } from '../../protocol/errors.ts'
import { secretsWanted } from '../../protocol/network-secrets.ts'
import type { NetworkConfig } from '../../protocol/types.ts'
import type { Log } from '../log.ts'
import { wishOf } from './wish.ts'

export interface WishFollowerOptions {
  /** What was committed last; null: nothing is. */
  committed(): ReleaseRef | null
  /** What the machine was told last. */
  told(): NetworkWish | null
  configIn(document: string): Promise<NetworkConfig | null>
  hasSecret(name: string): boolean
  tell(wish: NetworkWish | null): Promise<void>
  /** What is lacking has become something else. */
  changed(): void
  log: Log
}

export class WishFollower {
  readonly #options: WishFollowerOptions
  #lacking: readonly string[] = []
  /** The document that was looked at to the end. */
  #seen = ''
  #isLooking = false
  #isOwed = false

  constructor(options: WishFollowerOptions) {
    this.#options = options
  }

  /** Secrets that the configuration waits for. */
  get lacking(): readonly string[] {
    return this.#lacking
  }

  /** Never fails. @param anew the device has other secrets */
  refresh(anew = false): void {
    if (anew) this.#seen = ''
    if (this.#options.committed()?.document === (this.#seen || null)) return
    this.#isOwed = true
    if (!this.#isLooking) void this.#look()
  }

  async #look(): Promise<void> {
    this.#isLooking = true
    while (this.#isOwed) {
      this.#isOwed = false
      await this.#once().catch((error: unknown) => {
        // The next step looks again.
        this.#options.log.warn('the network configuration cannot be read', { ...faultOf(error) })
      })
    }
    this.#isLooking = false
  }

  async #once(): Promise<void> {
    const { committed, told, configIn, hasSecret, tell, changed } = this.#options
    const document = committed()?.document
    // Of a device that has lost what it knew, the network stays as it is found.
    if (document === undefined) return
    const config = await configIn(document)
    const lacking = config === null ? [] : secretsWanted(config).filter((name) => !hasSecret(name))
    if (!isDeepStrictEqual(lacking, this.#lacking)) {
      this.#lacking = lacking
      changed()
    }
    const wish = config === null ? null : wishOf(document, config)
    if (lacking.length === 0 && !isDeepStrictEqual(wish, told())) await tell(wish)
    this.#seen = document
  }
}
