/** A checkpoint of a machine as it is recorded. */

/** As a machine's checkpoint stands in the store. */
export interface Written {
  version: number
  body: Uint8Array
}

export interface OldCheckpoint {
  name: string
  version: number
  /** Base64, as in the database. */
  body: string
  /** The phase that it speaks of. */
  phase: string
  /** The machine's state once the world has been looked at. */
  resumesAt: string
}

/** As a device finds it. */
export function writtenOf({ version, body }: OldCheckpoint): Written {
  return { version, body: Buffer.from(body, 'base64') }
}
