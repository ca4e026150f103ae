/**
 * An image of an application, and what becomes of it: in layers as a Dockerfile makes them.
 *
 * Invariant: the same packages give the same archives; trees and archives are made once for a folder. Each kind of change is
 * what it says and no more: files, their times and their order are the old ones but for it.
 */
import { execFile, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { type AptWorld, aptWorld, type Held, type Suite } from './apt-world.ts'
import { archiveLayer, type Times } from './layer-archive.ts'
import { applicationFiles, type Stack } from './stacks.ts'

const run = promisify(execFile)

export const KINDS = {
  application: 'application only',
  upgraded: 'a base package upgraded',
  rebuilt: 'rebuilt with new times',
  reordered: 'rebuilt in another order',
  distribution: 'distribution upgraded',
} as const
export type Kind = keyof typeof KINDS

export interface PairImage {
  /** Unpacked archives, the lowest layer first. */
  archives: string[]
  /** Of `sha256sum -c`, for every file that is in it. */
  sums: string
  release: number
}

/** Source packages of the base and a package of each: the first is taken that its servers have in two versions. */
const UPGRADED = [
  ['openssl', 'libssl3'],
  ['glibc', 'libc6'],
  ['perl', 'perl-base'],
  ['systemd', 'libsystemd0'],
] as const

export class PairImages {
  readonly #folder: string
  readonly #worlds = new Map<Suite, Promise<AptWorld>>()
  #held: Promise<Held | null> | undefined
  readonly #made = new Map<string, Promise<string>>()

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Why packages cannot be had here; null when they can. */
  async whyNot(): Promise<string | null> {
    return this.#world('bookworm').then(
      () => null,
      (error: unknown) => `packages of Debian cannot be fetched: ${String(error)}`,
    )
  }

  /** What `upgraded` upgrades of the base; null: the servers have two versions of nothing, and there is no such image. */
  upgraded(): Promise<Held | null> {
    this.#held ??= this.#heldBack()
    return this.#held
  }

  async old(stack: Stack): Promise<PairImage> {
    return this.#image(stack, 'bookworm', await this.upgraded(), 1, () => 'kept')
  }

  async changed(stack: Stack, kind: Kind): Promise<PairImage> {
    const held = await this.upgraded()
    if (kind === 'upgraded' && held === null) throw new Error('no package of the base is there in two versions')
    if (kind === 'application') return this.#image(stack, 'bookworm', held, 2, () => 'kept')
    if (kind === 'rebuilt') return this.#image(stack, 'bookworm', held, 2, () => 'new')
    if (kind === 'reordered') return this.#image(stack, 'bookworm', held, 2, () => 'reordered')
    // What stands on a new base is built anew: dpkg keeps the times of files, and not those of folders.
    const above = (layer: number): Times => (layer === 0 ? 'kept' : 'folders')
    return kind === 'upgraded'
      ? this.#image(stack, 'bookworm', null, 2, above)
      : this.#image(stack, 'trixie', null, 2, above)
  }

  async #image(
    stack: Stack,
    suite: Suite,
    held: Held | null,
    release: 1 | 2,
    timesOf: (layer: number) => Times,
  ): Promise<PairImage> {
    const trees = await this.#trees(stack, suite, held)
    const application = await this.#application(stack, release)
    const archives: string[] = []
    for (const [layer, tree] of trees.entries()) archives.push(await this.#archive(tree, timesOf(layer)))
    archives.push(await this.#archive(application, release === 1 ? 'first' : 'new'))
    const sums = `${application}-${suite}-${held?.version ?? 'newest'}.sums`
    const lines = new Map<string, string>()
    for (const tree of [...trees, application])
      for (const line of (await readFile(await this.#sums(tree), 'utf8')).trim().split('\n'))
        lines.set(line.slice(line.indexOf('  ') + 2), line)
    await writeFile(sums, `${[...lines.values()].join('\n')}\n`)
    return { archives, sums, release }
  }

  /** Of each layer but the application's. */
  async #trees(stack: Stack, suite: Suite, held: Held | null): Promise<string[]> {
    const world = await this.#world(suite)
    const trees: string[] = []
    const names: string[] = []
    const below = new Set<string>()
    for (const added of stack.layers) {
      names.push(...added)
      const debs = (await world.fetch(names, held)).filter((file) => !below.has(file))
      for (const file of debs) below.add(file)
      // Two applications may stand on one base.
      const of = createHash('sha256').update(names.join()).digest('hex').slice(0, 8)
      trees.push(
        await this.#once(`${suite}-${held?.version ?? 'newest'}-${of}`, async (tree) => {
          for (const file of debs) await run('dpkg', ['-x', join(world.folder, file), tree])
        }),
      )
    }
    return trees
  }

  #application(stack: Stack, release: number): Promise<string> {
    return this.#once(`${stack.name}-${release}`, async (tree) => {
      for (const [path, text] of Object.entries(applicationFiles(stack, release))) {
        const file = join(tree, 'srv/app', path)
        await mkdir(dirname(file), { recursive: true })
        await writeFile(file, text)
      }
    })
  }

  #archive(tree: string, times: Times): Promise<string> {
    return this.#file(`${tree}-${times}.tar`, (file) => archiveLayer(tree, times, file))
  }

  #sums(tree: string): Promise<string> {
    return this.#file(`${tree}.sums`, async (file) => {
      const all = spawn('sh', ['-c', 'find . -type f -print0 | sort -z | xargs -0 sha256sum'], { cwd: tree })
      await pipeline(all.stdout, createWriteStream(file))
    })
  }

  async #heldBack(): Promise<Held | null> {
    const world = await this.#world('bookworm')
    for (const [source, name] of UPGRADED) {
      const [, version] = await world.versions(name)
      if (version !== undefined) return { source, version }
    }
    return null
  }

  #world(suite: Suite): Promise<AptWorld> {
    const made = this.#worlds.get(suite) ?? aptWorld(join(this.#folder, suite), suite)
    this.#worlds.set(suite, made)
    return made
  }

  #once(name: string, make: (tree: string) => Promise<void>): Promise<string> {
    return this.#file(join(this.#folder, name), async (tree) => {
      await mkdir(tree, { recursive: true })
      await make(tree)
    })
  }

  /** Whole, or not there: what a run before has left can be used. */
  #file(path: string, make: (draft: string) => Promise<void>): Promise<string> {
    const made =
      this.#made.get(path) ??
      (async () => {
        const isThere = await stat(path).then(
          () => true,
          () => false,
        )
        if (isThere) return path
        await make(`${path}.draft`)
        await rename(`${path}.draft`, path)
        return path
      })()
    this.#made.set(path, made)
    return made
  }
}
