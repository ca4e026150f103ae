/**
 * What can be wrong with a store when its agent starts, although no power cut did it.
 *
 * Invariant: what it leaves is what somebody else could have left: no files at all, or those of a later agent.
 */
import { UPDATE_VERSION } from '../../machines/update.ts'
import type { Kv } from '../../storage/kv.ts'
import type { MemoryDisk } from '../../storage/memory-kv.ts'
import { openStore } from '../../storage/open-store.ts'
import type { Harm } from './scenario.ts'

/** Done before anything else can happen: nothing here takes time. */
export async function harm(disk: MemoryDisk, how: Harm): Promise<void> {
  const kv = disk.open()
  if (how === 'store-lost') await emptied(kv)
  else await fromLater(kv)
}

async function emptied(kv: Kv): Promise<void> {
  const keys: string[] = []
  for await (const [key] of kv.entries('')) keys.push(key)
  await kv.batch(
    keys.map((key) => ({ key, value: null })),
    true,
  )
  await kv.close()
}

/** As after a downgrade: everything is there, and the checkpoint is of a form that this agent does not know. */
async function fromLater(kv: Kv): Promise<void> {
  const store = await openStore(kv)
  const body = new TextEncoder().encode('{"form":"later"}')
  await store.load()
  await store.commit([{ op: 'checkpoint', machine: 'update', version: UPDATE_VERSION + 1, body }])
  await store.close()
}
