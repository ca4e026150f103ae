/**
 * Labels by which the engine's things are known as ours.
 *
 * Invariant: identity is in these labels and never in a name; they are written at creation and never change.
 */

export const LABELS = {
  /** On everything of ours: the id of the device. */
  device: 'io.holdfast.device',
  /** On containers: the id of the release. */
  release: 'io.holdfast.release',
  /** On containers: the service's name. */
  service: 'io.holdfast.service',
  /** On containers and networks: the hash of the normalised definition. */
  spec: 'io.holdfast.spec',
  /** On containers: the files that are put into them, see `docker-files.ts`. */
  files: 'io.holdfast.files',
  /** On one-off containers: the operation that made them. */
  run: 'io.holdfast.run',
  /** On volumes: the name in the release. */
  volume: 'io.holdfast.volume',
  /** On volumes: the operation that made them. */
  operation: 'io.holdfast.operation',
  /** On networks: the name in the release. */
  network: 'io.holdfast.network',
} as const

/** The engine's filter for what belongs to a device. */
export function ofDevice(device: string): { label: string[] } {
  return { label: [`${LABELS.device}=${device}`] }
}
