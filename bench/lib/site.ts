/**
 * Where a bench's device lives: a broker, an engine and, with the rig, a registry.
 *
 * Invariant: each is a process of its own, so that none is measured with the agent; all are over when
 * `stop` returns.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { whyNoRig } from '../../test/rig/install.ts'
import { startRig } from '../../test/rig/rig.ts'

export interface Site {
  broker: string
  /** Socket. */
  engine: string
  /** As image names begin. Null: nothing can be deployed here. */
  registry: string | null
  stop(): Promise<void>
}

const ROOT = join(import.meta.dirname, '..', '..')

/** The rig where there can be one; otherwise a small broker and a simulated engine. */
export async function startSite(folder: string): Promise<Site> {
  if ((await whyNoRig()) === null) return startRig()
  const engine = join(folder, 'engine.sock')
  const servers = [
    await program('simulators/engine/main.ts', ['--socket', engine]),
    await program('bench/lib/small-broker.ts', []),
  ]
  return {
    broker: servers[1]!.said.trim(),
    engine,
    registry: null,
    async stop() {
      for (const { child } of servers) {
        const gone = new Promise((resolve) => child.once('exit', resolve))
        child.kill('SIGTERM')
        await gone
      }
    },
  }
}

/** A program of ours, once it has said its first words. */
async function program(path: string, args: string[]): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [join(ROOT, path), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', resolve)
    child.once('exit', () => reject(new Error(`${path} ended at its start`)))
  })
  return { child, said }
}
