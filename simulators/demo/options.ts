/** The demo's command line. */
import { parseArgs } from 'node:util'
import { HoldfastError } from '../../protocol/errors.ts'
import type { EngineKind } from './engine.ts'

export const HELP = `Usage: npm start -- [options]

One device with a broker of its own, on this machine: it takes version 1 of an application, keeps hold of it
through power cuts while it takes version 2, and sends a sick version 3 back. Needs neither root nor Docker.

  --once             end after the story: exit code 0 only if all of it happened as it should
  --engine WHICH     docker or simulated; default the local Docker engine (DOCKER_HOST, or
                     /var/run/docker.sock) if it can be used, otherwise the simulated one
  -h, --help         show this

Without --once, device and broker stay up afterwards for you to play with, until Ctrl-C.
Everything that it makes is removed at the end.
`

export interface DemoOptions {
  once: boolean
  /** Null: what there is. */
  engine: EngineKind | null
}

/** @throws HF_USAGE */
export function readOptions(args: readonly string[]): DemoOptions | 'help' {
  const { once, engine, help } = parse(args)
  if (help) return 'help'
  if (engine !== undefined && engine !== 'docker' && engine !== 'simulated')
    throw new HoldfastError('HF_USAGE', 'is one of docker, simulated', { place: '--engine' })
  return { once, engine: engine ?? null }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        once: { type: 'boolean', default: false },
        engine: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (cause) {
    throw new HoldfastError('HF_USAGE', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}
