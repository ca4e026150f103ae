/**
 * An image that the caller holds part by part, for an engine to be loaded with.
 *
 * Invariant: nothing here is believed: whoever loads it checks that every part is what the reference's digest
 * names, from the manifest down to the layers.
 */

/** A layer, as the caller can give it. */
export interface LayerSource {
  /** Of the bytes that `open` gives: the layer's blob as the manifest names it, or its content unpacked. */
  digest: string
  /** How many bytes `open` gives. */
  bytes: number
  /**
   * Gives the bytes from the first on, each time that it is called. Null leaves out one that the engine has in
   * an image with the same layers below it.
   */
  open: ((signal: AbortSignal) => AsyncIterable<Uint8Array>) | null
}

export interface ImageSource {
  /**
   * The exact bytes, from the document that the reference names down to the image's own manifest: that alone,
   * or an index and then the manifest.
   */
  manifests: readonly Uint8Array[]
  /** The exact bytes of the image's configuration. */
  config: Uint8Array
  /** In the order of the manifest, the lowest first. */
  layers: readonly LayerSource[]
  /**
   * Resolves when the engine has the layers that are left out; asked once all others have been given, so that these are on
   * their way meanwhile. Absent: it has them already.
   */
  whenHeld?: () => Promise<void>
}
