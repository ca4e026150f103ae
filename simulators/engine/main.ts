/**
 * A simulated engine as a program of its own: `node simulators/engine/main.ts --socket PATH`.
 *
 * Invariant: it goes on until it is told to end, whoever comes and goes at its socket; it prints one line
 * once it listens.
 */
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { parseArgs } from 'node:util'
import { systemClock } from '../../agent/adapters/system-clock.ts'
import { HoldfastError } from '../../protocol/errors.ts'
import { readImageFile } from './image-file.ts'
import { SimulatedRegistry } from './images.ts'
import { serveEngine } from './server.ts'
import { SimulatedEngine } from './simulated-engine.ts'

const HELP = `Usage: node simulators/engine/main.ts --socket PATH [options]

Serves a simulated Docker engine on a unix socket.

  --socket PATH       where to listen
  --images FILE       JSON with the images of its registry: {"images": [{"repository": "registry.test/app", "tag": "v1"}]}
  --pull-rate BYTES   bytes per second of a pull (default 20000000)
  --latency MS        of each call (default 0)
  --seed TEXT         ids follow from it (default "engine")
  --help              this text

Images can be put into its registry while it runs: POST /holdfast/images
`

async function main(args: string[]): Promise<void> {
  const { socket, images, seed, help, ...numbers } = flagsOf(args)
  if (help === true) {
    process.stdout.write(HELP)
    return
  }
  if (socket === undefined) throw new HoldfastError('HF_USAGE', '--socket is missing')
  const registry = new SimulatedRegistry()
  for (const image of images === undefined ? [] : readImageFile(images)) registry.push(image)
  const latency = countOf(numbers, 'latency', 0)
  const engine = new SimulatedEngine({
    clock: systemClock(),
    registry,
    seed: seed ?? 'engine',
    pullBytesPerSecond: Math.max(1, countOf(numbers, 'pull-rate', 20_000_000)),
    latencyMs: { least: latency, most: latency },
  })
  await removeDeadSocket(socket)
  const served = await serveEngine(engine, socket)
  process.stdout.write(`the simulated engine listens on ${socket}\n`)
  const end = () => {
    engine.close()
    void served.close()
  }
  process.once('SIGTERM', end)
  process.once('SIGINT', end)
}

function flagsOf(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        socket: { type: 'string' },
        images: { type: 'string' },
        'pull-rate': { type: 'string' },
        latency: { type: 'string' },
        seed: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values
  } catch (cause) {
    throw new HoldfastError('HF_USAGE', cause instanceof Error ? cause.message : String(cause), { cause })
  }
}

function countOf(flags: Record<string, string | undefined>, name: string, otherwise: number): number {
  const text = flags[name]
  if (text === undefined) return otherwise
  if (/^\d{1,12}$/.test(text)) return Number(text)
  throw new HoldfastError('HF_USAGE', 'is not a whole number', { place: `--${name}` })
}

/** A socket that nobody listens on is left over from a process that was killed. */
function removeDeadSocket(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = connect(path)
    probe.once('connect', () => {
      probe.destroy()
      reject(new HoldfastError('HF_USAGE', 'something listens there already', { place: path }))
    })
    probe.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED') rmSync(path)
      resolve()
    })
  })
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const known = error instanceof HoldfastError
  process.stderr.write(`${known ? `${error.code}: ${error.message}` : String(error)}\n`)
  process.exitCode = known && error.code === 'HF_USAGE' ? 2 : 1
})
