/**
 * The whole rig: engine, registry and broker.
 *
 * Invariant: either all three run, or none does and nothing is left.
 */
import { startDockerd } from './dockerd.ts'
import { install, whyNoRig } from './install.ts'
import { sweep } from './leftovers.ts'
import { lackingCapabilities } from './lent-capabilities.ts'
import { startMosquitto } from './mosquitto.ts'
import type { Part } from './process.ts'
import { startRegistry } from './registry.ts'

/** Where the parts are: plain data, so that it can be handed to test processes. */
export interface Addresses {
  /** Path of the engine's socket. */
  engine: string
  /** `127.0.0.1:PORT`, as image names begin. */
  registry: string
  /** `mqtt://127.0.0.1:PORT` */
  broker: string
}

export interface Rig extends Addresses {
  stop(): Promise<void>
}

/** Installs what is missing, removes what killed runs left, and starts everything. */
export async function startRig(): Promise<Rig> {
  const reason = await whyNoRig()
  if (reason !== null) throw new Error(reason)
  await install()
  await sweep()
  const lacking = lackingCapabilities()
  if (lacking.length > 0)
    console.warn(`\nThis machine lacks ${lacking.join(', ')}: privileged containers of the rig do without.\n`)
  const started: Part[] = []
  const stop = async () => {
    for (const part of started.splice(0).reverse()) await part.stop()
  }
  const keep = <P extends Part>(part: P): P => {
    started.push(part)
    return part
  }
  try {
    const registry = keep(await startRegistry())
    const broker = keep(await startMosquitto())
    const engine = keep(await startDockerd())
    return { engine: engine.address, registry: registry.address, broker: broker.address, stop }
  } catch (error) {
    await stop()
    throw error
  }
}
