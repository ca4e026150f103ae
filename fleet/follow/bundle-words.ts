/**
 * What has become of a device's last bundle, in words.
 *
 * Invariant: pure; words of a device are passed on as they are, and made harmless where they are printed.
 */
import type { Report } from '../../protocol/types.ts'

type BundleState = NonNullable<Report['bundle']>

const SENTENCES: Readonly<Record<string, (what: string) => string>> = {
  taken: (what) => `it updates from ${what}`,
  held: (what) => `it runs what is in ${what} already`,
  waiting: (what) => `it waits for ${what}`,
  refused: (what) => `it refused ${what}`,
  committed: (what) => `it runs what came in ${what}`,
  failed: (what) => `what came in ${what} has failed`,
  superseded: (what) => `something newer has come than ${what}`,
}

/** "it refused the bundle /media/usb/shop.tar (epoch 7): HF_EPOCH_STALE …" */
export function bundleWords({ path, epoch, outcome, code, message }: BundleState): string {
  const what = `the bundle ${path}${epoch === 0 ? '' : ` (epoch ${epoch})`}`
  const sentence = SENTENCES[outcome]?.(what) ?? `${what}: ${outcome}`
  return code === '' ? sentence : `${sentence}: ${`${code} ${message}`.trimEnd()}`
}

/** Whether somebody has to bring its medium back. */
export function waitsForMedium(bundle: Report['bundle']): bundle is BundleState {
  return bundle?.outcome === 'waiting'
}

/** Whether it is worth a word in a table: what went as it should is not. */
export function isBundleTrouble({ outcome, code }: BundleState): boolean {
  return code !== '' || outcome === 'waiting' || outcome === 'refused' || outcome === 'failed'
}
