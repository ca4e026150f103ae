/**
 * The effects of the network machine.
 *
 * Invariant: each looks before it acts and may run twice; where nobody configures the network, none changes anything.
 */
import type { NetworkReading } from '../../machines/network-effects.ts'
import type { NetworkChange, NetworkRef } from '../../machines/network-intent.ts'
import { HoldfastError } from '../../protocol/errors.ts'

/**
 * Who changes the network for the machine. Each call looks, then acts; may run twice, also after a power cut in the
 * middle; and fails with HF_NETWORK_UNAVAILABLE (nobody is there who could) or HF_NETWORK_FAILED.
 */
export interface NetworkChanger {
  read(): Promise<NetworkReading>
  /** Brings it into force beside what was there, so that the next boot begins without it. */
  apply(change: NetworkChange, from: NetworkRef | null, signal: AbortSignal): Promise<void>
  /** What is left of the trial's budget, in milliseconds. */
  leftMs(change: NetworkChange): number
  /** The largest that its links send, with all headers. */
  packetBytes(change: NetworkChange): Promise<number>
  /** @throws HF_NETWORK_UNCONFIRMED when the broker was reached by another link than those of the configuration */
  prove(change: NetworkChange): Promise<void>
  /** From now on boots begin with it; what it replaced is gone. */
  keep(change: NetworkChange): Promise<void>
  /** Links by the kernel's names: from now on others are used where they lead out. */
  steer(setBack: readonly string[]): Promise<void>
  /** What was in force before is so again, and nothing is left of the trial. `to` null: what was there before us. */
  revert(change: NetworkChange, to: NetworkRef | null): Promise<void>
}

export interface NetworkWorld {
  /** Null: nobody configures the network. */
  changer: NetworkChanger | null
  /**
   * Resolves once the broker has answered over a connection that was made after the call, also to a packet of this size.
   * @throws HF_NETWORK_UNCONFIRMED when the budget is spent, HF_CANCELLED
   */
  confirmContact(budgetMs: number, packetBytes: number, signal: AbortSignal): Promise<void>
}

interface Changing {
  change: NetworkChange
}

/** `pause` is that of the update machine. */
export function networkEffectsOn({ changer, confirmContact }: NetworkWorld) {
  const theirs = (): NetworkChanger => {
    if (changer === null)
      throw new HoldfastError('HF_NETWORK_UNAVAILABLE', 'nobody on this device can configure the network')
    return changer
  }
  return {
    readNetwork: async (): Promise<NetworkReading> =>
      changer === null ? { canChange: false, inForce: null } : changer.read(),

    async applyNetwork({ change, from }: Changing & { from: NetworkRef | null }, signal: AbortSignal): Promise<null> {
      await theirs().apply(change, from, signal)
      return null
    },

    async confirmContact({ change }: Changing, signal: AbortSignal): Promise<null> {
      await confirmContact(theirs().leftMs(change), await theirs().packetBytes(change), signal)
      await theirs().prove(change)
      return null
    },

    async steerLinks({ setBack }: { setBack: string[] }): Promise<null> {
      await theirs().steer(setBack)
      return null
    },

    async keepNetwork({ change }: Changing): Promise<null> {
      await theirs().keep(change)
      return null
    },

    async revertNetwork({ change, to }: Changing & { to: NetworkRef | null }): Promise<null> {
      await theirs().revert(change, to)
      return null
    },
  }
}
