/**
 * Who listens in while a device is provisioned, and says at once when something is not as it must be.
 *
 * Invariant: it goes by what is on the disk, in the registrar's tables and on the wire, not by what the agent says.
 */
import type { Registry } from '../../../fleet/registrar/records.ts'
import type { IdentityFact, ProvisionIntent } from '../../../machines/provision-intent.ts'
import { dropped, type MemoryDisk } from '../../../storage/memory-kv.ts'
import { openStore } from '../../../storage/open-store.ts'
import { NAME } from './steps.ts'

/** What a power cut in this instant would leave at least. @throws HF_STORE_… */
export async function intentOn(disk: MemoryDisk): Promise<ProvisionIntent | null> {
  const store = await openStore(disk.clone().cut(dropped).open())
  const body = (await store.load()).checkpoints.get('provision')?.body
  return body === undefined ? null : (JSON.parse(Buffer.from(body).toString()) as ProvisionIntent)
}

export class Judge {
  readonly faults: string[] = []
  readonly #look: () => { disk: MemoryDisk; registry: Registry }
  /** Certificates by which the broker has let the device in: when they end, by serial number. */
  readonly taken = new Map<string, number>()
  readonly #granted = new Map<string, string>()

  constructor(look: () => { disk: MemoryDisk; registry: Registry }) {
    this.#look = look
  }

  fault(sentence: string): void {
    if (!this.faults.includes(sentence)) this.faults.push(sentence)
  }

  /** The broker lets somebody in by this certificate. */
  take({ serialNumber, notAfterMs }: IdentityFact): void {
    this.taken.set(serialNumber, notAfterMs)
  }

  /** The same question has the same answer. */
  granted(claim: string, certificates: string): void {
    const before = this.#granted.get(claim) ?? certificates
    if (before !== certificates) this.fault(`the claim ${claim} was granted two certificates`)
    this.#granted.set(claim, before)
  }

  async removingCredential(): Promise<void> {
    const identity = (await intentOn(this.#look().disk))?.identity ?? null
    if (identity === null) return this.fault('what it claimed with goes before the identity is on the disk')
    if (!this.taken.has(identity.serialNumber))
      this.fault('what it claimed with goes before the broker has taken the certificate')
  }

  /** A key may go that nobody needs: neither the device, by its disk, nor whoever believes it to be the device's. */
  async removingKey(name: string): Promise<void> {
    const { disk, registry } = this.#look()
    const intent = await intentOn(disk)
    const claim = name.split('.')[0]
    if (intent?.phase === 'wiping') return
    if (claim === intent?.identity?.claim) this.fault('the key of the identity in force is removed')
    if (claim === intent?.offered?.claim) this.fault('the key of what was offered is removed')
    const known = registry.device.get(NAME)
    if (known?.state === 'active' && known.claim === claim) this.fault('the key that the registrar knows is removed')
  }
}
