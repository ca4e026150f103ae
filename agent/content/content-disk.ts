/**
 * The directory of the content store, as the store needs it.
 *
 * Invariant: what `sync` has resolved for, and a `rename` or `remove` that has resolved, stays over a power cut; of
 * other bytes any may be lost, or be there as nonsense. Names are plain: the directory has no others in it.
 */

export interface ContentDisk {
  /** What is there, with sizes in bytes. A directory that is not there yet is empty. */
  list(): Promise<{ name: string; bytes: number }[]>
  /** Cuts the file off behind so many bytes, or makes it, and appends from there. One at a time for a name. */
  append(name: string, bytes: number): Promise<Appending>
  /** The first `bytes` of a file. */
  read(name: string, bytes: number): AsyncIterable<Uint8Array>
  /** A file to be read anywhere. */
  open(name: string): Promise<Reading>
  /** In the place of what has that name. */
  rename(from: string, to: string): Promise<void>
  /** One that is gone is no error. */
  remove(name: string): Promise<void>
  /** What can still be written, and the size of all; zeros when it cannot be told. */
  room(): Promise<{ freeBytes: number; totalBytes: number }>
}

export interface Reading {
  /** All of a range within it. */
  read(position: number, length: number): Promise<Uint8Array>
  close(): Promise<void>
}

export interface Appending {
  write(bytes: Uint8Array): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}
