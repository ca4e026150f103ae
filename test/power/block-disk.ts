/**
 * A disk with a cache that forgets: what is not flushed when the power goes may be lost.
 *
 * Invariant: pure; what a completed flush covered, and what was written with FUA, is in every image; of each
 * other write, in the order of writing, what the fate says.
 */

/** What a block device server serves. */
export interface BlockDisk {
  /** In bytes, a multiple of {@link SECTOR}. */
  readonly size: number
  read(offset: number, length: number): Buffer
  /** @param fua on the medium before it returns ("force unit access") */
  write(offset: number, data: Buffer, fua: boolean): void
  flush(): void
}

/** A disk writes a sector as a whole or not at all, and promises nothing about two. */
export const SECTOR = 512

export interface DiskWrite {
  offset: number
  data: Buffer
  fua: boolean
}

/** What becomes of the writes that no flush covered. */
export const FATES = ['dropped', 'kept', 'subset', 'torn'] as const
export type Fate = (typeof FATES)[number]

/** The pieces of unflushed writes that reach the medium, oldest first. */
export function survivors(
  unflushed: readonly DiskWrite[],
  fate: Fate,
  random: () => number,
): { offset: number; data: Buffer }[] {
  return unflushed.flatMap((write) => (write.fua ? [write] : SURVIVING[fate](write, () => random() < 0.5)))
}

const SURVIVING: Record<Fate, (write: DiskWrite, coin: () => boolean) => { offset: number; data: Buffer }[]> = {
  dropped: () => [],
  kept: (write) => [write],
  subset: (write, coin) => (coin() ? [write] : []),
  torn: (write, coin) => sectorsOf(write).filter(coin),
}

function sectorsOf({ offset, data }: DiskWrite): { offset: number; data: Buffer }[] {
  const count = Math.ceil(data.length / SECTOR)
  return Array.from({ length: count }, (_, index) => ({
    offset: offset + index * SECTOR,
    data: data.subarray(index * SECTOR, (index + 1) * SECTOR),
  }))
}
