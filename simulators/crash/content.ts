/**
 * Power cuts at every step of the content store's work.
 *
 * Invariant: the same image and seed give the same cuts. A history is survived when every blob that a cut leaves under its
 * own name is whole, the image is there in the end, no more than a mebibyte was fetched again for each cut, and the store is
 * empty when the engine has the image.
 */
import { createHash } from 'node:crypto'
import { ContentStore } from '../../agent/content/content-store.ts'
import { type FetchParts, fetchImage } from '../../agent/content/fetch-image.ts'
import { readName } from '../../agent/content/names.ts'
import type { Given, Registry, Wish } from '../../agent/content/registry.ts'
import { Slots, Turns } from '../../agent/content/slots.ts'
import { Throttle } from '../../agent/content/throttle.ts'
import type { Log } from '../../agent/log.ts'
import type { ClockPort, EngineInfo } from '../../machines/ports.ts'
import { faultOf } from '../../protocol/errors.ts'
import { seededRandom } from '../seeded-random.ts'
import { CrashDisk, type Cut, FATES } from './content-disk.ts'

/** What a registry holds of one image. */
export interface HeldImage {
  /** Of its manifest. */
  digest: string
  /** Every blob and the manifest, by digest. */
  blobs: ReadonlyMap<string, Buffer>
}

const PIECE = 64 * 1024
const AGAIN_AT_MOST = 1024 * 1024
const NEVER = new AbortController().signal
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} }
const CLOCK: ClockPort = {
  now: () => ({ bootId: 'it', monoMs: 0, wallMs: 0 }),
  sleep: async () => {},
  random: () => 0,
}
const ENGINE: EngineInfo = {
  id: 'it',
  version: '20.10',
  architecture: 'amd64',
  os: 'linux',
  memoryBytes: 0,
  diskFreeBytes: 0,
  diskTotalBytes: 0,
}

export interface ContentResults {
  cutsTried: number
  /** In words. */
  faults: string[]
  /** The most that one cut cost, of all histories. */
  againBytes: number
}

/** @param forgets a store that is wrong on purpose: nothing that it syncs is on the disk */
export async function exploreContent(image: HeldImage, seed: string, forgets = false): Promise<ContentResults> {
  const results: ContentResults = { cutsTried: 0, faults: [], againBytes: 0 }
  const whole = new CrashDisk(null)
  await live(image, whole, { sentBytes: 0, isLoaded: false })
  const random = seededRandom(seed)
  for (let at = 1; at <= whole.steps; at++)
    for (const fate of FATES) {
      const first: Cut = { at, fate, isLate: random() < 0.5 }
      const second: Cut = { at: 1 + Math.floor(random() * whole.steps), fate, isLate: random() < 0.5 }
      await history(image, random() < 0.25 ? [first, second] : [first], forgets, results)
    }
  return results
}

async function history(image: HeldImage, cuts: Cut[], forgets: boolean, results: ContentResults): Promise<void> {
  results.cutsTried += cuts.length
  const told = JSON.stringify(cuts)
  const world = { sentBytes: 0, isLoaded: false }
  let files = new Map<string, Buffer>()
  for (const cut of [...cuts, null]) {
    const disk = new CrashDisk(cut, files, forgets)
    const error = await live(image, disk, world).then(
      () => null,
      (thrown: unknown) => thrown,
    )
    if (error !== null && cut === null) results.faults.push(`${told}: it never came: ${faultOf(error).message}`)
    files = disk.remains()
    for (const [name, bytes] of files)
      if (readName(name)?.kind === 'blob' && readName(name)?.digest !== digestOf(bytes))
        results.faults.push(`${told}: ${name} is not what its name says`)
  }
  if (files.size > 0) results.faults.push(`${told}: ${[...files.keys()].join(', ')} stayed`)
  const all = [...image.blobs.values()].reduce((sum, { length }) => sum + length, 0)
  const again = (world.sentBytes - all) / cuts.length
  results.againBytes = Math.max(results.againBytes, again)
  if (again > AGAIN_AT_MOST) results.faults.push(`${told}: ${again} bytes came again for each cut`)
}

/** What no cut of the device takes back. */
interface Beyond {
  /** By the registry. */
  sentBytes: number
  /** The engine has the image. */
  isLoaded: boolean
}

/** One life of an agent: what an earlier one left is looked at, the image fetched and read, and the store tidied. */
async function live(image: HeldImage, disk: CrashDisk, world: Beyond): Promise<void> {
  const store = new ContentStore(disk)
  const throttle = new Throttle(0, CLOCK)
  const parts: FetchParts = {
    disk,
    clock: CLOCK,
    log: SILENT,
    throttle,
    store,
    slots: new Slots(3),
    turns: new Turns(),
  }
  const name = `registry.test/app@${image.digest}`
  const place = {
    origin: new URL('https://registry.test'),
    username: undefined,
    passwordFile: undefined,
    caFile: undefined,
    proxy: null,
  }
  const source = { registry: registryOf(image, world), places: [place], repository: 'app', image: name }
  await store.sweep(async () => !world.isLoaded)
  if (world.isLoaded) return
  const fetched = await fetchImage(
    parts,
    source,
    ENGINE,
    { images: [], mayDelta: false },
    () => {},
    () => {},
    NEVER,
  )
  for (const layer of fetched.source.layers) {
    const hash = createHash('sha256')
    for await (const piece of layer.open?.(NEVER) ?? []) hash.update(piece)
    if (`sha256:${hash.digest('hex')}` !== layer.digest) throw new Error(`${layer.digest} is another`)
  }
  world.isLoaded = true
  await store.release(name)
}

function registryOf(image: HeldImage, world: Beyond): Pick<Registry, 'get'> {
  return {
    get: async ({ path, headers }: Wish): Promise<Given> => {
      const bytes = image.blobs.get(path.split('/')[1] ?? '') ?? Buffer.alloc(0)
      const from = Number(/\d+/.exec(headers.range ?? '')?.[0] ?? 0)
      const rest = bytes.subarray(from)
      const said = from === 0 ? {} : { 'content-range': `bytes ${from}-${bytes.length - 1}/${bytes.length}` }
      return {
        answer: { statusCode: from === 0 ? 200 : 206, headers: said, complete: true, destroy() {} },
        pieces: (async function* () {
          for (let at = 0; at < rest.length; at += PIECE) {
            const piece = rest.subarray(at, at + PIECE)
            world.sentBytes += piece.length
            yield piece
          }
        })(),
      }
    },
  }
}

function digestOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}
