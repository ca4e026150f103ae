/**
 * Devices that are thrown out.
 *
 * Invariant: the broker first learns that it takes a device no more, and then ends its connection, because whoever is cut
 * off connects again at once; one whose broker could not be told is tried again until it could.
 */
interface CutOffsOptions {
  /** Tells the broker whom it lets in; resolves when it has been told. */
  refreshAccess(): Promise<void>
  /** Ends whatever connection a device has. */
  kick(device: string): Promise<void>
  onFault(error: unknown, device: string): void
}

export class CutOffs {
  readonly #options: CutOffsOptions
  /** Of whom the broker is still to be told. */
  readonly #unfinished = new Set<string>()

  constructor(options: CutOffsOptions) {
    this.#options = options
  }

  /** @throws HF_BROKER_…: `finish` tries again */
  async cutOff(device: string): Promise<void> {
    this.#unfinished.add(device)
    await this.#options.refreshAccess()
    await this.#options.kick(device)
    this.#unfinished.delete(device)
  }

  /** Goes on with whom the broker could not be told of. Never fails. */
  async finish(): Promise<void> {
    for (const device of this.#unfinished)
      await this.cutOff(device).catch((error: unknown) => this.#options.onFault(error, device))
  }
}
