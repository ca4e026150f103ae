/** All that reads bundles, loaded at once and only when it is needed. */
import { Bundles } from './bundles.ts'
import type { Medium } from './medium.ts'
import { listenForBundles } from './upload.ts'
import { watchFolder } from './watched-folder.ts'

export interface BundleParts {
  medium: Medium
  Bundles: typeof Bundles
  watchFolder: typeof watchFolder
  listenForBundles: typeof listenForBundles
}

export function bundleParts(medium: Medium): BundleParts {
  return { medium, Bundles, watchFolder, listenForBundles }
}
