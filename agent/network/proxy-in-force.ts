/**
 * Which proxy the device goes by because its owner's network configuration names one.
 *
 * Invariant: what is on trial is in memory alone, so that whatever cuts the trial off ends it; what was confirmed is in a
 * file, and counts from the first connection of the next life on. It holds for as long as its configuration is kept.
 */
import { isDeepStrictEqual } from 'node:util'
import type { WantedNetwork } from '../../machines/network-backend.ts'
import { type ProxyAddress, parseProxy } from '../reach/proxy.ts'

/** As the configuration has it, with its password in its place: a secret. */
export interface OwnersProxy {
  url: string
  username: string
  password: string
}

export interface KeptProxy extends OwnersProxy {
  /** Of the configuration that names it. */
  hash: string
}

export interface ProxyFile {
  /** Null: none is kept. Never fails. */
  read(): Promise<KeptProxy | 'damaged' | null>
  /** Lasting once it resolves. @throws HF_STORE_UNWRITABLE */
  write(kept: KeptProxy | null): Promise<void>
}

/** Read once, before anything counts: going by it, and back from it, never fails on its address. */
interface Way<P> {
  proxy: P | null
  address: ProxyAddress | null
}

export class ProxyInForce {
  readonly #file: ProxyFile
  #kept: Way<KeptProxy>
  #trial: Way<OwnersProxy> | null = null
  #isDamaged: boolean

  private constructor(file: ProxyFile, kept: KeptProxy | 'damaged' | null) {
    this.#file = file
    this.#isDamaged = kept === 'damaged'
    this.#kept = wayBy(kept === 'damaged' ? null : kept)
  }

  /** As the last life has left it. */
  static async from(file: ProxyFile): Promise<ProxyInForce> {
    return new ProxyInForce(file, await file.read())
  }

  /** Asked at each attempt to reach something; null: what the device's own configuration says counts. */
  current(): ProxyAddress | null {
    return (this.#trial ?? this.#kept).address
  }

  /** Something was kept, and what is unknown: only what it was made from tells. */
  get isDamaged(): boolean {
    return this.#isDamaged
  }

  isKeptFor(hash: string): boolean {
    return this.#kept.proxy?.hash === hash
  }

  /** Until it is kept, or the trial ends, or this life. @throws HF_CONFIG_INVALID */
  try({ config }: WantedNetwork): void {
    this.#trial = wayBy(firstOf(config))
  }

  /**
   * From now on what is kept counts again.
   * @returns whether connections have to be made anew
   */
  endTrial(): boolean {
    const before = this.current()
    this.#trial = null
    return this.#isOtherThan(before)
  }

  /**
   * @returns as {@link endTrial}: a life that only keeps what one before it has tried
   * @throws HF_STORE_UNWRITABLE, HF_CONFIG_INVALID
   */
  async keep({ hash, config }: WantedNetwork): Promise<boolean> {
    const before = this.current()
    const proxy = firstOf(config)
    await this.#become(proxy === null ? null : { hash, ...proxy })
    this.#trial = null
    return this.#isOtherThan(before)
  }

  /**
   * The one that is kept goes with its configuration.
   * @param isKept whether a configuration is still what boots begin with
   * @returns as {@link endTrial} @throws HF_STORE_UNWRITABLE
   */
  async goWith(isKept: (hash: string) => Promise<boolean>): Promise<boolean> {
    const before = this.current()
    const kept = this.#kept.proxy
    if (kept !== null && !(await isKept(kept.hash))) await this.#become(null)
    return this.#isOtherThan(before)
  }

  /** Nothing of it stays, also where it is damaged. @throws HF_STORE_UNWRITABLE */
  async forget(): Promise<void> {
    this.#trial = null
    await this.#become(null)
  }

  #isOtherThan(before: ProxyAddress | null): boolean {
    return !isDeepStrictEqual(this.current(), before)
  }

  async #become(kept: KeptProxy | null): Promise<void> {
    const way = wayBy(kept)
    // Most configurations name none, and then nothing is written.
    if (kept !== null || this.#kept.proxy !== null || this.#isDamaged) await this.#file.write(kept)
    this.#kept = way
    this.#isDamaged = false
  }
}

function wayBy<P extends OwnersProxy>(proxy: P | null): Way<P> {
  return { proxy, address: proxy === null ? null : addressOf(proxy) }
}

/** The first one counts. */
function firstOf({ proxies: [first] }: WantedNetwork['config']): OwnersProxy | null {
  if (first === undefined) return null
  const { url, username, password } = first
  return { url, username, password }
}

/** @throws HF_CONFIG_INVALID */
export function addressOf({ url, username, password }: OwnersProxy): ProxyAddress {
  const login = username === '' ? {} : { username, password }
  return { ...parseProxy(url, 'network.proxies[0].url', 'refused'), ...login }
}
