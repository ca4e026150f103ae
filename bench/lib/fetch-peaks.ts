/**
 * What a device takes of memory and disk while an image comes, from its target until it runs.
 *
 * Invariant: the agent is that of the bundle, started anew by its launcher for each image; memory is the kernel's own peak of the
 * processes of agent and engine, and the image has come the way that it was to come.
 */
import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { decode, KINDS } from '../../protocol/codec.ts'
import { generateKey } from '../../protocol/keys.ts'
import { deviceTopics } from '../../protocol/topics.ts'
import type { Dockerd } from '../../test/rig/dockerd.ts'
import type { Pushed } from '../../test/rig/images.ts'
import { deviceOf } from './device.ts'
import { memoryOf } from './memory.ts'
import { observe } from './observer.ts'
import { targetFor } from './target.ts'

/** In MB of a million bytes. */
export interface Peaks {
  /** Of the agent, beyond what it held at rest just before. */
  agent: number
  /** Of agent and engine together, with what they hold at rest. */
  memory: number
  /** Of both their directories, beyond what they held before. */
  disk: number
}

export interface Fetcher {
  /** @param way as the report names it; empty: it says none */
  bring(image: Pushed, way: string): Promise<Peaks>
  close(): Promise<void>
}

export interface FetcherOptions {
  folder: string
  /** What `npm run build` makes. */
  dist: string
  broker: string
  dockerd: Pick<Dockerd, 'address' | 'dataRoot' | 'pid'>
  by: 'store' | 'pull'
}

const SETTLE_MS = 4_000
const run = promisify(execFile)

export async function fetcher({ folder, dist, broker, dockerd, by }: FetcherOptions): Promise<Fetcher> {
  const key = generateKey('release')
  const observer = await observe(broker)
  const [name, own] = [`fetcher-${by}`, join(folder, by)]
  const device = await deviceOf({
    name,
    folder: own,
    dist,
    broker,
    engine: dockerd.address,
    trusted: key,
    observer,
    more: { content: { by } },
  })
  const topics = deviceTopics(name)
  let epoch = 0

  async function deploy(image: Pushed, way: string): Promise<void> {
    epoch += 1
    const target = targetFor(name, epoch, [{ name: 'app', image: image.ref, imageBytes: image.bytes }], key)
    let came = ''
    const held = observer.next(topics.report, (payload) => {
      const { current, phase, fetches } = decode(KINDS.Report, payload)
      came = fetches.find((fetch) => fetch.image === image.ref)?.way ?? ''
      return current?.releaseId === target.releaseId && phase === 'idle'
    })
    await observer.publish(topics.target, target.bytes)
    await held
    if (came !== way) throw new Error(`${image.ref} came by ${came || 'no way of ours'}, and not by ${way}`)
  }

  return {
    async bring(image, way) {
      await device.start()
      try {
        await sleep(SETTLE_MS)
        const idle = memoryOf(device.pid).resident
        for (const pid of [device.pid, dockerd.pid]) forgetPeak(pid)
        const disk = await peakDisk([own, dockerd.dataRoot], () => deploy(image, way))
        const peak = peakResident(device.pid)
        return { agent: peak - idle, memory: peak + peakResident(dockerd.pid), disk }
      } finally {
        await device.stop()
      }
    },
    close: () => observer.close(),
  }
}

/** From now on the kernel tells of the peak since now. */
function forgetPeak(pid: number): void {
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
}

function peakResident(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return (Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) * 1024) / 1e6
}

/** The most that the directories take while something is done, beyond what they take before. */
async function peakDisk(directories: readonly string[], act: () => Promise<void>): Promise<number> {
  const taken = async (): Promise<number> => {
    // Files go while they are counted: that is no failure.
    const { stdout } = await run('du', ['-sxBK', '--total', ...directories]).catch((error) => error)
    return (Number(/(\d+)K\s+total/.exec(String(stdout))?.[1] ?? 0) * 1024) / 1e6
  }
  const start = await taken()
  let peak = start
  let isOver = false
  const watching = (async () => {
    while (!isOver) {
      peak = Math.max(peak, await taken())
      await sleep(20)
    }
  })()
  try {
    await act()
  } finally {
    isOver = true
    await watching
  }
  return peak - start
}
