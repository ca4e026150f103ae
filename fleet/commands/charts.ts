/** `holdfast charts`: the state charts of the machines as files. */
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { HoldfastError } from '../../protocol/errors.ts'
import type { MachineDefinition } from '../../protocol/machine-definition.ts'
import { checkName } from '../../protocol/topics.ts'
import { BROKER_FLAGS, brokerOptions } from '../broker/options.ts'
import { DEFINITIONS } from '../charts/definitions.ts'
import { inspectDevice } from '../charts/inspect-device.ts'
import { mermaidOf } from '../charts/mermaid.ts'
import { svgOf } from '../charts/svg.ts'
import { xstateSource } from '../charts/xstate-config.ts'
import { type Args, usage } from '../cli/args.ts'
import { type CommandBody, EXIT } from '../cli/command.ts'
import { type Io, warning } from '../cli/io.ts'
import { writeAtomic } from '../signing/files.ts'

const FORMATS = {
  mermaid: { ending: '.mmd', make: async (one: MachineDefinition) => `${mermaidOf(one)}\n` },
  svg: { ending: '.svg', make: svgOf },
  xstate: { ending: '.machine.js', make: async (one: MachineDefinition) => xstateSource(one) },
} as const

const NAMES = [...DEFINITIONS.keys()].join(', ')

export const command: CommandBody = {
  usage: '--machine NAME|--out DIR|--inspect URL --device NAME',
  positionals: [0, 0],
  flags: {
    format: { value: 'FORMAT', help: 'mermaid (the default), svg or xstate' },
    machine: { value: 'NAME', help: `only this one: ${NAMES}` },
    out: { value: 'DIR', help: 'write a file for each machine, instead of one chart to the standard output' },
    inspect: { value: 'URL', help: "tell a Stately inspector (ws: or wss:) what a device's machines do, live" },
    device: { value: 'NAME', help: 'with --inspect: the device' },
    ...BROKER_FLAGS,
  },
  details: `mermaid is a stateDiagram-v2, for pages that draw it; svg stands by itself and follows dark and light;
xstate is an ES module with a machine in it, which Stately's editor imports: its guards, actions and effects are names.

--inspect is for development: it watches a device as the dashboard does, and sends what @statelyai/inspect would send to
the receiver at that address, until one of them ends. With --broker unix:/PATH the device's own socket is enough.

Example:
  holdfast charts --format svg --out charts`,
  async run(args, io) {
    const inspector = args.text('inspect')
    if (inspector !== undefined) return inspect(inspector, args, io)
    const { ending, make } = FORMATS[formatIn(args)]
    const chosen = machinesIn(args)
    const out = args.text('out')
    if (out === undefined) {
      if (chosen.length > 1) throw usage(`name one of ${NAMES} with --machine, or a directory with --out`)
      io.out(await make(chosen[0]!))
      return EXIT.OK
    }
    const folder = resolve(io.cwd, out)
    await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
      throw new HoldfastError('HF_FILE_UNREADABLE', 'cannot be made a directory', { place: folder, cause })
    })
    for (const definition of chosen) {
      const path = join(folder, `${definition.id}${ending}`)
      await writeAtomic(path, await make(definition))
      io.err(`${path}\n`)
    }
    return EXIT.OK
  },
}

async function inspect(url: string, args: Args, io: Io): Promise<number> {
  if (!URL.canParse(url) || !['ws:', 'wss:'].includes(new URL(url).protocol))
    throw usage('has to be a URL such as ws://localhost:8080', '--inspect')
  const device = checkName('device', args.required('device'))
  const warn = warning(io)
  await inspectDevice(await brokerOptions(args, io), device, url, io.signal, warn)
  return EXIT.OK
}

function formatIn(args: Args): keyof typeof FORMATS {
  const format = args.text('format') ?? 'mermaid'
  if (Object.hasOwn(FORMATS, format)) return format as keyof typeof FORMATS
  throw usage(`${JSON.stringify(format)} is none of ${Object.keys(FORMATS).join(', ')}`, '--format')
}

function machinesIn(args: Args): MachineDefinition[] {
  const name = args.text('machine')
  if (name === undefined) return [...DEFINITIONS.values()]
  const definition = DEFINITIONS.get(name)
  if (definition === undefined) throw usage(`${JSON.stringify(name)} is none of ${NAMES}`, '--machine')
  return [definition]
}
