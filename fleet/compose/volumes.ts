/**
 * Volumes at the top level.
 *
 * Invariant: a volume is the release's own, or exists on the device under a given name and is left alone.
 */
import type { Loose } from '../../protocol/codec.ts'
import type { Volume } from '../../protocol/types.ts'
import { EXTERNAL_KEYS, type External } from './external.ts'
import type { Level } from './level.ts'
import { record, word } from './read.ts'

/** A definition, with what is needed to make the external name. */
export type VolumeDraft = Loose<Volume> & External

export const VOLUME_LEVEL: Level<VolumeDraft> = {
  title: 'A volume',
  keys: {
    driver: { doc: "the engine's volume driver", read: (node) => ({ driver: word(node) }) },
    driver_opts: { doc: "the driver's options", read: (node) => ({ driverOptions: record(node) }) },
    labels: { doc: 'a map or a list', read: (node) => ({ labels: record(node) }) },
    ...EXTERNAL_KEYS,
  },
}
