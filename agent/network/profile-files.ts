/**
 * Our profiles as files of NetworkManager: trials under /run, which a boot empties; kept ones under /etc.
 *
 * Invariant: nothing but files that begin with our name, or hold our notes, is written or removed; a kept file is whole
 * or not there, also after a power cut; none can be read by others.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { hidingText, notesIn, uuidIn } from './keyfile.ts'

const PREFIX = 'holdfast-'
const SUFFIX = '.nmconnection'
/** Of what hides a profile from NetworkManager (its own "tombstones"), by the profile's UUID. */
const HIDING = '.nmmeta'

export interface ProfileDirectories {
  /** Default "/run/NetworkManager/system-connections". */
  trial: string
  /** Default "/etc/NetworkManager/system-connections". */
  kept: string
}

const SYSTEM_DIRECTORIES: ProfileDirectories = {
  trial: '/run/NetworkManager/system-connections',
  kept: '/etc/NetworkManager/system-connections',
}

/** One file of ours, by what is noted in it. */
export interface ProfileFile {
  place: keyof ProfileDirectories
  path: string
  uuid: string
  /** It is no profile: it hides the one of that UUID. */
  hides: boolean
  notes: Record<string, string>
}

export interface ProfileFiles {
  /** In both places, in the order of their names. */
  all(): Promise<ProfileFile[]>
  /** Resolves when it would outlive a power cut, where its place does. */
  write(place: keyof ProfileDirectories, hash: string, name: string, text: string): Promise<void>
  /** Hides a profile until the next boot. */
  hide(uuid: string, notes: Readonly<Record<string, string>>): Promise<void>
  remove(files: readonly ProfileFile[]): Promise<void>
}

export class DiskProfileFiles implements ProfileFiles {
  readonly #directories: ProfileDirectories

  constructor(directories: ProfileDirectories = SYSTEM_DIRECTORIES) {
    this.#directories = directories
  }

  async all(): Promise<ProfileFile[]> {
    const found: ProfileFile[] = []
    for (const place of ['trial', 'kept'] as const) {
      const names = await readdir(this.#directories[place]).catch(ifMissing([] as string[]))
      for (const name of names.filter((each) => isProfile(each) || each.endsWith(HIDING)).toSorted()) {
        const path = join(this.#directories[place], name)
        const file = profileFile(place, path, await readFile(path, 'utf8').catch(ifMissing('')))
        // Others hide profiles too.
        if (isProfile(name) || file.notes.hash !== undefined) found.push(file)
      }
    }
    return found
  }

  async write(place: keyof ProfileDirectories, hash: string, name: string, text: string): Promise<void> {
    await this.#put(place, profileName(hash, name), text)
  }

  async hide(uuid: string, notes: Readonly<Record<string, string>>): Promise<void> {
    await this.#put('trial', hidingName(uuid), hidingText(uuid, notes))
  }

  async #put(place: keyof ProfileDirectories, name: string, text: string): Promise<void> {
    const directory = this.#directories[place]
    await mkdir(directory, { recursive: true, mode: 0o755 })
    // NetworkManager reads no file that begins with a dot.
    const draft = join(directory, `.${PREFIX}${randomBytes(8).toString('hex')}`)
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, join(directory, name))
    await syncDirectory(directory)
  }

  async remove(files: readonly ProfileFile[]): Promise<void> {
    for (const { path } of files) await rm(path, { force: true })
    for (const place of new Set(files.map((file) => file.place))) await syncDirectory(this.#directories[place])
  }
}

/** Of the file, in either place. */
export function profileName(hash: string, name: string): string {
  return `${PREFIX}${hash.slice(0, 16)}-${name}${SUFFIX}`
}

export function hidingName(uuid: string): string {
  return `${uuid}${HIDING}`
}

/** What a file is, by its text. */
export function profileFile(place: ProfileFile['place'], path: string, text: string): ProfileFile {
  return { place, path, uuid: uuidIn(text), hides: path.endsWith(HIDING), notes: notesIn(text) }
}

/** "holdfast LINK" is what NetworkManager calls a profile of ours that it has written again when going back by itself. */
function isProfile(name: string): boolean {
  return /^holdfast[- ]/.test(name) && name.endsWith(SUFFIX)
}

async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, 'r')
  try {
    await directory.sync()
  } finally {
    await directory.close()
  }
}

function ifMissing<V>(otherwise: V): (error: NodeJS.ErrnoException) => V {
  return (error) => {
    if (error.code === 'ENOENT') return otherwise
    throw error
  }
}
