/** Bytes of a report, by class. Pure. */
import type { Usage } from '../page/wire.ts'

/** As the wire numbers them. */
export const CLASSES = [
  { name: 'control', index: 1 },
  { name: 'reports', index: 2 },
  { name: 'logs', index: 3 },
  { name: 'content', index: 4 },
] as const

/** Of this day, over all links, in the order of {@link CLASSES}. */
export function dayBytes(usage: Usage | null): number[] {
  return CLASSES.map(({ index }) =>
    (usage?.counts ?? []).filter((count) => count.class === index).reduce((sum, count) => sum + count.dayBytes, 0),
  )
}
