/**
 * Opening what a power cut has left.
 *
 * Invariant: the file system's own journal is replayed by the kernel, the database is opened as the agent opens
 * it; whatever goes wrong on the way is a fault of the state, told in a sentence, and not of the rig.
 */
import { execFile } from 'node:child_process'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { intentFrom } from '../../agent/checkpoint.ts'
import { documentsOf } from '../../machines/intent-rules.ts'
import { faultOf } from '../../protocol/errors.ts'
import { flightFaults } from '../../simulators/crash/flight-faults.ts'
import { openLevel } from '../../storage/open-level.ts'
import { openStore } from '../../storage/open-store.ts'
import { type FlightFound, readFlight } from '../../storage/read-flight.ts'
import { broken, type Held, type Mark } from './marks.ts'
import { unmountWhenFree } from './unmount.ts'

const run = promisify(execFile)

let images = 0

export interface Examined {
  /** What was lost or is wrong; empty when the state has been survived. */
  faults: string[]
  /** The database was set aside as damaged, and made anew of what could be read. */
  setAside: boolean
}

/**
 * Writes and mounts an image, and unmounts it when the work is done.
 * @param ground a directory of our own, for one image at a time
 */
export async function withMounted<T>(ground: string, image: Buffer, work: (mounted: string) => Promise<T>): Promise<T> {
  // A name of its own: a loop device lives on for a moment, and mount would take it again, with its old content.
  images += 1
  const [file, mounted] = [join(ground, `image-${images}`), join(ground, 'mnt')]
  await mkdir(mounted, { recursive: true })
  await writeFile(file, image)
  await run('mount', ['-o', 'loop,noatime', file, mounted])
  try {
    return await work(mounted)
  } finally {
    await unmountWhenFree(mounted)
    await rm(file)
  }
}

/** Opens the store in a data directory, and compares it with what is known outside. */
export async function examine(dataDir: string, marks: readonly Mark[]): Promise<Examined> {
  try {
    // As somebody would who has nothing but the disk in his hands; nothing of it is changed.
    const untold = flightFaults(await flightIn(dataDir), { lives: livesIn(marks), isCut: false })
    const { held, problem } = await hold(dataDir)
    const setAside = (await readdir(dataDir)).some((name) => name.startsWith('db.damaged-'))
    return { faults: [...(problem === null ? [] : [problem]), ...broken(marks, held), ...untold], setAside }
  } catch (error) {
    const { code, message } = faultOf(error)
    return { faults: [`${code}: ${message}`], setAside: false }
  }
}

/** How many lives have been seen. */
export function livesIn(marks: readonly Mark[]): number {
  return marks.filter(({ kind }) => kind === 'life').length
}

/** Empty where there is no database yet. */
async function flightIn(dataDir: string): Promise<FlightFound> {
  try {
    return await readFlight(dataDir)
  } catch (error) {
    if (faultOf(error).code === 'HF_FILE_UNREADABLE') return { entries: [], damaged: 0 }
    throw error
  }
}

async function hold(dataDir: string): Promise<{ held: Held; problem: string | null }> {
  const store = await openStore(await openLevel(dataDir))
  try {
    const loaded = await store.load()
    const checkpoint = loaded.checkpoints.get('update')
    const { intent, problem } = intentFrom(checkpoint)
    const documents = new Map<string, Uint8Array | null>()
    for (const id of new Set([...loaded.documents, ...documentsOf(intent)])) documents.set(id, await store.document(id))
    // What can be read and not written is of no use.
    await store.commit([{ op: 'counter', name: 'examined', value: 1 }])
    return { held: { loaded, intent: checkpoint === undefined ? null : intent, documents }, problem }
  } finally {
    await store.close()
  }
}
