/**
 * The secrets of the device for what is made before them.
 *
 * Invariant: a value is in memory only with whoever asks for it, and is the one that is in force when it is asked for.
 */
import type { Vault } from './vault.ts'

export class SecretValues {
  #vault: Pick<Vault, 'has' | 'value'> | null = null

  /** Of whoever the device is from now on; null: it keeps none. */
  open(vault: Pick<Vault, 'has' | 'value'> | null): void {
    this.#vault = vault
  }

  /** Null: the device does not have it. */
  text(name: string): string | null {
    return this.#vault?.has(name) === true ? Buffer.from(this.#vault.value(name)).toString('utf8') : null
  }
}
