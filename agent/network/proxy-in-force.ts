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
  /** Null: none is kept, or what is kept cannot be read. Never fails. */
  read(): Promise<KeptProxy | null>
  /** Lasting once it resolves. @throws HF_STORE_UNWRITABLE */
  write(kept: KeptProxy | null): Promise<void>
}

export class ProxyInForce {
  readonly #file: ProxyFile
  #kept: KeptProxy | null
  #trial: { proxy: OwnersProxy | null } | null = null

  private constructor(file: ProxyFile, kept: KeptProxy | null) {
    this.#file = file
    this.#kept = kept
  }

  /** As the last life has left it. */
  static async from(file: ProxyFile): Promise<ProxyInForce> {
    return new ProxyInForce(file, await file.read())
  }

  /** Asked at each attempt to reach something; null: what the device's own configuration says counts. */
  current(): ProxyAddress | null {
    const proxy = this.#trial === null ? this.#kept : this.#trial.proxy
    return proxy === null ? null : addressOf(proxy)
  }

  /** Until it is kept or gone back from, or this life ends. */
  try({ config }: WantedNetwork): void {
    this.#trial = { proxy: firstOf(config) }
  }

  /** @returns as {@link goBack}: a life that only keeps what one before it has tried @throws HF_STORE_UNWRITABLE */
  async keep({ hash, config }: WantedNetwork): Promise<boolean> {
    const proxy = firstOf(config)
    return this.#changing(() => this.#become(proxy === null ? null : { hash, ...proxy }))
  }

  /**
   * The trial is over.
   * @param isKept whether a configuration is still what boots begin with
   * @returns whether connections have to be made anew @throws HF_STORE_UNWRITABLE
   */
  async goBack(isKept: (hash: string) => Promise<boolean>): Promise<boolean> {
    return this.#changing(async () => {
      const kept = this.#kept
      if (kept !== null && !(await isKept(kept.hash))) await this.#become(null)
      this.#trial = null
    })
  }

  async #changing(work: () => Promise<void>): Promise<boolean> {
    const before = this.current()
    await work()
    return !isDeepStrictEqual(this.current(), before)
  }

  async #become(kept: KeptProxy | null): Promise<void> {
    // Most configurations name none, and then nothing is written.
    if (kept !== null || this.#kept !== null) await this.#file.write(kept)
    this.#kept = kept
    this.#trial = null
  }
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
