/**
 * Two aggregators by parts on a cluster, of which one is killed.
 *
 * Invariant: what they have written is counted in the database, and nothing else tells it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { startPostgres } from '../rig/postgres.ts'

const BIN = join(import.meta.dirname, '../../bin/holdfast')
const PATIENCE_MS = 60_000
const PARTS = [1, 2] as const

export interface Aggregators {
  /** The first one, with SIGKILL. */
  killOne(): Promise<void>
  /** The same again; resolves when it serves. */
  startOne(): Promise<void>
  /** How many devices run the epoch by the database: all of them, or what it is when patience is at its end. */
  wait(epoch: number, all: number): Promise<number>
  stop(): Promise<void>
}

export async function startAggregators(broker: string): Promise<Aggregators> {
  const postgres = await startPostgres()
  const database = new Client({ connectionString: postgres.address })
  await database.connect()
  const running = new Map<number, ChildProcess>()

  function start(part: number): Promise<void> {
    const words = ['--part', `${part}/${PARTS.length}`, '--session', `part-${part}`, '--json']
    const child = spawn(BIN, ['aggregator', '--broker', broker, '--database', postgres.address, ...words], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running.set(part, child)
    return new Promise((resolve, reject) => {
      let out = ''
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        out += text
        if (out.includes('"serving"')) resolve()
      })
      child.once('exit', () => reject(new Error(`an aggregator has ended: ${out}`)))
    })
  }

  async function kill(part: number): Promise<void> {
    const child = running.get(part)
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
  }

  async function written(epoch: number): Promise<number> {
    const { rows } = await database.query<{ n: string }>(
      'SELECT count(*) AS n FROM holdfast_devices WHERE current_epoch = $1',
      [epoch],
    )
    return Number(rows[0]?.n)
  }

  async function stop(): Promise<void> {
    for (const part of PARTS) await kill(part)
    await database.end()
    await postgres.stop()
  }

  try {
    await Promise.all(PARTS.map(start))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    killOne: () => kill(1),
    startOne: () => start(1),
    async wait(epoch, all) {
      const end = performance.now() + PATIENCE_MS
      while ((await written(epoch)) < all && performance.now() < end) await sleep(200)
      return written(epoch)
    },
    stop,
  }
}
