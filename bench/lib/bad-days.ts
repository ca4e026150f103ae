/**
 * An image over a link that is cut all the time, and to an agent that is killed all the time.
 *
 * Invariant: what came is counted by the link, and of killed processes by themselves: what was in the link's buffers when
 * one ended is nobody's.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { EnginePort } from '../../machines/ports.ts'
import type { BadLink } from '../../test/content/bad-link.ts'

const NEVER = new AbortController().signal

export interface Endured {
  ended: boolean
  ms: number
  /** Over the link. */
  bytes: number
  cuts: number
}

/** Brings it once over a link that is cut after every so many bytes; gives up when whoever brings it does. */
export async function overCuts(link: BadLink, by: EnginePort, ref: string, cutAfter: number): Promise<Endured> {
  link.cutAfter = cutAfter
  const [began, bytes, cuts] = [performance.now(), link.carried, link.cuts]
  try {
    const ended = await by
      .pull(ref, () => {}, NEVER)
      .then(
        () => true,
        () => false,
      )
    return { ended, ms: performance.now() - began, bytes: link.carried - bytes, cuts: link.cuts - cuts }
  } finally {
    link.cutAfter = 0
  }
}

export interface Killed {
  kills: number
  /** Received by all lives, of manifests and blobs. */
  bytes: number
}

/** Lives of a process with the content store, each of which ends by SIGKILL when it has got so many bytes, until one has the image. */
export async function overKills(engine: string, dataDir: string, ref: string, killAfter: number): Promise<Killed> {
  const script = join(import.meta.dirname, '../../test/content/fetching.ts')
  const all: Killed = { kills: 0, bytes: 0 }
  for (;;) {
    const child = spawn(process.execPath, [script, engine, dataDir, ref], { stdio: ['ignore', 'pipe', 'pipe'] })
    let got = 0
    let said = ''
    child.stderr.on('data', (text: Buffer) => {
      said = text.toString()
    })
    createInterface(child.stdout).on('line', (line) => {
      const [, fetched] = /^\d+ (\d+)/.exec(line) ?? []
      if (fetched !== undefined) got = Number(fetched)
      if (got >= killAfter) child.kill('SIGKILL')
    })
    const end = await new Promise<number | string | null>((resolve) =>
      child.once('close', (code, signal) => resolve(signal ?? code)),
    )
    all.bytes += got
    if (end === 0) return all
    if (end !== 'SIGKILL') throw new Error(`it ended with ${end}: ${said}`)
    all.kills += 1
  }
}
