/**
 * What every action on the operator's secrets works with: the broker, the store, and who is told.
 *
 * Invariant: the broker comes first: who cannot be told of a change changes nothing.
 */
import { brokerOptions } from '../broker/options.ts'
import type { Args } from '../cli/args.ts'
import { type Io, warning } from '../cli/io.ts'
import { Watch } from '../follow/watch.ts'
import { storeDirectory } from './options.ts'
import { SecretStore } from './secret-store.ts'

/** @throws HF_BROKER_…, HF_STORE_…, and as `work` does */
export async function withStore(
  args: Args,
  io: Io,
  work: (store: SecretStore, watch: Watch) => Promise<number>,
): Promise<number> {
  const options = await brokerOptions(args, io)
  const watch = await Watch.open(options, warning(io))
  try {
    const store = await SecretStore.open(storeDirectory(args, io))
    try {
      return await work(store, watch)
    } finally {
      await store.close()
    }
  } finally {
    await watch.close()
  }
}

/** One JSON line, or a sentence. */
export function tell(args: Args, io: Io, facts: object, sentence: string): void {
  io.out(args.has('json') ? `${JSON.stringify(facts)}\n` : `${sentence}\n`)
}
