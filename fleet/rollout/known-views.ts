/**
 * Every rollout that some data know of, whether a controller runs on them or not.
 *
 * Invariant: looks only; what no controller steers is as it was left.
 */
import { isOver } from './record.ts'
import { RolloutStore } from './rollout-store.ts'
import { askController } from './serve.ts'
import { type RolloutView, viewOf } from './view.ts'

/** Oldest first. @throws HF_STORE_… */
export async function knownViews(data: string): Promise<RolloutView[]> {
  return (await askController(data, { do: 'status' })) ?? viewsOnDisk(data)
}

async function viewsOnDisk(data: string): Promise<RolloutView[]> {
  const store = await RolloutStore.open(data)
  try {
    return store.all().map((record) => ({ ...viewOf(record, null), ...(isOver(record.phase) ? {} : { isLeft: true }) }))
  } finally {
    await store.close()
  }
}
